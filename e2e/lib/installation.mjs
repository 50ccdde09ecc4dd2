// Installations to test: a data directory and a database of their own, copied from one that was prepared once for this
// build of the program.

import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { jinwei } from './command.mjs';
import { freshDatabase } from './database.mjs';
import { binary, out } from './places.mjs';
import { Server } from './server.mjs';
import { wordsOf } from './words.mjs';

/** Password of every account of the organ without data. */
const PASSWORD = 'Jihua-Tongguo-15';

/** Accounts of the organ without data, besides those of the sample. */
const ROLES = ['system_admin', 'security_admin', 'audit_admin', 'committee_admin', 'member'];

const zh = wordsOf('zh-CN');

/**
 * An installation of one's own.
 *
 * `filling`: `bare` (accounts, no data) or `sample` (the sample organ). `database`: `sqlite` or `postgres`.
 */
export async function install(filling, database = 'sqlite') {
  const ready = await prepared(filling);
  const data = mkdtempSync(join(tmpdir(), 'jinwei-e2e-'));
  cpSync(ready, data, { recursive: true });
  const accounts = JSON.parse(readFileSync(join(data, 'accounts.json'), 'utf8'));
  let drop = async () => {};
  if (database === 'postgres') {
    const fresh = await freshDatabase();
    drop = fresh.drop;
    const embedded = join(data, 'jinwei.db');
    await jinwei(data, ['db', 'copy', '--from', embedded, '--to', fresh.url]);
    rmSync(embedded);
    writeFileSync(join(data, 'jinwei.toml'), `[database]\nurl = ${JSON.stringify(fresh.url)}\n`);
  }
  return {
    data,
    accounts,
    account(role) {
      const found = accounts.find((account) => account.role === role);
      if (!found) throw new Error(`the ${filling} organ has no account with the role ${role}`);
      return found;
    },
    async remove() {
      rmSync(data, { recursive: true, force: true });
      await drop();
    },
  };
}

/** The prepared data directory of a filling, made when this build of the program has none yet. */
async function prepared(filling) {
  const made = [binary, fileURLToPath(import.meta.url)].map((file) => Math.round(statSync(file).mtimeMs));
  const name = [filling, ...made].join('-');
  const ready = join(out, name);
  if (existsSync(ready)) return ready;
  for (const old of readdirSync(out)) {
    if (old.startsWith(`${filling}-`)) rmSync(join(out, old), { recursive: true, force: true });
  }
  const making = mkdtempSync(join(out, 'making-'));
  const accounts = filling === 'sample' ? await fillSample(making) : await fillBare(making);
  writeFileSync(join(making, 'accounts.json'), JSON.stringify(accounts));
  try {
    renameSync(making, ready);
  } catch (error) {
    // Another test file made the same meanwhile.
    if (!existsSync(ready)) throw error;
    rmSync(making, { recursive: true });
  }
  return ready;
}

async function fillSample(data) {
  return JSON.parse(await jinwei(data, ['demo', '--if-empty', '--json']));
}

async function fillBare(data) {
  const accounts = ROLES.map((role) => ({ login: role.replace('_', '.'), password: PASSWORD, role }));
  for (const { login, role } of accounts) {
    const args = ['user', 'create', login, '--name', zh(`role-${role.replaceAll('_', '-')}`), '--role', role, '--password-stdin'];
    await jinwei(data, args, { input: `${PASSWORD}-0` });
  }
  const server = await Server.start(data);
  try {
    for (const { login, password } of accounts) {
      const session = await server.session({ login, password: `${password}-0` });
      const answer = await session.post('/me/password', { current: `${password}-0`, new: password, again: password });
      if (!answer.ok) throw new Error(`${login}: ${answer.status} ${await answer.text()}`);
    }
  } finally {
    await server.stop();
  }
  return accounts;
}
