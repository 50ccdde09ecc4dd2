// Marks on their way to the server. What is not saved yet is kept in this browser, survives a lost connection and a closed
// window, and is sent again until the server has it or says why not.

const WAITS = [2, 4, 8, 15, 30];

/**
 * `send(cells)` asks the server and gives `{ status, body }`, or throws when it cannot be reached. `store` is like
 * localStorage, `later(f, ms)` like setTimeout, and `tell(state)` is told what there is to say.
 */
export function createQueue({ send, store, key, later, tell }) {
  const waiting = new Map();
  let sending = false;
  let timer = null;
  let failures = 0;
  let stopped = null;
  const expecting = [];

  /** Whoever waits for the outcome is told: all is saved, or something stands in the way. */
  const settle = () => {
    for (const tellOutcome of expecting.splice(0)) tellOutcome(waiting.size === 0);
  };

  const keep = () => {
    try {
      if (waiting.size === 0) store.removeItem(key);
      else store.setItem(key, JSON.stringify([...waiting].map(([cell, one]) => [cell, one.was, one.mark])));
    } catch {
      // A full or forbidden storage only means that a closed window forgets.
    }
  };

  const plan = (ms) => {
    timer?.();
    timer = later(() => {
      timer = null;
      flush();
    }, ms);
  };

  /** A cell now holds that mark; `was` is what the server is known to hold. */
  function put(cell, was, mark) {
    const known = waiting.get(cell);
    const before = known ? known.was : was;
    if (before === mark && !known?.sent) waiting.delete(cell);
    else waiting.set(cell, { was: before, mark, sent: known?.sent ?? false });
    keep();
    if (stopped) tell({ ...stopped, n: waiting.size });
    else if (failures > 0) tell({ state: 'waiting', n: waiting.size });
    else if (waiting.size > 0) tell({ state: 'saving', n: waiting.size });
    if (!stopped && failures === 0) plan(300);
  }

  async function flush() {
    if (sending || stopped || waiting.size === 0) return;
    sending = true;
    const batch = [...waiting].map(([cell, { was, mark }]) => ({ cell, was, mark }));
    for (const { cell } of batch) waiting.get(cell).sent = true;
    tell({ state: 'saving', n: waiting.size });
    let answer = null;
    try {
      answer = await send(batch);
    } catch {
      answer = null;
    }
    sending = false;
    if (answer && answer.status < 300) taken(batch, answer.body);
    else if (!answer || answer.status >= 500 || answer.status === 429) lost();
    else refused(answer);
  }

  function taken(batch, body) {
    failures = 0;
    for (const { cell, mark } of batch) {
      const now = waiting.get(cell);
      if (!now) continue;
      // Typed on while it was on its way: the server holds what was sent.
      if (now.mark === mark) waiting.delete(cell);
      else waiting.set(cell, { was: mark, mark: now.mark, sent: false });
    }
    keep();
    tell({ state: waiting.size === 0 ? 'saved' : 'saving', n: waiting.size, batch, body });
    if (waiting.size > 0) plan(0);
    else settle();
  }

  function lost() {
    const wait = WAITS[Math.min(failures, WAITS.length - 1)];
    failures += 1;
    tell({ state: 'waiting', n: waiting.size });
    plan(wait * 1000);
    settle();
  }

  function refused({ status, body }) {
    stopped = { state: status === 401 ? 'signedOut' : 'refused', why: body?.errors?.[0]?.detail ?? body?.detail ?? '' };
    tell({ ...stopped, n: waiting.size });
    settle();
  }

  /** Sends what waits, at once; becomes true when all of it is saved, false when something stands in the way. */
  function settled() {
    if (waiting.size === 0 || stopped) return Promise.resolve(waiting.size === 0);
    const outcome = new Promise((resolve) => expecting.push(resolve));
    flush();
    return outcome;
  }

  /** Tries again now, whatever stood in the way. */
  function retry() {
    stopped = null;
    failures = 0;
    timer?.();
    timer = null;
    return flush();
  }

  /** Cells that were not saved when the window was closed: pairs of cell and mark. */
  function restore(holds) {
    let kept = [];
    try {
      kept = JSON.parse(store.getItem(key)) ?? [];
    } catch {
      kept = [];
    }
    const found = kept.filter(([cell, , mark]) => holds(cell) !== undefined && holds(cell) !== mark);
    for (const [cell, was, mark] of found) waiting.set(cell, { was, mark, sent: false });
    keep();
    if (found.length > 0) plan(0);
    return found.map(([cell, , mark]) => [cell, mark]);
  }

  return {
    put,
    flush,
    retry,
    restore,
    settled,
    holds: (cell) => waiting.has(cell),
    isWaiting: () => waiting.size > 0,
    /** Whether something is not saved and will not be by itself in a moment. */
    isInTrouble: () => waiting.size > 0 && (stopped !== null || failures > 0),
  };
}
