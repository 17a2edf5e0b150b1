import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  dispatchSize,
  packQueries,
  paramsOf,
  planSearch,
  queryBytes,
  rankWorkgroups,
  splitItems,
  WORKGROUP_SIZE,
  writeChunks,
} from '../../src/engine/webgpu/layout.ts';
import { randomMatrix } from './matrices.ts';

describe('splitItems', () => {
  test('covers every item once, in ranges that fit', () => {
    fc.assert(
      fc.property(
        fc.nat(5_000),
        fc.integer({ min: 1, max: 8 }),
        fc.integer({ min: 128, max: 9_999 }),
        (count, chunks, size) => {
          const stride = chunks * 16;
          let next = 0;
          for (const { first, items } of splitItems(count, stride, size)) {
            expect(first).toBe(next);
            expect(items).toBeGreaterThan(0);
            expect(items * stride).toBeLessThanOrEqual(size);
            next += items;
          }
          expect(next).toBe(count);
        },
      ),
    );
  });

  test('gives one range where all fits, and none for nothing', () => {
    expect(splitItems(100, 16, 1_600)).toEqual([{ first: 0, items: 100 }]);
    expect(splitItems(101, 16, 1_600)).toHaveLength(2);
    expect(splitItems(0, 16, 1_600)).toEqual([]);
  });
});

describe('dispatchSize', () => {
  test('has enough invocations, within the limit, and less than one row of workgroups too many', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 31 }), (invocations) => {
        const [x, y] = dispatchSize(invocations, 65_535);
        expect(x).toBeLessThanOrEqual(65_535);
        expect(y).toBeLessThanOrEqual(65_535);
        expect(x * y * WORKGROUP_SIZE).toBeGreaterThanOrEqual(invocations);
        expect((x * y - y) * WORKGROUP_SIZE).toBeLessThan(invocations);
      }),
    );
  });

  test('uses one dimension up to its limit', () => {
    expect(dispatchSize(65_535 * 64, 65_535)).toEqual([65_535, 1]);
    expect(dispatchSize(65_535 * 64 + 1, 65_535)).toEqual([32_768, 2]);
    expect(dispatchSize(1, 65_535)).toEqual([1, 1]);
  });
});

describe('planSearch', () => {
  const plan = (count: number, k: number, size = 2 ** 27) => planSearch(splitItems(count, 64, size), k, 1);

  test('has room for every candidate that can be', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10 ** 6 }),
        fc.integer({ min: 1, max: 1000 }),
        fc.integer({ min: 1, max: 9 }),
        (count, k, parts) => {
          const size = Math.ceil(count / parts) * 64;
          const { shards, tileSize, tileCount, winnerCapacity, candidateCapacity } = plan(count, k, size);
          for (const { items, tiles } of shards) expect(tiles * tileSize).toBeGreaterThanOrEqual(items);
          expect(shards.reduce((sum, { tiles }) => sum + tiles, 0)).toBe(tileCount);
          expect(winnerCapacity).toBe(Math.min(k, tileCount));
          expect(candidateCapacity).toBeGreaterThanOrEqual(Math.min(k, count));
        },
      ),
      { numRuns: 200 },
    );
  });

  test('balances the selection with the gathering', () => {
    expect(plan(100_000, 100)).toMatchObject({ tileSize: 31, tileCount: 3_227, candidateCapacity: 3_100 });
    expect(plan(100_000, 1_000)).toMatchObject({ tileSize: 10, tileCount: 10_001 });
    expect(plan(1_000_000, 1)).toMatchObject({ tileSize: 64 });
    expect(plan(50, 1_000)).toMatchObject({ tileSize: 1, winnerCapacity: 51, candidateCapacity: 50 });
  });

  test('ranks with one invocation per likely candidate', () => {
    expect(rankWorkgroups(plan(100_000, 100))).toBe(4);
    expect(rankWorkgroups(plan(1, 1))).toBe(1);
  });

  test('writes one struct of parameters per shard, 256 bytes apart', () => {
    const params = paramsOf(planSearch(splitItems(150, 64, 6_400), 3, 2));
    expect(params).toHaveLength(128);
    // 7 rows a tile; 15 tiles, then 9.
    expect([...params.slice(0, 10)]).toEqual([2, 3, 24, 7, 3, 21, 0, 100, 0, 15]);
    expect([...params.slice(64, 74)]).toEqual([2, 3, 24, 7, 3, 21, 100, 50, 15, 9]);
  });
});

describe('packQueries', () => {
  const values = Int16Array.from({ length: 32 }, (_, d) => (d - 16) * 2_000 + d);
  const queries = [
    { values: new Int16Array(32), queryScale: 1 },
    { values, queryScale: 1 },
  ];

  test('packed: 16 high bytes, then 16 low bytes, chunk by chunk', () => {
    const bytes = packQueries(queries, 32, true);
    expect(bytes.byteLength * 32).toBe(queryBytes(32, true));
    for (let d = 0; d < 32; d++) {
      const at = 64 + (d < 16 ? d : 32 + d - 16);
      expect(256 * bytes[at] + bytes[at + 16]).toBe(values[d]);
    }
  });

  test('emulated: f32 times 2^-24, exactly', () => {
    const floats = packQueries(queries, 32, false);
    expect(floats.byteLength * 32).toBe(queryBytes(32, false));
    expect([...floats.slice(32)].map((value) => value * 2 ** 24)).toEqual([...values]);
  });
});

describe('writeChunks', () => {
  for (const offset of [0, 1, 4]) {
    test(`puts 16 bytes of every item next to each other, from rows at byte offset ${offset}`, () => {
      const { rows, ...rest } = randomMatrix(10, 48);
      const shifted = new Int8Array(rows.length + offset).subarray(offset);
      shifted.set(rows);
      const target = new Int8Array(4 * 48);
      writeChunks({ ...rest, rows: shifted }, { first: 3, items: 4 }, new Uint32Array(target.buffer));
      for (let item = 0; item < 4; item++) {
        for (let d = 0; d < 48; d++) {
          expect(target[(d >> 4) * 64 + item * 16 + (d & 15)]).toBe(rows[(item + 3) * 48 + d]);
        }
      }
    });
  }
});
