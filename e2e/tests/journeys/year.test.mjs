// A whole year by its seven roles: from the scheme to money approved by two, on both databases and in both languages. It
// ends with the published figures of 2014, but for what the journey itself changed, and the page says what that was.

import { test } from 'node:test';

import { launch } from '../../lib/browser.mjs';
import { databases } from '../../lib/database.mjs';
import { languages } from '../../lib/words.mjs';
import { compare, correct, deliberate, notice, object, publish } from '../../lib/year/deciding.mjs';
import { fund, papers } from '../../lib/year/following.mjs';
import { count, mark } from '../../lib/year/marking.mjs';
import { assess, draftScheme, lastYear, panel, setUp } from '../../lib/year/preparing.mjs';
import { Year } from '../../lib/year/year.mjs';

/** The steps of a year, each of them somebody's. */
const STEPS = [lastYear, draftScheme, setUp, assess, panel, mark, count, deliberate, notice, object, correct, publish, compare, fund, papers];

const browser = await launch();
test.after(() => browser.close());

for (const database of databases) {
  for (const lang of languages) {
    test(`a whole year by its seven roles, ${database}, ${lang}`, { timeout: 600_000 }, async (run) => {
      const year = new Year(browser, database, lang);
      run.after(() => year.end());
      await year.begin();
      for (const step of STEPS) await step(year, run);
    });
  }
}
