// The cells of the page: which organisation and indicator each is, what it holds, and what the server is known to hold.
import { read, write } from './reading.js';

export function gridOf(form) {
  const most = Number(form.dataset.most);
  const rows = [...form.querySelectorAll('tbody tr')].map((row) => {
    const inputs = [...row.querySelectorAll('input.mark')];
    return { row, name: row.querySelector('a[data-beside]').textContent, inputs: inputs.length > 0 ? inputs : null };
  });
  const columns = Math.max(0, ...rows.map(({ inputs }) => inputs?.length ?? 0));
  const places = new Map();
  const cells = new Map();
  rows.forEach(({ inputs }, r) => inputs?.forEach((input, c) => {
    places.set(input, [r, c]);
    cells.set(cellOf(input), input);
  }));
  const fullOf = (input) => Number(input.dataset.full);
  return {
    rows,
    columns,
    places,
    cells,
    names: Array.from({ length: columns }, (_, at) => document.getElementById(`i${at + 1}`).firstChild.textContent.trim()),
    fulls: rows.find(({ inputs }) => inputs)?.inputs.map(fullOf) ?? [],
    kept: new Map([...cells].map(([cell, input]) => [cell, wasOf(input).value])),
    fullOf,
    fullText: (input) => write(fullOf(input)),
    most,
    read: (input) => read(input.value, fullOf(input), most),
    isOpen: (r) => rows[r].inputs !== null,
  };
}

export const cellOf = (input) => input.parentElement.querySelector('[name="cell"]').value;
export const wasOf = (input) => input.parentElement.querySelector('[name="was"]');
