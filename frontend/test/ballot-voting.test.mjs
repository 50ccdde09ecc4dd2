// A vote from the first button to the board, with everything that can be lost on the way.
import assert from 'node:assert/strict';
import test from 'node:test';
import { BOX, server, vectors } from '../fakes/server.mjs';
import { forbidden, storage } from '../fakes/storage.mjs';
import { checkReceipt, rootOf } from '../src/js/ballot/board.js';
import { fromHex, hex } from '../src/js/ballot/bytes.js';
import { answersOf, givenIn } from '../src/js/ballot/cast.js';
import { compare, expectedIn, openManifest } from '../src/js/ballot/manifest.js';
import { partOf } from '../src/js/ballot/parts.js';
import { readReceipt } from '../src/js/ballot/receipt.js';
import { createStore } from '../src/js/ballot/store.js';
import { createVoter } from '../src/js/ballot/voter.js';

const GOOD = { mass: 'good', words: '会议要小、要快、要灵' };
const FAIR = { mass: 'fair', team: 'unknown', words: ' \n' };

/** The page as it is loaded: again and again in one tab when `session` is the same. */
async function load(host, { session = storage(), local = storage(), expected } = {}) {
  const { page } = host;
  const store = createStore({ session, local, manifest: page.manifest_hash, holder: page.holder });
  store.wipeOthers();
  const opened = await openManifest({ href: page.manifest_href, hash: page.manifest_hash, signature: page.manifest_signature, evaluation: page.evaluation, expected }, host.fetch);
  const voter = createVoter({ page, opened, store, fetch: host.fetch });
  return { voter, store, session, local, again: () => load(host, { session, local, expected }), part: (about) => partOf({ record: voter.read(BOX), issued: false, issuing: true, casting: true, over: false, ...about }) };
}

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

const openedOf = (host) => openManifest({ href: host.page.manifest_href, hash: host.page.manifest_hash, signature: host.page.manifest_signature, evaluation: 3 }, host.fetch);

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

// ---- what stops a vote before it begins ----

test('a manifest that is not the printed one stops everything before anything is made or sent', async (t) => {
  const host = await server();
  const chance = t.mock.method(crypto, 'getRandomValues');
  const [session, local] = [storage(), storage()];
  await assert.rejects(load(host, { session, local, expected: vectors.manifest_hash }), { key: 'manifest_wrong' });
  host.page.manifest_hash = vectors.manifest_hash;
  await assert.rejects(load(host, { session, local }), { key: 'manifest_wrong' });
  assert.deepEqual(host.asked.map(({ address }) => address), [host.page.manifest_href, host.page.manifest_href]);
  assert.deepEqual([session.inside(), local.inside()], [{}, {}]);
  assert.equal(chance.mock.callCount(), 0);
});

test('a typed value that differs stops everything until it agrees', async (t) => {
  const host = await server();
  const { voter, session } = await load(host);
  const chance = t.mock.method(crypto, 'getRandomValues');
  assert.equal(voter.compareWith('00000000 1111'), 'wrong');
  await assert.rejects(voter.take(BOX), { key: 'stopped' });
  await assert.rejects(voter.cast(BOX, GOOD), { key: 'stopped' });
  assert.equal(voter.compareWith('0000'), 'short');
  await assert.rejects(voter.take(BOX), { key: 'stopped' }, 'too little to tell changes nothing');
  assert.deepEqual([host.sent(host.page.credential_href), session.inside(), chance.mock.callCount()], [[], {}, 0]);
  assert.equal(voter.compareWith(host.page.manifest_hash), 'right');
  await voter.take(BOX);
});

test('the printed value may be typed in groups, in capitals and in full width, eight digits at least', () => {
  const hash = vectors.manifest_hash;
  for (const typed of [hash, hash.slice(0, 8), '3ECE A2DD', ' 3ecea2dd e315 ', '３ＥＣＥ　Ａ２ＤＤ']) assert.equal(compare(hash, typed), 'right', typed);
  for (const typed of ['3ecea2de', `${hash.slice(0, 63)}0`, hash.slice(1)]) assert.equal(compare(hash, typed), 'wrong', typed);
  for (const typed of ['', '3ecea2d', '3ecea2dx', `${hash}0`]) assert.equal(compare(hash, typed), 'short', typed);
  assert.equal(expectedIn(`#m=${hash.toUpperCase()}`), hash);
  assert.equal(expectedIn(''), null);
  assert.equal(expectedIn('#form-errors'), null);
  assert.equal(expectedIn('#m='), '');
});

