// What the committee's office, the administrator of accounts and the auditor do about a mass evaluation.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { run } from '../command.mjs';
import { binary } from '../places.mjs';
import { LARGE, SMALL, civil } from './house.mjs';

/** The cycle that is under way in the sample organ. */
export const CYCLE = 3;
const YEAR = 2015;
const QUESTION = '您希望这个党组织明年做好哪件事？';
const SCORED = '群众评价';
const REASON = '票已收齐，提前结束';
export const TITLE = '2015年度正式群众评价';

/** Accounts for everybody of the small organisation; the first of them comes to vote. */
export async function makeAccounts(house) {
  const { t } = house;
  let first;
  await house.as('xitong', async (desk) => {
    const { page } = desk;
    await desk.go('/admin/people-accounts');
    await desk.fill(t('account-organisation'), SMALL);
    await desk.press('people-accounts-find');
    await desk.press('people-accounts-do');
    await desk.sees('people-accounts-once');
    const slip = page.getByRole('table', { name: t('people-accounts-slips') }).locator('tbody tr').first();
    const [name, login, password] = (await slip.locator('th, td').allTextContents()).map((text) => text.trim());
    first = { name, login, password, person: Number(login.slice(1)) };
    await desk.go(`/admin/people-accounts?org=${encodeURIComponent(SMALL)}`);
    assert.equal(await page.getByText(password).count(), 0, 'first passwords are shown once');
  });
  await house.firstSignIn(first);
  return first;
}

/** The form, for real and from now on. Gives the address of the evaluation. */
export async function setUp(house) {
  const { t } = house;
  let evaluation;
  await house.as('dangban', async (desk) => {
    const { page } = desk;
    await desk.go('/evaluations');
    await desk.follow('ballots-new');
    await page.getByLabel(new RegExp(`^${t('ballots-cycle')}`)).selectOption({ label: t('ballots-cycle-of', { year: YEAR }) });
    assert.equal(await page.locator('input[name="rehearsal"]').isChecked(), false);
    await desk.fill(t('ballots-title-field'), TITLE);
    for (const window of ['issue', 'cast']) {
      await desk.fill(t(`ballots-${window}-from`), civil(-5));
      await desk.fill(t(`ballots-${window}-until`), civil(-10));
    }
    await desk.fill(t('ballots-question-text'), QUESTION);
    await page.getByLabel(t('ballots-in-words'), { exact: true }).first().check();
    await desk.press('kit-save');
    await desk.sees('ballots-until-before-from');
    assert.equal(await page.getByLabel(t('ballots-question-text')).first().inputValue(), QUESTION, 'what was typed comes back');
    for (const window of ['issue', 'cast']) await desk.fill(t(`ballots-${window}-until`), civil(2 * 24 * 60));
    await desk.press('kit-save');
    await desk.sees('ballots-created');
    evaluation = new URL(page.url()).pathname;
  });
  const { evaluation: one } = await house.read(evaluation);
  assert.deepEqual([one.state, one.rehearsal, one.year, one.title], ['draft', false, YEAR, TITLE]);
  assert.deepEqual(one.questions.map(({ text, in_words }) => [text, in_words]), [[QUESTION, true]]);
  return evaluation;
}

/** `moved` votes with the others of the large organisation instead of its members, `guest` in its box of members as well. */
export async function fillBoxes(house, evaluation, { moved, guest }) {
  const { t } = house;
  await house.empty(evaluation, (line) => [LARGE, SMALL].includes(line.organisation));
  const { lines } = await house.read(evaluation);
  const box = (organisation, group) => lines.find((line) => line.organisation === organisation && line.group === group);
  const [members, others, small] = [box(LARGE, '党员'), box(LARGE, '群众'), box(SMALL, '党员')];
  const person = (name, id) => `li:has(input[name="${name}"][value="${id}"]) button`;
  await house.as('dangban', async (desk) => {
    const { page } = desk;
    const add = async (id, { name, person: number }) => {
      await desk.go(`${evaluation}/boxes/${id}`);
      await desk.fill(t('ballots-name'), name);
      await desk.press('kit-filter');
      await page.locator(person('add', number)).click();
      await desk.sees('ballots-voters-changed');
    };
    await desk.go(`${evaluation}/boxes/${members.id}`);
    await page.locator(person('remove', moved.person)).click();
    await desk.sees('ballots-voters-changed');
    await add(others.id, moved);
    await add(members.id, guest);
    await desk.go(evaluation);
    await page.getByText(t('ballots-warning-small', { n: 1, minimum: 5 })).waitFor();
  });
  const rosters = (await house.read(evaluation)).lines.filter((line) => line.roster > 0).map((line) => [line.id, line.roster]);
  assert.deepEqual(rosters, [[members.id, members.roster], [others.id, 1], [small.id, small.roster]]);
  return { members: members.roster, others: 1, small: small.roster };
}

/** Opens it; gives how long the keys took, in milliseconds. */
export async function open(house, evaluation) {
  let took;
  await house.as('dangban', async (desk) => {
    await desk.go(evaluation);
    await desk.press('ballots-open');
    await desk.sees('ballots-opening');
    const from = performance.now();
    await house.reaches(evaluation, 'open');
    took = performance.now() - from;
    await desk.go(evaluation);
    await desk.page.locator('.page-head').getByText(house.t('ballots-state-open'), { exact: true }).waitFor();
  });
  return took;
}

