// A mass evaluation from the office's form to the auditor's recount, through the pages that voters see: a window closed too
// soon, an answer lost on the way, somebody else at the same computer. On both databases, in both languages.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';

import { Booth, Line, kept, loseReply } from '../../lib/ballots/booth.mjs';
import { House, LARGE, SMALL, civil } from '../../lib/ballots/house.mjs';
import { TITLE, audit, close, fillBoxes, makeAccounts, open, otherThan, readBoard, readNotice, readResults, readTallies, setUp } from '../../lib/ballots/office.mjs';
import { launch } from '../../lib/browser.mjs';
import { databases } from '../../lib/database.mjs';
import { languages } from '../../lib/words.mjs';

/** The open rehearsal of the sample organ, with one voter in each of its two boxes. */
const REHEARSAL = '/evaluations/2';

const WORDS = { member: '希望多到一线调研', other: '希望食堂晚些关门', guest: '希望会议短一些' };

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
  const { voters } = await house.read(`${evaluation}/boxes/${lines.find((line) => line.organisation === LARGE && line.group === '党员').id}`);
  return voters.find((voter) => voter.person === person).name;
}

/** A member takes a ballot, reloads and casts it; then somebody else sits down, finds nothing, and votes for two organisations. */
async function atOneComputer(house, { evaluation, box, line }, guest) {
  const { t } = house;
  const receipts = {};
  await house.as('dangyuan', async (desk, { page, signIn }) => {
    line.listen(page);
    const booth = new Booth(page, t);
    await desk.go('/');
    await page.getByRole('link', { name: t('ballots-todo', { title: TITLE }) }).click();
    await booth.take(box.members);
    await page.reload();
    await booth.part(box.members, 'fill').waitFor();
    await booth.press(box.members, 'ballots-cast');
    assert.equal(await booth.part(box.members, 'fill').isVisible(), true, 'what must be answered is asked for first');
    await booth.fill(box.members, '好', WORDS.member);
    receipts.member = await booth.cast(box.members);
    const [download] = await Promise.all([page.waitForEvent('download'), booth.press(box.members, 'ballots-receipt-save')]);
    assert.equal(readFileSync(await download.path(), 'utf8').trim(), receipts.member);
    assert.ok((await kept(page)).some(([, text]) => text.includes(leafOf(receipts.member))), 'the receipt outlives a reload');
    assert.ok(!JSON.stringify(await kept(page)).includes(WORDS.member), 'the answers do not');

    await signIn(guest.login);
    await booth.go(evaluation);
    assert.deepEqual(await kept(page), [], 'nothing is left of whoever voted before');
    for (const code of [box.members, box.small]) await booth.part(code, 'take').waitFor();
    await loseAnAnswer(booth, box.members, receipts);
    await booth.take(box.small);
    await booth.fill(box.small, '较好', '');
    receipts.small = await booth.cast(box.small);
    await booth.page.getByRole('button', { name: t('ballots-finish'), exact: true }).click();
    await desk.sees('ballots-finished');
    assert.deepEqual(await kept(page), []);
    await page.reload();
    await booth.part(box.small, 'elsewhere').waitFor();
  });
  return receipts;
}

/** The ballot arrives and its answer does not: the page says so, after a reload as well, and the same ballot is sent again. */
async function loseAnAnswer(booth, code, receipts) {
  await booth.take(code);
  await booth.fill(code, '一般', WORDS.guest);
  const answers = await loseReply(booth.page);
  await booth.press(code, 'ballots-cast');
  await booth.says(code, 'ballots-say-offline');
  assert.equal(answers[0].status, 200, 'the ballot has arrived');
  await booth.page.reload();
  await booth.says(code, 'ballots-say-pending');
  assert.equal(await booth.scored(code, '一般').isChecked(), true);
  assert.equal(await booth.words(code).inputValue(), WORDS.guest);
  receipts.guest = await booth.cast(code);
  const { leaf, receipt } = JSON.parse(receipts.guest);
  assert.deepEqual([leaf, receipt], [answers[0].leaf, answers[0].receipt], 'it is the same ballot');
}

