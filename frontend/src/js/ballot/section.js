// One box on the voting page: shows the part that fits what is kept, and wires its buttons.
import { inGroups } from './bytes.js';
import { givenIn } from './cast.js';
import { partOf } from './parts.js';
import { Trouble } from './trouble.js';

/** `page` is what the page says of the evaluation, `say` gives a sentence. Gives `start()`, and `clear()` for the end. */
export function wireSection(section, { page, voter, say }) {
  const code = section.dataset.box;
  const find = (selector) => section.querySelector(selector);
  const form = find('[data-show="fill"]');
  const [busy, error] = [find('[data-busy]'), find('[data-error]')];
  let changing = false;
  let refused = false;
  let acting = false;

  function render() {
    const record = voter.read(code);
    const { issuing, casting, casting_over: over } = page;
    const shown = partOf({ record, issued: section.dataset.issued === 'yes', issuing, casting, over, changing, refused });
    for (const part of section.querySelectorAll('[data-show]')) part.hidden = part.dataset.show !== shown;
    if (record?.leaf) {
      find('[data-leaf]').textContent = inGroups(record.leaf);
      find('[data-receipt]').value = voter.receiptOf(code);
    }
    const change = find('[data-do="change"]');
    if (change) change.hidden = !casting;
    return shown;
  }

  const complain = (key, values) => {
    error.textContent = say(key, values);
    error.hidden = false;
  };

  /** Runs a step of the vote, shows what came of it and moves the focus there. */
  async function act(step, { focus = true } = {}) {
    if (acting) return;
    acting = true;
    busy.hidden = false;
    error.hidden = true;
    const buttons = [...section.querySelectorAll('button')].filter((button) => !button.disabled);
    for (const button of buttons) button.disabled = true;
    // Blinding takes a moment in which nothing is drawn: first it is said that something is going on.
    await new Promise((drawn) => setTimeout(drawn, 30));
    let trouble = null;
    try {
      await step();
      changing = false;
    } catch (failure) {
      if (!(failure instanceof Trouble)) console.error(failure);
      trouble = failure instanceof Trouble ? failure : new Trouble('error_other');
      // A ballot was sent and no answer came: it may have arrived.
      if (trouble.key === 'offline' && voter.read(code)?.pending) trouble = new Trouble('pending');
    }
    acting = false;
    busy.hidden = true;
    for (const button of buttons) button.disabled = false;
    refused = trouble?.key === 'refused';
    const shown = render();
    if (trouble?.key === 'stopped') return;
    if (trouble) complain(trouble.key, trouble.values);
    if (focus) settle(trouble ? error : find(`[data-show="${shown}"]`));
  }

  /** Puts the focus on the first question, or on the part itself so that it is read out. */
  function settle(part) {
    const question = part === form ? form.querySelector('input:not([type="hidden"]), textarea') : null;
    if (!question) part.tabIndex = -1;
    (question ?? part).focus();
  }

  const given = () => {
    const names = new Set([...form.elements].map(({ name }) => name).filter(Boolean));
    return Object.fromEntries([...names].map((name) => [name, form.elements.namedItem(name).value]));
  };

  /** Answers of a ballot whose reply was lost go back into the form, so that the same ballot can be sent again. */
  function fillIn(answers) {
    for (const field of form.elements) {
      if (!field.name) continue;
      const value = answers[field.name] ?? '';
      if (field.type === 'radio') field.checked = field.value === value;
      else field.value = value;
    }
    form.dispatchEvent(new Event('input', { bubbles: true }));
  }

  const does = {
    take: () => act(() => voter.take(code)),
    copy: async () => {
      const text = find('[data-receipt]');
      text.select();
      // Where the clipboard is closed to pages the text stays selected, ready to be copied by hand.
      const copied = await navigator.clipboard?.writeText(text.value).then(() => true, () => false);
      const told = find('[data-copied]');
      if (told) told.hidden = !copied;
    },
    save: () => {
      const link = document.createElement('a');
      link.href = URL.createObjectURL(new Blob([`${voter.receiptOf(code)}\n`], { type: 'text/plain' }));
      link.download = say('file_name', { box: code, evaluation: page.evaluation });
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    },
    change: () => {
      changing = true;
      settle(find(`[data-show="${render()}"]`));
    },
  };

  section.addEventListener('click', (event) => does[event.target.closest('button[data-do]')?.dataset.do]?.());
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    act(() => voter.cast(code, given()));
  });
  // A browser that fills the form in again after a reload would show the next person how this one voted.
  form.autocomplete = 'off';

  /** Shows what is kept; what was asked before a reload is asked again. */
  async function start() {
    render();
    const record = voter.read(code);
    if (record?.state === 'asked') await act(() => voter.take(code), { focus: false });
    if (!record?.pending) return;
    fillIn(givenIn(record.pending.body));
    if (page.casting) complain('pending');
    else if (page.casting_over) complain('pending_closed', { leaf: inGroups(record.pending.leaf) });
  }

  /** Whether something is kept that would be lost: a credential without a receipt. */
  const isOpen = () => {
    const record = voter.read(code);
    return Boolean(record) && (record.state !== 'cast' || Boolean(record.pending));
  };

  const clear = () => {
    form.reset();
    find('[data-leaf]').textContent = '';
    find('[data-receipt]').value = '';
  };

  return { start, isOpen, clear };
}
