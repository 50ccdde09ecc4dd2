// The year until it can be marked: last year, the scheme, opening, self-assessment and the panel.

import assert from 'node:assert/strict';

import { expected } from '../expected.mjs';
import { CYCLE, OWN, REVIEWERS, SCHEME, YEAR } from './plan.mjs';

/** The committee publishes the year that came from workbooks. */
export async function lastYear(year) {
  await year.as('shuji', async (desk) => {
    await desk.go('/cycles/1/publication');
    await desk.press('appraisal-publish-year', { year: YEAR - 1 });
    await desk.sees('appraisal-was-published', { year: YEAR - 1 });
  });
}

/** The office drafts the next version of the scheme: mistakes are told while editing, and last year is tried with it. */
export async function draftScheme(year) {
  const { t } = year;
  await year.as('dangban', async (desk) => {
    const { page } = desk;
    await desk.go('/schemes/1');
    await desk.press('scheme-next-version');
    await desk.go('/schemes/drafts/1/indicators');
    await desk.fill(t('scheme-field-name'), '学习平台点赞数');
    await page.locator('input[name="full"]').fill('5');
    await desk.press('scheme-indicator-add');
    await desk.sees('scheme-wrong-attention', { word: '点赞' });

    await desk.go('/schemes/drafts/1/parts/dimensions');
    const weight = page.locator('input[name="dimension_0_weight"]');
    const was = await weight.inputValue();
    await weight.fill('25');
    await desk.press('kit-save');
    await page.getByText(t('scheme-fault-weights', { sum: '105', full: '100' })).first().waitFor();
    await desk.go('/schemes/drafts/1/parts/dimensions');
    await weight.fill(was);
    await desk.press('kit-save');
    await desk.go('/schemes/drafts/1/parts/general');
    await page.locator('input[name="name"]').fill(SCHEME);
    await desk.press('kit-save');

    await desk.go('/schemes/drafts/1/trial');
    await page.getByText(t('scheme-trial-nothing-written', { year: YEAR - 1 })).waitFor();
    assert.equal(await page.locator('main .move-up, main .move-down, main tr.row-focus').count(), 0, 'nothing moves by another name');
    await desk.go('/schemes/drafts/1/difference');
    await page.getByText(SCHEME).first().waitFor();
    await desk.go('/schemes/drafts/1');
    await desk.press('scheme-draft-keep', { version: 2 });
    await desk.sees('scheme-draft-kept');
  });
}

/** The office sets the year up and opens it. */
export async function setUp(year) {
  const { t } = year;
  await year.as('dangban', async (desk) => {
    await desk.go('/cycles/new');
    await desk.fill(t('appraisal-year'), String(YEAR));
    await desk.page.locator('select[name="scheme"]').selectOption({ label: t('appraisal-scheme-named', { name: SCHEME, version: 2 }) });
    await desk.press('appraisal-cycle-create');
    await desk.go(`${CYCLE}/progress`);
    await desk.follow('appraisal-open');
    assert.equal(await desk.page.locator('input[name="org"]:checked').count(), expected(YEAR).length);
    await desk.press('appraisal-open-do', { year: YEAR });
    await desk.sees('appraisal-was-opened', { year: YEAR, n: expected(YEAR).length });
  });
}

/** An organisation says what it claims, and shows evidence. */
export async function assess(year) {
  const { t } = year;
  await year.as('danwei', async (desk) => {
    const { page } = desk;
    await desk.go('/');
    await page.locator('main a[href*="/self-assessments/"]').first().click();
    const items = page.locator('main [id^="item-"]');
    const first = items.first();
    const saved = (item) => item.locator('[data-save-state]').getByText(new RegExp(`^${t('self-saved-at')} `)).waitFor();
    await first.locator('textarea').fill('班子分工明确，全年研究党建议题十二次。');
    await saved(first);
    await first.locator('input[data-field="claim"]').fill('9.5');
    await first.locator('input[data-field="claim"]').blur();
    await first.locator('input[type="file"]').setInputFiles({ name: '党委会议记录.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4 minutes') });
    await first.locator('[data-files] li a').getByText('党委会议记录.pdf').waitFor();
    for (let at = 1; at < (await items.count()); at += 1) {
      await items.nth(at).locator('textarea').fill(`第 ${at + 1} 项：按计划完成。`);
    }
    for (const item of await items.all()) await saved(item);
    await page.getByRole('button', { name: t('self-to-submit') }).click();
    await page.getByRole('button', { name: t('self-submit-do') }).click();
    await desk.sees('self-was-submitted');
  });
  await year.as('dangban', async (desk) => {
    await desk.go(`${CYCLE}/progress`);
    await desk.check(t('appraisal-move-knowing'));
    await desk.press('appraisal-move-to', { state: t('appraisal-state-review') });
    await desk.sees('appraisal-was-moved', { year: YEAR, state: t('appraisal-state-review') });
  });
}

/** The office names seven reviewers; whoever belongs to an organisation does not mark it. */
export async function panel(year) {
  const { t } = year;
  await year.as('dangban', async (desk) => {
    for (const n of REVIEWERS) {
      await desk.go(`${CYCLE}/panel`);
      await desk.fill(t('panel-label'), `评委${n}`);
      await desk.page.getByLabel(t('panel-account')).selectOption({ label: `评委${n} (pingwei${n})` });
      if (n === 7) await desk.page.getByLabel(t('panel-own')).selectOption({ label: OWN });
      await desk.press('panel-add-do');
      await desk.sees('panel-added', { label: `评委${n}` });
    }
    await desk.press('panel-assign-do');
    await desk.page.getByText(t('panel-recused')).first().waitFor();
  });
}
