import { beforeAll, describe, expect, it } from 'vitest';
import type { Interactions } from '../../src/train/interactions.ts';
import {
  chooseMethod,
  type NeighbourOptions,
  type NeighbourWeights,
  quantiseNeighbours,
  trainNeighbours,
  trainWeights,
} from '../../src/train/neighbours.ts';
import { inverse, type Matrix, zeros } from './support/dense.ts';
import { interactionsOf, randomInteractions } from './support/interactions.ts';
import { buildThreadScript } from './support/thread-script.ts';

let workerUrl: URL;
beforeAll(async () => {
  workerUrl = await buildThreadScript();
});

const here = { threads: 1 };

/** EASE as published: invert, divide by the diagonal, clear the diagonal. B[i][j] is the weight from i to j. */
function denseEase(data: Interactions, lambda: number, dislikeValue = 0): Matrix {
  const users = data.userIds.length;
  const items = data.itemIds.length;
  const x = zeros(users, items);
  for (let e = 0; e < data.users.length; e++) {
    x[data.users[e]][data.items[e]] = data.preferences[e] > 0 ? 1 : dislikeValue;
  }
  const gram = zeros(items, items);
  for (let i = 0; i < items; i++) {
    for (let j = 0; j < items; j++) {
      for (let u = 0; u < users; u++) gram[i][j] += x[u][i] * x[u][j];
      if (i === j) gram[i][j] += lambda;
    }
  }
  const p = inverse(gram);
  return p.map((row, i) => row.map((value, j) => (i === j ? 0 : -value / p[j][j])));
}

function toDense({ offsets, targets, weights }: NeighbourWeights, items: number): Matrix {
  const dense = zeros(items, items);
  for (let i = 0; i < items; i++) {
    for (let e = offsets[i]; e < offsets[i + 1]; e++) dense[i][targets[e]] = weights[e];
  }
  return dense;
}

function largestDifference(a: Matrix, b: Matrix): number {
  let most = 0;
  a.forEach((row, i) => {
    row.forEach((value, j) => {
      most = Math.max(most, Math.abs(value - b[i][j]));
    });
  });
  return most;
}

