// Sums, shares, places and means of a sheet, as the server reckons them: whole thousandths, rounded once, half up.
import { write } from './reading.js';

/** A fraction rounded half up to so many digits. */
export function rounded(part, whole, digits) {
  const scale = 10 ** digits;
  const units = Math.floor((2 * part * scale + whole) / (2 * whole));
  return digits === 0 ? String(units) : `${Math.floor(units / scale)}.${String(units % scale).padStart(digits, '0')}`;
}

/**
 * One line for each organisation: how many marks, their sum, that as a share of the same full marks in per cent, and the
 * place among organisations whose marks are complete (1, 2, 2, 4). A row is a list of marks or nulls, or null itself
 * when it is not to be marked.
 */
export function lines(rows, fulls) {
  const totals = rows.map((row) => (row && row.every((mark) => mark !== null) ? sum(row) : null));
  return rows.map((row, index) => {
    const given = row ? row.map((mark, at) => [mark, fulls[at]]).filter(([mark]) => mark !== null) : [];
    if (given.length === 0) return { given: 0, total: '', share: '', rank: '' };
    const own = totals[index];
    return {
      given: given.length,
      total: write(sum(given.map(([mark]) => mark))),
      share: rounded(100 * sum(given.map(([mark]) => mark)), sum(given.map(([, full]) => full)), 1),
      rank: own === null ? '' : String(1 + totals.filter((other) => other !== null && other > own).length),
    };
  });
}

/** Mean of each column in points with two digits; empty without a mark. */
export function means(rows, columns) {
  return Array.from({ length: columns }, (_, at) => {
    const marks = rows.filter(Boolean).map((row) => row[at]).filter((mark) => mark !== null);
    return marks.length === 0 ? '' : rounded(sum(marks), marks.length * 1000, 2);
  });
}

function sum(numbers) {
  return numbers.reduce((all, one) => all + one, 0);
}
