// From the deliberation to what is published.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { must } from '../command.mjs';
import { expected } from '../expected.mjs';
import { binary } from '../places.mjs';
import { markedBy } from '../recusal.mjs';
import { CYCLE, DECIDED, OWN, REVIEWERS, YEAR } from './plan.mjs';

/** The committee changes a grade and says why. */
export async function deliberate(year) {
  const { t } = year;
  await year.as('dangban', async (desk) => {
    await desk.go(`${CYCLE}/progress`);
    await desk.press('appraisal-move-to', { state: t('appraisal-state-deliberation') });
    await desk.sees('appraisal-was-moved', { year: YEAR, state: t('appraisal-state-deliberation') });
  });
  await year.as('shuji', async (desk) => {
    await desk.go(`${CYCLE}/deliberation`);
    await desk.page.getByRole('link', { name: DECIDED, exact: true }).click();
    await desk.page.locator('[name="subject"]').selectOption('grade');
    await desk.page.locator('[name="grade"]').selectOption('ordinary');
    await desk.page.locator('[name="reason"]').first().fill('群众来信反映的问题属实');
    await desk.press('appraisal-decide-do');
    await desk.sees('appraisal-was-decided', { name: DECIDED });
    const was = expected(YEAR).find((row) => row.organisation === DECIDED).grade;
    await desk.page.getByText(t('appraisal-decided-from-to', { name: t('appraisal-grade'), computed: was, decided: '一般' })).first().waitFor();
  });
}

/** Put up for five working days; everybody sees it now. */
export async function notice(year) {
  const { t } = year;
  await year.as('qunzhong', async (desk) => {
    const answer = await desk.page.goto(CYCLE);
    assert.equal(answer.status(), 404, 'before the notice there is nothing to see');
  });
  await year.as('shuji', async (desk) => {
    await desk.go(`${CYCLE}/notice`);
    await desk.press('appraisal-notice-give', { year: YEAR });
    await desk.page.getByText(t('appraisal-notice-running')).waitFor();
  });
}

export async function object(year) {
  const { t } = year;
  await year.as('qunzhong', async (desk) => {
    await desk.go(`${CYCLE}/notice`);
    await desk.follow('appraisal-objection-raise');
    await desk.page.locator('[name="org"]').selectOption({ label: DECIDED });
    await desk.page.locator('[name="words"]').fill('来信所述与事实不符，请核查。');
    await desk.press('appraisal-objection-send');
    await desk.page.getByText('来信所述与事实不符，请核查。').waitFor();
  });
  // Ten days on the answer is late, and the page says by whom.
  await year.later(12);
  await year.as('shuji', async (desk) => {
    await desk.go(`${CYCLE}/objections`);
    await desk.page.getByText(t('appraisal-objection-late')).waitFor();
    await desk.page.getByText(t('appraisal-objection-do-answer')).click();
    await desk.page.locator('[name="answer"]').fill('经核查，来信所述不实，异议成立。');
    await desk.press('appraisal-objection-uphold');
    await desk.sees('appraisal-objection-was-upheld');
  });
}

/** The decision is withdrawn in a new version that says what changed. */
export async function correct(year) {
  const { t } = year;
  await year.as('shuji', async (desk) => {
    await desk.go(`${CYCLE}/versions`);
    await desk.page.getByText(t('appraisal-correction-begin')).click();
    await desk.page.locator('[name="reason"]').fill('异议成立，撤回对等次的改动');
    await desk.press('appraisal-correction-do');
    await desk.page.getByRole('link', { name: DECIDED, exact: true }).click();
    await desk.page.locator('summary', { hasText: t('appraisal-decision-withdraw') }).click();
    await desk.page.locator('details [name="reason"]').fill('异议成立');
    await desk.press('appraisal-decision-withdraw');
    await desk.sees('appraisal-decision-was-withdrawn');
    await desk.go(`${CYCLE}/versions`);
    await desk.press('appraisal-correction-release');
    await desk.sees('appraisal-correction-released', { n: 2 });
    await desk.page.getByText('异议成立，撤回对等次的改动').waitFor();
    await desk.page.getByText(t('appraisal-version-changes', { n: 1 })).waitFor();
  });
}

export async function publish(year) {
  const { t } = year;
  await year.as('shuji', async (desk) => {
    await desk.go(`${CYCLE}/publication`);
    await desk.press('appraisal-publish-year', { year: YEAR });
    await desk.sees('appraisal-was-published', { year: YEAR });
  });
}

/** Every figure as published, but for what a recusal changed: one reviewer fewer marked that organisation. */
export async function compare(year) {
  await year.as('qunzhong', async (desk) => {
    await desk.go(CYCLE);
    const shown = await desk.ranking();
    const changed = markedBy(REVIEWERS.slice(0, 6).map((n) => `评委${n}`), OWN, YEAR);
    const wanted = expected(YEAR).map((row) => (row.organisation === OWN ? { ...row, ...changed } : row));
    assert.deepEqual(shown, wanted);
    await desk.sees('appraisal-ranking-corrected', { n: 2 });
    await desk.page.getByRole('link', { name: OWN, exact: true }).click();
    await desk.page.getByText(changed.panel).first().waitFor();
    await desk.sees('appraisal-marked-by', { n: 6, recused: 1 });
  });
  const session = await year.server.session(year.account('dangban'));
  const bundle = Buffer.from(await (await session.get(`${CYCLE}/versions/2/bundle`)).arrayBuffer());
  const folder = mkdtempSync(join(tmpdir(), 'jinwei-bundle-'));
  try {
    writeFileSync(join(folder, 'bundle.json'), bundle);
    const printed = await must(binary, ['rank', '--bundle', join(folder, 'bundle.json'), '--csv']);
    const lines = printed.replace('\uFEFF', '').trim().split(/\r?\n/).slice(1);
    assert.equal(lines.length, expected(YEAR).length, 'the bundle is recomputed offline');
  } finally {
    rmSync(folder, { recursive: true });
  }
}
