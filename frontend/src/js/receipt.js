// The check of a receipt. Everything is reckoned here: the server hands out the same two documents to everybody and does not
// learn which receipt was checked. Without script the form asks the server.
import { checkReceipt } from './ballot/board.js';
import { AS_ANYBODY } from './ballot/manifest.js';
import { readReceipt } from './ballot/receipt.js';
import { pageData } from './ballot/sentences.js';

const form = document.querySelector('form[data-check]');
// Without hashing there is nothing to check with: the form stays what it is.
if (form && globalThis.crypto?.subtle) wire(pageData('checking'));

function wire({ say }) {
  const [wrong, steps, verdict] = ['[data-check-error]', '[data-steps]', '[data-verdict]'].map((one) => document.querySelector(one));
  const button = form.querySelector('button:not([type="button"])');

  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    for (const part of [wrong, steps, verdict]) part.hidden = true;
    button.disabled = true;
    const outcome = await check(form.elements.namedItem('receipt').value);
    button.disabled = false;
    if (outcome.trouble) return tell(wrong, say(outcome.trouble));
    steps.replaceChildren(...outcome.checks.map(({ check, held }) => {
      const item = document.createElement('li');
      item.dataset.held = held ? 'yes' : 'no';
      item.textContent = say(`${held ? 'held' : 'failed'}_${check}`);
      return item;
    }));
    steps.hidden = false;
    tell(verdict, say(outcome.verdict));
  });
}

function tell(part, sentence) {
  part.textContent = sentence;
  part.hidden = false;
}

/** Gives the checks and the verdict, or what stands in the way. */
async function check(text) {
  const receipt = readReceipt(text);
  if (!receipt) return { trouble: 'unreadable' };
  const of = (name) => fetch(`/evaluations/${receipt.evaluation}/${name}.json`, AS_ANYBODY);
  try {
    const [manifest, board] = await Promise.all([of('manifest'), of('board')]);
    if (manifest.status === 404) return { trouble: 'unknown_evaluation' };
    if (!manifest.ok || !(board.ok || board.status === 404)) return { trouble: 'offline' };
    const published = board.ok ? await board.json() : null;
    const checks = await checkReceipt(receipt, new Uint8Array(await manifest.arrayBuffer()), published);
    const held = checks.every((one) => one.held);
    return { checks, verdict: held ? (published ? 'verdict_yes' : 'verdict_open') : 'verdict_no' };
  } catch {
    return { trouble: 'offline' };
  }
}
