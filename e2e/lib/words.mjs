// The words people see, from the same files as the program takes them from. A journey in two languages finds its buttons
// by them.

import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { repository } from './places.mjs';

export const languages = ['zh-CN', 'en'];

const folders = ['platform', 'domains']
  .flatMap((part) => readdirSync(join(repository, part)).map((name) => `${part}/${name}`))
  .map((folder) => join(repository, folder, 'locales'))
  .filter((folder) => existsSync(folder));

const read = (lang) => {
  const messages = new Map();
  for (const folder of folders) {
    for (const name of readdirSync(folder)) {
      if (name !== `${lang}.ftl` && !name.endsWith(`.${lang}.ftl`)) continue;
      for (const line of readFileSync(join(folder, name), 'utf8').split('\n')) {
        const [, key, text] = /^([a-z][\w-]*) = (.*)$/.exec(line) ?? [];
        if (key) messages.set(key, text);
      }
    }
  }
  return messages;
};

const all = new Map(languages.map((lang) => [lang, read(lang)]));

/** Gives `t(key, args)` for a language; throws for a key that is not there. */
export const wordsOf = (lang) => (key, args = {}) => {
  const text = all.get(lang).get(key);
  if (text === undefined) throw new Error(`no message ${key} in ${lang}`);
  return text.replace(/\{ \$(\w+) \}/g, (_, name) => {
    if (!(name in args)) throw new Error(`${key} needs ${name}`);
    return args[name];
  });
};
