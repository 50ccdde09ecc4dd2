// The steps of a vote, each of which can be repeated: what has to outlive a lost reply is kept before anything is sent.
import { answersOf, holds, makeBallot } from './cast.js';
import { askFor, finish } from './credential.js';
import { boardKeyOf, boxOf, compare } from './manifest.js';
import { isReceipt, writeReceipt } from './receipt.js';
import { Trouble } from './trouble.js';

/** A line that hangs is given up after that many milliseconds; the same may be sent again. */
const PATIENCE = 60_000;

/** Refusals after which the very same ballot can never be taken. After any other it may have been, or may be later. */
const FINAL = new Set(['malformed', 'too_large', 'unknown_manifest', 'unknown_box', 'wrong_form', 'bad_credential', 'bad_signature', 'older_revision', 'box_full']);
const KNOWN = new Set([...FINAL, 'not_open', 'busy']);

/**
 * `page` gives the addresses, `opened` the checked manifest and its hash. `alone(name, act)` lets one tab act at a time. Each
 * step throws a `Trouble` that the voter is told.
 */
export function createVoter({ page, opened, store, fetch, alone = (_, act) => act() }) {
  const { manifest, hash } = opened;
  let stopped = false;

  const step = async (code, act) =>
    alone(`jinwei-ballot:${hash}:${code}`, () => {
      if (stopped) throw new Trouble('stopped');
      const box = boxOf(manifest, code);
      if (!box) throw new Trouble('error_unknown_box');
      return act(box, store.read(code));
    });

  /** Compares with what was printed on paper. Once it differs nothing goes on until it agrees. */
  function compareWith(typed) {
    const found = compare(hash, typed);
    if (found !== 'short') stopped = found === 'wrong';
    return found;
  }

  /** Asks the issuer for a credential, or asks once more for the same one. */
  const take = (code) =>
    step(code, async (box, kept) => {
      if (kept && kept.state !== 'asked') return;
      if (!kept && !store.isUsable()) throw new Trouble('nostore');
      const record = kept ?? { state: 'asked', ...(await askFor(box.issuer_key)) };
      if (!kept) store.put(code, record);
      const blindSignature = await issue(code, record.blinded);
      let issuerSignature;
      try {
        issuerSignature = await finish(box.issuer_key, record, blindSignature);
      } catch {
        throw new Trouble('bad_answer');
      }
      // What was blinded is what the issuer knows the voter by: it has no place beside the ballot.
      const { blinded, inverse, ...left } = record;
      store.put(code, { ...left, state: 'taken', issuerSignature, revision: 0 });
    });

  async function issue(box, blinded) {
    const answer = await send(page.credential_href, {
      credentials: 'same-origin',
      redirect: 'manual',
      headers: { accept: 'application/json', 'content-type': 'application/json' },
      // Somebody else may have signed in meanwhile in another tab: the server compares.
      body: JSON.stringify({ box, blinded, holder: page.holder }),
    });
    if (answer.status === 401 || answer.status === 303 || answer.type === 'opaqueredirect') throw new Trouble('signed_out');
    if (answer.status === 409) throw new Trouble('refused');
    if (!answer.ok) throw new Trouble('issue_failed');
    return (await bodyOf(answer))?.blind_signature;
  }

  /** Casts what was given: a value by the code of each question. */
  const cast = (code, given) =>
    step(code, async (box, kept) => {
      if (!kept?.issuerSignature) throw new Trouble('gone');
      const answers = answersOf(box.form, given);
      let record = kept;
      if (!kept.pending || !holds(kept.pending.body, answers)) {
        // An earlier ballot may have arrived although its reply did not: other answers take a revision above it.
        const revision = (kept.pending?.revision ?? kept.revision) + 1;
        record = { ...kept, pending: await makeBallot({ hash, box, credential: kept, revision, answers }) };
        store.put(code, record);
      }
      const { pending, ...rest } = record;
      const answer = await send(page.cast_href, {
        credentials: 'omit',
        redirect: 'error',
        referrerPolicy: 'no-referrer',
        cache: 'no-store',
        headers: { 'content-type': 'application/json' },
        body: pending.body,
      });
      const said = await bodyOf(answer);
      if (!answer.ok) {
        if (FINAL.has(said?.error)) store.put(code, { ...rest, revision: said.error === 'older_revision' ? pending.revision : rest.revision });
        throw new Trouble(KNOWN.has(said?.error) ? `error_${said.error}` : 'error_other');
      }
      const { leaf } = pending;
      const proof = { manifest: hash, box: code, leaf, receipt: said?.receipt };
      if (said?.leaf !== leaf || !(await isReceipt(boardKeyOf(manifest), proof))) throw new Trouble('bad_receipt');
      // The answers go with the pending ballot: who opens this browser later is not to read them.
      store.put(code, { ...rest, state: 'cast', revision: pending.revision, leaf, receipt: said.receipt });
    });

  async function send(address, options) {
    try {
      return await fetch(address, { method: 'POST', signal: AbortSignal.timeout(PATIENCE), ...options });
    } catch {
      throw new Trouble('offline');
    }
  }

  /** The receipt of a ballot that was cast, as the text that the voter keeps. */
  const receiptOf = (code) => {
    const { leaf, receipt } = store.read(code);
    return writeReceipt({ evaluation: manifest.evaluation, manifest: hash, box: code, leaf, receipt });
  };

  return { take, cast, compareWith, receiptOf, read: store.read, has: (code) => boxOf(manifest, code) !== null };
}

/** The JSON of an answer, null when it is none. A line that breaks off in the middle has lost the reply. */
async function bodyOf(answer) {
  let text;
  try {
    text = await answer.text();
  } catch {
    throw new Trouble('offline');
  }
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
