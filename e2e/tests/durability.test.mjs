// Power cuts: the program is killed in the middle of what it does, many times over. What it had acknowledged is there
// afterwards, what it had not finished is there whole or not at all, and the audit trail still fits what happened.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { jinwei, start } from '../lib/command.mjs';
import { databases } from '../lib/database.mjs';
import { install } from '../lib/installation.mjs';
import { binary, office } from '../lib/places.mjs';
import { branches } from '../lib/roster.mjs';
import { Server } from '../lib/server.mjs';

const ROSTERS = { '基层党组织一览表.xlsx': 372, '党务干部名册.xlsx': 1294 };
const FILES = Object.keys(ROSTERS).map((name) => join(office, name));

/** Fewer on PostgreSQL, where what is tested is the server's own doing. */
const ROUNDS = { sqlite: 24, postgres: 6 };

const verified = async (data) => JSON.parse(await jinwei(data, ['audit', 'verify', '--json']));

for (const database of databases) {
  const rounds = ROUNDS[database];

  test(`an import that is killed left everything or nothing (${database}, ${rounds} times)`, async () => {
    // How long it takes undisturbed tells over which time to spread the kills.
    const whole = await install('bare', database);
    const began = process.hrtime.bigint();
    await jinwei(whole.data, ['import', ...FILES, '--json']);
    const span = Number(process.hrtime.bigint() - began) / 1e6;
    await whole.remove();

    const ends = { killed: 0, nothing: 0, everything: 0 };
    for (let round = 0; round < rounds; round += 1) {
      const installation = await install('bare', database);
      try {
        const child = start(binary, ['--data', installation.data, 'import', ...FILES, '--json'], { stdio: 'ignore' });
        const cut = setTimeout(() => child.kill('SIGKILL'), (span * (round + 0.5)) / rounds);
        const { code, signal } = await child.ended;
        clearTimeout(cut);
        assert.ok(signal === 'SIGKILL' || code === 0, `round ${round}: ${signal ?? code}`);
        ends.killed += Number(signal === 'SIGKILL');
        const trail = await verified(installation.data);
        assert.equal(trail.whole, true, `round ${round}`);
        for (const { file, counts } of await wouldChange(installation.data)) {
          const all = ROSTERS[file];
          const left = [counts.new, counts.changed, counts.unchanged];
          const everything = left.join() === [0, 0, all].join();
          assert.ok(everything || left.join() === [all, 0, 0].join(), `round ${round}, ${file}: ${left}`);
          assert.ok(everything || code !== 0, `round ${round}: ${file} was acknowledged and is not there`);
          ends[everything ? 'everything' : 'nothing'] += 1;
        }
      } finally {
        await installation.remove();
      }
    }
    assert.ok(ends.killed > rounds / 2 && ends.nothing > 0, `the kills came too late: ${JSON.stringify(ends)}`);
  });

  test(`a server that is killed keeps every acknowledged account (${database}, ${rounds} times)`, async (run) => {
    const installation = await install('bare', database);
    run.after(() => installation.remove());
    const acknowledged = new Set();
    let asked = 0;
    for (let round = 0; round < rounds; round += 1) {
      const server = await Server.start(installation.data);
      const session = await server.session(installation.account('system_admin'));
      // The kill falls upon an answer, while other requests are under way.
      let answers = 1 + (round * 5) % 13;
      const client = async () => {
        for (;;) {
          const login = `z.${(asked += 1)}`;
          const answer = await session.post('/admin/accounts', { login, name: '新账号', password: 'Chushi-Mima-2015' }).catch(() => null);
          if (answer === null) return;
          assert.equal(answer.status, 201);
          acknowledged.add(login);
          if ((answers -= 1) === 0) server.child.kill('SIGKILL');
        }
      };
      await Promise.all(Array.from({ length: 6 }, client));
      assert.equal((await server.child.ended).signal, 'SIGKILL');
    }
    const server = await Server.start(installation.data);
    run.after(() => server.stop());
    const session = await server.session(installation.account('system_admin'));
    const { accounts } = await (await session.json('/admin/accounts')).json();
    const there = accounts.map(({ login }) => login).filter((login) => login.startsWith('z.'));
    const lost = [...acknowledged].filter((login) => !there.includes(login));
    assert.deepEqual(lost, [], 'acknowledged and lost');
    assert.ok(acknowledged.size >= rounds, `${acknowledged.size} acknowledged`);
    const { length } = JSON.parse(await jinwei(installation.data, ['audit', 'list', '--act', 'house.manage_accounts', '--limit', '100000', '--json']));
    assert.equal(length, there.length, 'each account has its one entry in the trail, and no entry is without its account');
    assert.equal((await verified(installation.data)).whole, true);
  });

  test(`an import on the web that is killed can be applied or is applied (${database}, ${rounds} times)`, async (run) => {
    const installation = await install('bare', database);
    run.after(() => installation.remove());
    const [name] = Object.keys(ROSTERS);
    let server = await Server.start(installation.data);
    run.after(() => server.stop());
    let session = await server.session(installation.account('committee_admin'));
    const roster = readFileSync(join(office, name));
    const path = await session.sendRoster(name, roster);

    const began = process.hrtime.bigint();
    assert.equal((await session.post(`${path}/application`, {})).status, 200);
    const span = Number(process.hrtime.bigint() - began) / 1e6;
    let [applied, cut, held] = [true, 0, path];
    for (let round = 0; round < rounds; round += 1) {
      // Taken back, it stays in the list; the same file is sent anew for each round.
      if (applied) {
        assert.equal((await session.post(`${held}/reversal`, {})).status, 200, `round ${round}`);
        held = await session.sendRoster(name, roster);
      }
      const answer = session.post(`${held}/application`, {}).catch(() => null);
      const timer = setTimeout(() => server.child.kill('SIGKILL'), (span * (round + 0.5)) / rounds);
      const acknowledged = (await answer)?.status === 200;
      clearTimeout(timer);
      cut += Number(!acknowledged);
      await server.kill();
      server = await Server.start(installation.data);
      session = await server.session(installation.account('committee_admin'));
      const { import: found } = await (await session.json(held)).json();
      const { paging } = await (await session.json('/organisations')).json();
      applied = found.state === 'applied';
      assert.equal(found.state, applied ? 'applied' : 'draft', `round ${round}`);
      assert.equal(paging.total, applied ? ROSTERS[name] : 0, `round ${round}: ${found.state}`);
      assert.ok(applied || !acknowledged, `round ${round}: acknowledged and not there`);
    }
    assert.ok(cut > 0, 'no kill came before the answer');
    assert.equal((await verified(installation.data)).whole, true);
  });
}

test('an import in the background goes on after the server was killed', async (run) => {
  const installation = await install('bare');
  run.after(() => installation.remove());
  await jinwei(installation.data, ['import', FILES[0]]);
  const root = '国家知识产权局直属机关党委';
  const count = 2400;
  let server = await Server.start(installation.data);
  run.after(() => server.stop());
  let session = await server.session(installation.account('committee_admin'));
  const path = await session.sendRoster('新设支部.csv', branches(count, root));
  const queued = await session.post(`${path}/application`, {});
  assert.equal(queued.status, 200);
  assert.ok((await queued.json()).job > 0, 'it is large enough to go to the background');
  await server.kill();

  server = await Server.start(installation.data);
  session = await server.session(installation.account('committee_admin'));
  assert.equal(await session.settled(path), 'applied');
  const { paging } = await (await session.json('/organisations')).json();
  assert.equal(paging.total, 372 + count, 'once, and whole');
  assert.equal((await verified(installation.data)).whole, true);
});

/** What the rosters would still change, file by file. */
async function wouldChange(data) {
  const { files } = JSON.parse(await jinwei(data, ['import', ...FILES, '--dry-run', '--json']));
  return files;
}
