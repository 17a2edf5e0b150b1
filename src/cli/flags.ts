/** Flags of a command: declared once, parsed by `node:util`, checked here so that every mistake names its cure. */
import { parseArgs } from 'node:util';
import { LocavoreError } from '../errors.ts';

export type FlagSpec =
  | { kind: 'switch' }
  | { kind: 'text' }
  /** May be given several times. */
  | { kind: 'texts' }
  /** Values separated by commas. */
  | { kind: 'list' }
  | { kind: 'number'; min?: number; max?: number; integer?: boolean; above?: number }
  | { kind: 'choice'; of: readonly string[] };

export type FlagSpecs = Readonly<Record<string, FlagSpec>>;

export type FlagValue<S extends FlagSpec> = S extends { kind: 'switch' }
  ? boolean
  : S extends { kind: 'texts' }
    ? string[]
    : S extends { kind: 'list' }
      ? string[] | undefined
      : S extends { kind: 'number' }
        ? number | undefined
        : S extends { kind: 'choice'; of: readonly (infer C)[] }
          ? C | undefined
          : string | undefined;

export type FlagValues<T extends FlagSpecs> = { [K in keyof T]: FlagValue<T[K]> };

export interface ParsedArguments<T extends FlagSpecs> {
  flags: FlagValues<T>;
  positionals: string[];
  /** As it was typed. */
  argv: readonly string[];
}

/**
 * @throws LocavoreError `usage` for a flag that is unknown (with the likeliest one that was meant), lacks its value, has
 * one out of range, or is given twice
 */
export function parseFlags<T extends FlagSpecs>(
  command: string,
  specs: T,
  argv: readonly string[],
): ParsedArguments<T> {
  const options = Object.fromEntries(
    Object.entries(specs).map(([name, { kind }]) => [
      name,
      { type: kind === 'switch' ? ('boolean' as const) : ('string' as const), multiple: kind === 'texts' },
    ]),
  );
  const { tokens, positionals } = parseArgs({
    args: joinNegative(argv),
    options,
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const values: Record<string, unknown> = {};
  for (const [name, { kind }] of Object.entries(specs)) {
    values[name] = kind === 'switch' ? false : kind === 'texts' ? [] : undefined;
  }
  const seen = new Set<string>();
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const { name, rawName, value } = token;
    const spec = Object.hasOwn(specs, name) ? specs[name] : undefined;
    if (spec === undefined || rawName !== `--${name}`) {
      throw usage(command, `unknown flag ${rawName}.${didYouMean(name, Object.keys(specs), '--')}`);
    }
    if (seen.has(name) && spec.kind !== 'texts') throw usage(command, `${rawName} is given twice.`);
    seen.add(name);
    if (spec.kind === 'switch') {
      if (value !== undefined)
        throw usage(command, `${rawName} takes no value, got ${JSON.stringify(value)}.`);
      values[name] = true;
    } else {
      if (value === undefined) throw usage(command, `${rawName} needs a value.`);
      if (spec.kind === 'texts') (values[name] as string[]).push(value);
      else values[name] = parsedValue(command, rawName, spec, value);
    }
  }
  return { flags: values as FlagValues<T>, positionals, argv };
}

function parsedValue(command: string, flag: string, spec: FlagSpec, text: string): unknown {
  if (spec.kind === 'list') return text.split(',').map((part) => part.trim());
  if (spec.kind === 'choice') {
    if (spec.of.includes(text)) return text;
    throw usage(
      command,
      `${flag} must be ${spec.of.join(' or ')}, got ${JSON.stringify(text)}.${didYouMean(text, spec.of)}`,
    );
  }
  if (spec.kind !== 'number') return text;
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY, above, integer } = spec;
  const value = text.trim() === '' ? Number.NaN : Number(text);
  const fits = value >= min && value <= max && (above === undefined || value > above);
  if (Number.isFinite(value) && fits && (!integer || Number.isInteger(value))) return value;
  const kind = integer ? 'an integer' : 'a number';
  const range =
    above !== undefined
      ? ` above ${above}`
      : max === Number.POSITIVE_INFINITY
        ? ` of ${min} or more`
        : ` from ${min} to ${max}`;
  throw usage(
    command,
    `${flag} must be ${kind}${min === Number.NEGATIVE_INFINITY && above === undefined ? '' : range}, got ${JSON.stringify(text)}.`,
  );
}

/** `--lambda -1` is a value, not a flag: it shall be refused for its range. */
function joinNegative(argv: readonly string[]): string[] {
  const joined: string[] = [];
  for (const argument of argv) {
    const last = joined[joined.length - 1];
    if (/^-\.?\d/.test(argument) && last?.startsWith('--') && !last.includes('=')) {
      joined[joined.length - 1] = `${last}=${argument}`;
    } else joined.push(argument);
  }
  return joined;
}

export function usage(command: string, message: string): LocavoreError {
  return new LocavoreError(
    'usage',
    `${message} See: locavore ${command} --help`.replace('locavore  ', 'locavore '),
  );
}

/** ` Did you mean --items?`, or nothing if no name is near. */
export function didYouMean(name: string, names: readonly string[], prefix = ''): string {
  const ranked = names
    .map((candidate) => ({ candidate, distance: editDistance(name.toLowerCase(), candidate) }))
    .sort((a, b) => a.distance - b.distance);
  const best = ranked[0];
  if (best === undefined) return '';
  const near = best.distance <= Math.max(1, Math.floor(name.length / 3));
  const starts = names.find((candidate) => name.length > 1 && candidate.startsWith(name));
  const hint = near ? best.candidate : starts;
  return hint === undefined ? '' : ` Did you mean ${prefix}${hint}?`;
}

/** Levenshtein distance with transpositions of neighbours counted as one. */
function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = previous[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      current[j] = Math.min(previous[j] + 1, current[j - 1] + 1, change);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        current[j] = Math.min(current[j], before[j - 2] + 1);
      }
    }
    before = previous;
    previous = current;
  }
  return previous[b.length];
}
