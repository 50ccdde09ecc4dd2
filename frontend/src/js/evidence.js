// Files are sent as soon as they are chosen or dropped, one after the other, and listed where they belong.
const LIMIT = 32 * 1024 * 1024;

export function wireEvidence(form) {
  for (const input of form.querySelectorAll('input[data-upload]')) input.addEventListener('change', () => send(form, input));
  form.addEventListener('click', (event) => {
    const button = event.target.closest('[data-remove]');
    if (!button) return;
    event.preventDefault();
    if (confirm(button.dataset.ask)) remove(form, button);
  });
}

async function send(form, input) {
  const files = [...input.files];
  if (files.length === 0) return;
  const names = input.parentElement.querySelector('.drop-names');
  const refused = [];
  // From here on they are ours: the button of the whole form shall not send them once more.
  input.value = '';
  for (const [index, file] of files.entries()) {
    names.textContent = `${form.dataset.sending} ${index + 1} / ${files.length}: ${file.name}`;
    if (file.size > LIMIT) refused.push(`${form.dataset.tooLarge} ${file.name}`);
    else refused.push(...(await one(form, input, file)));
  }
  names.textContent = '';
  tell(input, refused);
}

/** Sends one file; gives what is wrong with it. */
async function one(form, input, file) {
  const body = new FormData();
  body.append('evidence', file);
  try {
    const answer = await post(input.dataset.upload, body);
    const told = await answer.json();
    if (!answer.ok) return told.errors?.length ? told.errors.map(({ detail }) => detail) : [told.detail];
    list(form, input, told.evidence);
    return told.refused;
  } catch {
    return [`${form.dataset.failed} ${file.name}`];
  }
}

async function remove(form, button) {
  const input = button.closest('.evidence').querySelector('input[data-upload]');
  try {
    const answer = await post(button.dataset.remove, new URLSearchParams());
    if (answer.ok || answer.status === 404) {
      button.closest('li').remove();
      input.focus();
      tell(input, []);
      return;
    }
    tell(input, [(await answer.json()).detail]);
  } catch {
    tell(input, [form.dataset.failed]);
  }
}

function post(address, body) {
  return fetch(address, { method: 'POST', headers: { accept: 'application/json' }, body, credentials: 'same-origin' });
}

function list(form, input, files) {
  const box = input.closest('.evidence').querySelector('[data-files]');
  const row = document.getElementById('file-row').content.firstElementChild;
  const asked = row.querySelector('[data-ask]').dataset.ask;
  box.replaceChildren(
    ...files.map(({ id, name, kind, size }) => {
      const line = row.cloneNode(true);
      const [link, about, button] = [line.querySelector('a'), line.querySelector('.soft'), line.querySelector('button')];
      link.href = `${box.dataset.files}${id}`;
      link.querySelector('span').textContent = name;
      about.textContent = `${kind} · ${size}`;
      button.value = `remove:${id}`;
      button.dataset.remove = `${box.dataset.files}${id}/removal`;
      button.dataset.ask = asked.replace('\u2026', name);
      button.querySelector('span').textContent = ` ${name}`;
      return line;
    }),
  );
}

function tell(input, said) {
  const place = input.closest('.evidence').querySelector('[data-error="evidence"]');
  place.hidden = said.length === 0;
  place.querySelector('span').textContent = said.join(' ');
}
