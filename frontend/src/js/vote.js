// The voting page: checks the manifest, then lets each box be filled in. Without script the page explains the way on paper.
import { expectedIn, openManifest } from './ballot/manifest.js';
import { wireSection } from './ballot/section.js';
import { pageData } from './ballot/sentences.js';
import { createStore } from './ballot/store.js';
import { Trouble } from './ballot/trouble.js';
import { createVoter } from './ballot/voter.js';

const voting = document.querySelector('[data-voting]');
if (voting) wire(pageData('voting'));

async function wire({ page, say }) {
  const part = (name) => document.querySelector(`[data-${name}]`);
  const show = (name, shown = true) => {
    if (part(name)) part(name).hidden = !shown;
  };

  const store = createStore({ session: storage('sessionStorage'), local: storage('localStorage'), manifest: page.manifest_hash, holder: page.holder });
  store.wipeOthers();
  if (!globalThis.isSecureContext || !globalThis.crypto?.subtle) return show('insecure');
  if (!store.isUsable()) return show('nostore');

  const expected = () => expectedIn(location.hash);
  addEventListener('hashchange', () => {
    // Another value on paper is checked as the first one was, before anything else.
    if (expected() !== null) location.reload();
  });
  let opened;
  try {
    opened = await openManifest({ href: page.manifest_href, hash: page.manifest_hash, signature: page.manifest_signature, evaluation: page.evaluation, expected: expected() }, fetch.bind(globalThis));
  } catch (trouble) {
    if (!(trouble instanceof Trouble)) throw trouble;
    return show(trouble.key.replace('_', '-'));
  }

  const alone = (name, act) => (navigator.locks ? navigator.locks.request(name, act) : act());
  const voter = createVoter({ page, opened, store, fetch: fetch.bind(globalThis), alone });
  const places = [...voting.querySelectorAll('[data-box]')];
  // A box that the manifest does not know has no key that anybody could check.
  if (!places.every(({ dataset }) => voter.has(dataset.box))) return show('manifest-wrong');
  const sections = places.map((section) => wireSection(section, { page, voter, say }));

  // ---- the value on paper ----

  /** Shows what a comparison came to; a value that differs takes the ballots away until one agrees. */
  function tell(found) {
    show('manifest-wrong', found === 'wrong');
    show('manifest-right', found === 'right');
    voting.hidden = found === 'wrong';
  }

  const typed = part('expected');
  const compare = () => {
    const found = voter.compareWith(typed.value);
    typed.setCustomValidity(found === 'short' ? say('expected_short') : '');
    if (found === 'short') typed.reportValidity();
    else tell(found);
  };
  part('compare')?.addEventListener('click', compare);
  typed?.addEventListener('input', () => typed.setCustomValidity(''));
  typed?.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    compare();
  });

  show('comparing');

  // ---- whose computer it is, and the end ----

  const own = part('own-computer');
  if (own) {
    own.checked = store.isOwn();
    own.addEventListener('change', () => {
      const possible = store.setOwn(own.checked);
      own.setCustomValidity(possible ? '' : say('own_impossible'));
      if (possible) return;
      own.checked = store.isOwn();
      own.reportValidity();
    });
  }

  let warned = false;
  document.querySelector('[data-do="finish"]')?.addEventListener('click', () => {
    // A credential that was not used is lost for good: the first press says so, the second one does it.
    if (!warned && part('finish-warning') && sections.some(({ isOpen }) => isOpen())) {
      warned = true;
      show('finish-warning');
      return;
    }
    store.finish();
    for (const section of sections) section.clear();
    voting.hidden = true;
    show('finish-warning', false);
    show('finished');
    const finished = part('finished');
    finished.tabIndex = -1;
    finished.focus();
  });

  voting.hidden = false;
  show('manifest-right', expected() !== null);
  // One after the other: a slow computer blinds and checks for each of them.
  for (const section of sections) await section.start();
}

/** A storage of the browser; null where even naming it is forbidden. */
function storage(name) {
  try {
    return globalThis[name];
  } catch {
    return null;
  }
}
