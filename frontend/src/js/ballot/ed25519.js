// Ed25519 (RFC 8032). From a library, because the WebCrypto of Chromium 109 does not know it.
import { keygenAsync, signAsync, verifyAsync } from '@noble/ed25519';

/** A new pair: a secret and its public key, 32 bytes each. */
export async function newPair() {
  const { secretKey, publicKey } = await keygenAsync();
  return { secret: secretKey, key: publicKey };
}

export const sign = (secret, message) => signAsync(message, secret);

/** Whether the signature is right. The strict rules of the RFC: keys and points in one spelling only. */
export async function isSigned(key, message, signature) {
  try {
    return await verifyAsync(signature, message, key, { zip215: false });
  } catch {
    // The library throws at a wrong length, which is as wrong as a wrong signature.
    return false;
  }
}
