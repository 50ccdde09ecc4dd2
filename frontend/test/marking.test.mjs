// What is typed as a mark, where the keys lead, what a sheet adds up to, and marks on their way over a bad line.
import assert from 'node:assert/strict';
import test from 'node:test';
import { moveOf, step } from '../src/js/marking/moves.js';
import { createQueue } from '../src/js/marking/queue.js';
import { isComplete, read, write } from '../src/js/marking/reading.js';
import { lines, means, rounded } from '../src/js/marking/sums.js';

const mark = (typed, full) => {
  const found = read(typed, full * 1000, 15_000);
  return found.kind === 'mark' ? write(found.value) : found.why ?? found.kind;
};

test('a mark is read as typed, in full width and with a Chinese full stop', () => {
  for (const [typed, expected] of [['8.5', '8.5'], ['８．５', '8.5'], ['8。5', '8.5'], ['8.', '8'], ['.5', '0.5'], ['10', '10'], ['0', '0'], ['8.50', '8.5'], ['', 'empty']]) {
    assert.equal(mark(typed, 10), expected, typed);
  }
  for (const typed of ['05', 'x', '-1', '8.5.1', '1e1', '8,5']) assert.equal(mark(typed, 10), 'number', typed);
  assert.equal(mark('8.1234', 10), 'fine');
  assert.equal(mark('10.5', 10), 'above');
});

test('a whole number above the full mark is read with one decimal only when nothing else can be meant', () => {
  for (const [typed, expected] of [['85', '8.5'], ['95', '9.5'], ['80', '8'], ['100', '10']]) assert.equal(mark(typed, 10), expected, typed);
  assert.equal(mark('14', 10), 'unclear', 'it is a mark of the column of fifteen points');
  assert.equal(mark('105', 10), 'above');
  for (const [typed, expected] of [['125', '12.5'], ['145', '14.5'], ['150', '15']]) assert.equal(mark(typed, 15), expected, typed);
  assert.equal(mark('85', 15), 'unclear', '8.5 points, or 85 per cent');
  assert.equal(mark('155', 15), 'above');
});

test('a mark is complete when no further key could make another one', () => {
  const complete = (typed, full) => isComplete(typed, full * 1000, 15_000);
  for (const typed of ['85', '10', '95', '80']) assert.ok(complete(typed, 10), typed);
  for (const typed of ['8', '0', '1', '9', '8.', '8.5', '14', '']) assert.ok(!complete(typed, 10), typed);
  for (const typed of ['125', '15']) assert.ok(complete(typed, 15), typed);
  for (const typed of ['12', '9', '14']) assert.ok(!complete(typed, 15), typed);
});

test('thirteen organisations by eight indicators take two and a half keys a cell at most', () => {
  // Half points as reviewers give them; the full marks of the sample scheme.
  const fulls = [10, 10, 10, 10, 10, 10, 15, 10];
  let keys = 0;
  for (let organisation = 0; organisation < 13; organisation += 1) {
    for (const [column, full] of fulls.entries()) {
      const halves = Math.round(full * 2 * (0.7 + ((organisation * 31 + column * 17) % 30) / 100));
      // Typed without a point where that is read rightly; Enter unless the mark is complete and leads on by itself.
      const options = [String(halves / 2), String(halves * 5)].filter((typed) => mark(typed, full) === String(halves / 2));
      keys += Math.min(...options.map((typed) => typed.length + (isComplete(typed, full * 1000, 15_000) ? 0 : 1)));
    }
  }
  assert.ok(keys / 104 <= 2.5, `${keys} keys for 104 cells`);
});

test('keys lead from cell to cell and past rows that are not to be marked', () => {
  const open = (row) => row !== 1;
  const go = (from, move) => step(from, move, 4, 3, open);
  assert.deepEqual(go([0, 0], 'down'), [2, 0]);
  assert.deepEqual(go([3, 0], 'down'), [0, 1], 'past the last organisation the next indicator begins');
  assert.equal(go([3, 2], 'down'), null);
  assert.deepEqual(go([2, 1], 'up'), [0, 1]);
  assert.deepEqual(go([0, 1], 'up'), [3, 0]);
  assert.deepEqual(go([0, 2], 'right'), [2, 0]);
  assert.deepEqual(go([2, 0], 'left'), [0, 2]);
  assert.equal(go([3, 2], 'right'), null);
  assert.deepEqual([go([2, 1], 'home'), go([2, 1], 'end'), go([2, 1], 'first'), go([2, 1], 'last')], [[2, 0], [2, 2], [0, 0], [3, 2]]);
  const key = (name, more = {}) => moveOf({ key: name, ...more }, false);
  assert.deepEqual([key('Enter'), key('Tab'), key('Tab', { shiftKey: true }), key('Home', { ctrlKey: true }), key('8'), key('Enter', { altKey: true })], ['down', 'right', 'left', 'first', null, null]);
  assert.equal(moveOf({ key: 'ArrowLeft' }, true), null, 'the caret keys are the field\'s while editing');
});

