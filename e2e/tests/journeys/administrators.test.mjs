// The three administrators: each has its own part of the house, none sees what the Party organisations do.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { launch, visit } from '../../lib/browser.mjs';
import { must } from '../../lib/command.mjs';
import { install } from '../../lib/installation.mjs';
import { Server } from '../../lib/server.mjs';
import { languages, wordsOf } from '../../lib/words.mjs';

/** What each administrator's menu has below the part of everybody. */
const ADMINISTRATORS = {
  system_admin: ['nav-accounts', 'nav-jobs', 'deliveries-title'],
  security_admin: ['nav-accounts', 'nav-jobs'],
  audit_admin: ['nav-audit', 'nav-jobs', 'ballots-audits'],
};

/** An administrator is one of the staff too, and may vote. */
const EVERYBODY = ['nav-home', 'nav-calendar', 'nav-workdays', 'notices-title', 'ballots-vote'];

/** What each administrator does for the work without seeing any of it: bundles of ballots name nobody, and deliveries bear no titles. */
const BLIND = { system_admin: 'notices.keep_deliveries', audit_admin: 'ballots.audit' };

let browser, installation, server;
before(async () => {
  browser = await launch();
  installation = await install('sample');
  server = await Server.start(installation.data);
});
after(async () => {
  await browser?.close();
  await server?.stop();
  await installation?.remove();
});

test('no administrator gets any page or file of the work, as page or as data', async () => {
  const { paths } = await (await fetch(`${server.origin}/openapi.json`)).json();
  const work = Object.values(paths).filter(({ get }) => get && !/^(open|signed_in|house\.)/.test(get['x-act']));
  assert.ok(work.length > 30, `${work.length} pages of the work`);
  for (const role of Object.keys(ADMINISTRATORS)) {
    const session = await server.session(installation.account(role));
    for (const { get } of work.filter(({ get }) => get['x-act'] !== BLIND[role])) {
      for (const accept of ['text/html', 'application/json']) {
        const answer = await session.get(get['x-sample'], { accept });
        assert.equal(answer.status, 403, `${role} ${get['x-sample']} ${accept}`);
      }
    }
  }
});

/** Links of a page that lead to records of the work. */
const intoTheWork = (page) =>
  page.locator('main a').evaluateAll((links) => links.map((link) => link.pathname).filter((path) => !/^\/(calendar|workdays|me|admin|jobs)?(\/|\.|$)/.test(path)));