test('without a storage nothing is blinded and nothing is sent', async (t) => {
  const host = await server();
  for (const session of [forbidden, storage(100)]) {
    const { voter } = await load(host, { session });
    const chance = t.mock.method(crypto, 'getRandomValues');
    await assert.rejects(voter.take(BOX), { key: 'nostore' });
    assert.equal(chance.mock.callCount(), 0);
    chance.mock.restore();
  }
  assert.deepEqual(host.sent(host.page.credential_href), []);
});

test('a storage that fails later sends no ballot that could not be sent again', async () => {
  const host = await server();
  const { voter, session } = await load(host);
  await voter.take(BOX);
  const set = session.setItem;
  session.setItem = () => {
    throw new Error('QuotaExceededError');
  };
  await assert.rejects(voter.cast(BOX, GOOD), { key: 'nostore' });
  assert.deepEqual(host.sent(host.page.cast_href), []);
  session.setItem = set;
  await voter.cast(BOX, GOOD);
});

test('the next person at a computer finds nothing of the one before', async () => {
  const host = await server();
  const tab = await load(host);
  await tab.voter.take(BOX);
  host.page.holder = 'bb22';
  const next = await load(host, tab);
  assert.deepEqual(tab.session.inside(), {});
  await assert.rejects(next.voter.cast(BOX, GOOD), { key: 'gone' });
  await next.voter.take(BOX);
  assert.equal(host.issued.size, 2);
});

test('what was still on its way when the voter finished does not come back', async () => {
  const host = await server();
  const { voter, store, session } = await load(host);
  await voter.take(BOX);
  const casting = voter.cast(BOX, GOOD);
  store.finish();
  await assert.rejects(casting, { key: 'stopped' });
  assert.deepEqual(session.inside(), {});
});

// ---- answers and parts ----

test('answers fit the form before they are sent', () => {
  const form = JSON.parse(vectors.manifest).forms.members;
  assert.deepEqual(answersOf(form, { words: 'b', mass: 'good', other: 'x' }), [{ question: 'mass', choice: 'good' }, { question: 'words', text: 'b' }]);
  assert.throws(() => answersOf(form, { words: 'b' }), { key: 'incomplete', values: { question: '总体评价' } });
  assert.throws(() => answersOf(form, { mass: 'best' }), { key: 'error_wrong_form' });
  assert.deepEqual(answersOf(form, { mass: 'good', words: '\u3000\n\u0085' }).length, 1, 'blank words are no words');
  assert.equal(answersOf(form, { mass: 'good', words: '𠮷'.repeat(40) }).length, 2, 'characters are counted, not halves of them');
  assert.throws(() => answersOf(form, { mass: 'good', words: '字'.repeat(41) }), { key: 'too_long', values: { question: '意见建议', limit: 40 } });
  assert.equal(answersOf(form, { mass: 'good', words: 'a\ud800\0b' })[1].text, 'a\ufffdb', 'what is hashed is what arrives');
});

test('exactly the part that fits is shown', () => {
  const part = (record, about = {}) => partOf({ record, issued: false, issuing: true, casting: true, over: false, ...about });
  const [asked, taken, cast] = [{ state: 'asked' }, { state: 'taken' }, { state: 'cast' }];
  const waiting = { ...taken, pending: {} };
  const closed = { issuing: false, casting: false, over: true };
  assert.equal(part(null), 'take');
  assert.equal(part(null, { issued: true }), 'elsewhere');
  assert.equal(part(null, { issuing: false }), 'closed');
  assert.equal(part(null, { ...closed, issued: true }), 'closed');
  assert.equal(part(asked, { issued: true, issuing: false }), 'take');
  assert.equal(part(asked, { refused: true }), 'take');
  assert.equal(part(asked, { refused: true, issued: true }), 'elsewhere');
  assert.equal(part(taken), 'fill');
  assert.equal(part(taken, { casting: false }), 'wait');
  assert.equal(part(taken, closed), 'closed');
  assert.equal(part(waiting, closed), 'closed');
  assert.equal(part(cast), 'done');
  assert.equal(part(cast, { changing: true }), 'fill');
  assert.equal(part({ ...cast, pending: {} }), 'fill');
  assert.equal(part({ ...cast, pending: {} }, closed), 'done');
  assert.equal(part(cast, { ...closed, changing: true }), 'done');
});
