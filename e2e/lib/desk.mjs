// What somebody sees and does, by the words on the page.

import assert from 'node:assert/strict';

/** Somebody at a page. */
export class Desk {
  constructor(page, t) {
    Object.assign(this, { page, t });
  }

  async go(path) {
    const answer = await this.page.goto(path);
    assert.equal(answer.status(), 200, `${path} answers ${answer.status()}`);
  }

  fill = (label, value) => this.page.getByLabel(new RegExp(`^${escaped(label)}`)).first().fill(value);

  async check(label) {
    const box = this.page.getByLabel(label);
    if ((await box.count()) > 0) await box.check();
  }

  press = (key, args) => this.page.locator('main').getByRole('button', { name: this.t(key, args), exact: true }).first().click();
  follow = (key, args) => this.page.locator('main').getByRole('link', { name: this.t(key, args), exact: true }).first().click();
  sees = (key, args) => this.page.getByText(this.t(key, args)).first().waitFor();

  ranking = () =>
    this.page.locator('main section').evaluateAll((sections) =>
      sections.flatMap((section) =>
        [...section.querySelectorAll('tbody tr:not(.row-line)')].map((row) => {
          const [rank, organisation, panel, mass, total, grade] = [...row.children].map((cell) => cell.textContent.trim());
          return { category: section.querySelector('h2').textContent.trim(), rank, organisation, panel, mass, total, grade };
        }),
      ),
    );

  /** Marks a whole sheet by keyboard alone, column by column; counts the keys that were pressed. */
  async markByKeyboard(sheet) {
    const { page } = this;
    const names = await page.locator('.marking-grid tbody th a').allTextContents();
    const rows = names.map((name) => sheet.rows.find((row) => row.organisation === name.trim()));
    const here = () => page.evaluate(() => [...document.querySelectorAll('input.mark')].indexOf(document.activeElement));
    let pressed = 0;
    const press = async (key) => {
      await page.keyboard.press(key);
      pressed += 1;
    };
    await page.locator('.marking-grid input.mark').first().focus();
    const columns = rows[0].marks.length;
    let cell = await here();
    for (let column = 0; column < columns; column += 1) {
      for (const row of rows) {
        for (const key of keysOf(row.marks[column])) await press(key);
        let now = await here();
        // A mark that no further key could change leads on by itself.
        if (now === cell) {
          await press('Enter');
          now = await here();
        }
        cell = now;
      }
    }
    await page.getByText(this.t('marking-js-complete')).first().waitFor();
    return { cells: rows.length * columns, pressed };
  }
}

/** How somebody practised types a mark: without zeros at its end, and 8.5 and 13.5 without the point, as paper forms are read out. */
function keysOf(mark) {
  const short = mark.includes('.') ? mark.replace(/\.?0+$/, '') : mark;
  return [...(/^(\d\.\d|1\d\.\d)$/.test(short) ? short.replace('.', '') : short)];
}
const escaped = (text) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
