// A whole year by its seven roles: from the scheme to money approved by two, on both databases and in both languages. It
// ends with the published figures of 2014, but for what the journey itself changed, and the page says what that was.

import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

import { launch, visit } from '../../lib/browser.mjs';
import { jinwei, must } from '../../lib/command.mjs';
import { Desk } from '../../lib/desk.mjs';
import { expected } from '../../lib/expected.mjs';
import { install } from '../../lib/installation.mjs';
import { binary, office, scheme } from '../../lib/places.mjs';
import { markedBy } from '../../lib/recusal.mjs';
import { Server } from '../../lib/server.mjs';
import { sheetsOf, tallyOf } from '../../lib/sheets.mjs';
import { languages, wordsOf } from '../../lib/words.mjs';

const YEAR = 2014;
const CYCLE = '/cycles/2';
const CATEGORIES = ['审查业务类', '直属单位社会团体类', '综合管理类'];
const SCHEME = '基层党组织晋位升级考评方案';
const OWN = '离退休干部部党委'; // where the organisation's secretary works
const DECIDED = '机械发明审查部党委'; // whose grade the committee changes, and changes back
const BUDGET = '100,000.00';
const PASSWORD = 'Niandu-Kaoping-15';
const REVIEWERS = [1, 2, 3, 4, 5, 6, 7];

/** Logins of the journey besides the administrators and the committee's office. */
const PEOPLE = [
  ['shuji', 'committee_secretary'],
  ['weiyuan', 'committee_member'],
  ...REVIEWERS.map((n) => [`pingwei${n}`, 'reviewer']),
  ['danwei', 'organisation_secretary'],
  ['caiwu', 'finance'],
  ['qunzhong', 'staff'],
];

const nameOf = (login) => login.replace('pingwei', '评委');

const browser = await launch();
test.after(() => browser.close());

for (const database of ['sqlite', 'postgres']) {
  for (const lang of languages) {
    test(`a whole year by its seven roles, ${database}, ${lang}`, { timeout: 600_000 }, async (run) => {
      const year = new Year(database, lang);
      run.after(() => year.end());
      await year.begin();
      await year.lastYear();
      await year.draftScheme();
      await year.setUp();
      await year.assess();
      await year.panel();
      await year.mark(run);
      await year.count();
      await year.deliberate();
      await year.notice();
      await year.object();
      await year.correct();
      await year.publish();
      await year.compare();
      await year.fund();
      await year.papers();
    });
  }
}

/** The year as its people live it; every step is somebody's. */
class Year {
  constructor(database, lang) {
    Object.assign(this, { database, lang, t: wordsOf(lang), ahead: 0 });
  }

  /** Rosters and the year before from workbooks, and an account for everybody. */
  async begin() {
    this.installation = await install('bare', this.database);
    const { data } = this.installation;
    const files = (year) => CATEGORIES.map((name) => `${year}年度评分表_${name}.xlsx`).concat(`${year}年度群众评价汇总表.xlsx`);
    const paths = (names) => names.map((name) => join(office, name));
    await jinwei(data, ['import', ...paths(['基层党组织一览表.xlsx', '党务干部名册.xlsx'])]);
    await jinwei(data, ['import', '--year', '2013', '--scheme', scheme, ...paths(files(2013))]);
    for (const [login, role] of PEOPLE) {
      const roles = role === 'organisation_secretary' ? [] : ['--role', role];
      await jinwei(data, ['user', 'create', login, '--name', nameOf(login), ...roles, '--password-stdin'], { input: `${PASSWORD}-0` });
    }
    await this.serve();
    for (const [login] of PEOPLE) {
      const session = await this.server.session({ login, password: `${PASSWORD}-0` });
      const changed = await session.post('/me/password', { current: `${PASSWORD}-0`, new: PASSWORD, again: PASSWORD });
      assert.ok(changed.ok, `${login}: ${changed.status} ${await changed.clone().text()}`);
    }
    const security = await this.server.session(this.installation.account('security_admin'));
    const { accounts } = await (await security.json('/admin/accounts')).json();
    const { id } = accounts.find((account) => account.login === 'danwei');
    const granted = await security.post(`/admin/accounts/${id}/grants`, { role: 'organisation_secretary', organisation: OWN, from: '2013-01-01' });
    assert.ok(granted.ok, await granted.clone().text());
  }

  async serve() {
    this.server = await Server.start(this.installation.data);
  }

  /** Some days later: the installation's clock runs that much ahead. */
  async later(days) {
    await this.server.stop();
    this.ahead += days;
    const path = join(this.installation.data, 'jinwei.toml');
    const lines = readOr(path, '').split('\n');
    const kept = lines.filter((line) => !/^\[rehearsal\]|^days_ahead/.test(line)).join('\n');
    writeFileSync(path, `${kept}\n[rehearsal]\ndays_ahead = ${this.ahead}\n`);
    await this.serve();
  }

