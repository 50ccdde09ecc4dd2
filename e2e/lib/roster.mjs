// Rosters made for a purpose.

const HEADS = '组织代码,党组织全称,类型,上级党组织,考核类别,成立时间,党员数';

/** A text table of so many new branches below an organisation; from 2,001 rows on it is applied in the background. */
export function branches(count, parent) {
  const rows = Array.from({ length: count }, (_, n) => `999${String(n).padStart(5, '0')},试验第${n}党支部,党支部,${parent},,2012-06-01,3`);
  return [HEADS, ...rows].join('\n');
}