describe('neighbour lists', () => {
  // 30 < 64 < 90 users and items: below, at and above one block of the inverse.
  const data = randomInteractions(90, 64, 0.3);
  const wide = randomInteractions(30, 130, 0.3);

  it.each([
    ['dual', data],
    ['primal', data],
    ['dual', wide],
    ['primal', wide],
  ] as const)('%s is EASE when nothing is cut', async (method, interactions) => {
    const items = interactions.itemIds.length;
    const options = { lambda: 3, keep: 1000, dislikeValue: -0.5, method };
    const weights = await trainWeights(interactions, options, here);
    const difference = largestDifference(toDense(weights, items), denseEase(interactions, 3, -0.5));
    expect(difference).toBeLessThan(1e-6);
  });

  it('local is EASE when every item is a candidate, and near it on fewer', async () => {
    // Dense enough that every pair of items has a user in common: others are no candidates.
    const together = randomInteractions(90, 40, 0.6);
    const exact = denseEase(together, 20);
    const error = async (localCandidates: number) => {
      const options = { lambda: 20, keep: 1000, method: 'local', localCandidates } as const;
      const weights = toDense(await trainWeights(together, options, here), 40).flat();
      return exact.flat().reduce((sum, value, at) => sum + Math.abs(value - weights[at]), 0) / 1600;
    };
    expect(await error(39)).toBeLessThan(1e-7);
    expect(await error(30)).toBeLessThan(0.02);
    expect(await error(10)).toBeGreaterThan(await error(30));
  });

  it.each(['target', 'source'] as const)(
    'cut per %s keeps the strongest by magnitude, signs kept',
    async (per) => {
      const exact = denseEase(data, 3);
      const cut = toDense(await trainWeights(data, { lambda: 3, keep: 5, per, method: 'exact' }, here), 64);
      let negative = 0;
      for (let a = 0; a < 64; a++) {
        const line = (matrix: Matrix) => (per === 'source' ? matrix[a] : matrix.map((row) => row[a]));
        const strongest = line(exact)
          .map((value, at) => ({ value, at }))
          .sort((x, y) => Math.abs(y.value) - Math.abs(x.value))
          .slice(0, 5);
        const expected = new Array<number>(64).fill(0);
        for (const { value, at } of strongest) expected[at] = value;
        line(cut).forEach((value, at) => {
          expect(value).toBeCloseTo(expected[at], 5);
          if (value < 0) negative++;
        });
      }
      expect(negative).toBeGreaterThan(0);
    },
  );

  it.each(['dual', 'primal', 'local'] as const)(
    '%s gives the same bytes for any number of threads',
    async (method) => {
      const interactions = randomInteractions(150, 200, 0.2);
      const options = { lambda: 10, keep: 7, method };
      const one = await trainNeighbours(interactions, options, here);
      const many = await trainNeighbours(interactions, options, { threads: 3, workerUrl });
      expect(many).toEqual(one);
    },
  );

  it('chooses the exact method while it fits the bound, and the smaller matrix', () => {
    const choose = (users: number, items: number, maxBytes: number) =>
      chooseMethod(users, items, 2, { maxBytes, method: 'exact' });
    expect(choose(2_000, 10_000, 2 ** 30)).toBe('dual');
    expect(choose(10_000, 2_000, 2 ** 30)).toBe('primal');
    expect(choose(20_000, 20_000, 2 ** 30)).toBe('local');
    expect(choose(2_000, 10_000, 1_000_000)).toBe('local');
    expect(chooseMethod(2_000, 10_000, 2, { maxBytes: 2 ** 30, method: 'local' })).toBe('local');
    expect(() => chooseMethod(20_000, 20_000, 2, { maxBytes: 2 ** 30, method: 'dual' })).toThrow(
      /dual method needs \d+ bytes, the bound is 1073741824/,
    );
  });

  it('stops when its signal fires', async () => {
    const controller = new AbortController();
    const run = trainNeighbours(
      randomInteractions(200, 300, 0.2),
      { lambda: 10, method: 'primal' },
      { threads: 2, workerUrl, signal: controller.signal, onProgress: () => controller.abort() },
    );
    await expect(run).rejects.toMatchObject({ code: 'aborted' });
  });

  it.each([
    ['lambda', 0],
    ['keep', 0],
    ['keep', 1001],
    ['per', 'row'],
    ['dislikeValue', Number.NaN],
    ['maxBytes', -1],
    ['localCandidates', 0],
    ['method', 'ease'],
  ])('refuses %s = %s by name and value', async (name, value) => {
    const options = { [name]: value } as Partial<NeighbourOptions>;
    await expect(trainWeights(data, options, here)).rejects.toMatchObject({
      code: 'invalid-argument',
      message: `neighbour option ${name} must be ${expectedRange[name]}, got ${value}`,
    });
  });

  it('has no lists for items that nobody likes, and none at all for no data', async () => {
    const lonely = interactionsOf([
      [1, 1, null],
      [1, 1, null],
    ]);
    const { offsets, targets } = await trainWeights(lonely, { lambda: 1 }, here);
    expect([...offsets]).toEqual([0, 1, 2, 2]);
    expect([...targets]).toEqual([1, 0]);
    expect((await trainNeighbours(interactionsOf([]), {}, here)).targets.length).toBe(0);
  });
});

const expectedRange: Record<string, string> = {
  lambda: 'a number above 0',
  keep: 'an integer from 1 to 1000',
  per: '"target" or "source"',
  dislikeValue: 'from -10 to 10',
  maxBytes: 'a number of bytes',
  localCandidates: 'an integer from 1 to 4096',
  method: '"local", "exact", "dual" or "primal"',
};

describe('quantised neighbour weights', () => {
  it('are within half a step of the weight, per source row, and leave out what rounds to nothing', () => {
    const weights = {
      offsets: Uint32Array.of(0, 4, 4, 5),
      targets: Uint32Array.of(0, 1, 2, 3, 0),
      weights: Float32Array.of(1.27, -0.634, 0.004, -0.01, -3),
    };
    const lists = quantiseNeighbours(weights);
    expect([...lists.offsets]).toEqual([0, 3, 3, 4]);
    expect([...lists.targets]).toEqual([0, 1, 3, 0]);
    expect([...lists.weights]).toEqual([127, -63, -1, -127]);
    expect(lists.scales[0]).toBeCloseTo(0.01, 8);
    expect(lists.scales[1]).toBe(0);
    expect(lists.scales[2] * 127).toBeCloseTo(3, 6);
  });
});
