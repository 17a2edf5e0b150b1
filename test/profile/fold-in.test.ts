import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LocavoreError } from '../../src/errors.ts';
import type { FoldIn } from '../../src/pack/format.ts';
import type { Pack } from '../../src/pack/pack.ts';
import { choleskyFactorise, choleskySolve } from '../../src/profile/cholesky.ts';
import { type FoldInObservation, foldIn, solveFoldIn } from '../../src/profile/fold-in.ts';
import { clusteredVectors, packOf, random } from '../pipeline/fixtures.ts';

const als: FoldIn & { method: 'als' } = { method: 'als', alpha0: 0.3, lambda: 0.05, nu: 0.7 };

function rowOf({ matrix }: Pack, item: number): number[] {
  const start = item * matrix.stride;
  return [...matrix.rows.subarray(start, start + matrix.dimension)].map((x) => x * matrix.scales[item]);
}

/** Gauss elimination with partial pivoting: nothing in common with the code under test. */
function solveDense(a: number[][], b: number[]): number[] {
  const n = b.length;
  const m = a.map((row, i) => [...row, b[i]]);
  for (let column = 0; column < n; column++) {
    let pivot = column;
    for (let r = column + 1; r < n; r++) if (Math.abs(m[r][column]) > Math.abs(m[pivot][column])) pivot = r;
    [m[column], m[pivot]] = [m[pivot], m[column]];
    for (let r = 0; r < n; r++) {
      if (r === column) continue;
      const factor = m[r][column] / m[column][column];
      for (let c = column; c <= n; c++) m[r][c] -= factor * m[column][c];
    }
  }
  return m.map((row, i) => row[n] / row[i]);
}

/** The formula of the format, written out. */
function reference(pack: Pack, observations: readonly FoldInObservation[], params = als): number[] {
  const d = pack.matrix.dimension;
  const a = Array.from({ length: d }, (_, i) =>
    Array.from({ length: d }, (_, j) => params.alpha0 * pack.gram![i * d + j]),
  );
  const b = new Array<number>(d).fill(0);
  let total = 0;
  for (const { item, confidence, preference } of observations) {
    const y = rowOf(pack, item);
    total += confidence;
    for (let i = 0; i < d; i++) {
      b[i] += confidence * preference * y[i];
      for (let j = 0; j < d; j++) a[i][j] += confidence * y[i] * y[j];
    }
  }
  const ridge = params.lambda * (total + params.alpha0 * pack.matrix.count) ** params.nu;
  for (let i = 0; i < d; i++) a[i][i] += ridge;
  return solveDense(a, b);
}

function observationsOf(seed: number, items: number, n: number): FoldInObservation[] {
  const next = random(seed);
  return Array.from({ length: n }, (_, i) => ({
    item: Math.floor(next() * items),
    confidence: 0.05 + next() * 3,
    preference: i === 0 || next() < 0.7 ? 1 : 0,
  }));
}

