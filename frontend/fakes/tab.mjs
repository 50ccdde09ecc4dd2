// A tab with the voting page in it.
import { openManifest } from '../src/js/ballot/manifest.js';
import { partOf } from '../src/js/ballot/parts.js';
import { createStore } from '../src/js/ballot/store.js';
import { createVoter } from '../src/js/ballot/voter.js';
import { BOX } from './server.mjs';
import { storage } from './storage.mjs';

export const GOOD = { mass: 'good', words: '会议要小、要快、要灵' };
export const FAIR = { mass: 'fair', team: 'unknown', words: ' \n' };

export const openedOf = ({ page, fetch }, expected) =>
  openManifest({ href: page.manifest_href, hash: page.manifest_hash, signature: page.manifest_signature, evaluation: page.evaluation, expected }, fetch);

/** The page as it is loaded: again and again in one tab when `session` is the same. */
export async function load(host, { session = storage(), local = storage(), expected } = {}) {
  const { page } = host;
  const store = createStore({ session, local, manifest: page.manifest_hash, holder: page.holder });
  store.wipeOthers();
  const voter = createVoter({ page, opened: await openedOf(host, expected), store, fetch: host.fetch });
  const part = (about) => partOf({ record: voter.read(BOX), issued: false, issuing: true, casting: true, over: false, ...about });
  return { voter, store, session, local, part, again: () => load(host, { session, local, expected }) };
}
