// What script adds to pages that work without it.
import 'htmx.org';
import { wireDialogs } from './dialogs.js';
import { wireDrafts } from './drafts.js';
import { wireDrops } from './drops.js';
import { wireLook } from './look.js';
import { wirePopovers } from './popovers.js';
import { wireTables } from './tables.js';

wireLook();
wirePopovers();
wireDialogs();

/** Wires what may arrive with a partial update as well as with the page. */
function wire(root) {
  wireDrafts(root);
  wireDrops(root);
  wireTables(root);
}

wire(document);
document.addEventListener('htmx:afterSwap', (event) => wire(event.detail.target));
