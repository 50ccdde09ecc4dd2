// Builds the assets that the server embeds: hashed files, their gzip siblings and the manifest that maps
// a logical name (`app.css`) to the hashed one.
import { build } from 'esbuild';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { sprite } from './src/icons/sprite.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, 'dist');
await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });

const result = await build({
  absWorkingDir: here,
  entryPoints: { app: 'src/js/app.js', charts: 'src/js/charts.js', marking: 'src/js/marking.js', vote: 'src/js/vote.js', receipt: 'src/js/receipt.js', styles: 'src/css/app.css', favicon: 'src/icons/favicon.svg' },
  outdir: 'dist',
  entryNames: '[name]-[hash]',
  bundle: true,
  minify: true,
  metafile: true,
  format: 'esm',
  // Chromium 109 is the last one for Windows 7, which offices still run.
  target: ['chrome109', 'firefox115', 'safari16'],
  loader: { '.svg': 'copy' },
  legalComments: 'linked',
  logLevel: 'warning',
});

const names = { 'js/app.js': 'app.js', 'js/charts.js': 'charts.js', 'js/marking.js': 'marking.js', 'js/vote.js': 'vote.js', 'js/receipt.js': 'receipt.js', 'css/app.css': 'app.css', 'icons/favicon.svg': 'favicon.svg' };
const manifest = {};
for (const [file, meta] of Object.entries(result.metafile.outputs)) {
  const logical = meta.entryPoint && names[meta.entryPoint.replace(/^src\//, '')];
  if (logical) manifest[logical] = basename(file);
}
for (const logical of Object.values(names)) {
  if (!manifest[logical]) throw new Error(`no output for ${logical}`);
}

// The sprite keeps a plain name, so that a template can point into it without knowing a hash.
await writeFile(join(out, 'icons.svg'), sprite());
manifest['icons.svg'] = 'icons.svg';

await writeFile(join(out, 'NOTICE.txt'), await notices(Object.keys(result.metafile.inputs)));
manifest['NOTICE.txt'] = 'NOTICE.txt';
await writeFile(join(out, 'manifest.json'), `${JSON.stringify(manifest, Object.keys(manifest).sort(), 2)}\n`);

for (const file of await readdir(out)) {
  if (['.js', '.css', '.svg', '.txt'].includes(extname(file))) {
    const bytes = await readFile(join(out, file));
    const packed = gzipSync(bytes, { level: 9 });
    await writeFile(join(out, `${file}.gz`), packed);
    if (!file.endsWith('.txt')) console.log(`${file.padEnd(28)} ${String(bytes.length).padStart(8)} ${String(packed.length).padStart(8)} gz`);
  }
}

/** Packages whose code another one carries inside itself. */
function carried(name) {
  return name === '@cloudflare/blindrsa-ts' ? ['sjcl'] : [];
}

/** Licences of every package that ended up in a bundle, as their licences ask. */
async function notices(inputs) {
  const named = inputs.map((i) => i.match(/^node_modules\/((?:@[^/]+\/)?[^/]+)/)?.[1]).filter(Boolean);
  const packages = [...new Set(named.flatMap((name) => [name, ...carried(name)]))].sort();
  const parts = [];
  for (const name of packages) {
    const folder = join(here, 'node_modules', name);
    const about = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
    const files = await readdir(folder, { withFileTypes: true });
    const papers = files.filter((f) => f.isFile() && /^(licen[cs]e|notice|copying)/i.test(f.name)).map((f) => f.name).sort();
    const texts = await Promise.all(papers.map((f) => readFile(join(folder, f), 'utf8')));
    parts.push([`${about.name} ${about.version} (${about.license})`, ...texts.map((t) => t.trim())].join('\n\n'));
  }
  return `${parts.join(`\n\n${'='.repeat(80)}\n\n`)}\n`;
}
