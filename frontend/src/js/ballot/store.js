// What the browser keeps of a vote: a record for each box. It outlives a reload, because a lost key is a lost vote; on a shared
// computer it lives no longer than the tab, and never for anybody else.
import { Trouble } from './trouble.js';

const PREFIX = 'jinwei-ballot:';
const OWN = `${PREFIX}own`;
/** About what the records of a form full of words take: asked for before anything is made that must not be lost. */
const ROOM = 'x'.repeat(16384);

/** How far a record has come, for the rare case that two tabs each hold one. */
const RANK = ['asked', 'taken', 'cast'];
const further = (a, b) => {
  const place = (record) => (record ? 1 + RANK.indexOf(record.state) : 0);
  const lead = place(a) - place(b) || (a?.revision ?? 0) - (b?.revision ?? 0);
  return lead >= 0 ? a : b;
};

/**
 * `session` and `local` are like the storages of those names, or null where the browser forbids them; `holder` is who is
 * signed in, as an opaque word.
 */
export function createStore({ session, local, manifest, holder }) {
  let finished = false;
  const mine = `${PREFIX}${manifest}:`;
  const keyOf = (box) => mine + box;

  /** Whether the holder has called this computer theirs. Nobody else's word counts for them. */
  const isOwn = () => quietly(() => local.getItem(OWN) === holder) ?? false;
  const here = () => (isOwn() ? local : session);
  const there = () => (isOwn() ? session : local);

  const load = (storage, key) => {
    const record = quietly(() => JSON.parse(storage.getItem(key)));
    return record?.holder === holder && RANK.includes(record.state) ? record : null;
  };

  const read = (box) => further(load(here(), keyOf(box)), load(there(), keyOf(box)));

  /** Keeps a record, or throws the trouble `nostore`: whatever comes next may rely on it. */
  function put(box, record) {
    if (finished) throw new Trouble('stopped');
    const text = JSON.stringify({ holder, ...record });
    try {
      here().setItem(keyOf(box), text);
      if (here().getItem(keyOf(box)) !== text) throw new Error('not kept');
    } catch {
      throw new Trouble('nostore');
    }
    quietly(() => there().removeItem(keyOf(box)));
  }

  /** Whether records would be kept. */
  function isUsable() {
    const key = `${PREFIX}room`;
    const kept = quietly(() => {
      here().setItem(key, ROOM);
      return here().getItem(key) === ROOM;
    });
    quietly(() => here().removeItem(key));
    return kept ?? false;
  }

  /** Removes whatever anybody else left here, and what cannot be read. */
  function wipeOthers() {
    const isMine = (storage, key) => (key === OWN ? storage.getItem(key) === holder : quietly(() => JSON.parse(storage.getItem(key)).holder) === holder);
    wipe((storage, key) => !isMine(storage, key));
  }

  /** Removes what this voter has here of this evaluation. What was still on its way does not come back. */
  function finish() {
    finished = true;
    wipe((_, key) => key.startsWith(mine));
  }

  function wipe(goes) {
    for (const storage of [session, local]) {
      for (const key of namesIn(storage)) if (goes(storage, key)) quietly(() => storage.removeItem(key));
    }
  }

  /** Takes or gives up this computer as the holder's own and moves the records along; gives whether that was possible. */
  function setOwn(own) {
    const from = here();
    const to = own ? local : session;
    if (from === to) return true;
    const keys = namesIn(from).filter((key) => load(from, key));
    const fresh = keys.filter((key) => !load(to, key));
    const moved = quietly(() => {
      for (const key of keys) to.setItem(key, JSON.stringify(further(load(from, key), load(to, key))));
      if (own) local.setItem(OWN, holder);
      else local.removeItem(OWN);
      return true;
    });
    // What has arrived is taken away at the other end; what did not arrive as a whole, at this one.
    if (moved) for (const key of keys) quietly(() => from.removeItem(key));
    else for (const key of fresh) quietly(() => to.removeItem(key));
    return moved ?? false;
  }

  return { read, put, isUsable, isOwn, setOwn, wipeOthers, finish };
}

/** Keys of ballots in a storage, as a list of its own: they move up while some are removed. */
function namesIn(storage) {
  const all = quietly(() => Array.from({ length: storage.length }, (_, at) => storage.key(at)));
  return (all ?? []).filter((key) => key?.startsWith(PREFIX));
}

/** What `act` gives, or undefined where the browser forbids it. */
function quietly(act) {
  try {
    return act();
  } catch {
    return undefined;
  }
}
