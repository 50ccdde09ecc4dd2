// Where the keys lead in a grid of which some rows cannot be entered. A place is [row, column].

/** The place that a move leads to from another; null when it leads out of the grid. `open(row)` tells which rows can be entered. */
export function step([row, column], move, rows, columns, open) {
  const vertical = (by) => {
    for (let r = row + by; r >= 0 && r < rows; r += by) if (open(r)) return [r, column];
    // Past the last organisation the next indicator begins.
    const next = column + by;
    if (next < 0 || next >= columns) return null;
    for (let r = by > 0 ? 0 : rows - 1; r >= 0 && r < rows; r += by) if (open(r)) return [r, next];
    return null;
  };
  const sideways = (by) => {
    if (column + by >= 0 && column + by < columns) return [row, column + by];
    for (let r = row + by; r >= 0 && r < rows; r += by) if (open(r)) return [r, by > 0 ? 0 : columns - 1];
    return null;
  };
  switch (move) {
    case 'down': return vertical(1);
    case 'up': return vertical(-1);
    case 'right': return sideways(1);
    case 'left': return sideways(-1);
    case 'home': return [row, 0];
    case 'end': return [row, columns - 1];
    case 'first': return firstOf(rows, open, 0);
    case 'last': return lastOf(rows, open, columns - 1);
    default: return null;
  }
}

function firstOf(rows, open, column) {
  for (let r = 0; r < rows; r += 1) if (open(r)) return [r, column];
  return null;
}

function lastOf(rows, open, column) {
  for (let r = rows - 1; r >= 0; r -= 1) if (open(r)) return [r, column];
  return null;
}

/** The move that a key means; null for keys that are not moves. `editing` leaves the caret keys to the field. */
export function moveOf(event, editing) {
  const { key, shiftKey, ctrlKey, metaKey, altKey } = event;
  if (altKey || metaKey) return null;
  if (key === 'Enter' && !ctrlKey) return shiftKey ? 'up' : 'down';
  if (key === 'Tab' && !ctrlKey) return shiftKey ? 'left' : 'right';
  if (shiftKey) return null;
  if (key === 'ArrowDown' && !ctrlKey) return 'down';
  if (key === 'ArrowUp' && !ctrlKey) return 'up';
  if (editing) return null;
  if (key === 'ArrowLeft' && !ctrlKey) return 'left';
  if (key === 'ArrowRight' && !ctrlKey) return 'right';
  if (key === 'Home') return ctrlKey ? 'first' : 'home';
  if (key === 'End') return ctrlKey ? 'last' : 'end';
  return null;
}
