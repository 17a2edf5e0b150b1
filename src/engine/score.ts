/** The score of the contract, item by item: what `search` gives, for any items. */
import type { ItemMatrix } from '../pack/pack.ts';
import type { ItemIndex } from '../units.ts';
import { checkQuery } from './prepare.ts';
import { quantiseQuery } from './quantise-query.ts';

/**
 * Scores some items, to the same bits as an engine's `search`.
 * @param query f32[dimension], finite
 * @param indices items of the matrix, in any order
 * @returns f32[indices.length]
 * @throws LocavoreError `invalid-argument` for a query of the wrong length or with NaN or an infinity
 */
export function scoreItems(
  matrix: ItemMatrix,
  query: Float32Array,
  indices: ArrayLike<ItemIndex>,
): Float32Array {
  checkQuery(query, matrix.dimension, 'scoreItems: the query');
  const { values, queryScale } = quantiseQuery(query, matrix.stride);
  const scores = new Float32Array(indices.length);
  for (let n = 0; n < indices.length; n++) {
    scores[n] = Math.fround(unscaledScore(matrix, values, indices[n]) * queryScale) + 0;
  }
  return scores;
}

/**
 * f32(f32(dot) · scale), before the query's own scale.
 * @param values i16[stride] of a quantised query
 */
export function unscaledScore(matrix: ItemMatrix, values: Int16Array, item: ItemIndex): number {
  const { rows, scales, dimension, stride } = matrix;
  const row = item * stride;
  let dot = 0;
  for (let d = 0; d < dimension; d++) dot = (dot + rows[row + d] * values[d]) | 0;
  // The product of two 24-bit significands is exact in f64, so `fround` rounds once. + 0 makes −0 a 0.
  return Math.fround(dot * scales[item]) + 0;
}
