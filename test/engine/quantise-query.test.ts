import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  highByte,
  lowByte,
  MAX_QUERY_SUM,
  MAX_QUERY_VALUE,
  quantiseQuery,
} from '../../src/engine/quantise-query.ts';

const components = fc.array(fc.float({ noNaN: true, noDefaultInfinity: true }), {
  minLength: 1,
  maxLength: 128,
});

describe('quantiseQuery', () => {
  test('keeps every dot product with an int8 row within 2^24, and wastes no bit', () => {
    fc.assert(
      fc.property(components, (values) => {
        const query = Float32Array.from(values);
        const { values: q, queryScale } = quantiseQuery(query, 128);
        const sum = q.reduce((total, value) => total + Math.abs(value), 0);
        expect(Math.max(...q.map(Math.abs))).toBeLessThanOrEqual(MAX_QUERY_VALUE);
        expect(sum * 128).toBeLessThanOrEqual(2 ** 24);
        expect(Number.isInteger(Math.log2(queryScale))).toBe(true);
        if (query.every((value) => value === 0)) return;
        // At half the scale a bound would break: double the integers, give or take their rounding.
        const doubled = Array.from(query, (value) => Math.floor(Math.abs(value) / (queryScale / 2) + 0.5));
        const fits =
          Math.max(...doubled) <= MAX_QUERY_VALUE && doubled.reduce((a, b) => a + b, 0) <= MAX_QUERY_SUM;
        expect(fits).toBe(false);
      }),
      { numRuns: 2_000 },
    );
  });

  test('is off by half a step at most', () => {
    fc.assert(
      fc.property(components, (values) => {
        const query = Float32Array.from(values);
        const { values: q, queryScale } = quantiseQuery(query, 128);
        for (const [d, value] of query.entries()) {
          expect(Math.abs(q[d] * queryScale - value)).toBeLessThanOrEqual(queryScale / 2);
        }
      }),
    );
  });

  test('of the negated query is the negated query', () => {
    const query = Float32Array.of(0.5, -1.5, 2.5, 1e-3);
    const plus = quantiseQuery(query, 16);
    const minus = quantiseQuery(
      query.map((value) => -value),
      16,
    );
    expect(minus.queryScale).toBe(plus.queryScale);
    expect([...minus.values].map((value) => -value + 0)).toEqual([...plus.values]);
  });

  test('pads with zeros, and gives zeros for zeros', () => {
    expect(quantiseQuery(Float32Array.of(1, 2), 16).values).toHaveLength(16);
    expect(quantiseQuery(new Float32Array(3), 16)).toEqual({ values: new Int16Array(16), queryScale: 1 });
  });

  test('copes with the largest and the smallest f32', () => {
    const huge = quantiseQuery(new Float32Array(128).fill(3.4e38), 128);
    expect(huge).toEqual({ values: new Int16Array(128).fill(1_023), queryScale: 2 ** 118 });
    const tiny = quantiseQuery(Float32Array.of(2 ** -149), 16);
    expect(tiny.values[0] * tiny.queryScale).toBe(2 ** -149);
  });
});

test('high and low byte: every value up to the largest is 256·hi + lo, both int8', () => {
  for (let value = -MAX_QUERY_VALUE; value <= MAX_QUERY_VALUE; value++) {
    const [hi, lo] = [highByte(value), lowByte(value)];
    if (256 * hi + lo !== value || hi < -128 || hi > 127 || lo < -128 || lo > 127) expect.fail(`${value}`);
  }
});
