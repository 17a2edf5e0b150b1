import { createMask, setBit } from '../engine/bit-mask.ts';
import type { Catalogue } from '../pack/pack.ts';
import { codesByLabel, numbersOf } from './catalogue-columns.ts';
import { invalid, isStringList } from './check-request.ts';
import type { ItemFilter } from './types.ts';

/** Masks of the filters used last are kept per catalogue: a page asks with the same few again and again. */
const CACHED_FILTERS = 16;
const cache = new WeakMap<Catalogue, Map<string, Uint32Array>>();

/**
 * The items that pass a filter, as a bit mask (set: passes). All conditions must hold. An item without the fact that is
 * asked for does not pass; nor does any item if the catalogue has no field of that role, or if a list is empty.
 * @throws LocavoreError `invalid-argument` for a malformed filter
 */
export function filterMask(catalogue: Catalogue, filter: ItemFilter): Uint32Array {
  checkFilter(filter);
  let masks = cache.get(catalogue);
  if (masks === undefined) {
    masks = new Map();
    cache.set(catalogue, masks);
  }
  const { categories, creators, year, price } = filter;
  const key = JSON.stringify([categories, creators, rangeKey(year), rangeKey(price)]);
  const known = masks.get(key);
  const mask = known ?? evaluate(catalogue, filter);
  // Re-inserting keeps the map in order of use, oldest first.
  masks.delete(key);
  masks.set(key, mask);
  if (masks.size > CACHED_FILTERS) masks.delete(masks.keys().next().value!);
  return mask;
}

function checkFilter(filter: ItemFilter): void {
  if (typeof filter !== 'object' || filter === null) {
    throw invalid('"filter" must be an object such as { categories: ["poetry"] }.');
  }
  for (const name of ['categories', 'creators'] as const) {
    const list = filter[name];
    if (list !== undefined && !isStringList(list))
      throw invalid(`"filter.${name}" must be a list of labels (strings).`);
  }
  for (const name of ['year', 'price'] as const) {
    const range = filter[name];
    if (range === undefined) continue;
    if (typeof range !== 'object' || range === null) {
      throw invalid(`"filter.${name}" must be an object such as { min: 10 }.`);
    }
    for (const end of ['min', 'max'] as const) {
      const value = range[end];
      if (value !== undefined && (typeof value !== 'number' || Number.isNaN(value))) {
        throw invalid(`"filter.${name}.${end}" is ${String(value)}; pass a number or leave it out.`);
      }
    }
  }
}

type Test = (index: number) => boolean;

function evaluate(catalogue: Catalogue, filter: ItemFilter): Uint32Array {
  const tests: Test[] = [];
  if (filter.categories !== undefined) tests.push(hasLabel(catalogue, 'category', filter.categories));
  if (filter.creators !== undefined) tests.push(hasLabel(catalogue, 'creator', filter.creators));
  if (filter.year !== undefined) tests.push(inRange(catalogue, 'year', filter.year));
  if (filter.price !== undefined) tests.push(inRange(catalogue, 'price', filter.price));
  const mask = createMask(catalogue.count);
  for (let i = 0; i < catalogue.count; i++) if (tests.every((test) => test(i))) setBit(mask, i);
  return mask;
}

function hasLabel(catalogue: Catalogue, role: 'category' | 'creator', labels: readonly string[]): Test {
  const known = codesByLabel(catalogue, role);
  const wanted = new Set<number>();
  for (const label of labels) {
    const code = known.get(label);
    if (code !== undefined) wanted.add(code);
  }
  const tags = catalogue.tags(role);
  if (tags !== null) return (index) => tags.codes[index].some((code) => wanted.has(code));
  const codes = catalogue.codes(role);
  if (codes !== null) return (index) => wanted.has(codes[index]);
  return () => false;
}

function inRange(catalogue: Catalogue, role: 'year' | 'price', range: { min?: number; max?: number }): Test {
  const values = numbersOf(catalogue, role);
  if (values === null) return () => false;
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = range;
  // NaN, no value, fails both comparisons.
  return (index) => values[index] >= min && values[index] <= max;
}

function rangeKey(range: { min?: number; max?: number } | undefined): string | null {
  // JSON would write an infinite bound as null, like an absent one.
  return range === undefined ? null : `${range.min}…${range.max}`;
}
