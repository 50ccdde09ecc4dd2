// Reads the score sheets of an office's workbook: who was given what, and in which cell.

import { pack, parts } from './workbook.mjs';

/** Score sheets by the name of the reviewer: `rows` of `{ organisation, marks, cells }`, and the workbook with one row recused. */
export function sheetsOf(bytes) {
  const all = parts(bytes);
  const shared = [...(all.get('xl/sharedStrings.xml') ?? '').matchAll(/<si>(.*?)<\/si>/gs)].map(([, item]) => text(item));
  const targets = new Map([...all.get('xl/_rels/workbook.xml.rels').matchAll(/<Relationship [^>]*>/g)].map(([tag]) => [attribute(tag, 'Id'), attribute(tag, 'Target')]));
  const sheets = new Map();
  for (const [tag] of all.get('xl/workbook.xml').matchAll(/<sheet [^>]*>/g)) {
    const part = `xl/${targets.get(attribute(tag, 'r:id')).replace(/^\/?(xl\/)?/, '')}`;
    const rows = rowsOf(all.get(part), shared);
    sheets.set(attribute(tag, 'name'), { rows, withRecusal: (organisation) => recuse(all, part, rows, organisation) });
  }
  return sheets;
}

const attribute = (tag, name) => new RegExp(`${name}="([^"]*)"`).exec(tag)?.[1];
const text = (xml) => [...xml.matchAll(/<t[^>]*>(.*?)<\/t>/gs)].map(([, part]) => part).join('');

function cellsOf(xml, shared) {
  return [...xml.matchAll(/<c r="([A-Z]+)(\d+)"([^>]*?)(?:\/>|>(.*?)<\/c>)/gs)].map(([, column, row, rest, inner = '']) => {
    const raw = /<v>(.*?)<\/v>/s.exec(inner)?.[1] ?? '';
    const value = /t="s"/.test(rest) ? shared[Number(raw)] : /t="inlineStr"/.test(rest) ? text(inner) : raw;
    return { column, row: Number(row), value: value.trim() };
  });
}

function rowsOf(xml, shared) {
  const cells = cellsOf(xml, shared);
  const head = cells.find((cell) => cell.value.replaceAll(/\s/g, '') === '党组织');
  const inRow = (row) => cells.filter((cell) => cell.row === row);
  const rows = [];
  for (let row = head.row + 1; ; row += 1) {
    const here = inRow(row);
    if (here.length === 0 && rows.length > 0) break;
    const organisation = here.find((cell) => cell.column === head.column)?.value;
    const marks = here.filter((cell) => cell.column > head.column && /^[\d.０-９．]+$/.test(cell.value)).slice(0, 8);
    // A merged second row of heads has no marks; a sum at the end has no organisation.
    if (!organisation || marks.length < 8) {
      if (rows.length > 0) break;
      continue;
    }
    rows.push({ organisation: organisation.replaceAll(/\s/g, ''), marks: marks.map((cell) => half(cell.value)), cells: marks.map((cell) => `${cell.column}${row}`) });
  }
  return rows;
}

const half = (value) => value.replaceAll(/[０-９．]/g, (c) => (c === '．' ? '.' : String.fromCharCode(c.charCodeAt(0) - 0xfee0)));

/** The workbook with 回避 in place of the marks of that organisation, in the sheet of this part. */
function recuse(all, part, rows, organisation) {
  const changed = new Map(all);
  let xml = changed.get(part);
  for (const place of rows.find((row) => row.organisation === organisation).cells) {
    xml = xml.replace(new RegExp(`<c r="${place}"[^>]*?(/>|>.*?</c>)`, 's'), `<c r="${place}" t="inlineStr"><is><t>回避</t></is></c>`);
  }
  return pack(changed.set(part, xml));
}

const FIELDS = { 发出: 'issued', 收回: 'returned', 好: 'good', 较好: 'fair', 一般: 'ordinary', 差: 'poor', 不了解: 'unknown', 废票: 'spoilt' };
const GROUPS = { 党员: 'members', 群众: 'staff' };

/** What a tally says of an organisation, by the names of the form in which tallies are typed. */
export function tallyOf(bytes, organisation) {
  const cells = cellsOf(parts(bytes).get('xl/worksheets/sheet1.xml'), []);
  const head = cells.find((cell) => cell.value === '党组织').row;
  const heads = new Map(cells.filter((cell) => cell.row === head).map((cell) => [cell.column, cell.value]));
  const first = cells.find((cell) => cell.row > head && cell.value === organisation).row;
  const counts = {};
  // The name is merged over the rows of its voter groups.
  for (const row of [first, first + 1]) {
    const here = cells.filter((cell) => cell.row === row);
    const group = GROUPS[here.find((cell) => heads.get(cell.column) === '评价主体').value];
    for (const cell of here) {
      const field = FIELDS[heads.get(cell.column)];
      if (field) counts[`mass-evaluation.${group}.${field}`] = Number(cell.value);
    }
  }
  return counts;
}
