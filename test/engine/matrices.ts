/** Matrices and queries to test engines with. */
import type { ItemMatrix } from '../../src/pack/pack.ts';

/** mulberry32: small, seeded, good enough for test data. Numbers in [0, 1). */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function emptyMatrix(count: number, dimension: number): ItemMatrix {
  const stride = Math.ceil(dimension / 16) * 16;
  return {
    rows: new Int8Array(count * stride),
    scales: new Float32Array(count).fill(1),
    count,
    dimension,
    stride,
  };
}

export function randomMatrix(count: number, dimension: number, seed = 1): ItemMatrix {
  const matrix = emptyMatrix(count, dimension);
  const next = random(seed);
  for (let item = 0; item < count; item++) {
    matrix.scales[item] = (0.5 + next()) / 127;
    for (let d = 0; d < dimension; d++) {
      matrix.rows[item * matrix.stride + d] = Math.floor(next() * 255) - 127;
    }
  }
  return matrix;
}

export function randomQuery(dimension: number, seed: number): Float32Array {
  const next = random(seed ^ 0x5bd1e995);
  return Float32Array.from({ length: dimension }, () => next() * 2 - 1);
}

/** Excludes about `share` of the items. */
export function randomMask(count: number, share: number, seed: number): Uint32Array {
  const next = random(seed);
  const mask = new Uint32Array(Math.ceil(count / 32));
  for (let item = 0; item < count; item++) if (next() < share) mask[item >> 5] |= 1 << (item & 31);
  return mask;
}
