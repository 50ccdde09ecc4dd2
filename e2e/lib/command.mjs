// Runs the program's commands and waits for them.

import { spawn } from 'node:child_process';

import { binary } from './places.mjs';

const living = new Set();

// Whatever happens to the tests, no program of theirs outlives them.
process.on('exit', () => living.forEach((child) => child.kill('SIGKILL')));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1));

/** Starts a program that ends with the tests at the latest. */
export function start(program, args, options = {}) {
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'], ...options });
  living.add(child);
  child.ended = new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      living.delete(child);
      resolve({ code, signal });
    });
  });
  return child;
}

/** Runs a program to its end: its exit code and what it printed. */
export async function run(program, args, { input = '', ...options } = {}) {
  const child = start(program, args, options);
  const printed = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr']) {
    child[stream].setEncoding('utf8').on('data', (text) => (printed[stream] += text));
  }
  // A program that ends without reading its input is no fault of the tests.
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  const { code, signal } = await child.ended;
  return { code, signal, ...printed };
}

/** Runs a program that has to succeed; gives what it printed. */
export async function must(program, args, options) {
  const done = await run(program, args, options);
  if (done.code !== 0) {
    throw new Error(`${program} ${args.join(' ')}: ${done.signal ?? `exit code ${done.code}`}\n${done.stderr}${done.stdout}`);
  }
  return done.stdout;
}

/** Runs `jinwei` on a data directory; it has to succeed. */
export const jinwei = (data, args, options) => must(binary, ['--data', data, ...args], options);
