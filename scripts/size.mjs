/**
 * `npm run size`: what a storefront downloads, gzipped, against the budgets. Exits with 1 above a budget.
 * Run it after `npm run build`.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
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
const scriptFiles = [join(embed, 'locavore.js')];
// A first shelf in a worker on the WASM engine. The worker loads WebGPU's chunk only where there is a GPU, the JS engine only where
// WASM is refused, and the page loads the recommender itself (`local`) only where the worker is refused.
const firstShelf = [
  join(embed, 'locavore.js'),
  ...staticClosure(join(embed, 'element.js')),
  ...find(embed, /recommender-[^/]*\.js$/).flatMap((file) => [...staticClosure(file)]),
];

const budgets = [
  { what: 'the script a storefront includes', files: scriptFiles, limit: 6 * kB },
  { what: 'a first shelf without a ranker', files: firstShelf, limit: 30 * kB },
  {
    what: 'the WebGPU engine, loaded where there is a GPU',
    files: find(embed, /worker-(engine-webgpu|device).*\.js$/),
    limit: null,
  },
  { what: 'the books pack', files: filesBelow('models/books'), limit: 3000 * kB },
];

let isOver = false;
const rows = budgets.map(({ what, files, limit }) => {
  const bytes = [...new Set(files.map((file) => resolve(file)))].reduce(
    (sum, file) => sum + gzipBytes(file),
    0,
  );
  const over = limit !== null && bytes > limit;
  isOver ||= over;
  return {
    what,
    files: new Set(files.map((file) => resolve(file))).size,
    'gzip kB': (bytes / kB).toFixed(1),
    'budget kB': limit === null ? '–' : String(limit / kB),
    holds: limit === null ? '–' : over ? 'NO' : 'yes',
  };
});
console.table(rows);
if (process.argv.includes('--files')) {
  for (const { what, files } of budgets) {
    console.log(`\n${what}`);
    for (const file of new Set(files.map((name) => resolve(name))))
      console.log(`  ${String(gzipBytes(file)).padStart(8)}  ${relative('.', file)}`);
  }
}
if (isOver) {
  console.error('A budget is exceeded. `node scripts/size.mjs --files` lists what counts.');
  process.exit(1);
}
