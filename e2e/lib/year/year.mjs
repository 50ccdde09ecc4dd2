// The year as its people live it: an installation, an account for everybody, and a browser for whoever is at work.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { visit } from '../browser.mjs';
import { jinwei } from '../command.mjs';
import { Desk } from '../desk.mjs';
import { install } from '../installation.mjs';
import { office, scheme } from '../places.mjs';
import { Server } from '../server.mjs';
import { wordsOf } from '../words.mjs';
import { CATEGORIES, OWN, REVIEWERS } from './plan.mjs';

const PASSWORD = 'Niandu-Kaoping-15';

/** Logins of the journey besides the administrators and the committee's office. */
const PEOPLE = [
  ['shuji', 'committee_secretary'],
  ['weiyuan', 'committee_member'],
  ...REVIEWERS.map((n) => [`pingwei${n}`, 'reviewer']),
  ['danwei', 'organisation_secretary'],
  ['caiwu', 'finance'],
  ['qunzhong', 'staff'],
];

const nameOf = (login) => login.replace('pingwei', '评委');

export class Year {
  constructor(browser, database, lang) {
    Object.assign(this, { browser, database, lang, t: wordsOf(lang), ahead: 0 });
  }

  /** Rosters and the year before from workbooks, and an account for everybody. */
  async begin() {
    this.installation = await install('bare', this.database);
    const { data } = this.installation;
    const files = (year) => CATEGORIES.map((name) => `${year}年度评分表_${name}.xlsx`).concat(`${year}年度群众评价汇总表.xlsx`);
    const paths = (names) => names.map((name) => join(office, name));
    await jinwei(data, ['import', ...paths(['基层党组织一览表.xlsx', '党务干部名册.xlsx'])]);
    await jinwei(data, ['import', '--year', '2013', '--scheme', scheme, ...paths(files(2013))]);
    for (const [login, role] of PEOPLE) {
      const roles = role === 'organisation_secretary' ? [] : ['--role', role];
      await jinwei(data, ['user', 'create', login, '--name', nameOf(login), ...roles, '--password-stdin'], { input: `${PASSWORD}-0` });
    }
    await this.serve();
    for (const [login] of PEOPLE) {
      const session = await this.server.session({ login, password: `${PASSWORD}-0` });
      const changed = await session.post('/me/password', { current: `${PASSWORD}-0`, new: PASSWORD, again: PASSWORD });
      assert.ok(changed.ok, `${login}: ${changed.status} ${await changed.clone().text()}`);
    }
    const security = await this.server.session(this.installation.account('security_admin'));
    const { accounts } = await (await security.json('/admin/accounts')).json();
    const { id } = accounts.find((account) => account.login === 'danwei');
    const granted = await security.post(`/admin/accounts/${id}/grants`, { role: 'organisation_secretary', organisation: OWN, from: '2013-01-01' });
    assert.ok(granted.ok, await granted.clone().text());
  }

  async serve() {
    this.server = await Server.start(this.installation.data);
  }

  /** Some days later: the installation's clock runs that much ahead. */
  async later(days) {
    await this.server.stop();
    this.ahead += days;
    const path = join(this.installation.data, 'jinwei.toml');
    const lines = readOr(path, '').split('\n');
    const kept = lines.filter((line) => !/^\[rehearsal\]|^days_ahead/.test(line)).join('\n');
    writeFileSync(path, `${kept}\n[rehearsal]\ndays_ahead = ${this.ahead}\n`);
    await this.serve();
  }

  async end() {
    await this.server?.stop();
    await this.installation?.remove();
  }

  account(login) {
    if (login === 'dangban') return this.installation.account('committee_admin');
    return { login, password: PASSWORD };
  }

  /** What somebody does in a browser of their own. */
  async as(login, work) {
    const installation = { account: () => this.account(login) };
    await visit(this.browser, { installation, server: this.server, lang: this.lang, width: 1440 }, async ({ page, signIn }) => {
      await signIn(login);
      await work(new Desk(page, this.t));
    });
  }
}

function readOr(path, otherwise) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return otherwise;
  }
}
