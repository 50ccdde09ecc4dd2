// A mass evaluation from the office's form to the auditor's recount, through the pages that voters see: a window closed too
// soon, an answer lost on the way, somebody else at the same computer. On both databases, in both languages.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { Booth, Line } from '../../lib/ballots/booth.mjs';
import { House, LARGE, SMALL, civil } from '../../lib/ballots/house.mjs';
import { CYCLE, audit, close, fillBoxes, makeAccounts, open, readBoard, readNotice, readResults, readTallies, setUp } from '../../lib/ballots/office.mjs';
import { WORDS, atOneComputer, checkReceipts, withTheNotice } from '../../lib/ballots/voters.mjs';
import { launch } from '../../lib/browser.mjs';
import { databases } from '../../lib/database.mjs';
import { languages } from '../../lib/words.mjs';

/** The open rehearsal of the sample organ, with one voter in each of its two boxes. */
const REHEARSAL = '/evaluations/2';

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

const inside = async (run, database, lang) => {
  const house = new House(browser, database, lang);
  run.after(() => house.end());
  await house.begin();
  return house;
};

for (const database of databases) {
  for (const lang of languages) {
    test(`a mass evaluation from the form to the recount (${database}, ${lang})`, { timeout: 300_000 }, async (run) => {
      const house = await inside(run, database, lang);
      const { accounts } = await (await (await house.server.session(house.account('xitong'))).json('/admin/accounts')).json();
      const guest = await makeAccounts(house);
      const evaluation = await setUp(house);
      const { person } = accounts.find((account) => account.login === 'qunzhong');
      const moved = { person, name: await nameOf(house, evaluation, person) };
      const rosters = await fillBoxes(house, evaluation, { moved, guest });
      run.diagnostic(`keys for three boxes: ${Math.round(await open(house, evaluation))} ms`);

      const line = new Line();
      const box = {
        members: await house.boxOf(evaluation, LARGE, '党员'),
        others: await house.boxOf(evaluation, LARGE, '群众'),
        small: await house.boxOf(evaluation, SMALL, '党员'),
      };
      const notice = await readNotice(house, evaluation);
      const place = { evaluation, box, line, notice };
      const receipts = { ...(await atOneComputer(house, place, guest)), ...(await withTheNotice(house, place)) };
      await line.tellsNothing(5);
      const log = house.server.log();
      assert.match(log, new RegExp(` path=${evaluation}/vote `), 'other requests are in the log');
      assert.doesNotMatch(log, /\/ballots\b|\/credentials\b/, 'nothing tells when a ballot was taken or cast');

      await close(house, evaluation);
      await checkReceipts(house, evaluation, receipts);
      const counts = [
        [LARGE, '党员', rosters.members, 2, 0, 2],
        [LARGE, '群众', rosters.others, 1, 0, 1],
        [SMALL, '党员', rosters.small, 1, 0, 1],
      ];
      await readBoard(house, evaluation, counts);
      await readResults(house, evaluation, { words: Object.values(WORDS) });
      await readTallies(house, counts.map(([organisation, group, , issued, , cast]) => [organisation, group, issued, cast]));
      await audit(house, evaluation, notice.hash);
    });
  }
}

async function nameOf(house, evaluation, person) {
  const { lines } = await house.read(evaluation);
  const members = lines.find((line) => line.organisation === LARGE && line.group === '党员');
  const { voters } = await house.read(`${evaluation}/boxes/${members.id}`);
  return voters.find((voter) => voter.person === person).name;
}

