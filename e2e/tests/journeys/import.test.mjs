// A roster comes in, is looked at, applied and taken back; a broken one is refused with every faulty cell marked.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { launch, visit } from '../../lib/browser.mjs';
import { install } from '../../lib/installation.mjs';
import { office } from '../../lib/places.mjs';
import { Server } from '../../lib/server.mjs';
import { parts, withCells } from '../../lib/workbook.mjs';
import { languages, wordsOf } from '../../lib/words.mjs';

const ROSTER = '基层党组织一览表.xlsx';
const ORGANISATIONS = 372;
const roster = readFileSync(join(office, ROSTER));

let browser, installation, server;
before(async () => {
  browser = await launch();
  installation = await install('bare');
  server = await Server.start(installation.data);
});
after(async () => {
  await browser?.close();
  await server?.stop();
  await installation?.remove();
});

for (const lang of languages) {
  const t = wordsOf(lang);
  const send = async (page, file) => {
    await page.goto('/imports/new');
    await page.getByLabel(new RegExp(`^${t('import-file')}`)).setInputFiles(file);
    await page.getByRole('button', { name: t('import-send') }).click();
  };
  const seesNoOrganisation = async (page) => {
    await page.goto('/organisations');
    await page.getByText(t('organisation-list-empty'), { exact: true }).waitFor();
  };

  for (const script of [true, false]) {
    test(`a roster is looked at, applied and taken back (${lang}, ${script ? 'with' : 'without'} script)`, async () => {
      await visit(browser, { installation, server, lang, script }, async ({ page, signIn }) => {
        await signIn('committee_admin');
        await send(page, join(office, ROSTER));
        await page.getByText(t('import-ready')).waitFor();
        const preview = page.url();
        await seesNoOrganisation(page);
        await page.goto(preview);
        await page.getByRole('button', { name: t('import-apply', { n: ORGANISATIONS }) }).click();
        await page.getByText(t('import-was-applied', { new: ORGANISATIONS, changed: 0 })).waitFor();

        await page.goto('/organisations');
        await page.getByText(t('kit-pager-total', { total: ORGANISATIONS })).waitFor();
        await send(page, join(office, ROSTER));
        await page.getByText(t('import-nothing-to-do')).waitFor();

        await page.goto(preview);
        await page.getByRole('button', { name: t('import-undo', { file: ROSTER }) }).click();
        await page.getByText(t('import-was-undone')).waitFor();
        await seesNoOrganisation(page);
      });
    });
  }

  test(`every faulty cell is named, and the user's own workbook comes back with them marked (${lang})`, async () => {
    const broken = withCells(roster, { G7: '1997-02-30', H6: '三十四', C8: '' });
    const name = '有错的一览表.xlsx';
    await visit(browser, { installation, server, lang }, async ({ page, signIn }) => {
      await signIn('committee_admin');
      await send(page, { name, mimeType: 'application/octet-stream', buffer: broken });
      const faults = page.getByRole('region', { name: t('import-faults') });
      for (const [cell, value] of [['G7', '1997-02-30'], ['H6', '三十四'], ['C8', '']]) {
        const row = faults.getByRole('row').filter({ has: page.getByRole('rowheader', { name: new RegExp(`!${cell}$`) }) });
        const [, found, reason, remedy] = await row.locator('th, td').allTextContents();
        assert.equal(found, value, cell);
        assert.ok(reason.length > 3 && remedy.length > 3 && reason !== remedy, `${cell}: ${reason} ${remedy}`);
      }
      assert.equal(await page.getByRole('button', { name: /^(确认写入|Apply)/ }).count(), 0, 'it cannot be applied');

      const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: t('import-errors'), exact: true }).click()]);
      assert.match(download.suggestedFilename(), /^有错的一览表 .+\.xlsx$/);
      const marked = parts(readFileSync(await download.path()));
      const notes = [...marked].find(([part]) => /(comments|notes)\w*\.xml$/.test(part))?.[1] ?? '';
      for (const cell of ['G7', 'H6', 'C8']) assert.ok(notes.includes(`ref="${cell}"`), `${cell} has a comment`);
      const [before, now] = [parts(roster), marked].map((all) => all.get('xl/worksheets/sheet1.xml'));
      const style = (xml, cell) => new RegExp(`<c r="${cell}"[^>]*?\\bs="(\\d+)"`).exec(xml)?.[1];
      assert.notEqual(style(now, 'G7'), style(before, 'G7'), 'the cell is coloured');
      assert.equal(style(now, 'G6'), style(before, 'G6'), 'others are not');
      await seesNoOrganisation(page);
    });
  });

  test(`what is no workbook is refused beside the field, and the choice made is kept (${lang})`, async () => {
    await visit(browser, { installation, server, lang }, async ({ page, signIn }) => {
      await signIn('committee_admin');
      await page.goto('/imports/new');
      await page.getByLabel(t('import-roster'), { exact: true }).selectOption('cadres');
      await page.getByLabel(new RegExp(`^${t('import-file')}`)).setInputFiles({ name: '名册.xlsx', mimeType: 'application/octet-stream', buffer: Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13]) });
      await page.getByRole('button', { name: t('import-send') }).click();
      const file = page.getByLabel(new RegExp(`^${t('import-file')}`));
      await page.getByRole('alert').first().waitFor();
      assert.equal(await file.getAttribute('aria-invalid'), 'true');
      assert.equal(await page.getByLabel(t('import-roster'), { exact: true }).inputValue(), 'cadres');
    });
  });
}
