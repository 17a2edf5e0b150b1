/** How matrix, queries and dispatches of the WebGPU engine are laid out: pure functions. */
import type { ItemMatrix } from '../../pack/pack.ts';
import type { Bytes } from '../../units.ts';
import { MAX_QUERIES } from '../engine.ts';
import { highByte, lowByte, type QuantisedQuery } from '../quantise-query.ts';

/** Bytes that an invocation loads at once: a vec4<u32>. */
export const CHUNK: Bytes = 16;
/** Invocations per workgroup of every kernel but the selection, which has one workgroup per query. */
export const WORKGROUP_SIZE = 64;
/** `minUniformBufferOffsetAlignment` never exceeds this. */
export const PARAMS_ALIGNMENT: Bytes = 256;
/** The struct `Params`: ten u32. */
export const PARAMS_BYTES: Bytes = 40;
/** The struct `Selection`: four u32. */
export const SELECTION_BYTES: Bytes = 16;

/** Rows per tile at most: invocations of the sweep must stay many. */
const MAX_TILE_SIZE = 64;

/** A run of items that one binding can hold. */
export interface ItemRange {
  first: number;
  items: number;
}

export interface Shard extends ItemRange {
  firstTile: number;
  tiles: number;
}

export interface SearchPlan {
  queryCount: number;
  k: number;
  /** Rows per tile. */
  tileSize: number;
  tileCount: number;
  /** Tiles that the selection can name per query. */
  winnerCapacity: number;
  /** Rows of these tiles: candidates per query at most. */
  candidateCapacity: number;
  shards: Shard[];
  bytes: { tiles: Bytes; winners: Bytes; candidates: Bytes; results: Bytes };
}

/** Cuts `count` items into ranges whose rows fit a binding. No range for no items. */
export function splitItems(count: number, stride: number, maxBindingSize: Bytes): ItemRange[] {
  const most = Math.max(1, Math.floor(maxBindingSize / stride));
  const ranges: ItemRange[] = [];
  for (let first = 0; first < count; first += most)
    ranges.push({ first, items: Math.min(most, count - first) });
  return ranges;
}

/** @param k 1 … 1,000  @param queryCount 1 … 64  @param ranges of {@link splitItems}, at least one */
export function planSearch(ranges: readonly ItemRange[], k: number, queryCount: number): SearchPlan {
  const count = ranges.reduce((sum, { items }) => sum + items, 0);
  // The selection reads count / tileSize candidates, the gathering k · tileSize rows: the root balances them.
  const tileSize = Math.min(MAX_TILE_SIZE, Math.max(1, Math.floor(Math.sqrt(count / k))));
  let tileCount = 0;
  const shards = ranges.map(({ first, items }) => {
    // An odd number, so that a catalogue with a period of a power of two does not line up with the tiles.
    const shard = { first, items, firstTile: tileCount, tiles: Math.ceil(items / tileSize) | 1 };
    tileCount += shard.tiles;
    return shard;
  });
  const winnerCapacity = Math.min(k, tileCount);
  const candidateCapacity = Math.min(count, winnerCapacity * tileSize);
  const bytes = {
    tiles: queryCount * tileCount * 8,
    winners: queryCount * winnerCapacity * 4,
    candidates: queryCount * candidateCapacity * 8,
    results: (MAX_QUERIES + queryCount * k) * 8,
  };
  return { queryCount, k, tileSize, tileCount, winnerCapacity, candidateCapacity, shards, bytes };
}

/** Queries that one invocation of the sweep scores a row with. */
export function blockSize(queryCount: number): 1 | 4 {
  return queryCount === 1 ? 1 : 4;
}

/** Workgroups in x and y for at least `invocations`; a kernel guards against the surplus. */
export function dispatchSize(invocations: number, maxPerDimension: number): [x: number, y: number] {
  const workgroups = Math.max(1, Math.ceil(invocations / WORKGROUP_SIZE));
  const y = Math.ceil(workgroups / maxPerDimension);
  return [Math.ceil(workgroups / y), y];
}

/** Workgroups in x of the ranking: its invocations go round, as candidates are usually few more than k. */
export function rankWorkgroups({ k, candidateCapacity }: SearchPlan): number {
  return Math.ceil(Math.min(2 * k, candidateCapacity) / WORKGROUP_SIZE);
}

/** The `Params` of every shard, one each {@link PARAMS_ALIGNMENT} bytes. */
export function paramsOf(plan: SearchPlan): Uint32Array<ArrayBuffer> {
  const words = PARAMS_ALIGNMENT / 4;
  const params = new Uint32Array(plan.shards.length * words);
  for (const [n, shard] of plan.shards.entries()) {
    const search = [plan.queryCount, plan.k, plan.tileCount, plan.tileSize];
    const capacities = [plan.winnerCapacity, plan.candidateCapacity];
    params.set([...search, ...capacities, shard.first, shard.items, shard.firstTile, shard.tiles], n * words);
  }
  return params;
}

/** Bytes of the query buffer, always for 64 queries. */
export function queryBytes(stride: number, packed: boolean): Bytes {
  return MAX_QUERIES * stride * (packed ? 2 : 4);
}

/**
 * Queries as the kernels read them. Packed: per query and chunk int8[16] of high bytes, then int8[16] of low bytes.
 * Else: f32[stride] per query, times 2⁻²⁴.
 */
export function packQueries(
  queries: readonly QuantisedQuery[],
  stride: number,
  packed: boolean,
): Int8Array<ArrayBuffer> | Float32Array<ArrayBuffer> {
  if (!packed) {
    const floats = new Float32Array(queries.length * stride);
    for (const [n, { values }] of queries.entries()) floats.set(values, n * stride);
    return floats.map((value) => value * 2 ** -24);
  }
  const bytes = new Int8Array(queries.length * stride * 2);
  for (const [n, { values }] of queries.entries()) {
    for (let d = 0; d < stride; d++) {
      const at = 2 * (n * stride + d - (d % CHUNK)) + (d % CHUNK);
      bytes[at] = highByte(values[d]);
      bytes[at + CHUNK] = lowByte(values[d]);
    }
  }
  return bytes;
}

/**
 * Writes a range's rows chunk by chunk instead of row by row: vec4<u32>[stride / 16][items].
 * @param target u32[items × stride / 4]
 */
export function writeChunks(matrix: ItemMatrix, { first, items }: ItemRange, target: Uint32Array): void {
  const { stride } = matrix;
  let rows = matrix.rows.subarray(first * stride, (first + items) * stride);
  // A view of words must start at a multiple of 4.
  if (rows.byteOffset % 4 !== 0) rows = rows.slice();
  const source = new Uint32Array(rows.buffer, rows.byteOffset, rows.length / 4);
  const rowWords = stride / 4;
  let at = 0;
  for (let word = 0; word < rowWords; word += 4) {
    for (let from = word; from < source.length; from += rowWords) {
      target[at++] = source[from];
      target[at++] = source[from + 1];
      target[at++] = source[from + 2];
      target[at++] = source[from + 3];
    }
  }
}
