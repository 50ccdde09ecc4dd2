// Running sums are exact and read what people type.
import assert from 'node:assert/strict';
import test from 'node:test';
import { total, written } from '../src/js/sums.js';

test('what people type adds up exactly', () => {
  assert.equal(written(total(['20', '２０', ' 20 ', '25分', '15'])), '100');
  assert.equal(written(total(['0.1', '0.2', ''])), '0.3');
  assert.equal(written(total(['9.5', '-10'])), '-0.5');
  assert.equal(written(total(['.25', '3.'])), '3.25');
});

test('what is no number gives no sum', () => {
  for (const text of ['二十', '1e3', '1,5', '0.0001', '-', '.']) assert.equal(total(['1', text]), null, text);
});
