// The board: trees as in RFC 6962, section 2.1, and the check of a receipt against what was published.
import { equal, frame, fromBase64url, fromHex, hex, joined, sha256, u32 } from './bytes.js';
import { isSigned } from './ed25519.js';
import { boardKeyOf, readManifest } from './manifest.js';
import { isReceipt } from './receipt.js';

/** Root over hashed leaves. Pairs level by level, a last one without partner goes up as it is: the same tree as in the RFC. */
export async function rootOf(leaves) {
  if (leaves.length === 0) return sha256(new Uint8Array());
  let level = leaves;
  while (level.length > 1) {
    const pairs = Array.from({ length: Math.ceil(level.length / 2) }, (_, at) => level.slice(2 * at, 2 * at + 2));
    level = await Promise.all(pairs.map(([left, right]) => (right ? sha256(joined([1], left, right)) : left)));
  }
  return level[0];
}

/** Hash by which a box stands under the head. */
export function boxLeaf({ code, roster, issued, paper, cast, root }, rosterHash) {
  const counts = [u32(issued), u32(paper), u32(cast)];
  return sha256(joined([0], frame('jinwei/box/1', code, u32(roster), fromHex(rosterHash), ...counts, fromHex(root))));
}

/** Root over all boxes, in the order of the manifest. */
export async function headRoot(manifest, boxes) {
  return rootOf(await Promise.all(boxes.map((box, at) => boxLeaf(box, manifest.boxes[at].roster_hash))));
}

/** What the key of the board signs at closing. */
export const headMessage = (hash, root) => frame('jinwei/head/1', fromHex(hash), root);

/**
 * Checks a receipt against the manifest's very bytes and the published board, or without a board what can be said before
 * closing. Gives the checks in order, each with whether it held; one that cannot even be made did not hold.
 */
export async function checkReceipt(receipt, manifestBytes, board) {
  const { manifest, hash } = (await readManifest(manifestBytes)) ?? {};
  const box = () => board.boxes.find(({ code }) => code === receipt.box);
  const checks = {
    manifest: () => hash === receipt.manifest && manifest.evaluation === receipt.evaluation && manifest.boxes.some(({ code }) => code === receipt.box),
    signature: () => isReceipt(boardKeyOf(manifest), receipt),
    leaf: () => box().leaves.includes(receipt.leaf),
    box: () => isBoxWhole(box()),
    counts: () => manifest.boxes.every(({ code, roster }, at) => board.boxes[at].code === code && board.boxes[at].roster === roster && isInOrder(board.boxes[at])),
    head: () => isHeadRight(manifest, hash, board),
  };
  const possible = Object.entries(checks).filter(([check]) => board || check === 'manifest' || check === 'signature');
  return Promise.all(possible.map(async ([check, held]) => ({ check, held: await attempt(held) })));
}

async function attempt(held) {
  try {
    return (await held()) === true;
  } catch {
    // Something is missing or is of another kind than it has to be.
    return false;
  }
}

async function isBoxWhole({ leaves, cast, root }) {
  const sorted = leaves.every((leaf, at) => at === 0 || leaves[at - 1] < leaf);
  return sorted && leaves.length === cast && hex(await rootOf(leaves.map((leaf) => fromHex(leaf)))) === root;
}

function isInOrder({ roster, issued, paper, cast }) {
  // Each is a number first: compared as text, "9" would be more than "10".
  for (const n of [roster, issued, paper, cast]) u32(n);
  return roster >= issued + paper && issued >= cast;
}

async function isHeadRight(manifest, hash, board) {
  const codes = (boxes) => JSON.stringify(boxes.map(({ code }) => code));
  if (board.version !== 1 || board.manifest !== hash || codes(board.boxes) !== codes(manifest.boxes)) return false;
  const root = await headRoot(manifest, board.boxes);
  return equal(root, fromHex(board.root)) && isSigned(boardKeyOf(manifest), headMessage(hash, root), fromBase64url(board.signature, 64));
}
