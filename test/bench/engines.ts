/**
 * Times a search of every engine, and tfjs doing the same by matMul and topk, in one page and in turns, since
 * machines are shared and noisy. Run by scripts/bench.mjs.
 */
import * as tf from '@tensorflow/tfjs';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import wasmUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import simdUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import threadedUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url';
import '@tensorflow/tfjs-backend-webgpu';
import { createEngine } from '../../src/engine/create.ts';
import type { Engine, EngineName } from '../../src/engine/engine.ts';
import type { ItemMatrix } from '../../src/pack/pack.ts';
import { randomMatrix, randomQuery } from '../engine/matrices.ts';

export interface BenchOptions {
  items: number;
  dimension: number;
  k: number;
  /** Timed turns of each contender. */
  rounds: number;
}

export interface BenchRow {
  name: string;
  version: string;
  /** Milliseconds per search. */
  median: number;
  best: number;
}

export interface BenchReport {
  options: BenchOptions;
  userAgent: string;
  adapter: string;
  rows: BenchRow[];
  /** How many of the engine's k items tfjs finds too, by backend. Its f32 scores may swap the last few. */
  agreement: Record<string, number>;
}

interface Contender {
  name: string;
  version: string;
  /** Searches per turn, to make it last about 0.1 s: the clock ticks every 0.1 ms, and caches warm up first. */
  repeats: number;
  /** Returns the item indices. */
  search(): Promise<ArrayLike<number>>;
}

async function engineContender(
  name: EngineName,
  repeats: number,
  matrix: ItemMatrix,
  query: Float32Array,
  k: number,
): Promise<Contender> {
  const engine: Engine = await createEngine(name, matrix, { allowSoftware: true });
  return {
    name: `locavore ${name}`,
    version: engine.description,
    repeats,
    search: async () => (await engine.search({ queries: [query], k }))[0].indices,
  };
}

/** `[items, d] × [d, 1]`, and the transposed product, which tfjs may run faster. */
async function tfjsContenders(
  backend: 'wasm' | 'webgpu',
  repeats: number,
  matrix: ItemMatrix,
  query: Float32Array,
  k: number,
): Promise<Contender[]> {
  await tf.setBackend(backend);
  const { count, dimension } = matrix;
  const items = tf.tensor2d(dequantise(matrix), [count, dimension]);
  const column = tf.tensor2d(query, [dimension, 1]);
  const row = tf.tensor2d(query, [1, dimension]);
  const topk = async (multiply: () => tf.Tensor) => {
    await tf.setBackend(backend);
    const { values, indices } = tf.tidy(() => tf.topk(multiply().reshape([count]), k));
    const [found] = await Promise.all([indices.data(), values.data()]);
    values.dispose();
    indices.dispose();
    return found;
  };
  const version = `tfjs ${tf.version.tfjs}, matMul and topk`;
  return [
    { name: `tfjs ${backend}`, version, repeats, search: () => topk(() => tf.matMul(items, column)) },
    {
      name: `tfjs ${backend} (row)`,
      version: `${version}, transposed`,
      repeats,
      search: () => topk(() => tf.matMul(row, items, false, true)),
    },
  ];
}

function dequantise({ rows, scales, count, dimension, stride }: ItemMatrix): Float32Array {
  const vectors = new Float32Array(count * dimension);
  for (let item = 0; item < count; item++) {
    for (let d = 0; d < dimension; d++) {
      vectors[item * dimension + d] = rows[item * stride + d] * scales[item];
    }
  }
  return vectors;
}

async function run(options: BenchOptions): Promise<BenchReport> {
  setWasmPaths({
    'tfjs-backend-wasm.wasm': wasmUrl,
    'tfjs-backend-wasm-simd.wasm': simdUrl,
    'tfjs-backend-wasm-threaded-simd.wasm': threadedUrl,
  });
  // Else tfjs sends small tensors to the CPU and calls that WebGPU.
  tf.env().set('WEBGPU_CPU_FORWARD', false);
  const { items, dimension, k, rounds } = options;
  const matrix = randomMatrix(items, dimension);
  const query = randomQuery(dimension, 1);
  const contenders = [
    await engineContender('js', 12, matrix, query, k),
    await engineContender('wasm', 250, matrix, query, k),
    ...(await tfjsContenders('wasm', 20, matrix, query, k)),
    await engineContender('webgpu', 10, matrix, query, k),
    ...(await tfjsContenders('webgpu', 1, matrix, query, k)),
  ];
  const reference = new Set(Array.from(await contenders[0].search()));
  const agreement: Record<string, number> = {};
  // The first calls compile and warm up; they also show that all do the same work.
  for (const { name, search } of contenders) {
    for (let warm = 0; warm < 3; warm++) await search();
    agreement[name] = Array.from(await search()).filter((item) => reference.has(item)).length;
  }
  const times = contenders.map(() => [] as number[]);
  for (let round = 0; round < rounds; round++) {
    for (const [n, { repeats, search }] of contenders.entries()) {
      const start = performance.now();
      for (let repeat = 0; repeat < repeats; repeat++) await search();
      times[n].push((performance.now() - start) / repeats);
    }
  }
  const adapter = await navigator.gpu.requestAdapter();
  const rows = contenders.map(({ name, version }, n) => {
    const sorted = times[n].sort((a, b) => a - b);
    return { name, version, median: sorted[sorted.length >> 1], best: sorted[0] };
  });
  const { vendor = '', architecture = '', isFallbackAdapter = false } = adapter?.info ?? {};
  const kind = isFallbackAdapter ? ' (software)' : '';
  return {
    options,
    userAgent: navigator.userAgent,
    adapter: `${vendor} ${architecture}${kind}`,
    rows,
    agreement,
  };
}

declare global {
  interface Window {
    runBench: typeof run;
  }
}
window.runBench = run;
