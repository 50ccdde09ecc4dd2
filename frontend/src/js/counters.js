// Tells how many characters stand in a field, as people count them: one for each, whatever it takes in memory.
export function wireCounters() {
  document.addEventListener('input', (event) => count(event.target));
  document.addEventListener('jinwei:filled', (event) => count(event.target));
}

function count(field) {
  if (!field.id) return;
  const shown = document.querySelector(`[data-count="${CSS.escape(field.id)}"]`);
  if (!shown) return;
  const written = [...field.value].length;
  shown.textContent = written;
  shown.closest('.counter')?.classList.toggle('counter-full', field.maxLength > 0 && written >= field.maxLength);
}
