// The voter's side and the server's agree byte for byte: examples made by the server's side are checked here.
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import test from 'node:test';
import { vectors } from '../fakes/server.mjs';
import { checkReceipt, headRoot, rootOf } from '../src/js/ballot/board.js';
import { base64url, frame, fromBase64url, fromHex, hex, inGroups, joined, sha256, u32 } from '../src/js/ballot/bytes.js';
import { leafOf, statementOf } from '../src/js/ballot/cast.js';
import { askFor, isIssued } from '../src/js/ballot/credential.js';
import { isSigned } from '../src/js/ballot/ed25519.js';
import { boxOf, openManifest, readManifest } from '../src/js/ballot/manifest.js';
import { readReceipt, writeReceipt } from '../src/js/ballot/receipt.js';

const bytes = new TextEncoder().encode(vectors.manifest);
const manifest = JSON.parse(vectors.manifest);
const [first, second] = vectors.casts;
const receiptOf = ({ cast, leaf, receipt }) => ({ evaluation: manifest.evaluation, manifest: cast.manifest, box: cast.box, leaf, receipt });
const opening = { href: '/m', hash: vectors.manifest_hash, signature: vectors.manifest_signature, evaluation: manifest.evaluation };
const serving = (body, status = 200) => async () => new Response(body, { status });
const altered = (value, change) => {
  const copy = structuredClone(value);
  change(copy);
  return copy;
};
const otherHex = (text) => (text[0] === '0' ? '1' : '0') + text.slice(1);
const otherBytes = (text) => base64url(fromBase64url(text).map((byte, at) => (at === 3 ? byte ^ 1 : byte)));
const failed = async (receipt, manifestBytes, board) => (await checkReceipt(receipt, manifestBytes, board)).filter(({ held }) => !held).map(({ check }) => check);

test('bytes are spelled in one way only', () => {
  assert.equal(hex(frame('ab', new Uint8Array([7]))), '0000000261620000000107');
  assert.equal(base64url(new Uint8Array([251, 255])), '-_8');
  assert.deepEqual([...fromBase64url('-_8', 2)], [251, 255]);
  for (const wrong of ['-_9', '+/8', '-_8=', '-_8\n', 'a']) assert.throws(() => fromBase64url(wrong), wrong);
  for (const wrong of ['AB', 'a', 'abcd', 'zz', null]) assert.throws(() => fromHex(wrong, 1), String(wrong));
  for (const wrong of [-1, 1.5, 2 ** 32, '1', NaN]) assert.throws(() => u32(wrong), String(wrong));
  assert.equal(inGroups('0123456789'), '0123 4567 89');
});

test('the manifest is opened by its hash and signature', async () => {
  const opened = await openManifest(opening, serving(bytes));
  assert.equal(opened.hash, vectors.manifest_hash);
  assert.deepEqual(opened.manifest, manifest);
  assert.ok(await openManifest({ ...opening, expected: vectors.manifest_hash }, serving(bytes)));
});

test('a manifest that differs in anything is refused', async () => {
  const wrong = (about, body = bytes) => assert.rejects(openManifest({ ...opening, ...about }, serving(body)), { key: 'manifest_wrong' });
  await wrong({}, vectors.manifest.replace('好', '差'));
  await wrong({}, `${vectors.manifest} `);
  await wrong({ hash: otherHex(vectors.manifest_hash) });
  await wrong({ signature: otherBytes(vectors.manifest_signature) });
  await wrong({ signature: '' });
  await wrong({ evaluation: 4 });
  await wrong({ expected: otherHex(vectors.manifest_hash) });
  await wrong({ expected: vectors.manifest_hash.slice(0, 32) });
  for (const status of [404, 500]) await assert.rejects(openManifest(opening, serving(bytes, status)), { key: 'unreachable' });
  await assert.rejects(openManifest(opening, () => Promise.reject(new TypeError('offline'))), { key: 'unreachable' });
});

test('a manifest that is not sound cannot be used, whoever signed it', async () => {
  const read = (change) => readManifest(new TextEncoder().encode(JSON.stringify(altered(manifest, change))));
  assert.ok(await read(() => {}));
  const unsound = [
    (m) => (m.version = 2),
    (m) => (m.boxes[1].issuer_key = m.boxes[0].issuer_key),
    (m) => m.boxes.push({ ...m.boxes[0], issuer_key: 'another' }),
    (m) => (m.boxes[0].code = '001-staffs'),
    (m) => delete m.forms.staff,
    (m) => (m.board_key = 'short'),
    (m) => delete m.boxes,
  ];
  for (const change of unsound) assert.equal(await read(change), null, String(change));
  assert.equal(await readManifest(new Uint8Array([0xff])), null);
});

