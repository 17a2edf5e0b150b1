import { describe, expect, it } from 'vitest';
import { dequantiseRows, MIN_SCALE, quantiseRows, strideOf } from '../../src/pack/quantise.ts';
import { seededRandom } from '../support/tiny-pack.ts';

describe('quantiseRows', () => {
  it('pads rows with zeros to a multiple of 16', () => {
    expect([1, 16, 17, 128].map(strideOf)).toEqual([16, 16, 32, 128]);
    const { rows, stride } = quantiseRows(Float32Array.of(1, -1, 0.5), 1, 3);
    expect(stride).toBe(16);
    expect([...rows]).toEqual([127, -127, 64, ...new Array(13).fill(0)]);
  });

  it('rounds half away from zero, so that a vector and its negative stay opposite', () => {
    const scale = 2 ** -3;
    const row = [127, 0.5, -0.5, 1.5, -1.5, 0.49].map((x) => x * scale);
    const { rows, scales } = quantiseRows(Float32Array.from(row), 1, row.length);
    expect(scales[0]).toBe(scale);
    expect([...rows.subarray(0, 6)]).toEqual([127, 1, -1, 2, -2, 0]);
  });

  it('is off by at most half a level, and never leaves −127 … 127', () => {
    const random = seededRandom(3);
    const dimension = 24;
    const vectors = Float32Array.from(
      { length: 500 * dimension },
      () => (random() - 0.5) * 10 ** (random() * 6),
    );
    const matrix = quantiseRows(vectors, 500, dimension);
    const back = dequantiseRows(matrix);
    for (let i = 0; i < vectors.length; i++) {
      const scale = matrix.scales[Math.floor(i / dimension)];
      expect(Math.abs(back[i] - vectors[i])).toBeLessThanOrEqual(scale * 0.50001);
    }
    expect(Math.max(...matrix.rows)).toBe(127);
    expect(Math.min(...matrix.rows)).toBeGreaterThanOrEqual(-127);
  });

  it('gives zero and vanishing rows the scale 0', () => {
    const { rows, scales } = quantiseRows(Float32Array.of(0, 0, 1e-40, 0, 2 ** -119, 0), 3, 2);
    expect(scales[0]).toBe(0);
    expect(scales[1]).toBe(0);
    expect(scales[2]).toBeGreaterThanOrEqual(MIN_SCALE);
    expect(rows.subarray(0, 32).every((x) => x === 0)).toBe(true);
  });

  it('names the row and component that is not finite', () => {
    expect(() => quantiseRows(Float32Array.of(1, 2, 3, Number.NaN), 2, 2)).toThrow(
      'row 1, component 1 is NaN: every component must be a finite number',
    );
    expect(() => quantiseRows(Float32Array.of(1, 2, 3), 2, 2)).toThrow('pass count × dimension = 4');
  });
});
