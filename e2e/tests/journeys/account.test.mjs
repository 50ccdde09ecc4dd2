// Signing in and out, and what a person sets for themselves.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { cookieOf, launch, visit } from '../../lib/browser.mjs';
import { jinwei } from '../../lib/command.mjs';
import { install } from '../../lib/installation.mjs';
import { Server } from '../../lib/server.mjs';
import { languages, wordsOf } from '../../lib/words.mjs';

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

const typeIn = async (page, t, login, password) => {
  await page.getByLabel(t('signin-login')).fill(login);
  await page.getByLabel(t('signin-password')).fill(password);
  await page.getByRole('button', { name: t('signin-do') }).click();
};

for (const lang of languages) {
  const t = wordsOf(lang);

  test(`signing in leads to where one wanted to go, signing out closes the door (${lang})`, async () => {
    await visit(browser, { installation, server, lang }, async ({ page, context }) => {
      const { login, password } = installation.account('committee_admin');
      await page.goto('/me');
      assert.equal(new URL(page.url()).pathname, '/sign-in');
      await typeIn(page, t, login, 'Bushi-Zhege-99');
      await page.getByRole('alert').getByText(t('signin-wrong')).waitFor();
      assert.equal(await page.getByLabel(t('signin-login')).inputValue(), login, 'what was typed is still there');
      assert.equal(await page.getByLabel(t('signin-password')).inputValue(), '', 'but not the password');

      await typeIn(page, t, login, password);
      await page.getByRole('heading', { name: t('me-roles') }).waitFor();
      assert.equal(new URL(page.url()).pathname, '/me');
      const cookie = await cookieOf(context, 'jinwei_session');
      assert.ok(cookie.httpOnly && cookie.sameSite === 'Lax', 'scripts and other sites cannot use the session');

      await page.locator('summary', { hasText: wordsOf('zh-CN')('role-committee-admin') }).click();
      await page.getByRole('button', { name: t('shell-sign-out') }).click();
      await page.getByText(t('signin-signed-out')).waitFor();
      await context.addCookies([{ name: cookie.name, value: cookie.value, url: server.origin }]);
      await page.goto('/me');
      assert.equal(new URL(page.url()).pathname, '/sign-in', 'the session is over, not only its cookie gone');
    });
  });

  test(`a first password has to be changed before anything else (${lang})`, async () => {
    const login = `xin.${lang.toLowerCase()}`;
    const given = 'Chushi-Mima-2015';
    const own = 'Ziji-De-Mima-2015';
    await jinwei(installation.data, ['user', 'create', login, '--name', '新同事', '--role', 'member', '--password-stdin'], { input: given });
    await visit(browser, { installation, server, lang }, async ({ page }) => {
      await page.goto('/sign-in');
      await typeIn(page, t, login, given);
      await page.getByText(t('password-first')).waitFor();
      await page.goto('/search?q=a');
      assert.equal(new URL(page.url()).pathname, '/me/password', 'no other page opens');

      const change = async (current, fresh, again) => {
        await page.getByLabel(t('password-current')).fill(current);
        await page.getByLabel(t('password-new')).first().fill(fresh);
        await page.getByLabel(t('password-again')).fill(again);
        await page.locator('main').getByRole('button', { name: t('password-change') }).click();
      };
      await change(given, 'kort', 'anders');
      await page.getByText(t('password-again-differs')).waitFor();
      assert.equal(await page.getByLabel(t('password-new')).first().getAttribute('aria-invalid'), 'true');
      await change(given, own, own);
      await page.getByText(t('password-changed')).waitFor();
      await page.goto('/search?q=a');
      assert.equal(new URL(page.url()).pathname, '/search');
    });
    await assert.rejects(server.session({ login, password: given }), /cannot sign in: 422/, 'the first password no longer opens');
    await server.session({ login, password: own });
  });

  test(`a first password lets no program write either (${lang})`, async () => {
    const login = `chengxu.${lang.toLowerCase()}`;
    const given = 'Chushi-Mima-2015';
    await jinwei(installation.data, ['user', 'create', login, '--name', '程序', '--role', 'system_admin', '--password-stdin'], { input: given });
    const session = await server.session({ login, password: given });
    const answer = await session.post('/admin/accounts', { login: `${login}.2`, name: '二', password: 'Chushi-Mima-2015' });
    assert.equal(answer.ok, false, 'an account was made by somebody who has not chosen a password');
  });

  test(`too many wrong passwords lock the account, and it says for how long (${lang})`, async () => {
    const login = `cuo.${lang.toLowerCase()}`;
    const given = 'Chushi-Mima-2015';
    await jinwei(installation.data, ['user', 'create', login, '--name', '忘记密码的人', '--role', 'member', '--password-stdin'], { input: given });
    await visit(browser, { installation, server, lang }, async ({ page }) => {
      await page.goto('/sign-in');
      const policy = await page.getByText(/\d+/).filter({ hasText: t('signin-policy', { n: '5', minutes: '15' }) }).textContent();
      const [tries] = /\d+/.exec(policy);
      for (let turn = 1; turn < Number(tries); turn += 1) {
        await typeIn(page, t, login, `Bushi-Zhege-${turn}`);
        await page.getByRole('alert').getByText(t('signin-wrong')).waitFor();
      }
      await typeIn(page, t, login, 'Bushi-Zhege-0');
      await page.getByRole('heading', { name: t('problem-too-many-title') }).waitFor();
      await page.getByText(t('problem-too-many-detail', { minutes: '15' })).waitFor();
      await page.goto('/sign-in');
      await typeIn(page, t, login, given);
      await page.getByRole('heading', { name: t('problem-too-many-title') }).waitFor();
    });
    const session = await server.session(installation.account('committee_admin'));
    assert.equal((await session.json('/me')).status, 200, 'nobody else is locked');
  });

  test(`language, theme and large type are remembered (${lang})`, async () => {
    await visit(browser, { installation, server, lang }, async ({ page, context, signIn }) => {
      const other = languages.find((one) => one !== lang);
      const to = wordsOf(other);
      await signIn('committee_admin');
      await page.goto('/search?q=abc');
      const look = async () => {
        const html = page.locator('html');
        return [await html.getAttribute('lang'), await html.getAttribute('data-theme'), await html.getAttribute('data-type')];
      };
      assert.deepEqual(await look(), [lang, null, null]);
      const size = () => page.locator('main p').first().evaluate((p) => parseFloat(getComputedStyle(p).fontSize));
      const paper = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
      const [before, light] = [await size(), await paper()];

      const press = async (t, name) => {
        await page.locator('summary', { hasText: t('shell-display') }).click();
        const button = page.getByRole('button', { name: t(name), exact: true });
        await Promise.all([page.waitForResponse('**/look'), button.click()]);
      };
      await page.getByRole('link', { name: t('shell-other-lang') }).click();
      await page.getByRole('heading', { level: 1, name: to('search-title') }).waitFor();
      assert.equal(new URL(page.url()).search, '?q=abc', 'one stays where one was');
      await press(to, 'shell-theme-dark');
      await page.reload();
      await press(to, 'shell-type-large');

      const again = await context.newPage();
      await again.goto('/me');
      await page.reload();
      assert.deepEqual(await look(), [other, 'dark', 'large']);
      assert.ok((await size()) > before, 'the type is larger');
      assert.notEqual(await paper(), light, 'the page is dark');
      assert.equal(await again.locator('html').getAttribute('data-theme'), 'dark');
      const kept = await cookieOf(context, 'jinwei_look');
      assert.ok(kept.expires > Date.now() / 1000 + 30 * 86_400, 'for longer than the browser is open');
    });
  });
}
