// Storages as a browser has them.

/** An empty storage; `limit` is how many characters fit. */
export function storage(limit = Infinity) {
  const kept = new Map();
  return {
    get length() {
      return kept.size;
    },
    key: (at) => [...kept.keys()][at] ?? null,
    getItem: (key) => kept.get(key) ?? null,
    setItem(key, value) {
      if ([...kept].reduce((all, [name, text]) => all + (name === key ? 0 : text.length), value.length) > limit) throw new Error('QuotaExceededError');
      kept.set(key, String(value));
    },
    removeItem: (key) => void kept.delete(key),
    /** For tests: what is inside. */
    inside: () => Object.fromEntries(kept),
  };
}

/** A storage that the browser forbids. */
export const forbidden = new Proxy({}, {
  get() {
    throw new Error('SecurityError');
  },
});
