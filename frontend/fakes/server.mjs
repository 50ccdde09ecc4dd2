// An installation as the voter's browser sees it: it issues, takes ballots and closes. Signatures are checked with the library of
// Node, so that the client's own code does not judge itself.
import { constants, createHash, createPrivateKey, createPublicKey, privateDecrypt, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { headMessage, headRoot, rootOf } from '../src/js/ballot/board.js';
import { base64url, frame, fromBase64url, fromHex, hex } from '../src/js/ballot/bytes.js';
import { leafOf, statementOf } from '../src/js/ballot/cast.js';
import { newPair, sign } from '../src/js/ballot/ed25519.js';
import { boxOf } from '../src/js/ballot/manifest.js';

export const vectors = JSON.parse(readFileSync(new URL('../../core/ballot/tests/vectors.json', import.meta.url)));
export const BOX = '001-members';

const issuer = createPrivateKey({ key: Buffer.from(fromBase64url(vectors.issuer_key_of_001_members)), format: 'der', type: 'pkcs8' });
/** What a blind signer does is the bare private operation. */
const blindSign = (blinded) => privateDecrypt({ key: issuer, padding: constants.RSA_NO_PADDING }, Buffer.from(fromBase64url(blinded)));
const spki = (der) => createPublicKey({ key: Buffer.from(der), format: 'der', type: 'spki' });
const ED25519 = Buffer.from('302a300506032b6570032100', 'hex');
const reply = (status, body) => new Response(body === null ? null : JSON.stringify(body), { status });

/**
 * Starts one with the boxes of the vectors and a board key of its own. `asked` lists every request; `lose(n)` loses the next n
 * replies after they were acted on, `refuse(status, error)` answers the next request so.
 */
export async function server() {
  const board = await newPair();
  const manifest = { ...JSON.parse(vectors.manifest), board_key: base64url(board.key) };
  const bytes = Buffer.from(JSON.stringify(manifest));
  const hash = createHash('sha256').update(bytes).digest('hex');
  const signed = async (...items) => base64url(await sign(board.secret, frame(...items)));
  const page = {
    evaluation: manifest.evaluation,
    holder: 'aa11',
    manifest_hash: hash,
    manifest_signature: await signed('jinwei/manifest/1', fromHex(hash)),
    manifest_href: '/evaluations/3/manifest.json',
    credential_href: '/evaluations/3/credentials',
    cast_href: '/ballots',
    issuing: true,
    casting: true,
    casting_over: false,
  };
  const [asked, issued, ballots] = [[], new Map(), new Map()];
  let lost = 0;
  let refusal = null;

  async function credentials({ box, blinded }) {
    const before = issued.get(`${page.holder}:${box}`);
    if (before && before.blinded !== blinded) return reply(409, { detail: 'another one was signed' });
    const blind_signature = base64url(blindSign(blinded));
    issued.set(`${page.holder}:${box}`, { blinded, blind_signature });
    return reply(200, { blind_signature });
  }

  async function cast(body) {
    const ballot = JSON.parse(body);
    const box = boxOf(manifest, ballot.box);
    const one = (name) => Buffer.from(fromBase64url(ballot[name]));
    const statement = await statementOf(box.form, ballot);
    if (!verify(null, statement, spki(Buffer.concat([ED25519, one('key')])), one('signature'))) return reply(422, { error: 'bad_signature' });
    const prepared = Buffer.concat([one('randomizer'), frame('jinwei/credential/1', one('key'))]);
    const key = { key: spki(fromBase64url(box.issuer_key)), padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 48 };
    if (!verify('sha384', prepared, key, one('issuer_signature'))) return reply(422, { error: 'bad_credential' });
    const leaf = await leafOf(box.form, ballot);
    const before = ballots.get(ballot.key);
    if (before && before.leaf !== leaf && before.ballot.revision >= ballot.revision) return reply(409, { error: 'older_revision' });
    ballots.set(ballot.key, { ballot, leaf });
    return reply(200, { leaf, receipt: await signed('jinwei/receipt/1', fromHex(hash), ballot.box, fromHex(leaf)) });
  }

  async function fetch(address, options) {
    asked.push({ address, options });
    if (refusal) {
      const [status, error] = refusal;
      refusal = null;
      return reply(status, error && { error });
    }
    if (address === page.manifest_href) return new Response(bytes);
    const answer = await (address === page.credential_href ? credentials(JSON.parse(options.body)) : cast(options.body));
    if (lost > 0) {
      lost -= 1;
      throw new TypeError('Failed to fetch');
    }
    return answer;
  }

  /** Closes the evaluation and gives its board; `alter` is what a dishonest one does to the boxes before it signs. */
  async function close(alter = () => {}) {
    const boxes = await Promise.all(manifest.boxes.map(async ({ code, roster }) => {
      const leaves = [...ballots.values()].filter(({ ballot }) => ballot.box === code).map(({ leaf }) => leaf).sort();
      const root = hex(await rootOf(leaves.map((leaf) => fromHex(leaf))));
      return { code, roster, issued: leaves.length, paper: 0, cast: leaves.length, root, leaves };
    }));
    await alter(boxes);
    const root = await headRoot(manifest, boxes);
    return { version: 1, manifest: hash, closed: '2015-12-10', boxes, root: hex(root), signature: base64url(await sign(board.secret, headMessage(hash, root))) };
  }

  return {
    page,
    bytes,
    asked,
    issued,
    ballots,
    fetch,
    close,
    lose: (n) => (lost = n),
    refuse: (status, error = null) => (refusal = [status, error]),
    sent: (address) => asked.filter((one) => one.address === address),
  };
}
