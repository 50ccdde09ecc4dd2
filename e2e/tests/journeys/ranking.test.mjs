// The one job everybody comes for, through the web alone: an empty installation, the office's workbooks, and at the end
// the ranking of two years, exact in every figure and open down to the cell. On both databases, in both languages.

import assert from 'node:assert/strict';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { launch, visit } from '../../lib/browser.mjs';
import { databases } from '../../lib/database.mjs';
import { expected } from '../../lib/expected.mjs';
import { install } from '../../lib/installation.mjs';
import { images, office, scheme } from '../../lib/places.mjs';
import { Server } from '../../lib/server.mjs';
import { languages, wordsOf } from '../../lib/words.mjs';

const WINNER = '材料工程发明审查部党委';
const CATEGORY = '审查业务类';

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

const workbooks = (year) => readdirSync(office).filter((name) => name.startsWith(`${year}`)).map((name) => join(office, name));

test('the workbooks of both years are there', () => {
  assert.equal(workbooks(2013).length, 4);
  assert.equal(workbooks(2014).length, 4);
});

for (const database of databases) {
  for (const lang of languages) {
    test(`from the office's workbooks to the ranking (${database}, ${lang})`, async (run) => {
      const installation = await install('bare', database);
      run.after(() => installation.remove());
      const server = await Server.start(installation.data);
      run.after(() => server.stop());
      await visit(browser, { installation, server, lang, width: 1440 }, async ({ page, signIn }) => {
        const office = new Office(page, wordsOf(lang));
        await signIn('committee_admin');
        await page.goto('/');
        await office.importRoster('基层党组织一览表.xlsx');
        await office.importRoster('党务干部名册.xlsx');
        for (const year of [2013, 2014]) {
          await office.makeCycle(year);
          await office.publish(year);
          await office.compareRanking(year);
        }
        const picture = database === 'sqlite' && lang === 'zh-CN';
        if (picture) await office.keepPicture('ranking.png');
        await office.openOrganisation();
        if (picture) await office.keepPicture('organisation.png');
        await office.readCharts();
        await office.openFigure();
        await office.compareYears();
      });
    });
  }
}

/** What somebody in the committee's office does, by the words on the page. */
class Office {
  constructor(page, t) {
    Object.assign(this, { page, t });
  }

  link = (key, args) => this.page.locator('main').getByRole('link', { name: this.t(key, args), exact: true });
  button = (key, args) => this.page.locator('main').getByRole('button', { name: this.t(key, args), exact: true });

  async menu(key) {
    await this.page.getByRole('navigation', { name: this.t('shell-nav') }).getByRole('link', { name: this.t(key), exact: true }).click();
  }

  async importRoster(name) {
    const { page, t } = this;
    await this.menu('nav-imports');
    await this.link('import-new').first().click();
    await page.getByLabel(new RegExp(`^${t('import-file')}`)).setInputFiles(join(office, name));
    await this.button('import-send').click();
    await page.getByText(t('import-ready')).waitFor();
    const rows = await page.locator('.stat', { hasText: t('import-new-rows') }).locator('.stat-value').textContent();
    assert.ok(Number(rows) > 300, `${name} brings ${rows} rows`);
    await this.button('import-apply', { n: rows }).click();
    await page.getByText(t('import-was-applied', { new: rows, changed: '0' })).waitFor();
  }

  async makeCycle(year) {
    const { page, t } = this;
    await this.menu('appraisal-cycles');
    await this.link('appraisal-cycle-new').first().click();
    await page.getByLabel(new RegExp(`^${t('appraisal-year')}`)).fill(String(year));
    await page.getByLabel(t('appraisal-scheme-file')).setInputFiles(scheme);
    await page.getByLabel(t('appraisal-workbooks')).setInputFiles(workbooks(year));
    await this.button('appraisal-cycle-create').click();
    await this.button('appraisal-compute', { year }).click();
    await page.getByText(t('appraisal-was-computed', { year, n: expected(year).length })).waitFor();
  }

  async publish(year) {
    const { page, t } = this;
    await this.link('appraisal-publish').click();
    await this.button('appraisal-publish-year', { year }).click();
    await page.getByText(t('appraisal-was-published', { year })).waitFor();
  }

