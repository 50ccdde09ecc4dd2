// The blind signature, against the vectors published with RFC 9474.
import { RSABSSA } from '@cloudflare/blindrsa-ts';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { base64url, fromHex, hex } from '../src/js/ballot/bytes.js';

const vectors = JSON.parse(readFileSync(new URL('../../core/ballot/tests/rfc9474.json', import.meta.url)));
const { PSS, PSSZero } = RSABSSA.SHA384;
const suites = {
  'RSABSSA-SHA384-PSS-Randomized': PSS.Randomized(),
  'RSABSSA-SHA384-PSSZERO-Randomized': PSSZero.Randomized(),
  'RSABSSA-SHA384-PSS-Deterministic': PSS.Deterministic(),
  'RSABSSA-SHA384-PSSZERO-Deterministic': PSSZero.Deterministic(),
};

const bytes = (text) => {
  const digits = text.replace(/^0x/, '');
  return fromHex(digits.padStart(digits.length + (digits.length % 2), '0'), Math.ceil(digits.length / 2));
};
const number = (text) => BigInt(text.startsWith('0x') ? text : `0x${text}`);

function inverse(a, n) {
  let [r, next, s, then] = [n, a, 0n, 1n];
  while (next !== 0n) [r, next, s, then] = [next, r % next, then, s - (r / next) * then];
  return ((s % n) + n) % n;
}

test('all four variants are there', () => assert.deepEqual(vectors.map(({ name }) => name).sort(), Object.keys(suites).sort()));

for (const vector of vectors) {
  test(`${vector.name}: blinded message, inverse and signature are those published`, async (t) => {
    const suite = suites[vector.name];
    const n = number(vector.n);
    const blinding = inverse(number(vector.inv), n).toString(16).padStart(vector.n.replace('0x', '').length, '0');
    const prefix = vector.msg_prefix ? bytes(vector.msg_prefix) : new Uint8Array();
    const chances = [prefix, bytes(vector.salt ?? ''), bytes(blinding)];
    t.mock.method(crypto, 'getRandomValues', (into) => {
      const chance = chances.shift();
      assert.equal(into.length, chance.length);
      into.set(chance);
      return into;
    });

    const jwk = { kty: 'RSA', alg: 'PS384', n: base64url(bytes(vector.n)), e: base64url(bytes(vector.e)), ext: true };
    const key = await crypto.subtle.importKey('jwk', jwk, { name: 'RSA-PSS', hash: 'SHA-384' }, true, ['verify']);
    const prepared = suite.prepare(bytes(vector.msg));
    assert.equal(hex(prepared), vector.input_msg);
    const { blindedMsg, inv } = await suite.blind(key, prepared);
    assert.equal(hex(blindedMsg), vector.blinded_msg);
    assert.equal(number(hex(inv)), number(vector.inv));
    assert.equal(hex(await suite.finalize(key, prepared, bytes(vector.blind_sig), inv)), vector.sig);
    assert.equal(chances.length, 0);
  });
}
