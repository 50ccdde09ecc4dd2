// Theme and type size change at once; the same form tells the server, which remembers the choice in a cookie.
export function wireLook() {
  document.addEventListener('submit', (event) => {
    const form = event.target;
    const button = event.submitter;
    if (!form.matches('form[data-look]') || !button) return;
    event.preventDefault();
    const body = new URLSearchParams(new FormData(form));
    body.set(button.name, button.value);
    fetch(form.action, { method: 'POST', body, redirect: 'manual', credentials: 'same-origin' }).catch(() => form.submit());
    apply(button.name, button.value);
    for (const other of form.querySelectorAll(`button[name="${button.name}"]`)) {
      other.setAttribute('aria-pressed', String(other === button));
    }
  });
}

function apply(name, value) {
  const root = document.documentElement;
  if (value === 'system' || value === 'normal') delete root.dataset[name];
  else root.dataset[name] = value;
  document.dispatchEvent(new CustomEvent('jinwei:look'));
}
