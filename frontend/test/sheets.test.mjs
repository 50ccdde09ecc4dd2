// The sheets keep to the tokens and to what the oldest browser knows; the templates name only icons that exist.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import test from 'node:test';
import { names, sprite } from '../src/icons/sprite.mjs';

const folder = new URL('../src/css/', import.meta.url);
const sheets = Object.fromEntries(
  readdirSync(folder).map((file) => [file, readFileSync(new URL(file, folder), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '')]),
);

test('only the tokens name colours', () => {
  const found = Object.entries(sheets)
    .filter(([file]) => file !== 'tokens.css')
    .flatMap(([file, css]) => [...css.matchAll(/#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?)\([^)]*\)/gi)].map(([colour]) => `${file}: ${colour}`));
  assert.deepEqual(found, []);
});

test('every custom property that is used is defined', () => {
  const all = Object.values(sheets).join('\n');
  const defined = new Set([...all.matchAll(/(--[\w-]+)\s*:/g)].map(([, name]) => name));
  const missing = [...all.matchAll(/var\((--[\w-]+)/g)].map(([, name]) => name).filter((name) => !defined.has(name));
  assert.deepEqual([...new Set(missing)], []);
});

test('nothing is used that Chromium 109 does not know', () => {
  const newer = [/:has\(/, /color-mix\(/, /\bokl(?:ab|ch)\(/, /\blight-dark\(/, /@scope\b/, /@starting-style/, /text-wrap/, /^\s*&/m, /::details-content/, /field-sizing/, /animation-timeline/, /\bsubgrid\b/, /popover-open/];
  const found = Object.entries(sheets).flatMap(([file, css]) => newer.filter((feature) => feature.test(css)).map((feature) => `${file}: ${feature}`));
  assert.deepEqual(found, []);
});

test('templates name only icons that exist', () => {
  const templates = new URL('../../platform/web/templates/', import.meta.url);
  const known = new Set([...names, 'mark']);
  const used = readdirSync(templates).flatMap((file) =>
    [...readFileSync(new URL(file, templates), 'utf8').matchAll(/icons\.svg#([a-z-]+)/g)].map(([, name]) => `${file}: ${name}`),
  );
  assert.ok(used.length > 10);
  assert.deepEqual(used.filter((one) => !known.has(one.split(': ')[1])), []);
});

test('the sprite holds one symbol for each name', () => {
  const ids = [...sprite().matchAll(/<symbol id="([a-z-]+)"/g)].map(([, id]) => id);
  assert.deepEqual(ids.sort(), [...names, 'mark'].sort());
});
