/** Random catalogues, queries, masks and k, many of them with ties, against the plain engine. */
import fc from 'fast-check';
import { test } from 'vitest';
import type { Engine } from '../../src/engine/engine.ts';
import type { ItemMatrix } from '../../src/pack/pack.ts';
import { expectSameAsJs } from './equality.ts';
import { emptyMatrix, random, randomMask } from './matrices.ts';

const cases = fc.record({
  count: fc.integer({ min: 0, max: 700 }),
  dimension: fc.integer({ min: 1, max: 128 }),
  /** Component values from −range to range: small ranges make ties. */
  range: fc.constantFrom(0, 1, 2, 127),
  scales: fc.constantFrom(1, 2, 1000),
  queries: fc.integer({ min: 1, max: 6 }),
  k: fc.oneof(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 1000 })),
  excluded: fc.constantFrom(0, 0.1, 0.5, 0.97, 1),
  magnitude: fc.constantFrom(1e-30, 1e-3, 1, 1e20),
  seed: fc.nat(),
});

type Case = typeof cases extends fc.Arbitrary<infer T> ? T : never;

export function engineProperties(
  name: string,
  create: (matrix: ItemMatrix) => Promise<Engine>,
  numRuns: number,
): void {
  test(`${name} answers ${numRuns} random requests as the plain engine does`, async () => {
    await fc.assert(
      fc.asyncProperty(cases, async (given) => {
        const matrix = matrixOf(given);
        const engine = await create(matrix);
        try {
          const next = random(given.seed + 1);
          const queries = Array.from({ length: given.queries }, () =>
            Float32Array.from({ length: given.dimension }, () => component(next, 3) * given.magnitude),
          );
          const exclude = randomMask(given.count, given.excluded, given.seed);
          await expectSameAsJs(engine, matrix, { queries, k: given.k, exclude });
        } finally {
          engine.destroy();
        }
      }),
      { numRuns },
    );
  });
}

function matrixOf({ count, dimension, range, scales, seed }: Case): ItemMatrix {
  const matrix = emptyMatrix(count, dimension);
  const next = random(seed);
  for (let item = 0; item < count; item++) {
    matrix.scales[item] = Math.floor(next() * scales) / scales;
    for (let d = 0; d < dimension; d++) matrix.rows[item * matrix.stride + d] = component(next, range);
  }
  return matrix;
}

function component(next: () => number, range: number): number {
  return Math.floor(next() * (2 * range + 1)) - range;
}
