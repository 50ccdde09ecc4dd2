// Where things are in the repository.

import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const room = dirname(dirname(fileURLToPath(import.meta.url)));
export const repository = dirname(room);
export const office = join(repository, 'samples', 'office');
export const scheme = join(repository, 'samples', 'scheme.toml');
export const binary = process.env.JINWEI_BIN ?? join(repository, 'target', 'debug', 'jinwei');

// What the tests leave behind for whoever looks: prepared installations, pages of failures. Not kept in the repository.
export const out = join(room, 'out');
mkdirSync(out, { recursive: true });

// The pictures of the README are taken at every run and kept in the repository when somebody asks for it.
export const images = process.env.JINWEI_KEEP_PICTURES ? join(repository, 'docs', 'images') : join(out, 'images');