test('an issuing key that the protocol does not name is refused before anything is blinded', async () => {
  const made = (options) => base64url(generateKeyPairSync('rsa', { publicKeyEncoding: { type: 'spki', format: 'der' }, privateKeyEncoding: { type: 'pkcs8', format: 'der' }, ...options }).publicKey);
  for (const options of [{ modulusLength: 2048 }, { modulusLength: 3072, publicExponent: 3 }]) await assert.rejects(askFor(made(options)), { message: 'no issuing key' });
  await assert.rejects(askFor('AAAA'));
});

test('a key that any signature would fit is no key', async () => {
  const nothing = new Uint8Array(32);
  nothing[0] = 1;
  assert.ok(!(await isSigned(nothing, new Uint8Array([1]), joined(nothing, new Uint8Array(32)))));
  assert.ok(!(await isSigned(nothing, new Uint8Array([1]), new Uint8Array(63))));
});

for (const [at, one] of vectors.casts.entries()) {
  const { cast } = one;
  const box = boxOf(manifest, cast.box);

  test(`ballot ${at + 1}: leaf, one-time signature, issuer's signature and receipt are right`, async () => {
    assert.equal(await leafOf(box.form, cast), one.leaf);
    assert.ok(await isSigned(fromBase64url(cast.key), await statementOf(box.form, cast), fromBase64url(cast.signature)));
    assert.ok(await isIssued(box.issuer_key, { key: cast.key, randomizer: cast.randomizer, issuerSignature: cast.issuer_signature }));
    const checks = await checkReceipt(receiptOf(one), bytes, null);
    assert.deepEqual(checks, [{ check: 'manifest', held: true }, { check: 'signature', held: true }]);
  });

  test(`ballot ${at + 1}: whatever is altered no longer holds`, async () => {
    const changes = {
      manifest: (c) => (c.manifest = otherHex(c.manifest)),
      box: (c) => (c.box = '001-staff'),
      revision: (c) => (c.revision += 1),
      choice: (c) => (c.answers[0].choice = 'poor'),
      'left out': (c) => c.answers.pop(),
      ...(at === 0 && { text: (c) => (c.answers[1].text += '。'), salt: (c) => (c.answers[1].salt = otherBytes(c.answers[1].salt)) }),
    };
    for (const [name, change] of Object.entries(changes)) {
      const other = altered(cast, change);
      assert.ok(!(await isSigned(fromBase64url(cast.key), await statementOf(box.form, other), fromBase64url(cast.signature))), name);
      assert.notEqual(await leafOf(box.form, other), one.leaf, name);
    }
    for (const name of ['key', 'randomizer', 'issuer_signature', 'signature']) {
      assert.notEqual(await leafOf(box.form, altered(cast, (c) => (c[name] = otherBytes(c[name])))), one.leaf, name);
    }
    const issued = { key: cast.key, randomizer: cast.randomizer, issuerSignature: cast.issuer_signature };
    for (const name of Object.keys(issued)) assert.ok(!(await isIssued(box.issuer_key, { ...issued, [name]: otherBytes(issued[name]) })), name);
    assert.ok(!(await isIssued(boxOf(manifest, '001-staff').issuer_key, issued)), 'the key of another box');
  });
}

test('answers are hashed in the order of the form, in whatever order they are sent', async () => {
  const { cast, leaf } = first;
  assert.equal(await leafOf(boxOf(manifest, cast.box).form, { ...cast, answers: [...cast.answers].reverse() }), leaf);
});

test('roots are those published with the test data of Certificate Transparency', async () => {
  const inputs = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
  const roots = [
    'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
    'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
    'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
    'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
    '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
    'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
    '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
  ];
  const leaves = await Promise.all(inputs.map((input) => sha256(joined([0], fromHex(input, input.length / 2)))));
  for (const [size, root] of roots.entries()) assert.equal(hex(await rootOf(leaves.slice(0, size))), root, `${size} leaves`);
});

