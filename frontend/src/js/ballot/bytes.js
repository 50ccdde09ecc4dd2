// Bytes as the protocol writes them: framing, numbers, the two spellings in JSON, and the one hash.

const encoder = new TextEncoder();

/** Bytes as they are, text as UTF-8. */
export const bytesOf = (item) => (typeof item === 'string' ? encoder.encode(item) : item);

export function joined(...parts) {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** A number as four bytes, the highest first. Whatever does not fit is an error: it would be hashed as another number. */
export function u32(n) {
  if (!Number.isInteger(n) || n < 0 || n > 0xffffffff) throw new RangeError('no number of 32 bits');
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, n);
  return bytes;
}

/** Each item behind its length, so that two different lists never give the same bytes. */
export const frame = (...items) => joined(...items.map(bytesOf).flatMap((item) => [u32(item.length), item]));

export const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

/** The bytes behind lower-case hexadecimal digits, `length` of them. */
export function fromHex(text, length = 32) {
  if (typeof text !== 'string' || !/^[0-9a-f]*$/.test(text) || text.length !== 2 * length) throw new RangeError('no hexadecimal digits of that length');
  return Uint8Array.from({ length }, (_, at) => parseInt(text.slice(2 * at, 2 * at + 2), 16));
}

export function base64url(bytes) {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
}

/** The bytes behind base64url; refuses any other spelling of the same bytes, as the server does. */
export function fromBase64url(text, length) {
  if (typeof text !== 'string' || !/^[\w-]*$/.test(text)) throw new RangeError('no base64url');
  const bytes = Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (one) => one.charCodeAt(0));
  if (base64url(bytes) !== text || (length !== undefined && bytes.length !== length)) throw new RangeError('no base64url of that length');
  return bytes;
}

export const sha256 = async (bytes) => new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));

/** Whether two byte strings are the same. For what is public: it takes no care of time. */
export const equal = (a, b) => a.length === b.length && a.every((byte, at) => byte === b[at]);

/** Hexadecimal digits in groups of four, as they are compared by eye. */
export const inGroups = (digits) => digits.match(/.{1,4}/g).join(' ');
