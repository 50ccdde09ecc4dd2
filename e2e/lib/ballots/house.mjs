// An installation in which a mass evaluation is held: its people, each in a browser of their own, and the evaluation itself.

import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';

import { visit } from '../browser.mjs';
import { Desk } from '../desk.mjs';
import { install } from '../installation.mjs';
import { Server } from '../server.mjs';
import { wordsOf } from '../words.mjs';

/** The organisations whose people vote, the second a small one. */
export const LARGE = '办公厅党委';
export const SMALL = '机关后勤中心党总支';

/** How long the making of keys or the count may take, in milliseconds; a limit and not a wait. */
const WORK_LIMIT = 60_000;

const PASSWORD = 'Qunzhong-Pingjia-15';

export class House {
  constructor(browser, database, lang) {
    Object.assign(this, { browser, database, lang, t: wordsOf(lang), made: [] });
  }

  async begin() {
    this.installation = await install('sample', this.database);
    this.server = await Server.start(this.installation.data);
    this.office = await this.server.session(this.account('dangban'));
  }

  async end() {
    await this.server?.stop();
    await this.installation?.remove();
  }

  account(login) {
    const found = [...this.installation.accounts, ...this.made].find((account) => account.login === login);
    if (!found) throw new Error(`nobody has the login ${login}`);
    return found;
  }

  /** What somebody does in a browser of their own. `signIn` lets somebody else sit down at the same one. */
  async as(login, work, options = {}) {
    const installation = { account: (name) => this.account(name) };
    await visit(this.browser, { installation, server: this.server, lang: this.lang, ...options }, async ({ page, context, signIn }) => {
      if (login) await signIn(login);
      await work(new Desk(page, this.t), { page, context, signIn });
    });
  }

  /** What anybody does, without signing in. */
  anybody = (work, options) => this.as(null, work, options);

  /** Somebody with a first password takes one of their own. */
  async firstSignIn({ login, password }) {
    const session = await this.server.session({ login, password });
    const changed = await session.post('/me/password', { current: password, new: PASSWORD, again: PASSWORD });
    assert.ok(changed.ok, `${login}: ${changed.status} ${await changed.clone().text()}`);
    this.made.push({ login, password: PASSWORD });
  }

  read = async (path) => {
    const answer = await this.office.json(path);
    assert.equal(answer.status, 200, `${path} answers ${answer.status}`);
    return answer.json();
  };

  send = async (path, fields) => {
    const answer = await this.office.post(path, fields);
    assert.ok(answer.ok, `${path} answers ${answer.status} ${await answer.clone().text()}`);
  };

  /** Asks until the evaluation has come so far. */
  async reaches(evaluation, state) {
    const limit = AbortSignal.timeout(WORK_LIMIT);
    while ((await this.read(evaluation)).evaluation.state !== state) {
      limit.throwIfAborted();
      // Keys are made meanwhile, and the machine is theirs.
      await pause(100);
    }
  }

  /** Leaves nobody in any box but those of which `stays` says so. */
  async empty(evaluation, stays) {
    const { lines } = await this.read(evaluation);
    for (const { id } of lines.filter((line) => line.roster > 0 && !stays(line))) {
      await this.send(`${evaluation}/boxes/${id}/filling`, { rule: 'named' });
    }
  }

  /** The code under which a box stands in the manifest. */
  async boxOf(evaluation, organisation, group) {
    const { boxes } = await (await fetch(`${this.server.origin}${evaluation}/manifest.json`)).json();
    return boxes.find((box) => box.organisation.name === organisation && box.group.name === group).code;
  }
}

/** Civil time of the organ, that many minutes from now, as forms write it. */
export const civil = (minutes) => new Date(Date.now() + (8 * 60 + minutes) * 60_000).toISOString().slice(0, 16);
