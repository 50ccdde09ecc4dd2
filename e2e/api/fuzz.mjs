// Runs schemathesis against a server with the sample organ, once for each of two roles.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { run } from '../lib/command.mjs';
import { install } from '../lib/installation.mjs';
import { room } from '../lib/places.mjs';
import { Server } from '../lib/server.mjs';

const ROLES = ['committee_admin', 'system_admin'];

/** Operations that would end the very session that asks, and why. */
const LEFT_OUT = {
  'post_sign-in': 'made-up passwords lock the accounts',
  'post_sign-out': 'ends the session',
  post_me_password: 'a new password ends other sessions and the next run could not sign in',
  post_admin_accounts_id_state: 'closes the account that asks',
  post_admin_accounts_id_password: 'resets the account that asks, which then may do nothing but choose a password',
};

const CHECKS = ['not_a_server_error', 'status_code_conformance', 'content_type_conformance', 'response_schema_conformance'];

const folder = mkdtempSync(join(tmpdir(), 'jinwei-fuzz-'));
const installation = await install('sample');
const server = await Server.start(installation.data);
let failed = false;
try {
  const document = await (await fetch(`${server.origin}/openapi.json`)).json();
  offerSamples(document);
  loosenTuples(document);
  const known = Object.values(document.paths).flatMap((operations) => Object.values(operations).map(({ operationId }) => operationId));
  const gone = Object.keys(LEFT_OUT).filter((id) => !known.includes(id));
  if (gone.length > 0) throw new Error(`no such operation: ${gone.join(', ')}`);
  const schema = join(folder, 'openapi.json');
  writeFileSync(schema, JSON.stringify(document));
  for (const role of ROLES) {
    const session = await server.session(installation.account(role));
    console.log(`── as ${role}`);
    const { code, stdout, stderr } = await run(join(room, '.venv', 'bin', 'schemathesis'), [
      'run', schema,
      '--url', server.origin,
      '--header', `Cookie: ${session.cookie}`,
      '--header', 'Accept: application/json',
      '--checks', CHECKS.join(','),
      '--phases', 'examples,coverage,fuzzing',
      '--max-examples', '12',
      '--seed', '20151202',
      // Python 3.11 compiles on several threads at once only with errors ("AST constructor recursion depth mismatch").
      '--workers', '1',
      '--request-timeout', '20',
      '--continue-on-failure',
      '--no-shrink',
      '--generation-database', 'none',
      '--suppress-health-check', 'all',
      '--warnings', 'off',
      ...Object.keys(LEFT_OUT).flatMap((id) => ['--exclude-operation-id', id]),
    ], { cwd: folder });
    console.log(stdout + stderr);
    failed ||= code !== 0;
    if ((await session.json('/me')).status !== 200) throw new Error(`the session of ${role} ended on the way: most requests met a closed door`);
  }
  const broken = server.log().split('\n').filter((line) => / ERROR /.test(line));
  if (broken.length > 0) console.log(`the server's log:\n${broken.slice(0, 20).join('\n')}`);
} finally {
  await server.stop();
  await installation.remove();
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = failed ? 1 : 0;

/** Lets about half of the made-up addresses name records that exist, those of the sample organ. */
function offerSamples({ paths }) {
  for (const [pattern, operations] of Object.entries(paths)) {
    for (const { 'x-sample': sample, parameters } of Object.values(operations)) {
      if (!sample) continue;
      const values = sample.split('?')[0].split('/');
      pattern.split('/').forEach((part, place) => {
        const parameter = parameters.find(({ name, in: where }) => where === 'path' && part === `{${name}}`);
        if (!parameter) return;
        const value = parameter.schema.type === 'integer' ? Number(values[place]) : values[place];
        parameter.schema = { anyOf: [{ const: value }, parameter.schema] };
      });
    }
  }
}

/** Says of tuples only what kinds of items they have: schemathesis 4.32 takes `prefixItems` for a schema of its own. */
function loosenTuples(node) {
  if (node === null || typeof node !== 'object') return;
  if (Array.isArray(node.prefixItems)) {
    node.items = { anyOf: node.prefixItems };
    delete node.prefixItems;
  }
  Object.values(node).forEach(loosenTuples);
}
