// Forms with data-draft="name" keep what was typed in this browser until they are sent. Passwords and files are left out.
const PREFIX = 'jinwei-draft:';
const LEFT_OUT = new Set(['password', 'file', 'hidden', 'submit', 'button', 'reset']);

const wired = new WeakSet();

export function wireDrafts(root) {
  for (const form of root.querySelectorAll('form[data-draft]')) {
    if (wired.has(form)) continue;
    wired.add(form);
    const key = PREFIX + form.dataset.draft;
    restore(form, key);
    let timer;
    form.addEventListener('input', () => {
      clearTimeout(timer);
      timer = setTimeout(() => keep(form, key), 400);
    });
    form.addEventListener('submit', () => {
      clearTimeout(timer);
      localStorage.removeItem(key);
    });
  }
}

// Offices share computers: whoever signs out takes their drafts along.
document.addEventListener('submit', (event) => {
  if (new URL(event.target.action, location.href).pathname !== '/sign-out') return;
  for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) localStorage.removeItem(key);
});

function fields(form) {
  return [...form.elements].filter((field) => field.name && !LEFT_OUT.has(field.type));
}

function keep(form, key) {
  const values = fields(form).map((field) => [field.name, field.type, isChoice(field) ? field.checked : field.value, field.value]);
  try {
    localStorage.setItem(key, JSON.stringify(values));
  } catch {
    // A full or forbidden storage only means that there is no draft.
  }
}

function restore(form, key) {
  const kept = read(key);
  if (!kept || form.querySelector('[aria-invalid="true"]')) return;
  let changed = false;
  for (const field of fields(form)) {
    const found = kept.find(([name, type, , value]) => name === field.name && type === field.type && (type !== 'radio' || value === field.value));
    if (!found) continue;
    const property = isChoice(field) ? 'checked' : 'value';
    if (field[property] !== found[2]) {
      field[property] = found[2];
      changed = true;
    }
  }
  const notice = form.querySelector('[data-draft-notice]');
  if (changed && notice) notice.hidden = false;
  form.querySelector('[data-draft-discard]')?.addEventListener('click', () => {
    localStorage.removeItem(key);
    form.reset();
    notice.hidden = true;
  });
}

function isChoice(field) {
  return field.type === 'checkbox' || field.type === 'radio';
}

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}
