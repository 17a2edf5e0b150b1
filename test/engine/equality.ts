/** Compares engines with the plain one, id by id and bit by bit. */
import { expect } from 'vitest';
import type { Engine, SearchRequest } from '../../src/engine/engine.ts';
import { createJsEngine } from '../../src/engine/js/engine.ts';
import type { ItemMatrix } from '../../src/pack/pack.ts';
import { randomMask, randomQuery } from './matrices.ts';

export async function expectSameAsJs(engine: Engine, matrix: ItemMatrix, request: SearchRequest) {
  const reference = await createJsEngine(matrix);
  const expected = await reference.search(request);
  const actual = await engine.search(request);
  expect(actual.length).toBe(expected.length);
  for (const [n, { count, indices, scores }] of expected.entries()) {
    expect(actual[n].count).toBe(count);
    // Not toEqual: at these lengths its reports cost more than the search.
    const wrong = indices.findIndex(
      (item, rank) => actual[n].indices[rank] !== item || !Object.is(actual[n].scores[rank], scores[rank]),
    );
    const found = wrong < 0 ? '' : `${actual[n].indices[wrong]} with ${actual[n].scores[wrong]}`;
    const wanted = wrong < 0 ? '' : `${indices[wrong]} with ${scores[wrong]}`;
    expect(found, `query ${n}, rank ${wrong}`).toBe(wanted);
  }
}

/** One and several queries, small and large k, with and without a mask. */
export async function expectSameAsJsEverywhere(engine: Engine, matrix: ItemMatrix): Promise<void> {
  const { count, dimension } = matrix;
  const queries = [1, 2, 3, 4, 5].map((seed) => randomQuery(dimension, seed));
  await expectSameAsJs(engine, matrix, { queries: queries.slice(0, 1), k: 100 });
  await expectSameAsJs(engine, matrix, { queries, k: 10, exclude: randomMask(count, 0.3, 1) });
  await expectSameAsJs(engine, matrix, {
    queries: queries.slice(0, 2),
    k: 1000,
    exclude: randomMask(count, 0.9, 2),
  });
}

export const AWKWARD_SIZES = [0, 1, 2, 31, 32, 33, 63, 64, 65, 127, 129, 1_000, 65_537];
export const DIMENSIONS = [16, 32, 48, 64, 80, 96, 112, 128, 1, 7, 50, 100, 127];
