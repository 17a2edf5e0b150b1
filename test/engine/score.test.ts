import { expect, test } from 'vitest';
import { scoreItems } from '../../src/engine/score.ts';
import { expectError } from './contract.ts';
import { randomMatrix, randomQuery } from './matrices.ts';

test('scores are the dequantised dot product, to the query’s own rounding', () => {
  const matrix = randomMatrix(200, 64);
  const query = randomQuery(64, 1);
  const items = [199, 0, 7, 7];
  const scores = scoreItems(matrix, query, items);
  for (const [n, item] of items.entries()) {
    let exact = 0;
    for (let d = 0; d < 64; d++) exact += matrix.rows[item * 64 + d] * matrix.scales[item] * query[d];
    // 64 components, each off by half a step of at most 2^-11, times up to 1.5.
    expect(Math.abs(scores[n] - exact)).toBeLessThan(64 * 2 ** -12 * 1.5);
  }
  expect(scores[2]).toBe(scores[3]);
});

test('no items, no scores', () => {
  expect(scoreItems(randomMatrix(3, 16), randomQuery(16, 1), [])).toEqual(new Float32Array(0));
});

test('a query of another length is refused', async () => {
  const scoring = async () => scoreItems(randomMatrix(3, 16), randomQuery(15, 1), [0]);
  const text = 'scoreItems: the query has 15 components; pass 16, the dimension of the pack.';
  await expectError(scoring(), 'invalid-argument', text);
});
