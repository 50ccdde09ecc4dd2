import { chromium } from 'playwright-core';
const [,, list, out] = process.argv;
const b = await chromium.launch({ executablePath: '/usr/bin/chromium', headless: true, args: ['--no-sandbox','--disable-gpu','--disable-quic','--no-first-run','--disable-background-networking','--disable-component-update','--disable-sync'] });
const jobs = JSON.parse(list);
for (const [lang, width] of [['zh-CN',1440],['en',1440],['zh-CN',390],['en',390]]) {
  const want = jobs.filter(j => !j.v || j.v.includes(`${lang}-${width}`));
  if (!want.length) continue;
  const ctx = await b.newContext({ baseURL: 'http://127.0.0.1:8734', locale: lang, viewport: { width, height: 900 } });
  const page = await ctx.newPage();
  page.on('console', m => { if (m.type()==='error') console.log('console', m.text()); });
  await page.goto('/sign-in');
  await page.fill('[name=login]', 'dangban'); await page.fill('[name=password]', 'Jinwei-2015');
  await page.press('[name=password]', 'Enter'); await page.waitForLoadState();
  for (const j of want) {
    await page.goto(j.u); 
    const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    await page.screenshot({ path: `${out}/${j.n}-${lang}-${width}.png`, fullPage: true });
    console.log(j.n, lang, width, 'overflow', over);
  }
  await ctx.close();
}
await b.close();
