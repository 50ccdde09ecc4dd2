// The design tokens: both lists of dark colours agree, and every pair of text and ground that the sheets use is readable.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';

const css = readFileSync(new URL('../src/css/tokens.css', import.meta.url), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');

function block(selector) {
  const start = css.indexOf('{', css.indexOf(selector));
  return Object.fromEntries([...css.slice(start + 1, css.indexOf('}', start)).matchAll(/--([\w-]+):\s*([^;]+);/g)].map(([, name, value]) => [name, value.trim()]));
}

const light = block(':root {');
const darkBySystem = block(':root:not([data-theme="light"])');
const darkByChoice = block(':root[data-theme="dark"]');

function luminance(colour) {
  const [r, g, b] = [1, 3, 5].map((i) => parseInt(colour.slice(i, i + 2), 16) / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a, b) {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

/** WCAG 2.2: 4.5 for text (1.4.3), 3 for the edge of a control and the focus ring (1.4.11). */
const pairs = [
  ...['ink', 'ink-soft', 'ink-faint', 'red', 'red-deep'].flatMap((text) => ['paper', 'ground'].map((ground) => [text, ground, 4.5])),
  ...['ink', 'ink-soft'].flatMap((text) => ['sunk', 'red-tint', 'calm-tint', 'good-tint', 'warn-tint', 'bad-tint'].map((ground) => [text, ground, 4.5])),
  ...['good', 'warn', 'bad', 'calm', 'gold'].flatMap((tone) => [[tone, `${tone}-tint`, 4.5], [tone, 'paper', 4.5]]),
  ['red', 'red-tint', 4.5],
  ['red', 'bad-tint', 4.5],
  ['calm', 'red-tint', 4.5],
  ['on-fill', 'fill', 4.5],
  ['on-fill', 'fill-deep', 4.5],
  ['control', 'paper', 3],
  ['control', 'ground', 3],
  ['focus', 'paper', 3],
  ['focus', 'ground', 3],
  ...[1, 2, 3, 4, 5, 6].map((n) => [`chart-${n}`, 'paper', 3]),
  ...[1, 2, 3, 4, 5].flatMap((n) => ['ink', 'ink-soft'].map((text) => [text, `heat-${n}`, 4.5])),
];

test('the dark colours are the same by system and by choice', () => {
  assert.deepEqual(darkByChoice, darkBySystem);
  for (const name of Object.keys(darkBySystem)) assert.ok(name in light, `--${name} is missing in the light set`);
});

for (const [theme, tokens] of [['light', light], ['dark', darkBySystem]]) {
  test(`text and controls stand out in the ${theme} theme`, () => {
    const faint = pairs
      .map(([text, ground, least]) => ({ text, ground, least, found: contrast(tokens[text], tokens[ground]) }))
      .filter(({ found, least }) => !(found >= least))
      .map(({ text, ground, least, found }) => `${text} on ${ground}: ${found.toFixed(2)} < ${least}`);
    assert.deepEqual(faint, []);
  });
}
