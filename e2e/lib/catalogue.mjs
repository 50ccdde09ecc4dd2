// Every page of a running server, by its own OpenAPI document, with a role that may see it.

/** Roles in the order in which they are asked; the first that may see a page visits it. */
const ASKED = ['committee_admin', 'system_admin', 'security_admin', 'audit_admin', 'organisation_secretary', 'reviewer', 'member'];

/**
 * The addresses of all GET operations: `pages` of `{ pattern, address, role, status, kind }`, where `kind` is the type of
 * what answered and `role` null for pages that are open to everybody; and `closed`, a line for each that opens for nobody.
 */
export async function pagesOf(server, installation) {
  const document = await (await fetch(`${server.origin}/openapi.json`)).json();
  const roles = ASKED.filter((role) => installation.accounts.some((account) => account.role === role));
  const sessions = new Map();
  const sessionOf = async (role) => {
    if (!sessions.has(role)) sessions.set(role, await server.session(installation.account(role)));
    return sessions.get(role);
  };
  const [pages, closed] = [[], []];
  for (const [pattern, operations] of Object.entries(document.paths)) {
    const operation = operations.get;
    if (!operation) continue;
    const address = operation['x-sample'];
    if (!address) {
      closed.push(`GET ${pattern} names no sample address`);
      continue;
    }
    const open = operation.security === undefined;
    const refused = [];
    let page;
    for (const role of open ? [null] : roles) {
      const headers = { accept: 'text/html' };
      const answer = role === null
        ? await fetch(server.origin + address, { redirect: 'manual', headers })
        : await (await sessionOf(role)).get(address, headers);
      const kind = answer.headers.get('content-type')?.split(';')[0] ?? '';
      await answer.arrayBuffer();
      if (answer.status < 400) {
        page = { pattern, address, role, status: answer.status, kind };
        break;
      }
      refused.push(`${role ?? 'everybody'} ${answer.status}`);
    }
    if (page) pages.push(page);
    else closed.push(`GET ${address}: ${refused.join(', ')}`);
  }
  return { pages, closed };
}
