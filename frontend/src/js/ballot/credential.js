// The credential: a key of one use that the issuer signs without seeing it (RFC 9474, RSABSSA-SHA384-PSS-Randomized).
import { RSABSSA } from '@cloudflare/blindrsa-ts';
import { base64url, equal, frame, fromBase64url } from './bytes.js';
import { newPair } from './ed25519.js';

const BITS = 3072;
/** Bytes that the randomised variant puts before the message. */
const RANDOMIZER = 32;

const suite = () => RSABSSA.SHA384.PSS.Randomized();

/** Makes a key of one use and blinds it for the box with that issuing key. Everything in base64url, as it is kept. */
export async function askFor(issuerKey) {
  const issuer = await importIssuer(issuerKey);
  const { secret, key } = await newPair();
  const prepared = suite().prepare(messageOf(key));
  const { blindedMsg, inv } = await suite().blind(issuer, prepared);
  const kept = { secret, key, prepared, inverse: inv, blinded: blindedMsg };
  return Object.fromEntries(Object.entries(kept).map(([name, bytes]) => [name, base64url(bytes)]));
}

/** The issuer's signature, taken out of its blind answer. Throws when the answer is not one of this box. */
export async function finish(issuerKey, { prepared, inverse }, blindSignature) {
  const issuer = await importIssuer(issuerKey);
  return base64url(await suite().finalize(issuer, fromBase64url(prepared), fromBase64url(blindSignature), fromBase64url(inverse)));
}

/** The random bytes that a ballot shows along with the key. */
export const randomizerOf = ({ prepared }) => base64url(fromBase64url(prepared).subarray(0, RANDOMIZER));

/** Whether the issuer of the box has signed that key of one use. */
export async function isIssued(issuerKey, { key, randomizer, issuerSignature }) {
  const prepared = new Uint8Array([...fromBase64url(randomizer, RANDOMIZER), ...messageOf(fromBase64url(key, 32))]);
  return suite().verify(await importIssuer(issuerKey), fromBase64url(issuerSignature, BITS / 8), prepared);
}

const messageOf = (key) => frame('jinwei/credential/1', key);

/**
 * Only the key that the protocol names: with an exponent of its own choice an issuer could learn something of what it
 * signs and still give an answer that holds.
 */
async function importIssuer(issuerKey) {
  const issuer = await crypto.subtle.importKey('spki', fromBase64url(issuerKey), { name: 'RSA-PSS', hash: 'SHA-384' }, true, ['verify']);
  const { modulusLength, publicExponent } = issuer.algorithm;
  if (modulusLength !== BITS || !equal(publicExponent, [1, 0, 1])) throw new RangeError('no issuing key');
  return issuer;
}
