// What an organisation's figures are when one of its seven reviewers is recused: computed here once more, in whole numbers,
// from the workbooks.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expected } from './expected.mjs';
import { office } from './places.mjs';
import { sheetsOf, tallyOf } from './sheets.mjs';

/** Panel and total of an organisation in that year, as published, from the marks of these reviewers. */
export function markedBy(reviewers, organisation, year) {
  const { category } = expected(year).find((row) => row.organisation === organisation);
  const sheets = sheetsOf(readFileSync(join(office, `${year}年度评分表_${category}.xlsx`)));
  const marks = reviewers.map((name) => sheets.get(name).rows.find((row) => row.organisation === organisation).marks.map(thousandths));
  // Of each indicator the highest and the lowest mark are dropped and the others averaged.
  let sum = 0n;
  for (let indicator = 0; indicator < 8; indicator += 1) {
    const own = marks.map((row) => row[indicator]).sort((a, b) => (a < b ? -1 : 1));
    sum += own.slice(1, -1).reduce((one, other) => one + other, 0n);
  }
  // Thousandths into hundredths, over as many marks as were averaged.
  const over = 10n * BigInt(reviewers.length - 2);
  const mass = massOf(organisation, year);
  return { panel: published(sum, over), total: published(sum * mass.denominator + mass.numerator * over, over * mass.denominator) };
}

/** A fraction of hundredths as it is published: rounded half up. */
function published(numerator, denominator) {
  const value = (2n * numerator + denominator) / (2n * denominator);
  return `${value / 100n}.${String(value % 100n).padStart(2, '0')}`;
}

const thousandths = (text) => {
  const [whole, part = ''] = text.split('.');
  return BigInt(whole) * 1000n + BigInt(part.padEnd(3, '0'));
};

/** The mass evaluation of an organisation in hundredths of a point, as a fraction. */
function massOf(organisation, year) {
  const counts = tallyOf(readFileSync(join(office, `${year}年度群众评价汇总表.xlsx`)), organisation);
  const points = { good: 100n, fair: 85n, ordinary: 70n, poor: 50n };
  const group = (code) => {
    let [sum, n] = [0n, 0n];
    for (const [choice, worth] of Object.entries(points)) {
      const count = BigInt(counts[`mass-evaluation.${code}.${choice}`]);
      sum += worth * count;
      n += count;
    }
    return { sum, n };
  };
  const [members, staff] = [group('members'), group('staff')];
  // (0.6 × mean of members + 0.4 × mean of staff) / 100 × 15 points, in hundredths.
  const numerator = (6n * members.sum * staff.n + 4n * staff.sum * members.n) * 15n * 100n;
  return { numerator, denominator: members.n * staff.n * 10n * 100n };
}