for (const lang of languages) {
  test(`without script the page leads to a ballot on paper, and a receipt is checked all the same (${lang})`, async (run) => {
    const house = await inside(run, 'sqlite', lang);
    const { t } = house;
    const code = await house.boxOf(REHEARSAL, LARGE, '党员');
    let receipt;
    await house.as('dangyuan', async (desk, { page }) => {
      const booth = new Booth(page, t);
      await booth.go(REHEARSAL);
      assert.equal(await page.locator('noscript .note').count(), 0, 'with script nothing is said of it');
      await booth.take(code);
      await booth.fill(code, '好', WORDS.member);
      receipt = await booth.cast(code);
    });

    const withoutScript = { script: false };
    await house.as('qunzhong', async (desk, { page }) => {
      await desk.go(`${REHEARSAL}/vote`);
      const note = page.locator('noscript .note');
      assert.equal(await note.isVisible(), true);
      assert.ok((await note.innerText()).includes(t('ballots-no-script')));
      assert.equal(await page.locator('[data-voting]').isVisible(), false);
      assert.equal(await page.locator('main :is(button, input, textarea):visible').count(), 0, 'nothing that would not work');
      await note.locator('a').click();
      await desk.sees('ballots-no-computer-text');
    }, withoutScript);

    const check = async (desk, text) => {
      await desk.go(`${REHEARSAL}/receipt`);
      await desk.fill(t('ballots-receipt'), text);
      await desk.press('ballots-check-do');
    };
    await house.anybody(async (desk) => {
      await check(desk, '这不是回执');
      await desk.sees('ballots-say-unreadable');
      assert.equal(await desk.page.getByLabel(t('ballots-receipt')).first().inputValue(), '这不是回执', 'what was typed comes back');
      await check(desk, receipt);
      await desk.sees('ballots-say-verdict-open');
    }, withoutScript);
    await close(house, REHEARSAL);
    await house.anybody(async (desk) => {
      await check(desk, receipt);
      await desk.page.locator('[data-verdict]').getByText(t('ballots-say-verdict-yes')).waitFor();
      await check(desk, JSON.stringify({ ...JSON.parse(receipt), leaf: '0'.repeat(64) }));
      await desk.page.locator('[data-verdict]').getByText(t('ballots-say-verdict-no')).waitFor();
    }, withoutScript);
  });
}

test('how long a voter waits', async (run) => {
  const house = await inside(run, 'sqlite', 'zh-CN');
  const window = { issue_from: civil(-5), issue_until: civil(600), cast_from: civil(-5), cast_until: civil(600) };
  const fields = { cycle: CYCLE, title: '计时演练', ...window, minimum: '5', minimum_text: '10', rehearsal: 'yes', 'q1.text': '意见', 'q1.kind': 'words' };
  const { id } = await (await house.office.post('/evaluations', fields)).json();
  const evaluation = `/evaluations/${id}`;
  const { lines } = await house.read(evaluation);
  const [first] = (await house.read(REHEARSAL)).lines;
  const [voter] = (await house.read(`${REHEARSAL}/boxes/${first.id}`)).voters;
  await house.empty(evaluation, () => false);
  for (const line of lines.slice(0, 10)) await house.send(`${evaluation}/boxes/${line.id}/voters`, { add: String(voter.person), name: voter.name });
  const keys = await open(house, evaluation);
  const took = { take: [], cast: [] };
  await house.as('dangyuan', async (desk, { page }) => {
    const booth = new Booth(page, house.t);
    await booth.go(evaluation);
    const codes = await page.locator('[data-box]').evaluateAll((boxes) => boxes.map((box) => box.dataset.box));
    assert.equal(codes.length, 10);
    for (const code of codes) {
      took.take.push(await booth.timed(code, '[data-do="take"]', 'fill'));
      await booth.fill(code, '好', WORDS.member);
      took.cast.push(await booth.timed(code, '.form-actions button:not([type])', 'done'));
    }
  });
  run.diagnostic(`keys for ten boxes: ${Math.round(keys)} ms`);
  for (const [step, times] of Object.entries(took)) {
    const [least, middle, most] = [0, 5, 9].map((at) => Math.round([...times].sort((a, b) => a - b)[at]));
    run.diagnostic(`${step}: ${middle} ms in the middle, ${least} to ${most} ms, of ten`);
  }
});
