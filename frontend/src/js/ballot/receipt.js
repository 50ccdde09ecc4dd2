// A receipt: one line of text that can be pasted, sent and printed, and what the board has signed of it.
import { frame, fromBase64url, fromHex } from './bytes.js';
import { isSigned } from './ed25519.js';

export const writeReceipt = ({ evaluation, manifest, box, leaf, receipt }) => JSON.stringify({ evaluation, manifest, box, leaf, receipt });

/** Reads a receipt; null when it is none. Programs through which it went may have broken the line or bent the quotes. */
export function readReceipt(text) {
  const straight = text.replace(/[\u201c\u201d\uff02]/g, '"').replace(/\s/g, '');
  try {
    const { evaluation, manifest, box, leaf, receipt } = JSON.parse(straight.slice(straight.indexOf('{'), straight.lastIndexOf('}') + 1));
    fromHex(manifest);
    fromHex(leaf);
    fromBase64url(receipt, 64);
    const whole = Number.isSafeInteger(evaluation) && evaluation > 0 && typeof box === 'string' && box !== '';
    return whole ? { evaluation, manifest, box, leaf, receipt } : null;
  } catch {
    return null;
  }
}

/** Whether the key of the board has signed that this ballot was taken. */
export async function isReceipt(boardKey, { manifest, box, leaf, receipt }) {
  try {
    return await isSigned(boardKey, frame('jinwei/receipt/1', fromHex(manifest), box, fromHex(leaf)), fromBase64url(receipt, 64));
  } catch {
    return false;
  }
}