  /** Reads the ranking as it stands on the page and holds every figure against the published one. */
  async compareRanking(year) {
    const { page, t } = this;
    const shown = await page.locator('main section').evaluateAll((sections) =>
      sections.flatMap((section) =>
        [...section.querySelectorAll('tbody tr:not(.row-line)')].map((row) => {
          const [rank, organisation, panel, mass, total, grade] = [...row.children].map((cell) => cell.textContent.trim());
          return { category: section.querySelector('h2').textContent.trim(), rank, organisation, panel, mass, total, grade };
        }),
      ),
    );
    assert.deepEqual(shown, expected(year), `the ranking of ${year}`);
    const place = shown.find((row) => row.organisation === WINNER);
    const wanted = year === 2013 ? ['13', '一般'] : ['1', '好'];
    assert.deepEqual([place.category, place.rank, place.grade], [CATEGORY, ...wanted]);
    if (year === 2014) {
      const row = page.getByRole('row').filter({ has: page.getByRole('link', { name: WINNER, exact: true }) });
      await row.getByText(t('kit-move-up-by', { n: 12 })).waitFor();
    }
  }

  async openOrganisation() {
    const { page, t } = this;
    await page.getByRole('link', { name: WINNER, exact: true }).click();
    await page.getByRole('heading', { level: 1, name: WINNER }).waitFor();
    await page.locator('canvas').nth(1).waitFor();
  }

  async readCharts() {
    const { page, t } = this;
    const radar = page.locator('figure', { has: page.getByRole('img', { name: t('appraisal-radar') }) });
    await radar.getByText(t('kit-chart-data')).click();
    assert.ok((await radar.locator('tbody tr').count()) >= 4, 'the radar has its figures beside it');
    const past = page.getByRole('img', { name: t('appraisal-years') }).locator('xpath=ancestor::figure');
    await past.getByText(t('kit-chart-data')).click();
    await past.getByRole('row', { name: /2013.*13 \/ 13/ }).waitFor();
  }

  /** From the total down to a cell of a workbook. */
  async openFigure() {
    const { page, t } = this;
    const figures = page.getByRole('region', { name: t('appraisal-figures') });
    const total = expected(2014).find((row) => row.organisation === WINNER).total;
    await figures.getByRole('row', { name: t('appraisal-total') }).getByRole('link', { name: total }).click();
    const tree = page.locator('.figure-tree');
    await tree.waitFor();
    // Opens one level after the other, as a reader does, until figures that somebody entered are in sight.
    for (;;) {
      const closed = tree.locator('details:not([open])').filter({ visible: true });
      if ((await closed.count()) === 0) break;
      await closed.first().locator('> summary').click();
    }
    const leaves = await tree.locator('.figure-leaf').evaluateAll((all) =>
      all.map((leaf) => ({ source: leaf.querySelector('.figure-source')?.textContent ?? '', dropped: leaf.classList.contains('figure-dropped') })),
    );
    const cell = /2014年度评分表_审查业务类\.xlsx.+评委\d.*[A-Z]+\d+/;
    assert.ok(leaves.some((leaf) => cell.test(leaf.source)), `a mark names its cell: ${JSON.stringify(leaves.slice(0, 4))}`);
    assert.ok(leaves.some((leaf) => /2014年度群众评价汇总表\.xlsx/.test(leaf.source)), 'ballots name theirs');
    assert.ok(leaves.some((leaf) => leaf.dropped), 'a mark that was left out is shown as left out');
  }

  async compareYears() {
    const { page, t } = this;
    await this.menu('appraisal-cycles');
    await this.link('appraisal-compare').click();
    const section = page.locator('section', { has: page.getByRole('heading', { name: CATEGORY, exact: true }) });
    await section.locator('canvas').waitFor();
    await section.getByText(t('kit-chart-data')).click();
    const cells = await section.getByRole('row').filter({ has: page.getByRole('link', { name: WINNER, exact: true }) }).locator('th, td').allTextContents();
    const [was, is] = [2013, 2014].map((year) => expected(year).find((row) => row.organisation === WINNER));
    assert.deepEqual(cells.map((text) => text.replace('▲', '').trim()), [WINNER, was.rank, is.rank, t('kit-move-up-by', { n: 12 }), was.total, is.total, was.grade, is.grade]);
  }

  /** The picture of this page that the README shows. */
  async keepPicture(name) {
    const { page } = this;
    mkdirSync(images, { recursive: true });
    // Without the message of what was done just before.
    await page.goto(page.url());
    if ((await page.locator('[data-chart]').count()) > 0) await page.locator('canvas').nth(1).waitFor();
    await page.screenshot({ path: join(images, name), animations: 'disabled' });
  }
}
