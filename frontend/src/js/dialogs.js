// A link with data-dialog leads to a page that asks; with script the same question opens in a dialog on this page.
export function wireDialogs() {
  document.addEventListener('click', (event) => {
    const opener = event.target.closest('[data-dialog]');
    if (opener) {
      const dialog = document.getElementById(opener.dataset.dialog);
      if (dialog instanceof HTMLDialogElement) {
        event.preventDefault();
        dialog.showModal();
      }
      return;
    }
    const closer = event.target.closest('[data-close]');
    if (closer) closer.closest('dialog')?.close();
  });
}