test('sums are exact and rounded once, half up', () => {
  const rows = [[9_500, 12_500], [9_500, null], null, [10_000, 12_000]];
  assert.deepEqual(lines(rows, [10_000, 15_000]), [
    { given: 2, total: '22', share: '88.0', rank: '1' },
    { given: 1, total: '9.5', share: '95.0', rank: '' },
    { given: 0, total: '', share: '', rank: '' },
    { given: 2, total: '22', share: '88.0', rank: '1' },
  ]);
  assert.deepEqual(means(rows, 2), ['9.67', '12.25']);
  assert.equal(rounded(100, 1600, 1), '0.1');
  assert.equal(rounded(625, 100, 1), '6.3', '6.25 is rounded up');
});

function bench(answers) {
  const kept = new Map();
  const sent = [];
  const told = [];
  let due = null;
  const store = { getItem: (key) => kept.get(key) ?? null, setItem: (key, text) => kept.set(key, text), removeItem: (key) => kept.delete(key) };
  const make = () => createQueue({
    key: 'k',
    store,
    later: (f, ms) => {
      due = { f, ms };
      return () => {
        due = null;
      };
    },
    send: async (batch) => {
      sent.push(batch);
      const answer = answers.shift();
      if (!answer) throw new Error('no line');
      return answer;
    },
    tell: (state) => told.push(state.state),
  });
  const tick = async () => {
    const { f } = due;
    due = null;
    f();
    for (let i = 0; i < 5; i += 1) await null;
  };
  return { queue: make(), make, kept, sent, told, tick, wait: () => due?.ms };
}

test('marks are sent together, and what the server has is forgotten', async () => {
  const b = bench([{ status: 200, body: {} }]);
  b.queue.put('2.a', '', '8');
  b.queue.put('3.a', '', '9');
  b.queue.put('2.a', '', '8.5');
  await b.tick();
  assert.deepEqual(b.sent, [[{ cell: '2.a', was: '', mark: '8.5' }, { cell: '3.a', was: '', mark: '9' }]]);
  assert.deepEqual([b.told.at(-1), b.kept.size, b.queue.holds('2.a')], ['saved', 0, false]);
});

test('a lost line loses nothing: it is tried again, later and later, and outlives the window', async () => {
  const b = bench([null, { status: 502, body: null }, { status: 200, body: {} }]);
  b.queue.put('2.a', '7', '8');
  await b.tick();
  assert.deepEqual([b.told.at(-1), b.wait(), b.queue.isInTrouble()], ['waiting', 2000, true]);
  await b.tick();
  assert.deepEqual([b.told.at(-1), b.wait()], ['waiting', 4000]);
  const after = b.make();
  assert.deepEqual(after.restore((cell) => (cell === '2.a' ? '7' : undefined)), [['2.a', '8']]);
  await b.tick();
  assert.deepEqual([b.sent.length, b.told.at(-1), b.kept.size], [3, 'saved', 0]);
  assert.deepEqual(after.restore(() => '8'), [], 'nothing is left');
});

test('what is typed back while an answer is out is sent again', async () => {
  const b = bench([null, { status: 200, body: {} }]);
  b.queue.put('2.a', '8', '9');
  await b.tick();
  b.queue.put('2.a', '8', '8');
  assert.ok(b.queue.holds('2.a'), 'the server may have the 9');
  await b.tick();
  assert.deepEqual(b.sent[1], [{ cell: '2.a', was: '8', mark: '8' }]);
});

test('a refusal is told and not repeated by itself', async () => {
  const b = bench([{ status: 409, body: { detail: 'closed' } }, { status: 200, body: {} }]);
  b.queue.put('2.a', '', '8');
  await b.tick();
  assert.deepEqual([b.told.at(-1), b.wait(), b.queue.isInTrouble()], ['refused', undefined, true]);
  await b.queue.retry();
  assert.equal(b.told.at(-1), 'saved');
});

test('whoever leaves is told when everything is saved, or that it is not', async () => {
  const b = bench([{ status: 200, body: {} }, { status: 200, body: {} }, null]);
  assert.equal(await b.queue.settled(), true, 'nothing waits');
  b.queue.put('2.a', '', '8');
  const outcome = b.queue.settled();
  b.queue.put('2.a', '', '9');
  await null;
  await b.tick();
  assert.equal(await outcome, true);
  assert.deepEqual(b.sent.map(([{ mark }]) => mark), ['8', '9'], 'what was typed meanwhile is waited for too');
  b.queue.put('2.a', '9', '7');
  assert.equal(await b.queue.settled(), false, 'no line');
  assert.ok(b.queue.isWaiting());
});
