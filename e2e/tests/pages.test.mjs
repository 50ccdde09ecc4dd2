// Every page that the manifests name, in both languages: it opens, everybody can use it, its HTML is valid, it fits a
// phone, and every picture has its figures beside it.

import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { after, before, test } from 'node:test';

import { launch, visit } from '../lib/browser.mjs';
import { pagesOf } from '../lib/catalogue.mjs';
import { run } from '../lib/command.mjs';
import { install } from '../lib/installation.mjs';
import { branches } from '../lib/roster.mjs';
import { Server } from '../lib/server.mjs';
import { languages, wordsOf } from '../lib/words.mjs';

const require = createRequire(import.meta.url);
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const checker = join(dirname(require.resolve('vnu-jar/package.json')), 'build', 'dist', 'vnu.jar');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

let browser, installation, server, pages, closed, sources;

before(async () => {
  browser = await launch();
  installation = await install('sample');
  server = await Server.start(installation.data);
  await leaveAJob();
  ({ pages, closed } = await pagesOf(server, installation));
  sources = mkdtempSync(join(tmpdir(), 'jinwei-html-'));
});
after(async () => {
  await browser?.close();
  await server?.stop();
  await installation?.remove();
  if (sources) rmSync(sources, { recursive: true, force: true });
});

/** Background work that is done, so that its page can be seen; what it brought is taken back. */
async function leaveAJob() {
  const session = await server.session(installation.account('committee_admin'));
  const { organisations } = await (await session.json('/organisations?q=直属机关党委')).json();
  const path = await session.sendRoster('新设支部.csv', branches(2001, organisations[0].name));
  await session.post(`${path}/application`, {});
  assert.equal(await session.settled(path), 'applied');
  assert.equal((await session.post(`${path}/reversal`, {})).status, 200);
}

/** Groups pages by the role that visits them, so that each signs in once. */
const byRole = () => pages.reduce((groups, page) => groups.set(page.role, [...(groups.get(page.role) ?? []), page]), new Map());

/** Goes to all HTML pages and collects what `look(page, address)` finds there. */
async function everywhere(options, look) {
  const found = [];
  for (const [role, ofRole] of byRole()) {
    await visit(browser, { installation, server, ...options }, async ({ page, signIn }) => {
      if (role) await signIn(role);
      for (const { address, kind, status } of ofRole) {
        if (kind !== 'text/html' || status !== 200) continue;
        if (options.width) await page.setViewportSize({ width: options.width, height: options.height });
        const answer = await page.goto(address);
        assert.equal(answer.status(), 200, address);
        await page.waitForFunction(() => !document.querySelector('[data-chart]:not(:has(canvas))'));
        for (const what of await look(page, address, answer)) found.push(`${address} (${role ?? 'everybody'}): ${what}`);
      }
    });
  }
  return found;
}

test('every page opens for somebody', () => {
  assert.equal(closed.join('\n'), '');
  const html = pages.filter((page) => page.kind === 'text/html');
  for (const address of ['/', '/sign-in', '/kit', '/admin/accounts/1', '/admin/audit']) {
    assert.ok(html.some((page) => page.address === address), address);
  }
});

for (const lang of languages) {
  const t = wordsOf(lang);

  test(`everybody can use every page, and it fits a phone (${lang})`, async () => {
    const found = await everywhere({ lang, width: 360, height: 740 }, async (page, address, answer) => {
      const source = await answer.text();
      const name = `${lang}${address.replace(/[^a-z0-9]+/gi, '-')}.html`;
      writeFileSync(join(sources, name), source);
      const wrong = await overflow(page);
      await page.evaluate(() => (document.documentElement.dataset.type = 'large'));
      wrong.push(...(await overflow(page)).map((what) => `in large type ${what}`));
      await page.evaluate(() => delete document.documentElement.dataset.type);
      await page.setViewportSize({ width: 1280, height: 900 });
      wrong.push(...(await axeFindings(page)), ...(await chartsWithoutFigures(page)));
      if ((await page.locator('html').getAttribute('lang')) !== lang) wrong.push('in the wrong language');
      if (!(await page.title()).endsWith(`· ${t('shell-brand')}`)) wrong.push(`titled ${await page.title()}`);
      if (!/[^\s·]/.test((await page.title()).split('·')[0])) wrong.push('without a title');
      if (lang === 'zh-CN') wrong.push(...(await westernMarks(page)));
      return wrong;
    });
    assert.equal(found.join('\n'), '');
  });
}

test('the dark pages have contrast too', async () => {
  const found = await everywhere({ colour: 'dark' }, (page) => axeFindings(page, ['color-contrast']));
  assert.equal(found.join('\n'), '');
});

test('all HTML is valid', async () => {
  const { code, stdout, stderr } = await run('java', ['-jar', checker, '--errors-only', '--format', 'json', '--stdout', '--skip-non-html', sources]);
  const { messages } = JSON.parse(stdout || stderr);
  const said = messages.map(({ url, lastLine, message, extract }) => `${basename(url)}:${lastLine} ${message} ${extract ?? ''}`);
  assert.equal([...new Set(said)].join('\n'), '');
  assert.equal(code, 0);
});

async function axeFindings(page, only) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(
    (options) => window.axe.run(document, { resultTypes: ['violations'], runOnly: options }),
    only ? { type: 'rule', values: only } : { type: 'tag', values: RULES },
  );
  return violations.map(({ id, nodes }) => {
    const [{ html, failureSummary }] = nodes;
    return `${id} ×${nodes.length}: ${html.slice(0, 160)} ${failureSummary.split('\n')[1]?.trim() ?? ''}`;
  });
}

/** What reaches beyond the right edge, apart from boxes that scroll by themselves. */
async function overflow(page) {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const scrolls = (one) => one && (getComputedStyle(one).overflowX !== 'visible' || scrolls(one.parentElement));
    const wide = [...document.querySelectorAll('body *')].filter(
      (one) => one.getBoundingClientRect().right > clientWidth + 1 && one.checkVisibility() && !scrolls(one.parentElement),
    );
    const inner = wide.filter((one) => !wide.some((other) => other !== one && one.contains(other)));
    return [`${scrollWidth} wide at ${clientWidth}: ${inner.slice(0, 2).map((one) => one.outerHTML.slice(0, 120)).join(' | ')}`];
  });
}

/** Chinese sentences with the commas and colons of another script. */
async function westernMarks(page) {
  const text = await page.locator('main').innerText();
  return [...new Set(text.match(/[\u4e00-\u9fff]{1,8}[,;:?!][\u4e00-\u9fff]{1,8}/g) ?? [])].slice(0, 3).map((found) => `half-width: ${found}`);
}

async function chartsWithoutFigures(page) {
  return page.evaluate(() =>
    [...document.querySelectorAll('[data-chart]')]
      .filter((chart) => !chart.closest('figure')?.querySelector('table tbody tr td'))
      .map((chart) => `a chart without figures: ${chart.getAttribute('aria-label')}`),
  );
}
