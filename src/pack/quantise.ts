import { LocavoreError } from '../errors.ts';
import { STRIDE_MULTIPLE } from './format.ts';
import type { ItemMatrix } from './pack.ts';

/** The largest value of a quantised component; −128 is never used, so that negation cannot overflow. */
export const QUANTISED_MAX = 127;
/** The smallest normal f32. GPUs flush smaller numbers to zero and CPUs do not, so a scale below it is written as 0. */
export const MIN_SCALE = 2 ** -126;

/** `dimension` rounded up to whole 16-byte loads. */
export function strideOf(dimension: number): number {
  return Math.ceil(dimension / STRIDE_MULTIPLE) * STRIDE_MULTIPLE;
}

/**
 * Symmetric int8 quantisation, one scale per row: `scale = f32(max|x| / 127)`, components rounded half away from
 * zero. A row whose scale would be subnormal becomes zeros with scale 0.
 *
 * @param vectors f32[count × dimension], row-major, finite
 * @throws LocavoreError `invalid-argument` for a wrong length or a value that is not finite
 */
export function quantiseRows(vectors: Float32Array, count: number, dimension: number): ItemMatrix {
  if (vectors.length !== count * dimension) {
    throw new LocavoreError(
      'invalid-argument',
      `quantiseRows: ${vectors.length} numbers given for ${count} rows of ${dimension}: pass count × dimension = ${count * dimension}.`,
    );
  }
  const stride = strideOf(dimension);
  const rows = new Int8Array(count * stride);
  const scales = new Float32Array(count);
  for (let row = 0; row < count; row++) {
    const from = row * dimension;
    let max = 0;
    for (let d = 0; d < dimension; d++) {
      const magnitude = Math.abs(vectors[from + d]);
      if (!(magnitude < Infinity)) {
        throw new LocavoreError(
          'invalid-argument',
          `quantiseRows: row ${row}, component ${d} is ${vectors[from + d]}: every component must be a finite number.`,
        );
      }
      if (magnitude > max) max = magnitude;
    }
    const scale = Math.fround(max / QUANTISED_MAX);
    if (scale < MIN_SCALE) continue;
    scales[row] = scale;
    for (let d = 0; d < dimension; d++) {
      const x = vectors[from + d] / scale;
      // The clamp matters: f32(max / 127) may be rounded down, and max / scale then exceeds 127.
      const level = Math.min(QUANTISED_MAX, Math.floor(Math.abs(x) + 0.5));
      rows[row * stride + d] = x < 0 ? -level : level;
    }
  }
  return { rows, scales, count, dimension, stride };
}

/** The inverse, to the precision that is left: f32[count × dimension] of `scale · level`. */
export function dequantiseRows(matrix: ItemMatrix): Float32Array {
  const { rows, scales, count, dimension, stride } = matrix;
  const vectors = new Float32Array(count * dimension);
  for (let row = 0; row < count; row++) {
    for (let d = 0; d < dimension; d++) {
      vectors[row * dimension + d] = scales[row] * rows[row * stride + d];
    }
  }
  return vectors;
}
