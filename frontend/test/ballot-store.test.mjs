// What the browser keeps of a vote, where, for how long and for whom.
import assert from 'node:assert/strict';
import test from 'node:test';
import { forbidden, storage } from '../fakes/storage.mjs';
import { createStore } from '../src/js/ballot/store.js';

const manifest = 'ab'.repeat(32);
const place = `jinwei-ballot:${manifest}:001-members`;
const asked = { state: 'asked', secret: 's', blinded: 'b' };
const open = (about = {}) => {
  const [session, local] = [about.session ?? storage(), about.local ?? storage()];
  return { session, local, store: createStore({ manifest, holder: 'aa11', session, local, ...about }) };
};

test('on a shared computer a record lives in the tab, under the manifest and the box', () => {
  const { store, session, local } = open();
  store.put('001-members', asked);
  assert.deepEqual(store.read('001-members'), { holder: 'aa11', ...asked });
  assert.equal(store.read('001-staff'), null);
  assert.deepEqual(Object.keys(session.inside()), [place]);
  assert.deepEqual(local.inside(), {});
});

test('whoever calls the computer theirs finds the records in any window; giving it up takes them back', () => {
  const { store, session, local } = open();
  store.put('001-members', asked);
  assert.ok(store.setOwn(true));
  assert.ok(store.isOwn());
  assert.deepEqual(session.inside(), {});
  assert.deepEqual(createStore({ manifest, holder: 'aa11', session: storage(), local }).read('001-members'), { holder: 'aa11', ...asked });
  store.put('002-members', asked);
  assert.deepEqual(session.inside(), {});
  assert.ok(store.setOwn(false));
  assert.deepEqual(local.inside(), {});
  assert.equal(Object.keys(session.inside()).length, 2);
  assert.ok(store.read('002-members'));
});

test('a choice of one person does not hold for the next', () => {
  const { local, store } = open();
  store.setOwn(true);
  const next = open({ local, holder: 'bb22' });
  assert.ok(!next.store.isOwn());
  next.store.wipeOthers();
  assert.deepEqual(local.inside(), {});
});

test('everything of another person is wiped in both storages, and nothing else', () => {
  const { store, session, local } = open();
  store.put('001-members', asked);
  store.setOwn(true);
  const others = JSON.stringify({ holder: 'bb22', ...asked });
  for (const one of [session, local]) {
    one.setItem(`jinwei-ballot:${manifest}:002-members`, others);
    one.setItem(`jinwei-ballot:${'cd'.repeat(32)}:001-members`, others);
    one.setItem(`jinwei-ballot:${manifest}:003-members`, 'broken');
    one.setItem('jinwei-draft:words', 'kept');
  }
  assert.equal(store.read('002-members'), null, 'not even before it is wiped');
  store.wipeOthers();
  assert.deepEqual(Object.keys(session.inside()), ['jinwei-draft:words']);
  assert.deepEqual(Object.keys(local.inside()).sort(), [place, 'jinwei-ballot:own', 'jinwei-draft:words'].sort());
});

test('the end wipes this evaluation, and what was still on its way does not come back', () => {
  const { store, session, local } = open();
  store.put('001-members', asked);
  const elsewhere = `jinwei-ballot:${'cd'.repeat(32)}:001-members`;
  session.setItem(elsewhere, JSON.stringify({ holder: 'aa11', ...asked }));
  local.setItem(place, JSON.stringify({ holder: 'aa11', ...asked }));
  store.finish();
  assert.deepEqual(Object.keys(session.inside()), [elsewhere]);
  assert.deepEqual(local.inside(), {});
  assert.throws(() => store.put('001-members', asked), { key: 'stopped' });
  assert.equal(store.read('001-members'), null);
});

test('a storage that is forbidden, missing or full is noticed', () => {
  for (const session of [forbidden, storage(100)]) {
    const { store } = open({ session });
    assert.ok(!store.isUsable());
    assert.equal(store.read('001-members'), null);
    store.wipeOthers();
  }
  const missing = createStore({ manifest, holder: 'aa11', session: null, local: null });
  assert.ok(!missing.isUsable());
  missing.wipeOthers();
  missing.finish();
  for (const session of [forbidden, storage(10)]) assert.throws(() => open({ session }).store.put('001-members', asked), { key: 'nostore' });
  const silent = { ...storage(), setItem: () => {} };
  assert.throws(() => open({ session: silent }).store.put('001-members', asked), { key: 'nostore' });
  const { store, session } = open();
  assert.ok(store.isUsable());
  assert.deepEqual(session.inside(), {}, 'nothing is left of the trial');
});

test('a move that is not possible leaves everything where it was', () => {
  for (const local of [forbidden, storage(150)]) {
    const { store, session } = open({ local });
    store.put('001-members', asked);
    store.put('002-members', { ...asked, secret: 's'.repeat(100) });
    assert.ok(!store.setOwn(true));
    assert.ok(!store.isOwn());
    assert.equal(Object.keys(session.inside()).length, 2);
    if (local !== forbidden) assert.deepEqual(local.inside(), {});
  }
});

test('of two records of one box the one that has come further is read', () => {
  const { store, session, local } = open();
  const of = (about) => JSON.stringify({ holder: 'aa11', ...about });
  session.setItem(place, of(asked));
  local.setItem(place, of({ state: 'taken', revision: 0 }));
  assert.equal(store.read('001-members').state, 'taken');
  session.setItem(place, of({ state: 'cast', revision: 1 }));
  assert.equal(store.read('001-members').state, 'cast');
  local.setItem(place, of({ state: 'cast', revision: 2 }));
  assert.equal(store.read('001-members').revision, 2);
  store.put('001-members', { state: 'cast', revision: 3 });
  assert.deepEqual(local.inside(), {}, 'a record is kept in one place');
  session.setItem(place, of(asked));
  local.setItem(place, of({ state: 'cast', revision: 2 }));
  store.setOwn(true);
  assert.equal(store.read('001-members').revision, 2);
  assert.deepEqual(session.inside(), {});
});
