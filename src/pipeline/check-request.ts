import { MAX_K } from '../engine/engine.ts';
import { LocavoreError } from '../errors.ts';
import type { Pack } from '../pack/pack.ts';
import type { ItemIndex } from '../units.ts';
import type { RecommendRequest } from './types.ts';

export const DEFAULT_LIMIT = 8;
/** The most items of one shelf. */
export const MAX_LIMIT = MAX_K;

/** A request whose ids are resolved against the pack and whose ranges hold. */
export interface CheckedRequest {
  limit: number;
  /** −1: none, or one that the pack does not have. */
  pageItem: ItemIndex | -1;
  exclude: ReadonlySet<ItemIndex>;
  /** Bit set: the item passes the request's filter. `null`: there is no filter. */
  passing: Uint32Array | null;
  explain: boolean;
}

/**
 * Unknown ids in `exclude` and `context.item` are ignored: a page may show items that the pack does not have yet.
 * @throws LocavoreError `invalid-argument`
 */
export async function checkRequest(request: RecommendRequest, pack: Pack): Promise<CheckedRequest> {
  if (typeof request !== 'object' || request === null) {
    throw invalid(`A request is an object such as { limit: 8 }, not ${String(request)}.`);
  }
  const { limit = DEFAULT_LIMIT, exclude = [], context, filter, explain = false } = request;
  if (!Number.isInteger(limit) || limit < 0 || limit > MAX_LIMIT) {
    throw invalid(
      `"limit" is ${typeof limit === 'string' ? `the text ${JSON.stringify(limit)}` : String(limit)}; pass a whole number from 0 to ${MAX_LIMIT}.`,
    );
  }
  if (!isStringList(exclude)) throw invalid('"exclude" must be a list of item ids (strings).');
  const page = context?.item;
  if (page !== undefined && typeof page !== 'string')
    throw invalid('"context.item" must be an item id (a string).');
  const indices = new Set<ItemIndex>();
  for (const id of exclude) {
    const index = pack.catalogue.indexOf(id);
    if (index >= 0) indices.add(index);
  }
  return {
    limit,
    pageItem: page === undefined ? -1 : pack.catalogue.indexOf(page),
    exclude: indices,
    // Loaded when a request has a filter: most have none.
    passing: filter === undefined ? null : (await import('./filter.ts')).filterMask(pack.catalogue, filter),
    explain,
  };
}

export function isStringList(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((entry) => typeof entry === 'string');
}

export function invalid(message: string): LocavoreError {
  return new LocavoreError('invalid-argument', message);
}
