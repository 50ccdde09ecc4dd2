// What the voters of a mass evaluation do in their browsers, and what anybody does with a receipt afterwards.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

import { Booth, kept, loseReply } from './booth.mjs';
import { TITLE, otherThan } from './office.mjs';

/** What they write; nobody may read it afterwards. */
export const WORDS = { member: '希望多到一线调研', other: '希望食堂晚些关门', guest: '希望会议短一些' };

/** A member takes a ballot, reloads and casts it; then somebody else sits down, finds nothing, and votes for two organisations. */
export async function atOneComputer(house, { evaluation, box, line }, guest) {
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
  await booth.says(code, 'ballots-say-pending');
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
export async function withTheNotice(house, { evaluation, box, line, notice }) {
  const { t } = house;
  const receipts = {};
  await house.as('qunzhong', async (desk, { page, context, signIn }) => {
    line.listen(page);
    const booth = new Booth(page, t);
    await booth.go(evaluation, notice.fragment);
    await desk.sees('ballots-manifest-right');
    // Another address in the same window is compared as well, and half a hash is none.
    await page.goto(`${evaluation}/vote${notice.fragment.slice(0, -1)}`);
    await desk.sees('ballots-manifest-wrong');
    assert.equal(await page.locator('[data-voting]').isVisible(), false);
    // The right one mends it without anything else.
    await booth.go(evaluation, notice.fragment);
    await page.locator('summary', { hasText: t('ballots-compare') }).click();
    const compare = async (typed) => {
      await page.getByLabel(t('ballots-expected')).fill(typed);
      await desk.press('ballots-compare-do');
    };
    await compare(otherThan(notice.hash));
    await desk.sees('ballots-manifest-wrong');
    assert.equal(await page.locator('[data-voting]').isVisible(), false);
    await compare(notice.hash.slice(0, 9));
    await desk.sees('ballots-manifest-right');
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
    receipts.changed = await again.cast(box.others);
    assert.notEqual(leafOf(receipts.changed), leafOf(receipts.before));

    await signIn('dangyuan');
    await again.go(evaluation);
    assert.deepEqual(await kept(window), [], 'whose computer it was counts for nobody else');
  });
  return receipts;
}

const leafOf = (receipt) => JSON.parse(receipt).leaf;

/** Anybody checks: those that were cast are counted, the one that was replaced is not on the board. With script and without. */
export async function checkReceipts(house, evaluation, { before: replaced, ...counted }) {
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