  async end() {
    await this.server?.stop();
    await this.installation?.remove();
  }

  account(login) {
    if (login === 'dangban') return this.installation.account('committee_admin');
    return { login, password: PASSWORD };
  }

  /** What somebody does in a browser of their own. */
  async as(login, work) {
    const installation = { account: () => this.account(login) };
    await visit(browser, { installation, server: this.server, lang: this.lang, width: 1440 }, async ({ page, signIn }) => {
      await signIn(login);
      await work(new Desk(page, this.t));
    });
  }

  /** The committee publishes the year that came from workbooks. */
  async lastYear() {
    await this.as('shuji', async (desk) => {
      await desk.go('/cycles/1/publication');
      await desk.press('appraisal-publish-year', { year: YEAR - 1 });
      await desk.sees('appraisal-was-published', { year: YEAR - 1 });
    });
  }

  /** The office drafts the next version of the scheme: mistakes are told while editing, and last year is tried with it. */
  async draftScheme() {
    const { t } = this;
    await this.as('dangban', async (desk) => {
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
  async setUp() {
    const { t } = this;
    await this.as('dangban', async (desk) => {
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
  async assess() {
    const { t } = this;
    await this.as('danwei', async (desk) => {
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
        await saved(items.nth(at));
      }
      await page.getByRole('button', { name: t('self-to-submit') }).click();
      await page.getByRole('button', { name: t('self-submit-do') }).click();
      await desk.sees('self-was-submitted');
    });
    await this.as('dangban', async (desk) => {
      await desk.go(`${CYCLE}/progress`);
      await desk.check(t('appraisal-move-knowing'));
      await desk.press('appraisal-move-to', { state: t('appraisal-state-review') });
      await desk.sees('appraisal-was-moved', { year: YEAR, state: t('appraisal-state-review') });
    });
  }

  /** The office names seven reviewers; whoever belongs to an organisation does not mark it. */
  async panel() {
    const { t } = this;
    await this.as('dangban', async (desk) => {
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

  /** One reviewer marks by keyboard alone, one by workbook on the page, the others send their workbooks as programs do. */
  async mark(run) {
    const { t } = this;
    for (const [at, category] of CATEGORIES.entries()) {
      const book = join(office, `${YEAR}年度评分表_${category}.xlsx`);
      const sheets = sheetsOf(readFileSync(book));
      await this.as('pingwei1', async (desk) => {
        await desk.go(`${CYCLE}/marking/${at + 1}`);
        const keys = await desk.markByKeyboard(sheets.get('评委1'));
        if (at === 0) run.diagnostic(`${category}: ${keys.cells} marks with ${keys.pressed} keystrokes, ${(keys.pressed / keys.cells).toFixed(2)} each`);
        assert.ok(keys.pressed <= keys.cells * 3, `${keys.pressed} keystrokes for ${keys.cells} marks`);
        await desk.follow('marking-to-submission');
        await desk.press('marking-submit-do', { category });
        await desk.sees('marking-was-submitted', { category, n: keys.cells });
      });
      await this.as('pingwei2', async (desk) => {
        await desk.go(`${CYCLE}/marking/${at + 1}`);
        await desk.follow('marking-upload');
        await desk.page.getByLabel(t('marking-upload-file')).setInputFiles(book);
        await desk.press('marking-upload-do');
        await desk.page.locator('main form[action$="/confirmation"] button').click();
        await desk.go(`${CYCLE}/marking/${at + 1}/submission`);
        await desk.press('marking-submit-do', { category });
      });
      for (const n of REVIEWERS.slice(2)) await this.sendSheet(n, at + 1, category, book, sheets.get(`评委${n}`));
    }
  }

  /** As a program: the own sheet as a workbook, then submitted. A recused reviewer's sheet says so. */
  async sendSheet(n, number, category, book, sheet) {
    const session = await this.server.session(this.account(`pingwei${n}`));
    const recused = n === 7 && sheet.rows.some((row) => row.organisation === OWN);
    if (recused) {
      const { rows } = await (await session.json(`${CYCLE}/marking/${number}`)).json();
      const [own, other] = [rows.find((row) => row.name === OWN), rows.find((row) => row.name !== OWN)];
      assert.notEqual(own.recused, '', 'the sheet says why');
      const cell = other.marks[0].cell.replace(String(other.org), String(own.org));
      const direct = await session.post(`${CYCLE}/marking/${number}`, { touched: 'yes', cell: [cell], was: [''], mark: ['9'] });
      assert.ok([403, 409, 422].includes(direct.status), `a recused reviewer cannot mark by asking directly either: ${direct.status}`);
    }
    const bytes = recused ? sheet.withRecusal(OWN) : readFileSync(book);
    const body = new FormData();
    body.set('workbook', new Blob([bytes]), `${YEAR}年度评分表_${category}.xlsx`);
    const headers = { cookie: session.cookie, accept: 'application/json' };
    const sent = await fetch(`${this.server.origin}${CYCLE}/marking/${number}/uploads`, { method: 'POST', body, headers });
    assert.equal(sent.status, 201, await sent.clone().text());
    const upload = sent.headers.get('location');
    const taken = await session.post(`${upload}/confirmation`, {});
    assert.ok(taken.ok, await taken.clone().text());
    const submitted = await session.post(`${CYCLE}/marking/${number}/submission`, {});
    assert.ok(submitted.ok, `评委${n} ${category}: ${await submitted.clone().text()}`);
  }

  /** Two persons type a tally, once differently; the rest comes from the workbook. */
  async count() {
    const { t } = this;
    await this.as('dangban', async (desk) => {
      await desk.go(`${CYCLE}/progress`);
      await desk.press('appraisal-move-to', { state: t('appraisal-state-mass-evaluation') });
      await desk.go(`${CYCLE}/tally-workbook`);
      await desk.page.getByLabel(t('appraisal-workbooks')).setInputFiles(join(office, `${YEAR}年度群众评价汇总表.xlsx`));
      await desk.press('appraisal-tally-workbook-do');
      await desk.sees('appraisal-tally-workbook-taken', { n: expected(YEAR).length * 2 });
    });
    // What the workbook says of one organisation is typed again by two persons, who first do not agree.
    const counts = await this.countsOf(OWN);
    const type = (login, change = {}) =>
      this.as(login, async (desk) => {
        await desk.go(`${CYCLE}/tallies`);
        await desk.page.getByRole('link', { name: OWN, exact: true }).click();
        for (const [name, value] of Object.entries({ ...counts, ...change })) await desk.page.locator(`[name="${name}"]`).fill(String(value));
        await desk.press('appraisal-tally-save');
        return desk;
      });
    const wrong = { 'mass-evaluation.members.good': counts['mass-evaluation.members.good'] - 1 };
    await type('dangban');
    await this.as('weiyuan', async (desk) => {
      await desk.go(`${CYCLE}/tallies`);
      await desk.page.getByRole('link', { name: OWN, exact: true }).click();
      await desk.page.getByText(t('appraisal-tally-second')).waitFor();
      for (const [name, value] of Object.entries({ ...counts, ...wrong })) await desk.page.locator(`[name="${name}"]`).fill(String(value));
      await desk.press('appraisal-tally-save');
      await desk.sees('appraisal-tally-was-mismatch', { name: OWN });
      await desk.page.locator('[name="mass-evaluation.members.good"]').fill(String(counts['mass-evaluation.members.good']));
      await desk.press('appraisal-tally-save');
      await desk.sees('appraisal-tally-was-counted', { name: OWN });
    });
  }

  /** The counts of an organisation by the names of the form, from the page as programs see it. */
  async countsOf(organisation) {
    const session = await this.server.session(this.account('dangban'));
    const { categories } = await (await session.json(`${CYCLE}/tallies`)).json();
    const { org } = categories.flatMap((category) => category.rows).find((row) => row.name === organisation);
    const tally = tallyOf(readFileSync(join(office, `${YEAR}年度群众评价汇总表.xlsx`)), organisation);
    assert.ok(org && tally, `${organisation} was evaluated`);
    return tally;
  }

  /** The committee changes a grade and says why. */
  async deliberate() {
    const { t } = this;
    await this.as('dangban', async (desk) => {
      await desk.go(`${CYCLE}/progress`);
      await desk.press('appraisal-move-to', { state: t('appraisal-state-deliberation') });
      await desk.sees('appraisal-was-moved', { year: YEAR, state: t('appraisal-state-deliberation') });
    });
    await this.as('shuji', async (desk) => {
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
  async notice() {
    const { t } = this;
    await this.as('qunzhong', async (desk) => {
      const answer = await desk.page.goto(CYCLE);
      assert.equal(answer.status(), 404, 'before the notice there is nothing to see');
    });
    await this.as('shuji', async (desk) => {
      await desk.go(`${CYCLE}/notice`);
      await desk.press('appraisal-notice-give', { year: YEAR });
      await desk.page.getByText(t('appraisal-notice-running')).waitFor();
    });
  }

  async object() {
    const { t } = this;
    await this.as('qunzhong', async (desk) => {
      await desk.go(`${CYCLE}/notice`);
      await desk.follow('appraisal-objection-raise');
      await desk.page.locator('[name="org"]').selectOption({ label: DECIDED });
      await desk.page.locator('[name="words"]').fill('来信所述与事实不符，请核查。');
      await desk.press('appraisal-objection-send');
      await desk.page.getByText('来信所述与事实不符，请核查。').waitFor();
    });
    // Ten days on the answer is late, and the page says by whom.
    await this.later(12);
    await this.as('shuji', async (desk) => {
      await desk.go(`${CYCLE}/objections`);
      await desk.page.getByText(t('appraisal-objection-late')).waitFor();
      await desk.page.getByText(t('appraisal-objection-do-answer')).click();
      await desk.page.locator('[name="answer"]').fill('经核查，来信所述不实，异议成立。');
      await desk.press('appraisal-objection-uphold');
      await desk.sees('appraisal-objection-was-upheld');
    });
  }

  /** The decision is withdrawn in a new version that says what changed. */
  async correct() {
    const { t } = this;
    await this.as('shuji', async (desk) => {
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

  async publish() {
    const { t } = this;
    await this.as('shuji', async (desk) => {
      await desk.go(`${CYCLE}/publication`);
      await desk.press('appraisal-publish-year', { year: YEAR });
      await desk.sees('appraisal-was-published', { year: YEAR });
    });
  }

  /** Every figure as published, but for what a recusal changed: one reviewer fewer marked that organisation. */
  async compare() {
    await this.as('qunzhong', async (desk) => {
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
    const session = await this.server.session(this.account('dangban'));
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

  /** Money by grade and members, exact to the last 分, in force once two persons have agreed. */
  async fund() {
    const { t } = this;
    await this.as('dangban', async (desk) => {
      await desk.go('/funds/new');
      await desk.page.locator('[name="year"]').fill('2015');
      await desk.page.locator('[name="source"]').fill('党费返还');
      await desk.page.locator('[name="budget"]').fill(BUDGET);
      await desk.press('kit-save');
      await desk.sees('fund-account-created');
      await desk.go('/funds/1/what-if');
      await desk.page.locator('[name="flat"]').fill('30');
      await desk.press('fund-compute');
      await desk.press('fund-save');
      await desk.sees('fund-was-saved');
      await desk.press('fund-submit');
      await desk.sees('fund-was-submitted');
    });
    await this.as('shuji', async (desk) => {
      await desk.go('/allocations/1');
      await desk.press('fund-approve');
      await desk.sees('fund-was-half-approved');
    });
    await this.as('caiwu', async (desk) => {
      await desk.go('/allocations/1');
      await desk.press('fund-approve');
      await desk.sees('fund-was-approved');
    });
    const session = await this.server.session(this.account('caiwu'));
    const book = Buffer.from(await (await session.get('/allocations/1?format=xlsx')).arrayBuffer());
    assert.equal(book.subarray(0, 2).toString(), 'PK', 'the allocation is a workbook too');
    const { shares } = await (await session.json('/allocations/1')).json();
    assert.equal(shares.length, expected(YEAR).length);
    const given = shares.reduce((sum, share) => sum + fen(share.computed), 0n);
    assert.equal(given, fen(BUDGET), 'what is given is the budget, to the last 分');
    for (const share of shares) {
      const [above, below] = share.exact.split('/').map(BigInt);
      const low = (above * 100n) / (below ?? 1n);
      assert.equal(fen(share.computed), low + (share.rounded_up ? 1n : 0n), `${share.name} gets what the rule gives`);
    }
  }

  /** The papers open in LibreOffice, and say what the pages say. */
  async papers() {
    const session = await this.server.session(this.account('dangban'));
    const { categories } = await (await session.json(CYCLE)).json();
    const { org } = categories.flatMap((category) => category.rows).find((row) => row.name === DECIDED);
    const folder = mkdtempSync(join(tmpdir(), 'jinwei-papers-'));
    try {
      const names = [];
      for (const [name, path] of [['notice', `${CYCLE}/papers/notice`], ['statement', `${CYCLE}/papers/statements/${org}`]]) {
        const answer = await session.get(`${path}?format=docx`);
        assert.equal(answer.status, 200, path);
        writeFileSync(join(folder, `${name}.docx`), Buffer.from(await answer.arrayBuffer()));
        names.push(join(folder, `${name}.docx`));
      }
      await must('soffice', [`-env:UserInstallation=file://${folder}/office`, '--headless', '--convert-to', 'pdf', '--outdir', folder, ...names]);
      const text = await must('pdftotext', ['-layout', join(folder, 'statement.pdf'), '-']);
      const own = expected(YEAR).find((row) => row.organisation === DECIDED);
      assert.ok(text.includes(own.total), `the statement names the total ${own.total}`);
    } finally {
      rmSync(folder, { recursive: true });
    }
  }
}

/** An amount in 分. */
const fen = (text) => BigInt(text.replaceAll(/[,.]/g, ''));

function readOr(path, otherwise) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return otherwise;
  }
}
