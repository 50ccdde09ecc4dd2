// Reads what is typed as a mark. Marks, full marks and sums are whole thousandths of a point throughout.

const PLAIN = /^(?:(0|[1-9]\d{0,4})(?:\.(\d*))?|\.(\d+))$/;

/** Full-width digits as ASCII, and the full stop of a Chinese keyboard as a point. */
export function narrow(typed) {
  return typed
    .trim()
    .replace(/[\uff01-\uff5e]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0))
    .replace(/[。｡]/g, '.');
}

/**
 * What is typed into a cell with that full mark; `most` is the largest full mark of the sheet.
 *
 * A whole number above the full mark is read with one decimal (85 as 8.5) when nothing else can be meant: not a mark of
 * another column, and not a percentage that comes to something else.
 */
export function read(typed, full, most) {
  const text = narrow(typed);
  if (text === '') return { kind: 'empty' };
  const found = PLAIN.exec(text);
  if (!found) return { kind: 'wrong', why: 'number' };
  const decimals = found[2] ?? found[3] ?? '';
  if (decimals.length > 3) return { kind: 'wrong', why: 'fine' };
  const whole = Number(found[1] ?? 0);
  const value = whole * 1000 + Number(decimals.padEnd(3, '0'));
  if (value <= full) return { kind: 'mark', value, quick: false };
  const tenth = whole * 100;
  if (text.includes('.') || tenth > full) return { kind: 'wrong', why: 'above' };
  const percentage = whole <= 100 ? (whole * full) / 100 : tenth;
  const clear = value > most && percentage === tenth;
  return clear ? { kind: 'mark', value: tenth, quick: true } : { kind: 'wrong', why: 'unclear' };
}

/** Whether what is typed is a mark that no further key could make another one: 85, and 10 of 10, but not 9. */
export function isComplete(typed, full, most) {
  const now = read(typed, full, most);
  if (now.kind !== 'mark') return false;
  const text = narrow(typed);
  const longer = [...'0123456789'].flatMap((digit) => (text.includes('.') ? [text + digit] : [text + digit, `${text}.${digit}`]));
  return longer.every((other) => {
    const then = read(other, full, most);
    return then.kind !== 'mark' || then.value === now.value;
  });
}

/** A mark as it is written: 8.5. */
export function write(value) {
  const decimals = String(value % 1000).padStart(3, '0').replace(/0+$/, '');
  return `${Math.floor(value / 1000)}${decimals && `.${decimals}`}`;
}
