// A form with data-fill saves itself part by part while somebody types. What cannot be sent stays in this browser and is
// sent later; when two people change the same, the second one is asked. Without script the form has a button for all of it.
import { wireEvidence } from './evidence.js';

// Those of drafts.js, so that signing out takes them along.
const PREFIX = 'jinwei-draft:';
const PAUSE = 1200;
const AGAIN = 15000;

const wired = new WeakSet();

export function wireFilling(root) {
  for (const form of root.querySelectorAll('form[data-fill]')) {
    if (wired.has(form)) continue;
    wired.add(form);
    for (const one of document.querySelectorAll('[data-without-script]')) one.hidden = true;
    const parts = [...form.querySelectorAll('[data-part]')].map((box) => new Part(form, box));
    const changed = () => summarise(form, parts);
    for (const part of parts) part.changed = changed;
    for (const part of parts) part.takeUp();
    changed();
    wireEvidence(form);
    addEventListener('online', () => parts.forEach((part) => part.dirty && part.save()));
    // Whoever leaves in the middle of a sentence does not wait for the pause.
    addEventListener('pagehide', () => parts.forEach((part) => part.leave()));
    form.addEventListener('submit', () => parts.forEach((part) => part.rest()));
  }
}

/** The line at the bottom: how far everything is. */
function summarise(form, parts) {
  const words = form.dataset;
  const counted = parts.filter((part) => 'counts' in part.box.dataset);
  const filled = counted.filter((part) => 'measured' in part.box.dataset || part.fields.some((field) => field.value.trim()));
  form.querySelector('[data-fill-filled]').textContent = `${words.filled} ${filled.length} / ${counted.length}`;
  const state = form.querySelector('[data-fill-state]');
  const worst = ['failed', 'signedOut', 'offline', 'unsaved', 'saving'].find((name) => parts.some((part) => part.state === name));
  const last = parts.map((part) => part.savedAt).filter(Boolean).sort().pop();
  const text = worst ? words[worst].replace(/[:：]$/, '') : last ? `${words.saved} ${last}` : '';
  if (state.textContent !== text) state.textContent = text;
}

class Part {
  constructor(form, box) {
    this.form = form;
    this.box = box;
    this.key = PREFIX + box.dataset.key;
    this.fields = [...box.querySelectorAll('[data-field], textarea')];
    this.base = box.querySelector('[data-base]');
    this.line = box.querySelector('[data-save-state]');
    this.dirty = false;
    this.changed = () => {};
    for (const field of this.fields) {
      field.addEventListener('input', () => this.edited());
      field.addEventListener('change', () => this.dirty && this.soon(0));
    }
  }

  name(field) {
    return field.dataset.field ?? 'words';
  }

  values() {
    return Object.fromEntries(this.fields.map((field) => [this.name(field), field.value]));
  }

  /** What was kept here because it could not be sent. It goes on from the state in which it was begun. */
  takeUp() {
    const kept = read(this.key);
    if (!kept) return;
    for (const field of this.fields) set(field, kept.values[this.name(field)]);
    this.base.value = kept.base;
    this.dirty = true;
    this.save();
  }

  edited() {
    this.dirty = true;
    write(this.key, { values: this.values(), base: this.base.value });
    this.show('unsaved');
    this.soon(PAUSE);
  }

