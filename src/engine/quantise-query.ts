/**
 * A query as integers, so that its dot product with an int8 row is exact on every machine.
 *
 * q[d] = round(u[d] / queryScale), halves away from zero, with the smallest power of two as queryScale for which
 * - |q[d]| ≤ 32,639 = 256·127 + 127, so that q = 256·hi + lo with hi and lo in int8 (see {@link highByte}), and
 * - Σ|q[d]| ≤ 2¹⁷, so that |q · row| ≤ 2¹⁷·2⁷ = 2²⁴: every partial sum is exact in i32 and in f32.
 *
 * A power of two makes the host's last multiplication exact: it can neither reorder scores nor make new ties.
 * The error of the query stays an order of magnitude below that of the int8 rows.
 */

export const MAX_QUERY_VALUE = 32_639;
export const MAX_QUERY_SUM = 2 ** 17;

export interface QuantisedQuery {
  /** i16[stride]: the query, padded with zeros. */
  readonly values: Int16Array;
  /** A power of two; 1 for the zero query. Can lie below the smallest f32: it is only ever used in f64. */
  readonly queryScale: number;
}

/** @param query f32[dimension], finite  @param stride ≥ dimension */
export function quantiseQuery(query: Float32Array, stride: number): QuantisedQuery {
  const values = new Int16Array(stride);
  let max = 0;
  let sum = 0;
  for (const value of query) {
    max = Math.max(max, Math.abs(value));
    sum += Math.abs(value);
  }
  if (max === 0) return { values, queryScale: 1 };
  // One step below the bound, since log2 may be off by a rounding; then upwards until the integers fit.
  let exponent = Math.floor(Math.log2(Math.max(max / MAX_QUERY_VALUE, sum / MAX_QUERY_SUM))) - 1;
  while (!fits(query, 2 ** exponent)) exponent++;
  const queryScale = 2 ** exponent;
  for (let d = 0; d < query.length; d++) {
    values[d] = Math.sign(query[d]) * roundedMagnitude(query[d], queryScale);
  }
  return { values, queryScale };
}

/** hi of q = 256·hi + lo, both −128 … 127. */
export function highByte(value: number): number {
  return (value + 128) >> 8;
}

/** lo of q = 256·hi + lo, both −128 … 127. */
export function lowByte(value: number): number {
  return value - (highByte(value) << 8);
}

function roundedMagnitude(value: number, scale: number): number {
  return Math.floor(Math.abs(value) / scale + 0.5);
}

function fits(query: Float32Array, scale: number): boolean {
  let sum = 0;
  for (const value of query) {
    const rounded = roundedMagnitude(value, scale);
    if (rounded > MAX_QUERY_VALUE) return false;
    sum += rounded;
  }
  return sum <= MAX_QUERY_SUM;
}
