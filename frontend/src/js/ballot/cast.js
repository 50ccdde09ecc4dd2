// The ballot: answers in the order of the form, what is signed, and the leaf by which it will stand on the board.
import { base64url, bytesOf, frame, fromBase64url, fromHex, hex, joined, sha256, u32 } from './bytes.js';
import { randomizerOf } from './credential.js';
import { sign } from './ed25519.js';
import { Trouble } from './trouble.js';

const SALT = 32;

/**
 * What was given (a value by the code of each question), as answers in the order of the form; blank ones are left out. Throws
 * the trouble `incomplete`, `too_long` or `error_wrong_form`.
 */
export function answersOf(form, given) {
  return form.flatMap(({ code, text: asked, kind, required, choices, limit }) => {
    // Half a character cannot be written as UTF-8: what is hashed here and what arrives would differ.
    const value = (given[code] ?? '').replace(/\p{Cs}/gu, '\ufffd').replace(/\0/g, '');
    if (value.replace(/[\s\u0085]/g, '') === '') {
      if (required) throw new Trouble('incomplete', { question: asked });
      return [];
    }
    if (kind === 'text') {
      if ([...value].length > limit) throw new Trouble('too_long', { question: asked, limit });
      return [{ question: code, text: value }];
    }
    if (!choices.some((choice) => choice.code === value)) throw new Trouble('error_wrong_form');
    return [{ question: code, choice: value }];
  });
}

/** Whether a ballot that was made ready holds these answers. */
export function holds(body, answers) {
  const said = (all) => JSON.stringify(all.map(({ question, choice, text }) => [question, choice, text]));
  return said(JSON.parse(body).answers) === said(answers);
}

/** What was given, read back from a ballot that was made ready. */
export const givenIn = (body) => Object.fromEntries(JSON.parse(body).answers.map(({ question, choice, text }) => [question, choice ?? text]));

/** A ballot ready to be sent: its body and its leaf. Salts are new, so the body is kept until its receipt is here. */
export async function makeBallot({ hash, box, credential, revision, answers }) {
  const cast = {
    manifest: hash,
    box: box.code,
    revision,
    answers: answers.map((answer) => (answer.text === undefined ? answer : { ...answer, salt: base64url(crypto.getRandomValues(new Uint8Array(SALT))) })),
    key: credential.key,
    randomizer: randomizerOf(credential),
    issuer_signature: credential.issuerSignature,
  };
  cast.signature = base64url(await sign(fromBase64url(credential.secret, 32), await statementOf(box.form, cast)));
  return { body: JSON.stringify(cast), leaf: await leafOf(box.form, cast), revision };
}

/** What the key of one use signs. */
export async function statementOf(form, { manifest, box, revision, answers }) {
  const values = await Promise.all(form.map(({ code }) => valueOf(answers.find(({ question }) => question === code))));
  const said = frame(...form.flatMap(({ code }, at) => [code, values[at]]));
  return frame('jinwei/ballot/1', fromHex(manifest), box, u32(revision), said);
}

/** A choice stands by its code; words stand as a commitment, so that they can be kept apart from the ballot. */
async function valueOf(answer) {
  if (answer?.text !== undefined) return sha256(frame('jinwei/text/1', fromBase64url(answer.salt, SALT), answer.text));
  return bytesOf(answer?.choice ?? '');
}

/** Hash by which the ballot stands on the board. */
export async function leafOf(form, cast) {
  const shown = [cast.key, cast.randomizer, cast.issuer_signature, cast.signature].map((one) => fromBase64url(one));
  const leaf = frame('jinwei/leaf/1', await statementOf(form, cast), ...shown);
  return hex(await sha256(joined([0], leaf)));
}
