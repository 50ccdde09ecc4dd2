// A running server, on a free port, stopped by its process id.

import { createInterface } from 'node:readline';

import { start } from './command.mjs';
import { binary } from './places.mjs';

/** How long a server may take to say where it listens, in milliseconds; a limit and not a wait. */
const START_LIMIT = 60_000;

export class Server {
  /** Starts a server on a data directory; ready when this resolves. */
  static async start(data) {
    const child = start(binary, ['--data', data, 'serve', '--listen', '127.0.0.1:0']);
    let log = '';
    child.stderr.setEncoding('utf8').on('data', (text) => (log = (log + text).slice(-100_000_000)));
    const origin = await new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`no server after ${START_LIMIT} ms\n${log}`)), START_LIMIT);
      const lines = createInterface({ input: child.stdout });
      lines.once('line', (line) => {
        clearTimeout(late);
        resolve(line.trim());
      });
      child.ended.then(({ code, signal }) => {
        clearTimeout(late);
        reject(new Error(`the server ended: ${signal ?? code}\n${log}`));
      }, reject);
    });
    return new Server(child, origin, () => log);
  }

  constructor(child, origin, log) {
    Object.assign(this, { child, origin, log });
  }

  /** Asks it to finish and waits until it has. */
  async stop() {
    this.child.kill('SIGTERM');
    return this.child.ended;
  }

  /** Ends it at once, as a power cut would, and waits until it is gone. */
  async kill() {
    this.child.kill('SIGKILL');
    return this.child.ended;
  }

  /** Signs in as a program does, and gives something to ask with. */
  async session({ login, password }) {
    const answer = await fetch(`${this.origin}/sign-in`, {
      method: 'POST',
      headers: { accept: 'application/json', 'content-type': 'application/json' },
      body: JSON.stringify({ login, password }),
    });
    if (!answer.ok) throw new Error(`${login} cannot sign in: ${answer.status} ${await answer.text()}`);
    const cookie = answer.headers.getSetCookie().find((text) => text.startsWith('jinwei_session='));
    return new Session(this.origin, cookie.split(';')[0]);
  }
}

/** How long work in the background may take, in milliseconds. */
const WORK_LIMIT = 60_000;

/** Requests of one signed-in program. */
class Session {
  constructor(origin, cookie) {
    Object.assign(this, { origin, cookie });
  }

  get(path, headers = {}) {
    return fetch(this.origin + path, { redirect: 'manual', headers: { cookie: this.cookie, ...headers } });
  }

  json(path) {
    return this.get(path, { accept: 'application/json' });
  }

  post(path, fields) {
    return fetch(this.origin + path, {
      method: 'POST',
      redirect: 'manual',
      headers: { cookie: this.cookie, accept: 'application/json', 'content-type': 'application/json' },
      body: JSON.stringify(fields),
    });
  }

  /** Sends a roster; gives the address of its import. */
  async sendRoster(name, content) {
    const body = new FormData();
    body.set('file', new Blob([content]), name);
    const headers = { cookie: this.cookie, accept: 'application/json' };
    const answer = await fetch(`${this.origin}/imports`, { method: 'POST', body, headers });
    if (answer.status !== 201) throw new Error(`${name} is refused: ${answer.status} ${await answer.text()}`);
    return answer.headers.get('location');
  }

  /** Asks until an import is no longer waiting for the background; gives its state. */
  async settled(path) {
    const limit = AbortSignal.timeout(WORK_LIMIT);
    for (;;) {
      const { import: found } = await (await this.json(path)).json();
      if (found.state !== 'queued') return found.state;
      limit.throwIfAborted();
    }
  }
}
