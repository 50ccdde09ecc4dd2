// A vote from the first button to the board, with everything that can be lost on the way.
import assert from 'node:assert/strict';
import test from 'node:test';
import { BOX, server, vectors } from '../fakes/server.mjs';
import { storage } from '../fakes/storage.mjs';
import { FAIR, GOOD, load, openedOf } from '../fakes/tab.mjs';
import { checkReceipt, rootOf } from '../src/js/ballot/board.js';
import { fromHex, hex } from '../src/js/ballot/bytes.js';
import { givenIn } from '../src/js/ballot/cast.js';
import { readReceipt } from '../src/js/ballot/receipt.js';
import { createVoter } from '../src/js/ballot/voter.js';

test('a vote goes from the first button to the board', async () => {
  const host = await server();
  const { voter, part } = await load(host);
  assert.equal(part(), 'take');
  await voter.take(BOX);
  assert.equal(part(), 'fill');
  await voter.cast(BOX, GOOD);
  assert.equal(part(), 'done');
  const receipt = readReceipt(voter.receiptOf(BOX));
  assert.equal(receipt.leaf, voter.read(BOX).leaf);
  const checks = await checkReceipt(receipt, host.bytes, await host.close());
  assert.equal(checks.length, 6);
  assert.ok(checks.every(({ held }) => held));
});

test('a ballot that is changed replaces the first one', async () => {
  const host = await server();
  const { voter, part } = await load(host);
  await voter.take(BOX);
  await voter.cast(BOX, GOOD);
  const before = readReceipt(voter.receiptOf(BOX));
  assert.equal(part({ changing: true }), 'fill');
  await voter.cast(BOX, FAIR);
  assert.equal(voter.read(BOX).revision, 2);
  const board = await host.close();
  const held = async (receipt) => (await checkReceipt(receipt, host.bytes, board)).every((one) => one.held);
  assert.ok(await held(readReceipt(voter.receiptOf(BOX))));
  assert.ok(!(await held(before)));
});

test('a board that was signed all the same does not hold when a ballot stands twice or a box is missing', async () => {
  const host = await server();
  const { voter } = await load(host);
  await voter.take(BOX);
  await voter.cast(BOX, GOOD);
  const failed = async (alter) => (await checkReceipt(readReceipt(voter.receiptOf(BOX)), host.bytes, await host.close(alter))).filter(({ held }) => !held).map(({ check }) => check);
  assert.deepEqual(await failed(), []);
  const twice = async ([box]) => {
    box.leaves.push(box.leaves[0]);
    box.root = hex(await rootOf(box.leaves.map((leaf) => fromHex(leaf))));
    box.issued = box.cast = 2;
  };
  assert.deepEqual(await failed(twice), ['box']);
  assert.deepEqual(await failed((boxes) => boxes.pop()), ['counts', 'head']);
});

test('the ballot travels without anything of the person', async () => {
  const host = await server();
  const { voter } = await load(host);
  await voter.take(BOX);
  const { blinded } = JSON.parse(host.sent(host.page.credential_href)[0].options.body);
  await voter.cast(BOX, GOOD);
  const [{ options }] = host.sent(host.page.cast_href);
  const { signal, body, ...rest } = options;
  assert.deepEqual(rest, { method: 'POST', credentials: 'omit', redirect: 'error', referrerPolicy: 'no-referrer', cache: 'no-store', headers: { 'content-type': 'application/json' } });
  assert.deepEqual(Object.keys(JSON.parse(body)), ['manifest', 'box', 'revision', 'answers', 'key', 'randomizer', 'issuer_signature', 'signature']);
  assert.ok(!body.includes(host.page.holder) && !body.includes(blinded));
  assert.ok(!JSON.stringify(host.issued.get(`aa11:${BOX}`)).includes(JSON.parse(body).key));
  assert.deepEqual(host.sent(host.page.manifest_href)[0].options, { credentials: 'omit', cache: 'no-store', referrerPolicy: 'no-referrer' });
});

test('once cast, neither answers nor what the issuer saw stay in the browser', async () => {
  const host = await server();
  const { voter, session } = await load(host);
  await voter.take(BOX);
  const { blinded } = JSON.parse(host.sent(host.page.credential_href)[0].options.body);
  await voter.cast(BOX, GOOD);
  const kept = JSON.stringify(session.inside());
  for (const gone of [GOOD.words, 'good', blinded, 'inverse']) assert.ok(!kept.includes(gone), gone);
});

