/**
 * `npm run size`: what a storefront downloads, gzipped, against the budgets. Exits with 1 above a budget.
 * Run it after `npm run build`.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';

const kB = 1000;
const gzipBytes = (file) => gzipSync(readFileSync(file), { level: 9 }).length;

/** The files that a module loads at once: its static imports, and theirs. */
function staticClosure(entry, seen = new Set()) {
  const file = resolve(entry);
  if (seen.has(file)) return seen;
  seen.add(file);
  const text = readFileSync(file, 'utf8');
  for (const [, specifier] of text.matchAll(
    /(?:^|[;}\n])\s*(?:import|export)\b[^'"();]*?(?:from)?\s*["'](\.[^"']+)["']/g,
  )) {
    staticClosure(join(dirname(file), specifier), seen);
  }
  return seen;
}

function filesBelow(folder) {
  return readdirSync(folder, { recursive: true })
    .map((name) => join(folder, name))
    .filter((file) => statSync(file).isFile());
}

function find(folder, pattern) {
  const found = filesBelow(folder).filter((file) => pattern.test(file));
  if (found.length === 0) throw new Error(`No file like ${pattern} in ${folder}. Run npm run build first.`);
  return found;
}

const embed = 'dist/embed';
const script = join(embed, 'locavore.js');
const scriptFiles = [...staticClosure(script)];
// A first shelf: the script, the element and its client, the worker. WebGPU's chunk comes only where there is a GPU.
const scriptAndLazy = find(embed, /\.js$/).filter((file) => !/webgpu/.test(file));
const webgpu = filesBelow(embed).filter((file) => /webgpu.*\.js$/.test(file));

const budgets = [
  { what: 'the script a storefront includes', files: scriptFiles, limit: 6 * kB },
  {
    what: 'a first shelf without a ranker',
    files: [...new Set([...scriptFiles, ...scriptAndLazy.map((file) => resolve(file))])],
    limit: 30 * kB,
  },
  { what: 'the WebGPU engine, loaded where there is a GPU', files: webgpu, limit: null },
  { what: 'the books pack', files: filesBelow('models/books'), limit: 3000 * kB },
];

let isOver = false;
const rows = budgets.map(({ what, files, limit }) => {
  const bytes = files.filter((file) => existsSync(file)).reduce((sum, file) => sum + gzipBytes(file), 0);
  const over = limit !== null && bytes > limit;
  isOver ||= over;
  return {
    what,
    files: files.length,
    'gzip kB': (bytes / kB).toFixed(1),
    'budget kB': limit === null ? '–' : String(limit / kB),
    holds: limit === null ? '–' : over ? 'NO' : 'yes',
  };
});
console.table(rows);
if (process.argv.includes('--files')) {
  for (const { what, files } of budgets) {
    console.log(`\n${what}`);
    for (const file of files) console.log(`  ${String(gzipBytes(file)).padStart(8)}  ${relative('.', file)}`);
  }
}
if (isOver) {
  console.error('A budget is exceeded. `node scripts/size.mjs --files` lists what counts.');
  process.exit(1);
}
