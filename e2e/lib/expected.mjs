// The published results that the office's workbooks must give: computed independently, kept beside them.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { office } from './places.mjs';

/** Rows of `expected-<year>.csv` in their order: category, rank, organisation, panel, mass, total, grade. */
export function expected(year) {
  const [head, ...lines] = readFileSync(join(office, `expected-${year}.csv`), 'utf8').trim().split(/\r?\n/);
  const names = head.replace('\uFEFF', '').split(',');
  return lines.map((line) => Object.fromEntries(line.split(',').map((value, column) => [names[column], value])));
}
