// File fields accept files dropped on them and name what was chosen.
const wired = new WeakSet();

export function wireDrops(root) {
  for (const drop of root.querySelectorAll('.drop')) {
    const input = drop.querySelector('input[type="file"]');
    const names = drop.querySelector('.drop-names');
    if (!input || wired.has(drop)) continue;
    wired.add(drop);
    const over = (on) => (event) => {
      event.preventDefault();
      drop.classList.toggle('drop-over', on);
    };
    drop.addEventListener('dragover', over(true));
    drop.addEventListener('dragleave', over(false));
    drop.addEventListener('drop', (event) => {
      over(false)(event);
      if (event.dataTransfer.files.length === 0) return;
      const chosen = new DataTransfer();
      for (const file of event.dataTransfer.files) {
        if (input.multiple || chosen.items.length === 0) chosen.items.add(file);
      }
      input.files = chosen.files;
      input.dispatchEvent(new Event('change', { bubbles: true }));
    });
    input.addEventListener('change', () => {
      if (names) names.textContent = [...input.files].map((file) => `${file.name} (${size(file.size)})`).join('\n');
    });
  }
}

function size(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
