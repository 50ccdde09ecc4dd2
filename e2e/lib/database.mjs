// Databases of their own on the PostgreSQL server that JINWEI_TEST_PG names by connection words.

import { must } from './command.mjs';

/** Both databases, or the embedded one alone where no server is given; `make test` always gives one. */
export const databases = process.env.JINWEI_TEST_PG ? ['sqlite', 'postgres'] : ['sqlite'];

const words = process.env.JINWEI_TEST_PG ?? '';
let made = 0;

const psql = (sql) =>
  must('psql', ['--no-psqlrc', '--quiet', '--set', 'ON_ERROR_STOP=1', '--dbname', `${words} dbname=postgres`, '--command', sql]);

/** A new, empty database: its connection words, and how to drop it. */
export async function freshDatabase() {
  const name = `e2e_${process.pid}_${++made}`;
  await psql(`CREATE DATABASE ${name}`);
  return { url: `${words} dbname=${name}`, drop: () => psql(`DROP DATABASE ${name} WITH (FORCE)`) };
}
