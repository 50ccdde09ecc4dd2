// Looks into .xlsx files and changes cells in them: just enough to break a roster on purpose and to read what comes back.

import { crc32 } from './crc32.mjs';
import { inflateRawSync } from 'node:zlib';

/** The parts of an .xlsx file by name, as text. */
export function parts(bytes) {
  const found = new Map();
  const end = bytes.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  let at = bytes.readUInt32LE(end + 16);
  for (let n = bytes.readUInt16LE(end + 10); n > 0; n -= 1) {
    const [method, size] = [bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 20)];
    const [nameLength, extra, comment] = [28, 30, 32].map((offset) => bytes.readUInt16LE(at + offset));
    const local = bytes.readUInt32LE(at + 42);
    const name = bytes.toString('utf8', at + 46, at + 46 + nameLength);
    const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const raw = bytes.subarray(start, start + size);
    found.set(name, (method === 8 ? inflateRawSync(raw) : raw).toString('utf8'));
    at += 46 + nameLength + extra + comment;
  }
  return found;
}

/** An .xlsx file of these parts, stored uncompressed. */
export function pack(all) {
  const [files, directory] = [[], []];
  let offset = 0;
  for (const [name, text] of all) {
    const [label, body] = [Buffer.from(name), Buffer.from(text)];
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(0x800, 2);
    common.writeUInt32LE(crc32(body), 10);
    common.writeUInt32LE(body.length, 14);
    common.writeUInt32LE(body.length, 18);
    common.writeUInt16LE(label.length, 22);
    const file = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, label, body]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), common, rest, label]));
    files.push(file);
    offset += file.length;
  }
  const size = directory.reduce((sum, entry) => sum + entry.length, 0);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...files, ...directory, end]);
}

/** The same workbook with other texts in some cells of its first sheet: `{ G7: '1997-02-30' }`. */
export function withCells(bytes, cells) {
  const all = parts(bytes);
  const sheet = 'xl/worksheets/sheet1.xml';
  let xml = all.get(sheet);
  for (const [place, text] of Object.entries(cells)) {
    const cell = new RegExp(`<c r="${place}"[^>]*?(/>|>.*?</c>)`);
    if (!cell.test(xml)) throw new Error(`no cell ${place}`);
    xml = xml.replace(cell, `<c r="${place}" t="inlineStr"><is><t>${text}</t></is></c>`);
  }
  return pack(all.set(sheet, xml));
}
