/** Who may import whom, and who may name what: reads the import lines and the names of a source file. */
import { posix } from 'node:path';

/** Each room may import the rooms before it. */
const ROOM_ORDER = ['pack', 'profile', 'store', 'engine', 'pipeline', 'worker', 'embed'];
/** Files outside the rooms that every room may import. */
const COMMON = ['errors', 'units', 'log'];
const NODE_ROOMS = ['train', 'cli'];

/** What each room may import besides itself and {@link COMMON}; root files count as rooms of their own. */
const MAY_IMPORT: Record<string, string[]> = {
  ...Object.fromEntries(ROOM_ORDER.map((room, i) => [room, ROOM_ORDER.slice(0, i)])),
  // Pure functions: what storage holds is handed to them.
  pipeline: ['pack', 'profile', 'engine'],
  worker: ['pack', 'profile', 'store', 'engine', 'pipeline', 'recommender'],
  embed: [...ROOM_ORDER.slice(0, -1), 'recommender', 'create-recommender', 'index'],
  demo: ['index'],
  train: ['pack', 'profile', 'engine', 'pipeline'],
  cli: ['pack', 'profile', 'engine', 'pipeline', 'train'],
  errors: [],
  units: [],
  log: [],
  recommender: ['pack', 'profile', 'engine', 'pipeline'],
  'create-recommender': ['recommender', 'worker'],
  index: ['pack', 'profile', 'engine', 'pipeline', 'recommender', 'create-recommender'],
};

/** Imports of these rooms by those rooms must be of types only. */
const TYPES_ONLY: Record<string, string[]> = {
  store: ['profile'],
  index: ['pack', 'profile', 'engine', 'pipeline', 'recommender'],
  recommender: ['pack', 'profile', 'engine', 'pipeline'],
};

/** Packages, and the rooms that may import them. */
const PACKAGES: Record<string, string[]> = {
  idb: ['store'],
  'csv-parse': NODE_ROOMS,
  lit: ['embed', 'demo'],
  minisearch: ['demo'],
};

interface NameRule {
  pattern: RegExp;
  what: string;
  /** Paths below `src` that may use it. */
  allowed: RegExp;
}

const NAMES: NameRule[] = [
  { pattern: /\bGPU[A-Z]\w*/g, what: 'GPU types', allowed: /^engine\/webgpu\// },
  { pattern: /\b(?:indexedDB|IDB[A-Z]\w*)\b/g, what: 'IndexedDB', allowed: /^store\// },
  { pattern: /(?<![.\w])document\b(?!\s*:)/g, what: 'document', allowed: /^(?:embed|demo)\// },
  {
    pattern: /(?<![.\w])(?:navigator|localStorage)\s*\./g,
    what: 'the DOM',
    allowed: /^(?!pipeline\/|profile\/|pack\/)/,
  },
  {
    pattern: /(?<![.\w])fetch\(|\b(?:XMLHttpRequest|sendBeacon|WebSocket|EventSource)\b/g,
    what: 'the network',
    allowed: /^(?:pack\/fetch\.ts$|demo\/)/,
  },
  { pattern: /(?<![.\w])(?:process|Buffer)\b\s*\./g, what: 'Node', allowed: /^(?:train|cli)\// },
];

/**
 * @param path below `src`, with forward slashes: `store/open.ts`
 * @returns a sentence for every breach
 */
export function importViolations(path: string, text: string): string[] {
  const code = blank(text, false);
  const room = roomOf(path);
  const found: string[] = [];
  for (const { specifier, typeOnly } of importsOf(code)) {
    const problem = specifier.startsWith('.')
      ? relativeProblem(path, room, specifier, typeOnly)
      : packageProblem(room, specifier);
    if (problem) found.push(`src/${path} imports ${specifier}: ${problem}.`);
  }
  const names = blank(text, true);
  for (const { pattern, what, allowed } of NAMES) {
    if (allowed.test(path)) continue;
    for (const name of new Set(names.match(pattern)))
      found.push(`src/${path} names ${name}: ${what} is not its business.`);
  }
  return found;
}

function roomOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.indexOf('/')) : path.replace(/\.\w+$/, '');
}

function relativeProblem(path: string, room: string, specifier: string, typeOnly: boolean): string | null {
  const target = posix.normalize(posix.join(posix.dirname(path), specifier));
  if (target.startsWith('..')) {
    return room === 'cli' && target.endsWith('/package.json') ? null : 'it lies outside src';
  }
  const other = roomOf(target);
  if (other === room) return null;
  if (COMMON.includes(other) && !COMMON.includes(room)) return null;
  const allowed = MAY_IMPORT[room];
  if (!allowed) return `there is no room "${room}" in the rule`;
  if (!allowed.includes(other))
    return `"${room}" may import ${allowed.join(', ') || 'no room'}, not "${other}"`;
  if (!typeOnly && TYPES_ONLY[room]?.includes(other))
    return `"${room}" may import types only from "${other}"`;
  return null;
}

function packageProblem(room: string, specifier: string): string | null {
  if (specifier.startsWith('node:')) return NODE_ROOMS.includes(room) ? null : 'it runs in a browser';
  const name = specifier.startsWith('@') ? specifier : specifier.split('/')[0];
  const rooms = PACKAGES[name];
  if (rooms?.includes(room)) return null;
  return rooms ? `only ${rooms.join(', ')} may` : 'the package is not in the rule';
}

interface ImportLine {
  specifier: string;
  typeOnly: boolean;
}

function importsOf(code: string): ImportLine[] {
  const found: ImportLine[] = [];
  // import … from, export … from; `[^;'"]` keeps a match within one statement.
  for (const [, keyword, clause, specifier] of code.matchAll(
    /(?<![.\w])(import|export)\s+([^;'"=()]*?)\s*from\s*['"]([^'"]+)['"]/g,
  )) {
    const named = clause
      .match(/^\{([\s\S]*)\}$/)?.[1]
      .split(',')
      .map((name) => name.trim());
    const typeOnly =
      /^type\b/.test(clause) || (named?.filter(Boolean).every((name) => /^type\s/.test(name)) ?? false);
    found.push({ specifier, typeOnly: typeOnly && keyword !== '' });
  }
  for (const [, specifier] of code.matchAll(/(?<![.\w'"])import\s*\(?\s*['"]([^'"]+)['"]/g)) {
    found.push({ specifier, typeOnly: false });
  }
  for (const [, specifier] of code.matchAll(/new URL\(\s*['"]([^'"]+)['"]\s*,\s*import\.meta\.url/g)) {
    found.push({ specifier: specifier.startsWith('.') ? specifier : `./${specifier}`, typeOnly: false });
  }
  return found;
}

/** Replaces comments, and with `strings` the content of strings too, by spaces: what stays is what the code does. */
function blank(text: string, strings: boolean): string {
  const token = /\/\/[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\[\s\S])*`/g;
  return text.replace(token, (match) => {
    if (match.startsWith('/')) return ' ';
    if (!strings) return match;
    // What a template computes is code.
    const computed = match.startsWith('`') ? (match.match(/\$\{[^}]*\}/g) ?? []).join(' ') : '';
    return `${match[0]}${computed}${match[0]}`;
  });
}
