/**
 * The contract of every engine: exact top-k over the whole catalogue, the same bits everywhere.
 *
 * A query u (f32[dimension]) is quantised to integers q (see `quantise-query.ts`) so that |q·row| ≤ 2²⁴; the integer
 * dot product and its conversion to f32 are then exact. The score is
 * `f32(f32(f32(dot) · scales[item]) · queryScale)`: two correctly rounded multiplications, the first in the engine, the second on
 * the host and the same for the whole query. Higher scores come first, ties go to the lower index.
 */
import type { ItemMatrix } from '../pack/pack.ts';

export type EngineName = 'js' | 'wasm' | 'webgpu';

/** The largest k of one search. */
export const MAX_K = 1_000;
/** The most queries of one search: one sweep over the catalogue answers them all. */
export const MAX_QUERIES = 64;

export interface SearchRequest {
  /** 0 … 64 query vectors, each f32[dimension], finite. */
  queries: readonly Float32Array[];
  /** 0 … 1,000 results per query. */
  k: number;
  /**
   * Bit mask u32[ceil(count / 32)]; bit (i & 31) of word i >> 5 set: item i is left out, for every query. Obeyed
   * inside the kernel, so that k stays full. Absent: nothing is left out.
   */
  exclude?: Uint32Array;
}

/** The results of one query: best first, never padded. */
export interface TopK {
  /** min(k, items not excluded). */
  count: number;
  /** u32[count] */
  indices: Uint32Array;
  /** f32[count] */
  scores: Float32Array;
}

export interface Engine {
  readonly name: EngineName;
  /** For people: "WebGPU on <adapter>, dot4I8Packed", "WASM SIMD, one thread". */
  readonly description: string;
  /**
   * @throws LocavoreError `invalid-argument` for a k, query count, query length, NaN or mask length outside the contract;
   * `engine-failed` when the device was lost.
   */
  search(request: SearchRequest): Promise<TopK[]>;
  destroy(): void;
}

export interface EngineOptions {
  /** WebGPU: the adapter's options are the engine's own; a test may lower the limit to force split bindings. */
  maxStorageBufferBindingSize?: number;
  /** WebGPU: workgroups per dimension of a dispatch. Default: the device's limit. For tests. */
  maxWorkgroupsPerDimension?: number;
  /**
   * WebGPU: do without `dot4I8Packed` although the browser has it. Default: true on a software adapter, which computes
   * it lane by lane, else false. Tests set it either way.
   */
  emulateDot4?: boolean;
  /** WebGPU: accept a software adapter. Default false: a software adapter is no GPU. */
  allowSoftware?: boolean;
}

/**
 * Makes an engine over a matrix. The matrix may be empty.
 * @throws LocavoreError `engine-unavailable`, naming what is missing.
 */
export type CreateEngine = (matrix: ItemMatrix, options?: EngineOptions) => Promise<Engine>;
