// What is known of an organisation, open beside the grid while marks are typed. Without script its name leads to the page.

/** Wires the drawer; gives a function that has it follow the row in which marks are typed. */
export function wireBeside(root, drawer) {
  const title = drawer.querySelector('h2');
  const body = drawer.querySelector('.dialog-body');
  let shown = null;

  async function show(link) {
    if (shown === link.href && drawer.open) return;
    shown = link.href;
    try {
      const answer = await fetch(link.href, { headers: { 'HX-Request': 'true' }, credentials: 'same-origin' });
      if (!answer.ok) throw new Error(String(answer.status));
      const text = await answer.text();
      // Somebody moved on while it was on its way.
      if (shown !== link.href) return;
      title.textContent = link.textContent;
      body.innerHTML = text;
    } catch {
      shown = null;
      location.assign(link.href);
      return;
    }
    if (!drawer.open) {
      // Whoever is typing goes on typing; whoever clicked is led into the drawer.
      const typing = document.activeElement?.matches('input') ? document.activeElement : null;
      drawer.show();
      typing?.focus();
    }
    document.documentElement.classList.add('beside-open');
  }

  drawer.addEventListener('close', () => {
    shown = null;
    document.documentElement.classList.remove('beside-open');
  });
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && drawer.open && drawer.contains(document.activeElement)) drawer.close();
  });
  root.addEventListener('click', (event) => {
    const link = event.target.closest('a[data-beside]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    show(link);
  });

  return {
    open: (row) => show(row.querySelector('a[data-beside]')),
    follow: (row) => {
      if (drawer.open) show(row.querySelector('a[data-beside]'));
    },
  };
}
