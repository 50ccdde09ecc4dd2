// Menus of the bar are <details>: they close on Escape, on a click elsewhere, and when another one opens.
export function wirePopovers() {
  const open = () => document.querySelectorAll('details.popover[open]');
  document.addEventListener('click', (event) => {
    for (const details of open()) if (!details.contains(event.target)) details.open = false;
  });
  document.addEventListener('focusin', (event) => {
    for (const details of open()) if (!details.contains(event.target)) details.open = false;
  });
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    for (const details of open()) {
      details.open = false;
      details.querySelector('summary').focus();
    }
  });
}
