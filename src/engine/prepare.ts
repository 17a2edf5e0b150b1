/** What every engine does before it works: reject what the contract does not allow, and quantise the queries. */
import { LocavoreError } from '../errors.ts';
import type { ItemMatrix } from '../pack/pack.ts';
import { maskLength } from './bit-mask.ts';
import { MAX_K, MAX_QUERIES, type SearchRequest } from './engine.ts';
import { type QuantisedQuery, quantiseQuery } from './quantise-query.ts';

export interface PreparedSearch {
  readonly queries: readonly QuantisedQuery[];
  /** min(k, count of the matrix). */
  readonly k: number;
  readonly exclude: Uint32Array | null;
}

/** Scales stay in this range, or are 0, so that no score overflows or is subnormal: GPUs may flush those to 0. */
const MIN_SCALE = 2 ** -126;
const MAX_SCALE = 2 ** 100;

/** @throws LocavoreError `invalid-argument` */
export function prepareSearch(matrix: ItemMatrix, request: SearchRequest): PreparedSearch {
  const { queries, k, exclude } = request;
  if (!Number.isInteger(k) || k < 0 || k > MAX_K) {
    reject(`search: k is ${k}; pass an integer from 0 to ${MAX_K}.`);
  }
  if (queries.length > MAX_QUERIES) {
    reject(
      `search: ${queries.length} queries; one search takes at most ${MAX_QUERIES}. Pool them or split the search.`,
    );
  }
  for (const [number, query] of queries.entries())
    checkQuery(query, matrix.dimension, `search: query ${number}`);
  if (exclude !== undefined && exclude.length !== maskLength(matrix.count)) {
    reject(
      `search: the exclude mask has ${exclude.length} words; ${matrix.count} items need ` +
        `${maskLength(matrix.count)}. Make it with createMask(${matrix.count}).`,
    );
  }
  return {
    queries: queries.map((query) => quantiseQuery(query, matrix.stride)),
    k: Math.min(k, matrix.count),
    exclude: exclude ?? null,
  };
}

/** @throws LocavoreError `invalid-argument` */
export function checkQuery(query: Float32Array, dimension: number, who: string): void {
  if (query.length !== dimension) {
    reject(`${who} has ${query.length} components; pass ${dimension}, the dimension of the pack.`);
  }
  const bad = query.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) reject(`${who} has ${query[bad]} at component ${bad}; every component must be finite.`);
}

/** @throws LocavoreError `invalid-argument` for arrays whose sizes or scales contradict the matrix. */
export function checkMatrix(matrix: ItemMatrix): void {
  const { rows, scales, count, dimension, stride } = matrix;
  if (!(stride >= dimension && stride % 16 === 0 && dimension >= 1)) {
    reject(`engine: dimension ${dimension} and stride ${stride}; the stride is the dimension padded to 16.`);
  }
  if (rows.length !== count * stride || scales.length !== count) {
    reject(
      `engine: ${rows.length} row bytes and ${scales.length} scales; ${count} items of stride ${stride} need ` +
        `${count * stride} and ${count}. Build the matrix with quantiseRows.`,
    );
  }
  const bad = scales.findIndex((scale) => !(scale === 0 || (scale >= MIN_SCALE && scale <= MAX_SCALE)));
  if (bad >= 0) {
    reject(`engine: the scale of item ${bad} is ${scales[bad]}; scales are 0 or from 2^-126 to 2^100.`);
  }
}

export function destroyedError(): LocavoreError {
  return new LocavoreError('destroyed', 'search: the engine was destroyed; create a new one.');
}

function reject(message: string): never {
  throw new LocavoreError('invalid-argument', message);
}
