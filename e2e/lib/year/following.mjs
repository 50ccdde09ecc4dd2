// What follows from a grade: money and papers.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { must } from '../command.mjs';
import { expected } from '../expected.mjs';
import { BUDGET, CYCLE, DECIDED, YEAR } from './plan.mjs';

/** Money by grade and members, exact to the last 分, in force once two persons have agreed. */
export async function fund(year) {
  const { t } = year;
  await year.as('dangban', async (desk) => {
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
  await year.as('shuji', async (desk) => {
    await desk.go('/allocations/1');
    await desk.press('fund-approve');
    await desk.sees('fund-was-half-approved');
  });
  await year.as('caiwu', async (desk) => {
    await desk.go('/allocations/1');
    await desk.press('fund-approve');
    await desk.sees('fund-was-approved');
  });
  const session = await year.server.session(year.account('caiwu'));
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
export async function papers(year) {
  const session = await year.server.session(year.account('dangban'));
  const { categories } = await (await session.json(CYCLE)).json();
  const { org } = categories.flatMap((category) => category.rows).find((row) => row.name === DECIDED);
  const folder = mkdtempSync(join(tmpdir(), 'jinwei-papers-'));
  try {
    const total = expected(YEAR).find((row) => row.organisation === DECIDED).total;
    const papers = [
      ['notice', `${CYCLE}/papers/notice`, DECIDED],
      ['statement', `${CYCLE}/papers/statements/${org}`, total],
      ['allocation', '/allocations/1/paper', BUDGET],
    ];
    for (const [name, path] of papers) {
      const answer = await session.get(`${path}?format=docx`);
      assert.equal(answer.status, 200, path);
      writeFileSync(join(folder, `${name}.docx`), Buffer.from(await answer.arrayBuffer()));
    }
    const files = papers.map(([name]) => join(folder, `${name}.docx`));
    const home = `-env:UserInstallation=file://${folder}/office`;
    await must('soffice', [home, '--headless', '--convert-to', 'pdf', '--outdir', folder, ...files]);
    for (const [name, , words] of papers) {
      const text = await must('pdftotext', ['-layout', join(folder, `${name}.pdf`), '-']);
      assert.ok(text.replaceAll(/\s/g, '').includes(words), `the ${name} says ${words}`);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** An amount in 分. */
const fen = (text) => BigInt(text.replaceAll(/[,.]/g, ''));
