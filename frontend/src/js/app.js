// What script adds to pages that work without it.
import 'htmx.org';
import { wireCounters } from './counters.js';
import { wireDialogs } from './dialogs.js';
import { wireDrafts } from './drafts.js';
import { wireDrops } from './drops.js';
import { wireFilling } from './filling.js';
import { wireLook } from './look.js';
import { wirePopovers } from './popovers.js';
import { wirePrinting } from './printing.js';
import { wireSums } from './sums.js';
import { wireTables } from './tables.js';
import { wireWaiting } from './waiting.js';

wireLook();
wirePopovers();
wireCounters();
wireDialogs();
wirePrinting();
wireWaiting();

/** Wires what may arrive with a partial update as well as with the page; each element once. */
function wire() {
  wireDrafts(document);
  wireDrops(document);
  wireFilling(document);
  wireTables(document);
  wireSums(document);
}

wire();
document.addEventListener('htmx:afterSettle', wire);

// A form that came back says first what is wrong with it.
const wrong = document.getElementById('form-errors');
if (wrong && wrong.getBoundingClientRect().top < innerHeight) wrong.focus();
