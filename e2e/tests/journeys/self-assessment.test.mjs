// Writing a self-assessment: it saves itself, two people lose nothing, a lost network loses nothing, and files are sent as
// they are dropped. Without script one button does the same.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { launch, visit } from '../../lib/browser.mjs';
import { install } from '../../lib/installation.mjs';
import { Server } from '../../lib/server.mjs';
import { languages, wordsOf } from '../../lib/words.mjs';

const FORM = '/cycles/3/self-assessments/2/form';
const PDF = Buffer.from('%PDF-1.4 evidence');

let browser;

before(async () => {
  browser = await launch();
});
after(async () => {
  await browser?.close();
});

/** A house of its own, for what is written here ends with handing in. */
async function inside(journey) {
  const installation = await install('sample');
  const server = await Server.start(installation.data);
  try {
    await journey({ installation, server });
  } finally {
    await server.stop();
    await installation.remove();
  }
}

const item = (page, code) => {
  const box = page.locator(`#item-${code}`);
  return {
    box,
    words: box.locator('textarea'),
    claim: box.locator('input[data-field="claim"]'),
    state: box.locator('[data-save-state]'),
    files: box.locator('[data-files] li'),
    clash: box.locator('.clash'),
    error: box.locator('[data-error="claim"]'),
  };
};

const saved = (one, t) => one.state.getByText(new RegExp(`^${t('self-saved-at')} \\d\\d:\\d\\d`)).waitFor();

for (const lang of languages) {
  const t = wordsOf(lang);

  test(`two people write one self-assessment and lose nothing (${lang})`, () =>
    inside((house) =>
      visit(browser, { ...house, lang }, async ({ page: first, signIn }) => {
        await signIn('organisation_secretary');
        await first.goto('/');
        await first.getByRole('link', { name: t('self-todo-mend', { year: 2015 }) }).click();
        assert.equal(new URL(first.url()).pathname, FORM);
        await visit(browser, { ...house, lang }, async ({ page: second, signIn }) => {
          await signIn('deputy_secretary');
          await second.goto(FORM);
          const [mine, theirs] = [item(first, 'innovation'), item(second, 'innovation')];
          await mine.words.fill('甲写的话');
          await saved(mine, t);

          await theirs.claim.fill('9.50');
          await theirs.claim.blur();
          await saved(theirs, t);
          assert.equal(await theirs.words.inputValue(), '甲写的话', 'what the other one wrote has come along');
          assert.equal(await theirs.claim.inputValue(), '9.5');

          await mine.words.fill('甲又写了一句');
          await first.waitForFunction(() => document.querySelector('#item-innovation input[data-field="claim"]').value === '9.5');
          await theirs.words.fill('乙写的话');
          await theirs.clash.getByText('甲又写了一句').waitFor();
          assert.equal(await theirs.words.inputValue(), '乙写的话', 'what was typed is still there');
          await theirs.clash.getByRole('button', { name: t('self-clash-both') }).click();
          await saved(theirs, t);
          assert.equal(await theirs.words.inputValue(), '甲又写了一句\n\n乙写的话');

          await theirs.claim.fill('11');
          await theirs.claim.blur();
          await theirs.error.getByText(t('self-claim-points', { full: 10 })).waitFor();
          await theirs.claim.fill('9');
          await theirs.claim.blur();
          await theirs.error.waitFor({ state: 'hidden' });
        });
      }),
    ));

  test(`a lost network and a closed window lose nothing (${lang})`, () =>
    inside((house) =>
      visit(browser, { ...house, lang }, async ({ page, context, signIn }) => {
        await signIn('organisation_secretary');
        await page.goto(FORM);
        const work = item(page, 'central-work');
        await context.setOffline(true);
        await work.words.fill('断网时写的');
        await work.state.getByText(t('self-offline')).waitFor();
        await context.setOffline(false);
        await saved(work, t);

        await context.setOffline(true);
        await item(page, 'sound-rules').words.fill('关窗口前写的');
        await item(page, 'sound-rules').state.getByText(t('self-offline')).waitFor();
        await page.close();
        await context.setOffline(false);
        const again = await context.newPage();
        await again.goto(FORM);
        await saved(item(again, 'sound-rules'), t);
        assert.equal(await item(again, 'sound-rules').words.inputValue(), '关窗口前写的');

        await item(again, 'sound-rules').words.fill('没等保存就离开');
        await again.goto('/');
        await again.goto(FORM);
        await again.waitForFunction(() => document.querySelector('#item-sound-rules textarea').value === '没等保存就离开');
      }),
    ));

  test(`files are sent as they are chosen, and everything is handed in (${lang})`, () =>
    inside((house) =>
      visit(browser, { ...house, lang }, async ({ page, signIn }) => {
        await signIn('organisation_secretary');
        await page.goto(FORM);
        const work = item(page, 'central-work');
        const files = ['一.pdf', '二.pdf'].map((name) => ({ name, mimeType: 'application/pdf', buffer: Buffer.concat([PDF, Buffer.from(name)]) }));
        await work.box.locator('input[type="file"]').setInputFiles(files);
        await work.files.nth(1).waitFor();
        assert.deepEqual(await work.files.locator('a').allInnerTexts(), ['一.pdf', '二.pdf']);
        page.once('dialog', (dialog) => dialog.accept());
        await work.files.first().getByRole('button').click();
        await work.files.nth(1).waitFor({ state: 'detached' });
        assert.deepEqual(await work.files.locator('a').allInnerTexts(), ['二.pdf']);

        // Enter in a field saves, and takes nothing away.
        await work.claim.press('Enter');
        await page.getByText(t('self-saved'), { exact: true }).waitFor();
        assert.equal(await item(page, 'innovation').files.count(), 2);

        await page.getByRole('button', { name: t('self-to-submit') }).click();
        await page.getByRole('heading', { name: t('self-submit-title', { year: 2015 }) }).waitFor();
        await page.getByRole('button', { name: t('self-submit-do') }).click();
        await page.getByText(t('self-was-submitted')).waitFor();
        await page.goto(FORM);
        assert.equal(await page.locator('form.fill').count(), 0, 'what is handed in is not written on');
      }),
    ));

  test(`without script one button saves words and files (${lang})`, () =>
    inside((house) =>
      visit(browser, { ...house, lang, script: false }, async ({ page, signIn }) => {
        await signIn('organisation_secretary');
        await page.goto(FORM);
        const work = item(page, 'central-work');
        await work.words.fill('没有脚本也能写');
        await work.box.locator('input[type="file"]').setInputFiles({ name: '记录.pdf', mimeType: 'application/pdf', buffer: PDF });
        await work.box.getByRole('button', { name: t('evidence-send') }).click();
        await page.getByText(t('self-saved'), { exact: true }).waitFor();
        assert.equal(await work.words.inputValue(), '没有脚本也能写');
        assert.deepEqual(await work.files.locator('a').allInnerTexts(), ['记录.pdf']);

        await work.claim.fill('16');
        await work.words.fill('分数写错了');
        await page.getByRole('button', { name: t('kit-save') }).last().click();
        await page.getByText(t('self-claim-points', { full: 15 })).first().waitFor();
        assert.equal(await work.claim.inputValue(), '16');
        assert.equal(await work.words.inputValue(), '分数写错了');
      }),
    ));
}
