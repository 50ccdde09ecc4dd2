// Marks and ballots: by keyboard, by workbook, and typed by two.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expected } from '../expected.mjs';
import { office } from '../places.mjs';
import { sheetsOf, tallyOf } from '../sheets.mjs';
import { CATEGORIES, CYCLE, OWN, REVIEWERS, YEAR } from './plan.mjs';

/** One reviewer marks by keyboard alone, one by workbook on the page, the others send their workbooks as programs do. */
export async function mark(year, run) {
  const { t } = year;
  for (const [at, category] of CATEGORIES.entries()) {
    const book = join(office, `${YEAR}年度评分表_${category}.xlsx`);
    const sheets = sheetsOf(readFileSync(book));
    await year.as('pingwei1', async (desk) => {
      await desk.go(`${CYCLE}/marking/${at + 1}`);
      const keys = await desk.markByKeyboard(sheets.get('评委1'));
      if (at === 0) run.diagnostic(`${category}: ${keys.cells} marks with ${keys.pressed} keystrokes, ${(keys.pressed / keys.cells).toFixed(2)} each`);
      assert.ok(keys.pressed <= keys.cells * 3, `${keys.pressed} keystrokes for ${keys.cells} marks`);
      await desk.follow('marking-to-submission');
      await desk.press('marking-submit-do', { category });
      await desk.sees('marking-was-submitted', { category, n: keys.cells });
    });
    await year.as('pingwei2', async (desk) => {
      await desk.go(`${CYCLE}/marking/${at + 1}`);
      await desk.follow('marking-upload');
      await desk.page.getByLabel(t('marking-upload-file')).setInputFiles(book);
      await desk.press('marking-upload-do');
      await desk.page.locator('main form[action$="/confirmation"] button').click();
      await desk.go(`${CYCLE}/marking/${at + 1}/submission`);
      await desk.press('marking-submit-do', { category });
    });
    for (const n of REVIEWERS.slice(2)) await sendSheet(year, n, at + 1, category, book, sheets.get(`评委${n}`));
  }
}

/** As a program: the own sheet as a workbook, then submitted. A recused reviewer's sheet says so. */
async function sendSheet(year, n, number, category, book, sheet) {
  const session = await year.server.session(year.account(`pingwei${n}`));
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
  const sent = await fetch(`${year.server.origin}${CYCLE}/marking/${number}/uploads`, { method: 'POST', body, headers });
  assert.equal(sent.status, 201, await sent.clone().text());
  const upload = sent.headers.get('location');
  const taken = await session.post(`${upload}/confirmation`, {});
  assert.ok(taken.ok, await taken.clone().text());
  const submitted = await session.post(`${CYCLE}/marking/${number}/submission`, {});
  assert.ok(submitted.ok, `评委${n} ${category}: ${await submitted.clone().text()}`);
}

/** Two persons type a tally, once differently; the rest comes from the workbook. */
export async function count(year) {
  const { t } = year;
  await year.as('dangban', async (desk) => {
    await desk.go(`${CYCLE}/progress`);
    await desk.press('appraisal-move-to', { state: t('appraisal-state-mass-evaluation') });
    await desk.go(`${CYCLE}/tally-workbook`);
    await desk.page.getByLabel(t('appraisal-workbooks')).setInputFiles(join(office, `${YEAR}年度群众评价汇总表.xlsx`));
    await desk.press('appraisal-tally-workbook-do');
    await desk.sees('appraisal-tally-workbook-taken', { n: expected(YEAR).length * 2 });
  });
  // What the workbook says of one organisation is typed again by two persons, who first do not agree.
  const counts = await countsOf(year, OWN);
  const type = (login, change = {}) =>
    year.as(login, async (desk) => {
      await desk.go(`${CYCLE}/tallies`);
      await desk.page.getByRole('link', { name: OWN, exact: true }).click();
      for (const [name, value] of Object.entries({ ...counts, ...change })) await desk.page.locator(`[name="${name}"]`).fill(String(value));
      await desk.press('appraisal-tally-save');
      return desk;
    });
  const wrong = { 'mass-evaluation.members.good': counts['mass-evaluation.members.good'] - 1 };
  await type('dangban');
  await year.as('weiyuan', async (desk) => {
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
async function countsOf(year, organisation) {
  const session = await year.server.session(year.account('dangban'));
  const { categories } = await (await session.json(`${CYCLE}/tallies`)).json();
  const { org } = categories.flatMap((category) => category.rows).find((row) => row.name === organisation);
  const tally = tallyOf(readFileSync(join(office, `${YEAR}年度群众评价汇总表.xlsx`)), organisation);
  assert.ok(org && tally, `${organisation} was evaluated`);
  return tally;
}