test('the same question never gives the same commitment twice', async () => {
  const host = await server();
  const { voter } = await load(host);
  await voter.take(BOX);
  for (let n = 0; n < 2; n += 1) await voter.cast(BOX, GOOD);
  const salts = host.sent(host.page.cast_href).map(({ options }) => JSON.parse(options.body).answers[1].salt);
  assert.equal(new Set(salts).size, 2);
});

// ---- reloads and lost replies ----

test('the page may be loaded again at every state', async () => {
  const host = await server();
  let tab = await load(host);
  for (const [step, part] of [[() => tab.voter.take(BOX), 'fill'], [() => tab.voter.cast(BOX, GOOD), 'done'], [() => tab.voter.cast(BOX, FAIR), 'done']]) {
    await step();
    tab = await tab.again();
    assert.equal(tab.part({ issued: true }), part);
  }
  assert.equal(tab.voter.read(BOX).revision, 2);
  assert.equal(host.ballots.size, 1);
});

test('what is asked is kept before it is sent, and a lost reply is fetched with the same message', async () => {
  const host = await server();
  let tab = await load(host);
  const keptWhenSent = [];
  const { fetch } = host;
  host.fetch = (address, options) => {
    keptWhenSent.push(tab.store.read(BOX)?.blinded === JSON.parse(options?.body ?? '{}').blinded);
    return fetch(address, options);
  };
  tab.voter = createVoter({ page: host.page, opened: await openedOf(host), store: tab.store, fetch: host.fetch });
  host.lose(1);
  keptWhenSent.length = 0;
  await assert.rejects(tab.voter.take(BOX), { key: 'offline' });
  assert.deepEqual(keptWhenSent, [true]);
  assert.equal(tab.voter.read(BOX).state, 'asked');
  assert.equal(host.issued.size, 1);
  tab = await tab.again();
  assert.equal(tab.part({ issued: true }), 'take', 'only the issuer can tell whether it has answered');
  await tab.voter.take(BOX);
  assert.equal(tab.part({ issued: true }), 'fill');
  const messages = host.sent(host.page.credential_href).map(({ options }) => options.body);
  assert.equal(messages.length, 2);
  assert.equal(messages[0], messages[1]);
  await tab.voter.cast(BOX, GOOD);
});

test('a lost receipt is fetched with the very same ballot, even after the page was loaded again', async () => {
  const host = await server();
  let tab = await load(host);
  await tab.voter.take(BOX);
  host.lose(1);
  await assert.rejects(tab.voter.cast(BOX, GOOD), { key: 'offline' });
  const { state, revision, pending } = tab.voter.read(BOX);
  assert.deepEqual([state, revision], ['taken', 0]);
  tab = await tab.again();
  assert.equal(tab.part(), 'fill');
  await tab.voter.cast(BOX, givenIn(tab.voter.read(BOX).pending.body));
  const bodies = host.sent(host.page.cast_href).map(({ options }) => options.body);
  assert.deepEqual(bodies, [pending.body, pending.body]);
  assert.deepEqual([tab.voter.read(BOX).revision, tab.voter.read(BOX).pending], [1, undefined]);
});

test('other answers after a lost receipt go above the ballot that may have arrived', async () => {
  const host = await server();
  const { voter, part } = await load(host);
  await voter.take(BOX);
  await voter.cast(BOX, GOOD);
  host.lose(1);
  await assert.rejects(voter.cast(BOX, FAIR), { key: 'offline' });
  assert.equal(part(), 'fill', 'the old receipt may no longer hold');
  await voter.cast(BOX, { mass: 'poor' });
  assert.deepEqual(host.sent(host.page.cast_href).map(({ options }) => JSON.parse(options.body).revision), [1, 2, 3]);
  assert.equal(voter.read(BOX).revision, 3);
  assert.equal([...host.ballots.values()][0].ballot.answers[0].choice, 'poor');
});

test('two tabs of one voter: the later ballot goes above the other one at the second try', async () => {
  const host = await server();
  const tab = await load(host);
  await tab.voter.take(BOX);
  const copy = await load(host, { session: copyOf(tab.session) });
  await tab.voter.cast(BOX, GOOD);
  await assert.rejects(copy.voter.cast(BOX, FAIR), { key: 'error_older_revision' });
  await copy.voter.cast(BOX, FAIR);
  assert.equal([...host.ballots.values()][0].ballot.revision, 2);
});

function copyOf(session) {
  const copy = storage();
  for (const [key, value] of Object.entries(session.inside())) copy.setItem(key, value);
  return copy;
}