describe('ALS fold-in', () => {
  test.each([1, 2, 15, 16, 17, 64, 127, 128])('equals a dense float64 solve at dimension %i', (dimension) => {
    const pack = packOf({ vectors: clusteredVectors(200, dimension, 20, dimension), foldIn: als });
    const observations = observationsOf(dimension, 200, 30);
    const u = foldIn(pack, observations)!;
    const expected = reference(pack, observations);
    expect(u).toBeInstanceOf(Float32Array);
    expect(u).toHaveLength(dimension);
    const largest = Math.max(...expected.map(Math.abs));
    for (let i = 0; i < dimension; i++) expect(Math.abs(u[i] - expected[i])).toBeLessThan(2e-7 * largest);
  });

  test('a dislike weighs on the left only: it lowers the score of its item and adds nothing on the right', () => {
    const pack = packOf({ vectors: clusteredVectors(40, 8, 4), foldIn: als });
    const liked: FoldInObservation[] = [{ item: 0, confidence: 1, preference: 1 }];
    const score = (observations: FoldInObservation[], item: number) =>
      rowOf(pack, item).reduce((sum, y, i) => sum + y * foldIn(pack, observations)![i], 0);
    const both: FoldInObservation[] = [...liked, { item: 4, confidence: 2, preference: 0 }];
    expect(score(liked, 4)).toBeGreaterThan(0);
    expect(Math.abs(score(both, 4))).toBeLessThan(score(liked, 4));
    expect(foldIn(pack, [{ item: 4, confidence: 2, preference: 0 }])).toBeNull();
  });

  test('nothing liked gives null', () => {
    const pack = packOf({ vectors: [[1, 2]], foldIn: als });
    expect(foldIn(pack, [])).toBeNull();
    expect(foldIn(pack, [{ item: 0, confidence: 1, preference: 0 }])).toBeNull();
  });

  test('liked items with zero vectors give the zero vector', () => {
    const pack = packOf({
      vectors: [
        [0, 0],
        [1, 2],
      ],
      foldIn: als,
    });
    expect([...foldIn(pack, [{ item: 0, confidence: 1, preference: 1 }])!]).toEqual([0, 0]);
  });

  test('a Gram matrix that rounding has left short of positive definite is still solved', () => {
    const pack = packOf({
      vectors: [
        [1, 1],
        [2, 2],
      ],
      foldIn: { method: 'als', alpha0: 1, lambda: 1e-18, nu: 0 },
    });
    const u = foldIn(pack, [{ item: 0, confidence: 1e-9, preference: 1 }])!;
    expect([...u].every(Number.isFinite)).toBe(true);
  });

  test('a Gram matrix with NaN is a corrupt pack', () => {
    const pack = packOf({ vectors: [[1, 1]], foldIn: als });
    const broken = { ...pack, gram: Float32Array.of(Number.NaN, 0, 0, 1) };
    const solve = () => foldIn(broken, [{ item: 0, confidence: 1, preference: 1 }]);
    expect(solve).toThrow(LocavoreError);
    expect(solve).toThrow(/Gram matrix of pack "test" .* not finite/);
  });

  test('the contributions of the observations sum to the score', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: 1, max: 12 }), (seed, n) => {
        const pack = packOf({ vectors: clusteredVectors(30, 9, 5, seed), foldIn: als });
        const observations = observationsOf(seed, 30, n);
        const solution = solveFoldIn(pack, observations)!;
        for (const item of [0, 7, 29]) {
          const contributions = solution.contributions(item);
          const sum = contributions.reduce((total, share) => total + share, 0);
          const score = rowOf(pack, item).reduce((total, y, i) => total + y * solution.vector[i], 0);
          expect(Math.abs(sum - score)).toBeLessThan(1e-5);
          observations.forEach(({ preference }, o) => {
            if (preference === 0) expect(contributions[o]).toBe(0);
          });
        }
      }),
      { numRuns: 100 },
    );
  });

  test('a contribution is c · yⱼᵀ A⁻¹ yᵢ, not merely a share of the sum', () => {
    const pack = packOf({ vectors: clusteredVectors(30, 6, 5), foldIn: als });
    const observations = observationsOf(5, 30, 6).map((entry) => ({ ...entry, preference: 1 as const }));
    const contributions = solveFoldIn(pack, observations)!.contributions(3);
    observations.forEach((_, o) => {
      // The same system, with the right-hand side of this observation alone.
      const alone = observations.map((entry, p) => ({ ...entry, preference: (p === o ? 1 : 0) as 1 | 0 }));
      const u = reference(pack, alone);
      const share = rowOf(pack, 3).reduce((sum, y, i) => sum + y * u[i], 0);
      expect(contributions[o]).toBeCloseTo(share, 9);
    });
  });
});

describe('mean fold-in', () => {
  const pack = packOf({
    vectors: [
      [1, 0],
      [0, 1],
      [1, 1],
    ],
    withGram: false,
  });
  const observations: FoldInObservation[] = [
    { item: 0, confidence: 3, preference: 1 },
    { item: 1, confidence: 1, preference: 1 },
    { item: 2, confidence: 2, preference: 0 },
  ];

  test('is the weighted mean of the liked, less the disliked at half weight', () => {
    const u = foldIn(pack, observations)!;
    expect(u[0]).toBeCloseTo((3 - 1) / 4, 6);
    expect(u[1]).toBeCloseTo((1 - 1) / 4, 6);
  });

  test('contributions sum to the score', () => {
    const solution = solveFoldIn(pack, observations)!;
    for (const item of [0, 1, 2]) {
      const sum = solution.contributions(item).reduce((total, share) => total + share, 0);
      const score = rowOf(pack, item).reduce((total, y, i) => total + y * solution.vector[i], 0);
      expect(sum).toBeCloseTo(score, 6);
    }
  });

  test('serves a pack that asks for ALS and has no Gram matrix', () => {
    const contradictory = { ...pack, manifest: { ...pack.manifest, foldIn: als } };
    expect(foldIn(contradictory, observations)).toEqual(foldIn(pack, observations));
  });
});

describe('Cholesky', () => {
  test('L·Lᵀ gives the matrix back, and the solve inverts it', () => {
    const n = 5;
    const next = random(2);
    const root = Array.from({ length: n }, () => Array.from({ length: n }, () => next() - 0.5));
    const a = new Float64Array(n * n);
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        a[i * n + j] = (i === j ? 0.5 : 0) + root[i].reduce((sum, x, k) => sum + x * root[j][k], 0);
      }
    }
    const x = Float64Array.from({ length: n }, () => next());
    const b = Float64Array.from({ length: n }, (_, i) =>
      x.reduce((sum, value, j) => sum + a[i * n + j] * value, 0),
    );
    const factor = a.slice();
    expect(choleskyFactorise(factor, n)).toBe(true);
    choleskySolve(factor, n, b);
    for (let i = 0; i < n; i++) expect(b[i]).toBeCloseTo(x[i], 12);
  });

  test('says so when a value is not finite', () => {
    expect(choleskyFactorise(Float64Array.of(1, 0, Number.NaN, 1), 2)).toBe(false);
  });
});
