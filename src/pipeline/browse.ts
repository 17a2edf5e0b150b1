/** Walking the catalogue without a model: filters, orders and facets. */

import { hasBit } from '../engine/bit-mask.ts';
import { LocavoreError } from '../errors.ts';
import type { Catalogue, Pack } from '../pack/pack.ts';
import type { ItemIndex } from '../units.ts';
import { labelsOf, numbersOf } from './catalogue-columns.ts';
import { filterMask } from './filter.ts';
import { popularityOrder } from './popularity-order.ts';
import type { ItemFilter } from './types.ts';

export const DEFAULT_BROWSE_LIMIT = 24;
export const MAX_BROWSE_LIMIT = 10_000;

export interface BrowseInput {
  filter?: ItemFilter;
  /** Default `popular`: by prior, then index. `catalogue`: the pack's order. `newest`: by year, then by prior. */
  sort?: 'popular' | 'catalogue' | 'newest';
  /** Default 0. Beyond the last match: no items. */
  offset?: number;
  /** 0 … 10,000. Default 24. */
  limit?: number;
}

type BrowsePack = Pick<Pack, 'catalogue' | 'popularity'>;

/**
 * @returns how many items pass the filter, and the indices of the page asked for.
 * @throws LocavoreError `invalid-argument`
 */
export function browse(pack: BrowsePack, query: BrowseInput = {}): { total: number; indices: ItemIndex[] } {
  const { filter, sort = 'popular', offset = 0, limit = DEFAULT_BROWSE_LIMIT } = query;
  if (!Number.isSafeInteger(offset) || offset < 0) {
    throw invalid(`"offset" is ${String(offset)}; pass a whole number from 0.`);
  }
  if (!Number.isInteger(limit) || limit < 0 || limit > MAX_BROWSE_LIMIT) {
    throw invalid(`"limit" is ${String(limit)}; pass a whole number from 0 to ${MAX_BROWSE_LIMIT}.`);
  }
  const order = orderOf(pack, sort);
  const mask = filter === undefined ? null : filterMask(pack.catalogue, filter);
  const indices: ItemIndex[] = [];
  let total = 0;
  for (let position = 0; position < pack.catalogue.count; position++) {
    const index = order === null ? position : order[position];
    if (mask !== null && !hasBit(mask, index)) continue;
    if (total >= offset && indices.length < limit) indices.push(index);
    total++;
  }
  return { total, indices };
}

const newestOrders = new WeakMap<Catalogue, Uint32Array>();

/** `null`: the pack's own order. */
function orderOf(pack: BrowsePack, sort: BrowseInput['sort']): Uint32Array | null {
  switch (sort) {
    case 'catalogue':
      return null;
    case 'popular':
      return popularityOrder(pack);
    case 'newest': {
      let order = newestOrders.get(pack.catalogue);
      if (order === undefined) {
        const years = numbersOf(pack.catalogue, 'year');
        const year = (index: ItemIndex) =>
          years === null || Number.isNaN(years[index]) ? -1e9 : years[index];
        // Stable: items of one year stay in the order of popularity, those without a year come last.
        order = popularityOrder(pack)
          .slice()
          .sort((a, b) => year(b) - year(a));
        newestOrders.set(pack.catalogue, order);
      }
      return order;
    }
    default:
      throw invalid(`"sort" is ${String(sort)}; pass popular, catalogue or newest.`);
  }
}

const facetsByCatalogue = new WeakMap<Catalogue, Map<string, readonly { label: string; count: number }[]>>();

/** The labels of a role with the number of items that carry each, most frequent first. Empty if no field has the role. */
export function facets(
  pack: Pick<Pack, 'catalogue'>,
  role: 'category' | 'creator',
): readonly { label: string; count: number }[] {
  if (role !== 'category' && role !== 'creator') {
    throw invalid(`Facets are kept of category and creator, not of ${String(role)}.`);
  }
  const { catalogue } = pack;
  let known = facetsByCatalogue.get(catalogue);
  if (known === undefined) {
    known = new Map();
    facetsByCatalogue.set(catalogue, known);
  }
  let list = known.get(role);
  if (list === undefined) {
    list = countLabels(catalogue, role);
    known.set(role, list);
  }
  return list;
}

function countLabels(catalogue: Catalogue, role: 'category' | 'creator'): { label: string; count: number }[] {
  const labels = labelsOf(catalogue, role);
  const counts = new Array<number>(labels.length).fill(0);
  const tags = catalogue.tags(role);
  if (tags !== null) for (const codes of tags.codes) for (const code of new Set(codes)) counts[code]++;
  else for (const code of catalogue.codes(role) ?? []) if (code >= 0) counts[code]++;
  return labels
    .map((label, code) => ({ label, count: counts[code] }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count || (a.label < b.label ? -1 : 1));
}

function invalid(message: string): LocavoreError {
  return new LocavoreError('invalid-argument', message);
}
