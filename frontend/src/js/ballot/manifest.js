// The manifest: what holds for an evaluation, known by the hash of its very bytes. Nothing is blinded before it is checked,
// because whoever hands out another key to each voter could tell their ballots apart.
import { frame, fromBase64url, fromHex, hex, sha256 } from './bytes.js';
import { isSigned } from './ed25519.js';
import { Trouble } from './trouble.js';

/** How a public document is fetched: as anybody would, so that the server does not learn who reads it. */
export const AS_ANYBODY = { credentials: 'omit', cache: 'no-store', referrerPolicy: 'no-referrer' };

/**
 * Fetches and checks the manifest that the page names. `expected` is the hash printed on paper, if the address carried one.
 * Throws the trouble `unreachable` or `manifest_wrong`.
 */
export async function openManifest({ href, hash, signature, evaluation, expected = null }, fetch) {
  let bytes;
  try {
    const answer = await fetch(href, AS_ANYBODY);
    if (!answer.ok) throw new Error('no manifest');
    bytes = new Uint8Array(await answer.arrayBuffer());
  } catch {
    throw new Trouble('unreachable');
  }
  const found = await readManifest(bytes);
  const right = found && found.hash === hash && found.manifest.evaluation === evaluation && (expected === null || expected === hash);
  if (!right || !(await isManifestSigned(found, signature))) throw new Trouble('manifest_wrong');
  return found;
}

/** The manifest in these bytes and its hash; null when it cannot be used. */
export async function readManifest(bytes) {
  const hash = hex(await sha256(bytes));
  try {
    const manifest = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return isSound(manifest) ? { manifest, hash } : null;
  } catch {
    return null;
  }
}

/** A box without a key of its own would mix the voters of two boxes; one that stands twice could be counted twice. */
function isSound({ version, board_key: boardKey, forms, boxes }) {
  const differ = (values) => new Set(values).size === boxes.length;
  fromBase64url(boardKey, 32);
  return (
    version === 1 &&
    differ(boxes.map(({ code }) => code)) &&
    differ(boxes.map(({ issuer_key: key }) => key)) &&
    boxes.every(({ code, organisation, group }) => code === `${organisation.code}-${group.code}` && Array.isArray(forms[group.code]))
  );
}

async function isManifestSigned({ manifest, hash }, signature) {
  try {
    return await isSigned(boardKeyOf(manifest), frame('jinwei/manifest/1', fromHex(hash)), fromBase64url(signature));
  } catch {
    return false;
  }
}

export const boardKeyOf = (manifest) => fromBase64url(manifest.board_key, 32);

/** A box of the manifest with the form of its voter group; null if there is none of that code. */
export function boxOf(manifest, code) {
  const box = manifest.boxes.find((one) => one.code === code);
  return box ? { ...box, form: manifest.forms[box.group.code] } : null;
}

/** What the voter copied from the printed notice: `right`, `wrong`, or `short` when it is too little to tell. */
export function compare(hash, typed) {
  const digits = typed.normalize('NFKC').replace(/\s/g, '').toLowerCase();
  if (!/^[0-9a-f]{8,64}$/.test(digits)) return 'short';
  return hash.startsWith(digits) ? 'right' : 'wrong';
}

/** The hash in an address that was printed as `…#m=<hash>`; null without one. Half a hash is given as it stands and fits none. */
export function expectedIn(fragment) {
  return new URLSearchParams(fragment.replace(/^#/, '')).get('m')?.toLowerCase() ?? null;
}