test('a second credential is refused, and the sentence says so', async () => {
  const host = await server();
  await (await load(host)).voter.take(BOX);
  const other = await load(host);
  assert.equal(other.part({ issued: true }), 'elsewhere');
  await assert.rejects(other.voter.take(BOX), { key: 'refused' });
  assert.equal(other.part({ issued: true, refused: true }), 'elsewhere');
});

test('whatever the issuer answers instead has its sentence and loses nothing', async () => {
  const host = await server();
  const { voter } = await load(host);
  for (const [status, key] of [[401, 'signed_out'], [303, 'signed_out'], [500, 'issue_failed'], [403, 'issue_failed'], [200, 'bad_answer']]) {
    host.refuse(status);
    await assert.rejects(voter.take(BOX), { key }, String(status));
  }
  const { blinded } = voter.read(BOX);
  await voter.take(BOX);
  assert.ok(host.sent(host.page.credential_href).every(({ options }) => JSON.parse(options.body).blinded === blinded));
  await voter.take(BOX);
  assert.equal(host.sent(host.page.credential_href).length, 6, 'whoever holds a credential asks no more');
});

test('a redirect to the sign-in page is told as being signed out', async () => {
  const host = await server();
  const tab = await load(host);
  const voter = createVoter({ page: host.page, opened: await openedOf(host), store: tab.store, fetch: async () => ({ ok: false, status: 0, type: 'opaqueredirect' }) });
  await assert.rejects(voter.take(BOX), { key: 'signed_out' });
});

test('an answer that is no signature of the box is not taken for a credential', async () => {
  const host = await server();
  const tab = await load(host);
  const opened = await openedOf(host);
  for (const alter of [(answer) => `${answer.slice(0, 9)}${answer[9] === 'A' ? 'B' : 'A'}${answer.slice(10)}`, (answer) => answer.slice(4), () => 'no base64url!', () => undefined]) {
    const fetch = async (...request) => new Response(JSON.stringify({ blind_signature: alter((await (await host.fetch(...request)).json()).blind_signature) }));
    await assert.rejects(createVoter({ page: host.page, opened, store: tab.store, fetch }).take(BOX), { key: 'bad_answer' });
    assert.equal(tab.voter.read(BOX).state, 'asked');
  }
  await tab.voter.take(BOX);
});

test('each refusal of a ballot has its sentence; what may still be taken stays as it was', async () => {
  const host = await server();
  const { voter } = await load(host);
  await voter.take(BOX);
  const final = ['malformed', 'too_large', 'unknown_manifest', 'unknown_box', 'wrong_form', 'bad_credential', 'bad_signature', 'box_full'];
  for (const error of [...final, 'not_open', 'busy', 'something_new', undefined]) {
    host.refuse(error === 'busy' ? 503 : 422, error);
    const key = error && error !== 'something_new' ? `error_${error}` : 'error_other';
    await assert.rejects(voter.cast(BOX, GOOD), { key }, error);
    assert.equal(voter.read(BOX).pending === undefined, final.includes(error), error);
  }
  await voter.cast(BOX, GOOD);
  const bodies = host.sent(host.page.cast_href).map(({ options }) => options.body);
  assert.equal(new Set(bodies.slice(-5)).size, 1);
  assert.equal(voter.read(BOX).revision, 1);
});

test('a receipt that does not hold is not taken for one', async () => {
  const host = await server();
  const tab = await load(host);
  await tab.voter.take(BOX);
  const opened = await openedOf(host);
  for (const alter of [(said) => ({ ...said, receipt: vectors.casts[0].receipt }), (said) => ({ ...said, leaf: vectors.casts[0].leaf }), () => ({}), () => null]) {
    const fetch = async (...request) => new Response(JSON.stringify(alter(await (await host.fetch(...request)).json())));
    const voter = createVoter({ page: host.page, opened, store: tab.store, fetch });
    await assert.rejects(voter.cast(BOX, GOOD), { key: 'bad_receipt' });
    assert.equal(voter.read(BOX).state, 'taken');
  }
  await tab.voter.cast(BOX, GOOD);
  assert.equal(tab.voter.read(BOX).revision, 1);
});

test('a reply that breaks off is a lost reply', async () => {
  const host = await server();
  const tab = await load(host);
  await tab.voter.take(BOX);
  const broken = async () => ({ ok: true, status: 200, text: () => Promise.reject(new TypeError('network error')) });
  const voter = createVoter({ page: host.page, opened: await openedOf(host), store: tab.store, fetch: broken });
  await assert.rejects(voter.cast(BOX, GOOD), { key: 'offline' });
  assert.ok(voter.read(BOX).pending);
});
