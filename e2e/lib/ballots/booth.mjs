// The page on which somebody votes, and what goes over the line meanwhile.

import assert from 'node:assert/strict';

export class Booth {
  constructor(page, t) {
    Object.assign(this, { page, t });
  }

  async go(evaluation, fragment = '') {
    await this.page.goto(`${evaluation}/vote${fragment}`);
    await this.page.locator('[data-voting]').waitFor();
  }

  box = (code) => this.page.locator(`[data-box="${code}"]`);
  part = (code, name) => this.box(code).locator(`[data-show="${name}"]`);
  press = (code, key) => this.box(code).getByRole('button', { name: this.t(key), exact: true }).click();

  async take(code) {
    await this.press(code, 'ballots-take');
    await this.part(code, 'fill').waitFor();
  }

  /** Answers the question that is scored, and the one in words. */
  async fill(code, choice, words) {
    await this.scored(code, choice).check();
    await this.words(code).fill(words);
  }

  scored = (code, choice) => this.part(code, 'fill').locator('fieldset').first().getByLabel(choice, { exact: true });
  words = (code) => this.part(code, 'fill').locator('textarea');

  /** Casts what was filled in; gives the receipt that is shown. */
  async cast(code) {
    await this.press(code, 'ballots-cast');
    return this.receipt(code);
  }

  async receipt(code) {
    await this.part(code, 'done').waitFor();
    return this.part(code, 'done').locator('[data-receipt]').inputValue();
  }

  says = (code, key) => this.box(code).locator('[data-error]').getByText(this.t(key)).waitFor();

  /** How long it takes from a press until a part of the box is shown, in milliseconds, as the page sees it. */
  timed = (code, button, name) =>
    this.box(code).evaluate(
      (box, [pressed, shown]) =>
        new Promise((done) => {
          const from = performance.now();
          const part = box.querySelector(`[data-show="${shown}"]`);
          const watching = new MutationObserver(() => {
            if (part.hidden) return;
            watching.disconnect();
            done(performance.now() - from);
          });
          watching.observe(part, { attributeFilter: ['hidden'] });
          box.querySelector(pressed).click();
        }),
      [button, name],
    );
}

/** What a browser keeps of ballots, in either storage. */
export const kept = (page) =>
  page.evaluate(() =>
    [sessionStorage, localStorage].flatMap((storage) => Object.entries({ ...storage }).filter(([key]) => key.startsWith('jinwei-ballot:'))),
  );

/** Lets the next ballot arrive and loses its answer; gives what the server answered. */
export async function loseReply(page) {
  const answers = [];
  await page.route(
    '**/ballots',
    async (route) => {
      const request = route.request();
      // Sent on by hand, so that nothing is added to what the page sends.
      const answer = await fetch(request.url(), { method: request.method(), headers: { 'content-type': 'application/json' }, body: request.postData() });
      answers.push({ status: answer.status, ...(await answer.json()) });
      await route.abort('connectionreset');
    },
    { times: 1 },
  );
  return answers;
}

/** Headers of what goes over the line: ballots that are taken and cast, and the page itself. */
export class Line {
  #heard = [];

  listen(page) {
    page.on('requestfinished', (request) => {
      const path = new URL(request.url()).pathname;
      if (/^\/ballots$|\/credentials$|\/vote$/.test(path)) this.#heard.push(this.#note(path, request));
    });
  }

  async #note(path, request) {
    const answer = await request.response();
    return { path, sent: await request.allHeaders(), got: await answer.allHeaders() };
  }

  /** Not one of so many ballots says who sends it, and no answer bears a number; the others do, or this would prove nothing. */
  async tellsNothing(ballots) {
    const heard = await Promise.all(this.#heard);
    const of = (pattern) => heard.filter(({ path }) => pattern.test(path));
    const [cast, taken, pages] = [of(/^\/ballots$/), of(/\/credentials$/), of(/\/vote$/)];
    assert.equal(cast.length, ballots);
    for (const { sent, got } of cast) {
      for (const name of ['cookie', 'referer', 'authorization']) assert.equal(sent[name], undefined, `a ballot is sent with ${name}`);
      for (const name of ['x-request-id', 'set-cookie']) assert.equal(got[name], undefined, `a ballot is answered with ${name}`);
    }
    assert.ok(taken.length > 0 && pages.length > 0);
    for (const { sent } of taken) assert.ok(/jinwei_session=/.test(sent.cookie) && sent.referer, 'whoever takes a ballot is signed in');
    for (const { got } of pages) assert.ok(got['x-request-id'], 'a page is numbered');
  }
}
