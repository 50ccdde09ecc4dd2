// What stops a vote before anything is made or sent, what is refused of a form, and which part of a box is shown.
import assert from 'node:assert/strict';
import test from 'node:test';
import { BOX, server, vectors } from '../fakes/server.mjs';
import { forbidden, storage } from '../fakes/storage.mjs';
import { GOOD, load } from '../fakes/tab.mjs';
import { answersOf } from '../src/js/ballot/cast.js';
import { compare, expectedIn } from '../src/js/ballot/manifest.js';
import { partOf } from '../src/js/ballot/parts.js';

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
