// The marking screen. The page is a plain form; script saves each mark as it is typed, adds up, and moves by the keyboard.
import { wireBeside } from './marking/beside.js';
import { wireEntry } from './marking/entry.js';
import { cellOf, gridOf, wasOf } from './marking/grid.js';
import { createQueue } from './marking/queue.js';
import { write } from './marking/reading.js';
import { lines, means } from './marking/sums.js';

const JUMP = 'jinwei-marking-jump';
const marking = document.querySelector('form[data-marking]');
if (marking) wire(marking);

function wire(form) {
  const sentences = JSON.parse(document.getElementById('marking-sentences').textContent);
  const say = (key, values = {}) => sentences[key].replace(/\{(\w+)\}/g, (_, name) => values[name] ?? '');
  const part = (name) => form.querySelector(`[data-${name}]`);
  const grid = gridOf(form);
  const { rows, columns, places, cells, names, kept } = grid;
  const beside = wireBeside(form, document.getElementById('beside'));

  // ---- saving ----

  const queue = createQueue({
    key: `jinwei-draft:marks:${form.dataset.marking}`,
    store: localStorage,
    later: (f, ms) => {
      const timer = setTimeout(f, ms);
      return () => clearTimeout(timer);
    },
    send: async (batch) => {
      const body = new URLSearchParams({ touched: 'yes' });
      for (const { cell, was, mark } of batch) {
        body.append('cell', cell);
        body.append('was', was);
        body.append('mark', mark);
      }
      const answer = await fetch(form.action, { method: 'POST', body, headers: { Accept: 'application/json' }, credentials: 'same-origin', keepalive: true });
      return { status: answer.status, body: await answer.json().catch(() => null) };
    },
    tell: ({ state, n, why, batch, body }) => {
      for (const { cell, mark } of batch ?? []) {
        kept.set(cell, mark);
        if (cells.has(cell)) wasOf(cells.get(cell)).value = mark;
      }
      const elsewhere = (body?.elsewhere ?? []).map((one) => say('elsewhere', { name: one.name, found: one.found || say('nothing'), now: one.now || say('nothing') }));
      const status = part('status');
      status.textContent = elsewhere.length > 0 ? elsewhere.join('; ') : say(state, { n, why, at: new Date().toTimeString().slice(0, 5) });
      status.dataset.state = elsewhere.length > 0 ? 'waiting' : state;
      part('retry').hidden = !['waiting', 'refused', 'signedOut'].includes(state);
    },
  });

  function take(input) {
    const found = grid.read(input);
    const wrong = found.kind === 'wrong';
    input.parentElement.classList.toggle('mark-wrong', wrong);
    if (wrong) {
      input.setAttribute('aria-invalid', 'true');
    } else {
      input.removeAttribute('aria-invalid');
      const mark = found.kind === 'mark' ? write(found.value) : '';
      if (input.value !== mark) input.value = mark;
      const cell = cellOf(input);
      if (mark !== kept.get(cell) || queue.holds(cell)) queue.put(cell, kept.get(cell), mark);
    }
    reckon();
  }

  // ---- what is said above the grid ----

  const complaint = (input, found) => say(found.why, { typed: input.value.trim(), full: grid.fullText(input) });

  function describe(input, jumped) {
    const [r, c] = places.get(input);
    const found = grid.read(input);
    let reading = '';
    if (found.kind === 'wrong') reading = complaint(input, found);
    else if (found.quick) reading = say('read', { typed: input.value.trim(), mark: write(found.value) });
    else if (jumped && jumped.typed !== jumped.input.value) reading = say('before', { typed: jumped.typed, mark: jumped.input.value });
    const told = reading ? [element('strong', found.kind === 'wrong' ? 'marking-complaint' : 'marking-reading', reading)] : [];
    part('now').replaceChildren(element('span', '', say('cell', { name: rows[r].name, indicator: names[c], full: grid.fullText(input) })), ...told);
  }

  /** Names every cell that holds something which is no mark, but for the one that is being typed in. */
  function complain() {
    const list = part('wrong');
    const wrong = [...places.keys()].filter((input) => input !== document.activeElement && grid.read(input).kind === 'wrong');
    list.replaceChildren(...wrong.map((input) => {
      const [r, c] = places.get(input);
      const button = element('button', 'plain-button', `${rows[r].name} · ${names[c]}: ${complaint(input, grid.read(input))}`);
      button.type = 'button';
      button.addEventListener('click', () => focus(input));
      const item = element('li', '', '');
      item.append(button);
      return item;
    }));
    list.hidden = wrong.length === 0;
  }

  function reckon() {
    const markOf = (input) => {
      const found = grid.read(input);
      return found.kind === 'mark' ? found.value : null;
    };
    const marks = rows.map(({ inputs }) => inputs?.map(markOf) ?? null);
    lines(marks, grid.fulls).forEach((line, at) => {
      const { row, inputs } = rows[at];
      if (inputs) for (const name of ['total', 'share', 'rank']) row.querySelector(`[data-${name}]`).textContent = line[name];
    });
    const feet = [...form.querySelectorAll('tfoot [data-mean]')];
    means(marks, columns).forEach((mean, at) => {
      feet[at].textContent = mean;
    });
    const n = marks.filter(Boolean).flat().filter((mark) => mark === null).length;
    const left = n === 0 ? say('complete') : say('left', { n });
    part('left').textContent = left;
    part('next-empty').textContent = left;
    part('next-empty').disabled = n === 0;
    complain();
  }

  // ---- one organisation at a time, on phones ----

  const open = rows.map((_, at) => at).filter(grid.isOpen);
  let current = open[0] ?? 0;

  function turn(to) {
    current = to;
    for (const [at, { row }] of rows.entries()) row.classList.toggle('row-now', at === to);
    part('place').textContent = say('place', { i: open.indexOf(to) + 1, n: open.length });
    part('before').disabled = open.indexOf(to) <= 0;
    part('after').disabled = open.indexOf(to) === open.length - 1;
  }
  const page = (by) => () => turn(open[open.indexOf(current) + by] ?? current);
  part('before').addEventListener('click', page(-1));
  part('after').addEventListener('click', page(1));

  // ---- typing ----

  const choice = document.querySelector('[data-jump]');
  choice.checked = localStorage.getItem(JUMP) !== 'no';
  choice.addEventListener('change', () => localStorage.setItem(JUMP, choice.checked ? 'yes' : 'no'));
  const phone = matchMedia('(max-width: 40em)');
  const focus = wireEntry(form, grid, {
    take,
    describe,
    entered: (r) => {
      turn(r);
      beside.follow(rows[r].row);
    },
    open: (r) => beside.open(rows[r].row),
    jumps: () => choice.checked,
    paged: () => phone.matches,
    pasted: (n, wrong) => part('now').replaceChildren(element('span', '', say('pasted', { n, wrong }))),
  });

  part('next-empty').addEventListener('click', () => {
    const all = [...places.keys()];
    const from = Math.max(0, all.findIndex((input) => places.get(input)[0] === current));
    const next = [...all.slice(from), ...all.slice(0, from)].find((input) => grid.read(input).kind !== 'mark');
    if (next) focus(next);
  });

  // ---- leaving and coming back ----

  const takeTyped = () => {
    if (places.has(document.activeElement)) take(document.activeElement);
  };
  part('retry').addEventListener('click', () => queue.retry());
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    takeTyped();
    queue.retry();
  });
  addEventListener('online', () => queue.retry());
  // What a link leads to is to know of every mark: the submission counts them, the workbook holds them.
  document.addEventListener('click', async (event) => {
    const link = event.target.closest?.('a[href]');
    if (!link || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    takeTyped();
    if (!queue.isWaiting() || link.target || link.getAttribute('href').startsWith('#')) return;
    event.preventDefault();
    await queue.settled();
    location.assign(link.href);
  });
  addEventListener('beforeunload', (event) => {
    takeTyped();
    queue.flush();
    if (queue.isInTrouble()) event.preventDefault();
  });

  for (const hidden of form.querySelectorAll('.marking-bar, .marking-pager')) hidden.hidden = false;
  form.classList.add('marking-live');
  const found = queue.restore((cell) => (cells.has(cell) ? kept.get(cell) : undefined));
  for (const [cell, mark] of found) cells.get(cell).value = mark;
  turn(current);
  reckon();
  if (found.length > 0) part('status').textContent = say('restored', { n: found.length });
}

function element(name, kind, text) {
  const made = document.createElement(name);
  if (kind) made.className = kind;
  made.textContent = text;
  return made;
}