  soon(pause) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), pause);
  }

  rest() {
    clearTimeout(this.timer);
  }

  leave() {
    if (!this.dirty || this.clashing) return;
    navigator.sendBeacon(this.box.dataset.part, new URLSearchParams({ ...this.values(), base: this.base.value }));
  }

  async save() {
    clearTimeout(this.timer);
    if (this.clashing || this.busy) return;
    const sent = this.values();
    this.busy = true;
    this.show('saving');
    let answer;
    try {
      answer = await fetch(this.box.dataset.part, {
        method: 'POST',
        headers: { accept: 'application/json' },
        body: new URLSearchParams({ ...sent, base: this.base.value }),
        credentials: 'same-origin',
      });
    } catch {
      this.busy = false;
      this.show('offline');
      this.soon(AGAIN);
      return;
    }
    const told = await answer.json().catch(() => ({}));
    this.busy = false;
    if (answer.status === 401) this.show('signedOut');
    else if (answer.status >= 500) {
      this.show('failed', told.detail);
      this.soon(AGAIN);
    } else if (!answer.ok) this.show('failed', told.errors?.[0]?.detail ?? told.detail);
    else this.heard(sent, told);
  }

  heard(sent, told) {
    this.wrong(told.errors);
    if (told.state === 'clash') {
      this.ask(told);
      return;
    }
    this.base.value = told.base;
    const untouched = (field) => field.value === sent[this.name(field)];
    for (const field of this.fields) {
      const kept = told[this.name(field)];
      const faulty = told.errors.some((error) => error.field === this.name(field));
      // Nobody's typing is put right under their hands.
      if (!faulty && untouched(field) && (told.by || field !== document.activeElement)) set(field, kept);
    }
    if (!this.fields.every((field) => untouched(field) || field.value === told[this.name(field)])) {
      this.edited();
      return;
    }
    this.dirty = told.errors.length > 0;
    if (!this.dirty) forget(this.key);
    this.savedAt = told.saved;
    this.show(this.dirty ? 'unsaved' : 'saved', told.by && `${this.form.dataset.merged} ${told.by}`);
  }

  wrong(errors) {
    for (const field of this.fields) {
      const place = this.box.querySelector(`[data-error="${this.name(field)}"]`);
      const error = errors.find(({ field: name }) => name === this.name(field));
      if (error) field.setAttribute('aria-invalid', 'true');
      else field.removeAttribute('aria-invalid');
      if (!place) continue;
      place.hidden = !error;
      place.querySelector('span').textContent = error?.detail ?? '';
    }
  }

  /** Somebody else has changed the same: theirs is shown, mine stays in the fields. */
  ask(told) {
    this.clashing = true;
    this.box.querySelector('.clash')?.remove();
    const box = document.getElementById('clash-box').content.firstElementChild.cloneNode(true);
    box.querySelector('[data-clash-who]').textContent = `${told.theirs.by} ${told.theirs.at}`;
    box.querySelector('[data-clash-words]').textContent = told.theirs.words;
    const claim = box.querySelector('[data-clash-claim]');
    claim.textContent = told.theirs.claim;
    claim.parentElement.hidden = !told.theirs.claim;
    box.querySelector('[data-without-script]').hidden = true;
    box.querySelector('[data-with-script]').hidden = false;
    for (const button of box.querySelectorAll('[data-clash]')) {
      button.addEventListener('click', () => this.decide(button.dataset.clash, told, box));
    }
    this.box.querySelector('.fill-fields').prepend(box);
    this.show('failed', `${told.theirs.by} ${told.theirs.at}`);
  }

  decide(which, told, box) {
    this.clashing = false;
    box.remove();
    this.base.value = told.base;
    for (const field of this.fields) {
      const theirs = told[this.name(field)];
      if (which === 'theirs') set(field, theirs);
      else if (which === 'both' && field.tagName === 'TEXTAREA' && theirs !== field.value) set(field, `${theirs}\n\n${field.value}`);
    }
    this.dirty = true;
    this.save();
    this.fields.at(-1)?.focus();
  }

  show(state, more) {
    this.state = state;
    const words = this.form.dataset;
    const text = state === 'saved' ? `${words.saved} ${this.savedAt}` : words[state];
    this.line.textContent = [text, more].filter(Boolean).join(' ');
    this.line.classList.toggle('save-state-unsaved', state === 'unsaved' || state === 'offline');
    this.line.classList.toggle('save-state-failed', state === 'failed' || state === 'signedOut');
    this.changed();
  }
}

function set(field, value) {
  if (value === undefined || field.value === value) return;
  field.value = value;
  field.dispatchEvent(new CustomEvent('jinwei:filled', { bubbles: true }));
}

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

function write(key, value) {
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // A full or forbidden storage only means that nothing is kept here.
  }
}

function forget(key) {
  try {
    localStorage.removeItem(key);
  } catch {
    // There was nothing to forget.
  }
}
