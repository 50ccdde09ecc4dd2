// One Chromium for a test file, a fresh context for each visitor. Whatever a browser complains of fails the test.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { chromium } from 'playwright-core';

import { out } from './places.mjs';

const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const executablePath = process.env.JINWEI_CHROMIUM ?? '/usr/bin/chromium';

/** Starts the browser. */
export const launch = () => chromium.launch({ executablePath, headless: true, args: ARGS });

/**
 * Carries out `journey({ page, context, signIn })` as a visitor of that server.
 *
 * Fails when the page throws, when the console shows an error (violations of the content policy among them), when
 * anything is asked of another host, or when a part of a page is missing.
 */
export async function visit(browser, { installation, server, lang = 'zh-CN', width = 1280, height = 900, script = true, colour = 'light' }, journey) {
  const context = await browser.newContext({
    baseURL: server.origin,
    locale: lang,
    timezoneId: 'Asia/Shanghai',
    viewport: { width, height },
    javaScriptEnabled: script,
    colorScheme: colour,
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(15_000);
  const complaints = [];
  watch(context, server.origin, complaints);
  const page = await context.newPage();
  const signIn = async (role) => {
    const { cookie } = await server.session(installation.account(role));
    const [name, value] = cookie.split('=');
    await context.addCookies([{ name, value, url: server.origin, httpOnly: true, sameSite: 'Lax' }]);
  };
  try {
    await journey({ page, context, signIn });
    if (complaints.length > 0) throw new Error(`the browser complains:\n${complaints.join('\n')}`);
  } catch (error) {
    const picture = join(out, 'failures', `${new Date().toISOString().replaceAll(':', '.')}.png`);
    mkdirSync(join(out, 'failures'), { recursive: true });
    // A page that is already gone has no picture; the error tells enough.
    await page.screenshot({ path: picture, fullPage: true }).catch(() => {});
    error.message += `\nat ${page.url()}, see ${picture}\n${complaints.join('\n')}`;
    throw error;
  } finally {
    await context.close();
  }
}

function watch(context, origin, complaints) {
  const own = (url) => url.startsWith(`${origin}/`) || url.startsWith('data:') || url.startsWith('blob:');
  context.on('request', (request) => {
    if (!own(request.url())) complaints.push(`asked elsewhere: ${request.url()}`);
  });
  context.on('response', (response) => {
    // Documents that say no are pages like others; scripts, styles and icons have to be there.
    if (response.status() >= 400 && response.request().resourceType() !== 'document') {
      complaints.push(`${response.status()} ${response.url()}`);
    }
  });
  context.on('weberror', (error) => complaints.push(`thrown: ${error.error()?.stack ?? error.error()}`));
  context.on('console', (message) => {
    // The browser also writes down every document with a 4xx status; that is looked at above.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) {
      complaints.push(`console: ${message.text()}`);
    }
  });
}

/** The session cookie's flags and the like, as the browser keeps them. */
export const cookieOf = async (context, name) => (await context.cookies()).find((cookie) => cookie.name === name);