test('the ballot that counts is on the board, the one it replaced is not', async () => {
  assert.equal(hex(await headRoot(manifest, vectors.board.boxes)), vectors.board.root);
  const checks = await checkReceipt(receiptOf(second), bytes, vectors.board);
  assert.deepEqual(checks.map(({ check }) => check), ['manifest', 'signature', 'leaf', 'box', 'counts', 'head']);
  assert.ok(checks.every(({ held }) => held));
  assert.deepEqual(await failed(receiptOf(first), bytes, vectors.board), ['leaf']);
});

test('each part of a receipt that is altered fails its check', async () => {
  const receipt = receiptOf(second);
  const told = (change) => failed({ ...receipt, ...change }, bytes, vectors.board);
  assert.deepEqual(await told({ evaluation: 4 }), ['manifest']);
  assert.deepEqual(await told({ manifest: otherHex(receipt.manifest) }), ['manifest', 'signature']);
  assert.deepEqual(await told({ box: '001-staff' }), ['signature', 'leaf']);
  assert.deepEqual(await told({ box: '009-staff' }), ['manifest', 'signature', 'leaf', 'box']);
  assert.deepEqual(await told({ leaf: otherHex(receipt.leaf) }), ['signature', 'leaf']);
  assert.deepEqual(await told({ receipt: otherBytes(receipt.receipt) }), ['signature']);
  const other = new TextEncoder().encode(vectors.manifest.replace('2015年度', '2016年度'));
  assert.deepEqual(await failed(receipt, other, vectors.board), ['manifest', 'head']);
  assert.deepEqual(await failed(receipt, new Uint8Array([123]), vectors.board), ['manifest', 'signature', 'counts', 'head']);
});

test('each part of a board that is altered fails its check', async () => {
  const told = (change) => failed(receiptOf(second), bytes, altered(vectors.board, change));
  const cases = [
    [(b) => b.boxes[0].leaves.reverse(), ['box']],
    [(b) => b.boxes[0].leaves.pop(), ['leaf', 'box']],
    [(b) => b.boxes[0].leaves.push(b.boxes[0].leaves[1]), ['box']],
    [(b) => (b.boxes[0].leaves[0] = otherHex(b.boxes[0].leaves[0])), ['box']],
    [(b) => (b.boxes[0].root = otherHex(b.boxes[0].root)), ['box', 'head']],
    [(b) => (b.boxes[0].cast = 1), ['box', 'head']],
    [(b) => (b.boxes[0].cast = '2'), ['box', 'counts', 'head']],
    [(b) => (b.boxes[0].issued = 1), ['counts', 'head']],
    [(b) => (b.boxes[0].issued = 3), ['counts', 'head']],
    [(b) => (b.boxes[0].paper = 0), ['head']],
    [(b) => (b.boxes[0].paper = 2), ['counts', 'head']],
    [(b) => (b.boxes[0].roster = 4), ['counts', 'head']],
    [(b) => (b.boxes[3].cast = 1), ['counts', 'head']],
    [(b) => b.boxes.pop(), ['counts', 'head']],
    [(b) => b.boxes.push(b.boxes[0]), ['head']],
    [(b) => b.boxes.reverse(), ['counts', 'head']],
    [(b) => (b.root = otherHex(b.root)), ['head']],
    [(b) => (b.signature = otherBytes(b.signature)), ['head']],
    [(b) => (b.manifest = otherHex(b.manifest)), ['head']],
    [(b) => (b.version = 2), ['head']],
    [(b) => delete b.boxes, ['leaf', 'box', 'counts', 'head']],
  ];
  for (const [change, expected] of cases) assert.deepEqual(await told(change), expected, String(change));
});

test('a receipt is one line and is read again after a journey through other programs', () => {
  const receipt = receiptOf(second);
  const text = writeReceipt(receipt);
  assert.ok(!text.includes('\n'));
  assert.deepEqual(readReceipt(text), receipt);
  assert.deepEqual(readReceipt(`回执：\n${text.slice(0, 90)}\r\n ${text.slice(90)} \n`), receipt);
  assert.deepEqual(readReceipt(text.replace(/"([^"]*)"/g, '“$1”')), receipt);
  for (const wrong of ['', 'x', '{}', 'null', text.slice(0, -30), text.replace('"leaf":"', '"leaf":"0'), text.replace('3,', '"3",'), text.replace('001-members', '')]) {
    assert.equal(readReceipt(wrong), null, wrong);
  }
});