/** Somebody comes by the picture on the notice, casts, closes the window, comes back and votes otherwise. */
async function withTheNotice(house, { evaluation, box, line, notice }) {
  const { t } = house;
  const receipts = {};
  await house.as('qunzhong', async (desk, { page, context }) => {
    line.listen(page);
    await page.goto(`${evaluation}/vote${notice.fragment.slice(0, -1)}`);
    await desk.sees('ballots-manifest-wrong');
    assert.equal(await page.locator('[data-voting]').isVisible(), false, 'half a hash is none');

    const booth = new Booth(page, t);
    await page.goto('/vote');
    await booth.go(evaluation, notice.fragment);
    await desk.sees('ballots-manifest-right');
    await page.locator('summary', { hasText: t('ballots-compare') }).click();
    const compare = async (typed) => {
      await page.getByLabel(t('ballots-expected')).fill(typed);
      await desk.press('ballots-compare-do');
    };
    await compare(otherThan(notice.hash));
    await desk.sees('ballots-manifest-wrong');
    assert.equal(await page.locator('[data-voting]').isVisible(), false);
    await compare(notice.hash.slice(0, 9));
    await page.locator('[data-voting]').waitFor();

    await page.getByLabel(t('ballots-own-computer')).check();
    await booth.take(box.others);
    await booth.fill(box.others, '差', WORDS.other);
    receipts.before = await booth.cast(box.others);

    const window = await context.newPage();
    line.listen(window);
    await page.close();
    const again = new Booth(window, t);
    await again.go(evaluation);
    assert.equal(await again.receipt(box.others), receipts.before, 'on a computer of one’s own it is still there');
    await again.press(box.others, 'ballots-change');
    assert.equal(await again.words(box.others).inputValue(), '', 'how the first one was filled in is not kept');
    await again.fill(box.others, '好', WORDS.other);
    await again.press(box.others, 'ballots-cast');
    await again.part(box.others, 'done').waitFor();
    receipts.changed = await again.receipt(box.others);
    assert.notEqual(leafOf(receipts.changed), leafOf(receipts.before));
  });
  return receipts;
}

const leafOf = (receipt) => JSON.parse(receipt).leaf;

/** Anybody checks: those that were cast are counted, the one that was replaced is not on the board. With script and without. */
async function checkReceipts(house, evaluation, { before: replaced, ...counted }) {
  const { t } = house;
  const address = `${evaluation}/receipt`;
  const asked = [];
  const verdict = async (desk, receipt, key) => {
    await desk.go(address);
    await desk.fill(t('ballots-receipt'), receipt);
    await desk.press('ballots-check-do');
    await desk.page.locator('[data-verdict]').getByText(t(key)).waitFor();
    return desk.page.locator('[data-steps] li').evaluateAll((steps) => steps.filter((step) => step.dataset.held !== 'yes').map((step) => step.textContent));
  };
  const check = async (desk) => {
    for (const receipt of Object.values(counted)) assert.deepEqual(await verdict(desk, receipt, 'ballots-say-verdict-yes'), []);
    assert.deepEqual(await verdict(desk, replaced, 'ballots-say-verdict-no'), [t('ballots-say-failed-leaf')]);
  };
  await house.anybody(async (desk, { page }) => {
    page.on('request', (request) => asked.push(request.url() + (request.postData() ?? '')));
    await check(desk);
  });
  assert.equal(asked.filter((request) => Object.values(counted).some((receipt) => request.includes(leafOf(receipt)))).length, 0, 'nobody learns what was checked');
  await house.anybody(check, { script: false });
  for (const receipt of Object.values(counted)) assert.ok(!house.server.log().includes(leafOf(receipt)), 'nor does the log');
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
  const { id: cycle } = (await house.read('/cycles/3/tallies')).cycle;
  const window = { issue_from: civil(-5), issue_until: civil(600), cast_from: civil(-5), cast_until: civil(600) };
  const fields = { cycle, title: '计时演练', ...window, minimum: '5', minimum_text: '10', rehearsal: 'yes', 'q1.text': '意见', 'q1.kind': 'words' };
  const { id } = await (await house.office.post('/evaluations', fields)).json();
  const evaluation = `/evaluations/${id}`;
  const { lines } = await house.read(evaluation);
  const voter = (await house.read(`/evaluations/2/boxes/${(await house.read('/evaluations/2')).lines[0].id}`)).voters[0];
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
