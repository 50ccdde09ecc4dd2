// Typing marks: reading as one types, moving by the keyboard, copying and pasting.
import { cellOf } from './grid.js';
import { moveOf, step } from './moves.js';
import { isComplete, read } from './reading.js';

/**
 * Wires the cells of a grid. `take(input)` has what was typed taken, `entered(row)` is told where one is,
 * `describe(input, jumped)` says how it is read, `open(row)` opens what is known of the organisation beside, `jumps()` and
 * `paged()` tell how it is to move, `pasted(n, wrong)` what was pasted. Gives the function that goes to a cell.
 */
export function wireEntry(form, grid, { take, entered, describe, open, jumps, paged, pasted }) {
  const { rows, columns, places, fullOf, most } = grid;
  let start = '';
  let editing = false;
  let direction = 'down';
  /** The cell from which a complete mark led on by itself: until the next key is pressed, moves count from there. */
  let jumped = null;

  function focus(input) {
    entered(places.get(input)[0]);
    input.focus();
    input.select();
  }

  function go(from, move) {
    const place = step(from, move, rows.length, columns, grid.isOpen);
    if (place) focus(rows[place[0]].inputs[place[1]]);
    return place !== null;
  }

  function set(input, value) {
    jumped = null;
    input.value = value;
    take(input);
    input.select();
    describe(input, null);
  }

  function copyAbove(input) {
    const [r, c] = places.get(input);
    for (let above = r - 1; above >= 0; above -= 1) {
      if (grid.isOpen(above)) return set(input, rows[above].inputs[c].value);
    }
    return undefined;
  }

  form.addEventListener('focusin', ({ target }) => {
    if (!places.has(target)) return;
    start = grid.read(target).kind === 'wrong' ? grid.kept.get(cellOf(target)) : target.value;
    editing = false;
    target.select();
    entered(places.get(target)[0]);
    describe(target, jumped);
  });
  form.addEventListener('focusout', ({ target }) => {
    if (places.has(target)) take(target);
  });
  form.addEventListener('pointerdown', () => {
    jumped = null;
  });

  form.addEventListener('input', ({ target }) => {
    if (!places.has(target)) return;
    jumped = null;
    target.parentElement.classList.toggle('mark-wrong', grid.read(target).kind === 'wrong');
    const typed = target.value.trim();
    const atEnd = target.selectionStart === target.value.length;
    if (jumps() && !editing && atEnd && isComplete(typed, fullOf(target), most)) {
      take(target);
      jumped = { input: target, typed };
      if (go(places.get(target), direction)) return;
      jumped = null;
    }
    describe(target, null);
  });

  form.addEventListener('keydown', (event) => {
    const input = event.target;
    if (!places.has(input) || event.isComposing) return;
    const control = event.ctrlKey || event.metaKey;
    if (event.key === 'Enter' && event.altKey) {
      event.preventDefault();
      open(places.get(input)[0]);
    } else if (control && event.key.toLowerCase() === 'd') {
      event.preventDefault();
      copyAbove(input);
    } else if (event.key === 'F2') {
      editing = !editing;
      if (editing) input.setSelectionRange(input.value.length, input.value.length);
      else input.select();
    } else if (event.key === 'Escape') {
      editing = false;
      set(input, start);
    } else if (event.key === 'Backspace' && jumped) {
      event.preventDefault();
      const back = jumped.input;
      jumped = null;
      focus(back);
    } else {
      move(event, input);
    }
  });

  function move(event, input) {
    let way = moveOf(event, editing);
    if (!way) return;
    // With one organisation at a time, on with its next indicator.
    if (event.key === 'Enter' && paged()) way = event.shiftKey ? 'left' : 'right';
    if (way === 'down' || way === 'right') direction = way;
    const from = jumped ? jumped.input : input;
    jumped = null;
    take(input);
    // At the ends of the grid the tabulator leads out of it.
    if (go(places.get(from), way) || event.key !== 'Tab') event.preventDefault();
    if (document.activeElement === input) describe(input, null);
  }

  form.addEventListener('paste', (event) => {
    const text = (event.clipboardData?.getData('text/plain') ?? '').replace(/[\r\n]+$/, '');
    if (!places.has(event.target) || !/[\t\r\n]/.test(text)) return;
    event.preventDefault();
    jumped = null;
    const [r, c] = places.get(event.target);
    let [good, wrong] = [0, 0];
    text.split(/\r\n|\n|\r/).forEach((line, down) => line.split('\t').forEach((typed, right) => {
      const cell = rows[r + down]?.inputs?.[c + right];
      if (!cell) return;
      // Nothing is guessed at in what nobody watches being typed.
      const found = read(typed, fullOf(cell), most);
      if (found.kind === 'wrong' || found.quick) {
        wrong += 1;
      } else {
        good += 1;
        cell.value = typed.trim();
        take(cell);
      }
    }));
    pasted(good, wrong);
  });

  return focus;
}
