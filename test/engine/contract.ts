/** The one battery that every engine runs. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createMask, setBit } from '../../src/engine/bit-mask.ts';
import { type Engine, MAX_K, MAX_QUERIES, type TopK } from '../../src/engine/engine.ts';
import { scoreItems } from '../../src/engine/score.ts';
import { LocavoreError } from '../../src/errors.ts';
import type { ItemMatrix } from '../../src/pack/pack.ts';
import { emptyMatrix, randomMatrix, randomQuery } from './matrices.ts';

type Create = (matrix: ItemMatrix) => Promise<Engine>;

export function engineContract(name: string, create: Create): void {
  describe(`engine contract: ${name}`, () => {
    const made: Engine[] = [];
    const make: Create = async (matrix) => {
      const engine = await create(matrix);
      made.push(engine);
      return engine;
    };
    afterAll(() => {
      for (const engine of made) engine.destroy();
    });

    describe('an answer that can be proved: a checkerboard with the diagonal held out', () => {
      // Items and queries are unit vectors of two colours: an item scores 1 with its own colour's query, else 0.
      const size = 32;
      let engine: Engine;
      beforeAll(async () => {
        const matrix = emptyMatrix(size, size);
        for (let item = 0; item < size; item++) {
          for (let d = 0; d < size; d++) matrix.rows[item * matrix.stride + d] = (item + d) % 2 === 0 ? 1 : 0;
        }
        engine = await make(matrix);
      });

      for (const row of [0, 1, 30, 31]) {
        test(`row ${row} finds its colour, less itself, lowest first, then the rest`, async () => {
          const query = Float32Array.from({ length: size }, (_, d) => ((row + d) % 2 === 0 ? 1 : 0));
          const exclude = createMask(size);
          setBit(exclude, row);
          const [result] = await engine.search({ queries: [query], k: size, exclude });
          const own = range(size).filter((item) => item !== row && (item + row) % 2 === 0);
          const other = range(size).filter((item) => (item + row) % 2 === 1);
          expect([...result.indices]).toEqual([...own, ...other]);
          expect([...result.scores]).toEqual([...own.map(() => 16), ...other.map(() => 0)]);
        });
      }
    });

    describe('scores', () => {
      test('are the sum of products, sign and scale included', async () => {
        const matrix = emptyMatrix(3, 16);
        matrix.rows.set([127, -127], 0);
        matrix.rows.set([-1, 0], 16);
        matrix.rows.set([2, 1], 32);
        matrix.scales.set([0.5, 2, 0.25]);
        const engine = await make(matrix);
        const query = new Float32Array(16);
        query.set([4, 2]);
        const [result] = await engine.search({ queries: [query], k: 3 });
        expect([...result.indices]).toEqual([0, 2, 1]);
        expect([...result.scores]).toEqual([127, 2.5, -8]);
      });

      test('of a zero scale tie with a zero dot product, whatever the signs', async () => {
        const matrix = emptyMatrix(4, 16);
        matrix.rows[0] = -5;
        matrix.rows[32] = 5;
        matrix.scales.set([0, 1, 0, 1]);
        const engine = await make(matrix);
        const query = new Float32Array(16).fill(1);
        const [result] = await engine.search({ queries: [query], k: 4 });
        expect([...result.indices]).toEqual([0, 1, 2, 3]);
        expect([...result.scores].every((score) => Object.is(score, 0))).toBe(true);
      });

      test('are those of scoreItems', async () => {
        const matrix = randomMatrix(500, 50);
        const engine = await make(matrix);
        const query = randomQuery(50, 3);
        const [result] = await engine.search({ queries: [query], k: 500 });
        expect(result.scores).toEqual(scoreItems(matrix, query, result.indices));
      });
    });

    describe('ties', () => {
      test('go to the lower index when all scores are equal', async () => {
        const matrix = emptyMatrix(5_000, 16);
        matrix.rows.fill(3);
        const engine = await make(matrix);
        const [result] = await engine.search({ queries: [new Float32Array(16).fill(-1)], k: 300 });
        expect([...result.indices]).toEqual(range(300));
        expect(new Set(result.scores)).toEqual(new Set([-48]));
      });

      test('go to the lower index at the edge of k', async () => {
        const matrix = emptyMatrix(4_000, 16);
        // Ten scores, 400 items each: an edge of k falls inside a tie.
        for (let item = 0; item < 4_000; item++) matrix.rows[item * 16] = (item * 7) % 10;
        const engine = await make(matrix);
        const query = Float32Array.from({ length: 16 }, (_, d) => (d === 0 ? 1 : 0));
        const [result] = await engine.search({ queries: [query], k: 555 });
        const expected = range(4_000).sort((a, b) => ((b * 7) % 10) - ((a * 7) % 10) || a - b);
        expect([...result.indices]).toEqual(expected.slice(0, 555));
      });

      test('decide everything for a zero query', async () => {
        const engine = await make(randomMatrix(2_000, 32));
        const [result] = await engine.search({ queries: [new Float32Array(32)], k: 100 });
        expect([...result.indices]).toEqual(range(100));
        expect([...result.scores].every((score) => Object.is(score, 0))).toBe(true);
      });
    });

    describe('k', () => {
      let engine: Engine;
      const count = 1_500;
      beforeAll(async () => {
        engine = await make(randomMatrix(count, 16));
      });

      test('0 gives empty results, one per query', async () => {
        const results = await engine.search({ queries: [randomQuery(16, 1), randomQuery(16, 2)], k: 0 });
        expect(results.map(({ count: n, indices, scores }) => [n, indices.length, scores.length])).toEqual([
          [0, 0, 0],
          [0, 0, 0],
        ]);
      });

      test('1 gives the best', async () => {
        const query = randomQuery(16, 1);
        const [[one], [many]] = [
          await engine.search({ queries: [query], k: 1 }),
          await engine.search({ queries: [query], k: 10 }),
        ];
        expect(one).toEqual(head(many, 1));
      });

      test(`${MAX_K} gives ${MAX_K}, in order`, async () => {
        const [result] = await engine.search({ queries: [randomQuery(16, 1)], k: MAX_K });
        expect(result.count).toBe(MAX_K);
        expectOrdered(result);
      });

      test('beyond the catalogue gives the catalogue', async () => {
        const small = await make(randomMatrix(70, 16));
        const [result] = await small.search({ queries: [randomQuery(16, 1)], k: 100 });
        expect(result.count).toBe(70);
        expect([...result.indices].sort((a, b) => a - b)).toEqual(range(70));
        expectOrdered(result);
      });

      test('over an empty catalogue gives nothing', async () => {
        const empty = await make(randomMatrix(0, 16));
        const [result] = await empty.search({ queries: [randomQuery(16, 1)], k: 10 });
        expect(result).toEqual({ count: 0, indices: new Uint32Array(0), scores: new Float32Array(0) });
      });
    });

    describe('the exclude mask', () => {
      const count = 1_000;
      const query = randomQuery(16, 5);
      let engine: Engine;
      beforeAll(async () => {
        engine = await make(randomMatrix(count, 16));
      });
      const search = async (k: number, excluded?: number[]) => {
        const exclude = createMask(count);
        for (const item of excluded ?? []) setBit(exclude, item);
        return (await engine.search({ queries: [query], k, exclude: excluded && exclude }))[0];
      };

      test('of zeros is no mask', async () => {
        expect(await search(50, [])).toEqual(await search(50));
      });

      test('lets the next best move up, so that k stays full', async () => {
        const all = await search(count);
        const without = await search(
          20,
          [...all.indices].filter((_, rank) => rank % 2 === 0),
        );
        expect([...without.indices]).toEqual(
          [...all.indices].filter((_, rank) => rank % 2 === 1).slice(0, 20),
        );
      });

      test('of everything leaves nothing', async () => {
        expect((await search(10, range(count))).count).toBe(0);
      });

      test('of everything but three leaves three', async () => {
        const kept = [0, 500, 999];
        const result = await search(
          10,
          range(count).filter((item) => !kept.includes(item)),
        );
        expect(result.count).toBe(3);
        expect([...result.indices].sort((a, b) => a - b)).toEqual(kept);
      });

      test('is forgotten by the next search', async () => {
        const before = await search(10);
        await search(10, range(count));
        expect(await search(10)).toEqual(before);
      });

      test('counts as it was at the call, although the caller reuses it at once', async () => {
        const expected = await search(10, [1, 2, 3]);
        const exclude = createMask(count);
        for (const item of [1, 2, 3]) setBit(exclude, item);
        const searches = [1, 2].map(() => engine.search({ queries: [query], k: 10, exclude }));
        exclude.fill(0xffffffff);
        expect(await Promise.all(searches)).toEqual([[expected], [expected]]);
      });

      test('may have bits set beyond the last item', async () => {
        const exclude = createMask(count);
        exclude[exclude.length - 1] = 0xffffff00;
        const [result] = await engine.search({ queries: [query], k: count, exclude });
        expect(result.count).toBe(count);
      });
    });

    describe('queries', () => {
      const count = 3_000;
      let engine: Engine;
      beforeAll(async () => {
        engine = await make(randomMatrix(count, 48));
      });
      const queries = range(MAX_QUERIES).map((seed) => randomQuery(48, seed));

      test('none gives no results', async () => {
        expect(await engine.search({ queries: [], k: 10 })).toEqual([]);
      });

      for (const number of [2, 3, 4, 5, 63, MAX_QUERIES]) {
        test(`${number} in one search answer as one by one`, async () => {
          const together = await engine.search({ queries: queries.slice(0, number), k: 20 });
          expect(together).toHaveLength(number);
          for (const n of [0, number >> 1, number - 1]) {
            expect(together[n]).toEqual((await engine.search({ queries: [queries[n]], k: 20 }))[0]);
          }
        });
      }

      test('scaled by a power of two, tiny or huge, find the same items', async () => {
        const [plain, tiny, huge] = await Promise.all(
          [1, 2 ** -60, 2 ** 60].map(async (factor) => {
            const query = queries[0].map((value) => value * factor);
            return (await engine.search({ queries: [query], k: 50 }))[0];
          }),
        );
        expect(tiny.indices).toEqual(plain.indices);
        expect(huge.indices).toEqual(plain.indices);
        expect([...huge.scores]).toEqual([...plain.scores].map((score) => score * 2 ** 60));
      });

      test('at once, without waiting, do not disturb each other', async () => {
        const alone = [];
        for (const [n, query] of queries.slice(0, 6).entries()) {
          alone.push(await engine.search({ queries: [query], k: 10 * n }));
        }
        const atOnce = queries.slice(0, 6).map((query, n) => engine.search({ queries: [query], k: 10 * n }));
        expect(await Promise.all(atOnce)).toEqual(alone);
      });
    });

    describe('refuses', () => {
      let engine: Engine;
      beforeAll(async () => {
        engine = await make(randomMatrix(100, 20));
      });
      const query = randomQuery(20, 1);
      const withNaN = Float32Array.from(query, (value, d) => (d === 7 ? Number.NaN : value));
      const cases: [what: string, request: Parameters<Engine['search']>[0], text: string][] = [
        ['k of −1', { queries: [query], k: -1 }, 'search: k is -1; pass an integer from 0 to 1000.'],
        ['k of 1.5', { queries: [query], k: 1.5 }, 'search: k is 1.5; pass an integer from 0 to 1000.'],
        ['k of 1,001', { queries: [query], k: 1001 }, 'search: k is 1001; pass an integer from 0 to 1000.'],
        [
          'k of NaN',
          { queries: [query], k: Number.NaN },
          'search: k is NaN; pass an integer from 0 to 1000.',
        ],
        [
          '65 queries',
          { queries: new Array(65).fill(query), k: 1 },
          'search: 65 queries; one search takes at most 64. Pool them or split the search.',
        ],
        [
          'a query of another length',
          { queries: [query, randomQuery(32, 1)], k: 1 },
          'search: query 1 has 32 components; pass 20, the dimension of the pack.',
        ],
        [
          'a NaN in a query',
          { queries: [withNaN], k: 1 },
          'search: query 0 has NaN at component 7; every component must be finite.',
        ],
        [
          'an infinity in a query',
          { queries: [new Float32Array(20).fill(Number.NEGATIVE_INFINITY)], k: 1 },
          'search: query 0 has -Infinity at component 0; every component must be finite.',
        ],
        [
          'a mask of another length',
          { queries: [query], k: 1, exclude: new Uint32Array(3) },
          'search: the exclude mask has 3 words; 100 items need 4. Make it with createMask(100).',
        ],
      ];
      for (const [what, request, text] of cases) {
        test(what, async () => {
          await expectError(engine.search(request), 'invalid-argument', text);
        });
      }

      test('a matrix whose arrays contradict its count', async () => {
        const matrix = { ...randomMatrix(10, 16), count: 11 };
        const text =
          'engine: 160 row bytes and 10 scales; 11 items of stride 16 need 176 and 11. Build the matrix with quantiseRows.';
        await expectError(create(matrix), 'invalid-argument', text);
      });

      test('a scale that is NaN', async () => {
        const matrix = randomMatrix(10, 16);
        matrix.scales[3] = Number.NaN;
        const text = 'engine: the scale of item 3 is NaN; scales are 0 or from 2^-126 to 2^100.';
        await expectError(create(matrix), 'invalid-argument', text);
      });
    });

    test('after destroy, search rejects; destroy may be called again', async () => {
      const engine = await create(randomMatrix(10, 16));
      await engine.search({ queries: [randomQuery(16, 1)], k: 1 });
      engine.destroy();
      engine.destroy();
      await expectError(
        engine.search({ queries: [randomQuery(16, 1)], k: 1 }),
        'destroyed',
        'search: the engine was destroyed; create a new one.',
      );
    });

    test('leaves matrix, queries and mask as they were', async () => {
      const matrix = randomMatrix(100, 32);
      const copies = [matrix.rows.slice(), matrix.scales.slice()];
      const engine = await make(matrix);
      const query = randomQuery(32, 1);
      const exclude = createMask(100);
      setBit(exclude, 3);
      const before = [query.slice(), exclude.slice()];
      await engine.search({ queries: [query], k: 10, exclude });
      expect([matrix.rows, matrix.scales]).toEqual(copies);
      expect([query, exclude]).toEqual(before);
    });
  });
}

export function range(length: number): number[] {
  return Array.from({ length }, (_, n) => n);
}

function head({ indices, scores }: TopK, count: number): TopK {
  return { count, indices: indices.slice(0, count), scores: scores.slice(0, count) };
}

function expectOrdered({ count, indices, scores }: TopK): void {
  for (let rank = 1; rank < count; rank++) {
    const inOrder =
      scores[rank - 1] > scores[rank] ||
      (scores[rank - 1] === scores[rank] && indices[rank - 1] < indices[rank]);
    expect(inOrder, `ranks ${rank - 1} and ${rank}`).toBe(true);
  }
}

export async function expectError(promise: Promise<unknown>, code: string, message: string): Promise<void> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(LocavoreError);
  expect((error as LocavoreError).code).toBe(code);
  expect((error as LocavoreError).message).toBe(message);
}