for (const lang of languages) {
  const t = wordsOf(lang);

  for (const [role, own] of Object.entries(ADMINISTRATORS)) {
    test(`the menu, the home page and the search show ${role} nothing of the work (${lang})`, async () => {
      await visit(browser, { installation, server, lang }, async ({ page, signIn }) => {
        await signIn(role);
        await page.goto('/');
        const menu = page.getByRole('navigation', { name: t('shell-nav') }).getByRole('link');
        assert.deepEqual(await menu.allTextContents(), [...EVERYBODY, ...own].map((key) => t(key)));
        for (const address of ['/', '/calendar']) {
          await page.goto(address);
          assert.deepEqual(await intoTheWork(page), [], `nothing on ${address} leads into the work`);
        }
        await page.getByRole('search').getByRole('searchbox').fill('党委');
        await page.keyboard.press('Enter');
        await page.getByText(t('search-nothing', { q: '党委' })).waitFor();
        await page.goto('/organisations');
        await page.getByRole('heading', { name: t('problem-forbidden-title') }).waitFor();
      });
    });
  }

  test(`system and security administrator do their halves: an account, then its role (${lang})`, async () => {
    const login = `ban.${lang.toLowerCase()}`;
    let account;
    await visit(browser, { installation, server, lang, script: false }, async ({ page, signIn }) => {
      await signIn('system_admin');
      await page.goto('/admin/accounts/new');
      await page.getByLabel(new RegExp(`^${t('account-login')}`)).fill('不行');
      await page.getByLabel(new RegExp(`^${t('account-name')}`)).fill('办事员');
      await page.getByLabel(new RegExp(`^${t('account-first-password')}`)).fill('Chushi-Mima-2015');
      await page.getByRole('button', { name: t('account-create') }).click();
      const field = page.getByLabel(new RegExp(`^${t('account-login')}`));
      assert.equal(await field.getAttribute('aria-invalid'), 'true');
      assert.equal(await field.inputValue(), '不行', 'what was typed comes back');
      assert.equal(await page.getByLabel(new RegExp(`^${t('account-name')}`)).inputValue(), '办事员');
      await field.fill(login);
      await page.getByLabel(new RegExp(`^${t('account-first-password')}`)).fill('Chushi-Mima-2015');
      await page.getByRole('button', { name: t('account-create') }).click();
      await page.getByText(t('account-created', { name: '办事员' })).waitFor();
      account = new URL(page.url()).pathname;
      assert.equal(await page.getByRole('button', { name: t('grant-give') }).count(), 0, 'it gives no roles');
    });
    await visit(browser, { installation, server, lang, script: false }, async ({ page, signIn }) => {
      await signIn('security_admin');
      await page.goto(account);
      assert.equal(await page.getByRole('button', { name: t('account-close') }).count(), 0, 'it closes no accounts');
      const give = async (role) => {
        await page.getByRole('combobox', { name: t('account-role') }).selectOption(role);
        await page.getByRole('button', { name: t('grant-give') }).click();
      };
      await give('committee_member');
      await page.getByText(t('grant-given')).waitFor();
      await page.getByRole('rowheader', { name: t('role-committee-member') }).waitFor();
      await give('audit_admin');
      const conflict = t('grant-excludes', { role: t('role-audit-admin'), other: t('role-committee-member') });
      await page.getByText(conflict).waitFor();
    });
  });

  test(`the audit administrator reads, filters and verifies the trail (${lang})`, async () => {
    await visit(browser, { installation, server, lang }, async ({ page, signIn }) => {
      await signIn('audit_admin');
      await page.goto('/admin/audit');
      const rows = page.getByRole('region', { name: t('nav-audit') }).locator('tbody tr');
      assert.ok((await rows.count()) > 3);
      await page.getByLabel(t('audit-act-code'), { exact: true }).fill('appraisal.');
      await page.locator('main').getByRole('button', { name: t('kit-filter'), exact: true }).click();
      await page.waitForURL(/act=appraisal/);
      const acts = await rows.locator('td:nth-child(4)').allTextContents();
      assert.ok(acts.length > 0, 'the work is in the trail');
      assert.equal(acts.filter((act) => act === t('audit-sign-in')).length, 0, 'the filter leaves others out');
      await page.getByRole('link', { name: t('audit-verify') }).click();
      const said = await page.locator('main .note-good').innerText();
      const [count] = /\d+/.exec(said);
      assert.equal(said.trim(), t('audit-whole', { rows: count }));
      assert.ok(Number(count) > 10);
    });
  });
}

test('a changed entry is found by the audit administrator', async (run) => {
  const tampered = await install('sample');
  run.after(() => tampered.remove());
  const change = `import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
db.executescript("".join(f"DROP TRIGGER {name};" for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit'").fetchall()))
print(db.execute("UPDATE audit SET actor = 'user:1' WHERE seq = 7").rowcount)
db.commit()`;
  assert.equal((await must('python3', ['-c', change, join(tampered.data, 'jinwei.db')])).trim(), '1');
  const other = await Server.start(tampered.data);
  run.after(() => other.stop());
  const t = wordsOf('zh-CN');
  await visit(browser, { installation: tampered, server: other }, async ({ page, signIn }) => {
    await signIn('audit_admin');
    await page.goto('/admin/audit/verification');
    await page.getByRole('alert').getByText(t('audit-broken', { seq: 7 })).waitFor();
  });
});