export async function close(house, evaluation) {
  await house.as('dangban', async (desk) => {
    await desk.go(evaluation);
    const form = desk.page.locator(`form[action="${evaluation}/closure"]`);
    await form.locator('[name="reason"]').fill(REASON);
    await form.getByRole('button').click();
    await desk.sees('ballots-closing');
    await house.reaches(evaluation, 'closed');
  });
}

/** The hash as it hangs on the wall, and the address to which its picture leads. */
export async function readNotice(house, evaluation) {
  let hash;
  await house.anybody(async (desk) => {
    await desk.go(`${evaluation}/notice`);
    // An installation that does not know its own address says so in the place of a picture.
    await desk.sees('ballots-no-qr');
    hash = (await desk.page.locator('.hash-large').innerText()).trim();
  });
  const answer = await fetch(`${house.server.origin}${evaluation}/notice`, { headers: { accept: 'application/json' } });
  const { address } = await answer.json();
  return { hash, fragment: address.slice(address.indexOf('#')) };
}

/** The board, open to everybody, with its reason; in every line roster ≥ taken ≥ cast, and just these counts. */
export async function readBoard(house, evaluation, wanted) {
  await house.anybody(async (desk) => {
    await desk.go(`${evaluation}/board`);
    await desk.page.getByText(REASON).waitFor();
    const rows = desk.page.getByRole('table', { name: house.t('ballots-counts') }).locator('tbody tr');
    const counts = await rows.evaluateAll((all) =>
      all.map((row) => [...row.children].slice(0, 6).map((cell) => cell.textContent.trim())),
    );
    const lines = counts.map(([organisation, group, ...numbers]) => ({ organisation, group, numbers: numbers.map(Number) }));
    for (const { numbers: [roster, issued, paper, cast] } of lines) assert.ok(roster >= issued + paper && issued >= cast, `${roster} ≥ ${issued} ≥ ${cast}`);
    assert.deepEqual(lines.map(({ organisation, group, numbers }) => [organisation, group, ...numbers]), wanted);
  });
}

/** So few took part that the scored question is withheld everywhere, whatever anybody chose, and all words. */
export async function readResults(house, evaluation, { words }) {
  const { t } = house;
  await house.as('dangban', async (desk) => {
    await desk.go(`${evaluation}/results`);
    const scored = desk.page.locator('main tbody tr').filter({ has: desk.page.getByRole('rowheader', { name: SCORED, exact: true }) });
    const cells = (await scored.locator('td').allTextContents()).map((text) => text.trim());
    // Both groups over the whole organ, both boxes and their sum, and the box of the small organisation.
    assert.deepEqual(cells, Array(6).fill(t('ballots-withheld')));
    const counts = await desk.page.locator('main td .num').allTextContents();
    assert.deepEqual(counts.filter((count) => count !== '0'), [], 'nor does anything else tell of a choice');
    const voices = await desk.page.locator('details.fold').allTextContents();
    assert.equal(voices.length, 3);
    for (const voice of voices) assert.ok(voice.includes(t('ballots-words-withheld', { text: 10 })), voice);
    const text = await desk.page.locator('main').textContent();
    for (const said of words) assert.ok(!text.includes(said), `“${said}” is shown`);
  });
}

/** The appraisal has what was cast online, box by box. */
export async function readTallies(house, wanted) {
  await house.as('dangban', async (desk) => {
    await desk.go(`/cycles/${CYCLE}/tallies`);
    for (const [organisation, group, issued, returned] of wanted) {
      const row = desk.page.locator('main tbody tr').filter({ has: desk.page.getByRole('rowheader', { name: organisation, exact: true }) });
      const cell = await row.locator(`td[data-label="${group}"]`).textContent();
      assert.ok(cell.includes(house.t('appraisal-tally-online', { returned, issued })), `${organisation}, ${group}: ${cell}`);
    }
  });
}

/** The auditor takes the bundle and counts again, with the hash from the wall and with another one. */
export async function audit(house, evaluation, hash) {
  const folder = mkdtempSync(join(tmpdir(), 'jinwei-ballots-'));
  try {
    const file = join(folder, 'ballots.zip');
    await house.as('shenji', async (desk) => {
      const { page } = desk;
      await desk.go('/ballot-audits');
      const [download] = await Promise.all([page.waitForEvent('download'), page.locator(`a[href="/ballot-audits/${evaluation.split('/').at(-1)}/bundle"]`).click()]);
      await download.saveAs(file);
    });
    const verify = (notice) => run(binary, ['ballots', 'verify', file, '--notice', notice]);
    const right = await verify(hash);
    assert.equal(right.code, 0, `${right.stdout}${right.stderr}`);
    const wrong = await verify(otherThan(hash));
    assert.equal(wrong.code, 1, `${wrong.stdout}${wrong.stderr}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The same hash but for its first character. */
export const otherThan = (hash) => (hash.startsWith('0') ? '1' : '0') + hash.slice(1);
