import { describe, expect, test } from 'vitest';
import { dislikeFactors } from '../../src/pipeline/reranking/dislikes.ts';
import { type DiversifyOptions, diversify } from '../../src/pipeline/reranking/diversify.ts';
import { Similarity } from '../../src/pipeline/similarity.ts';
import { deriveProfile } from '../../src/profile/derive.ts';
import type { ProfileEvent } from '../../src/profile/events.ts';
import { clusteredVectors, event, NOW, type PackSketch, packOf } from './fixtures.ts';

const all = (count: number) => Array.from({ length: count }, (_, index) => ({ index, sources: [] }));

describe('dislikes', () => {
  function factors(sketch: PackSketch, events: ProfileEvent[], strength: number): number[] {
    const pack = packOf(sketch);
    const { observations } = deriveProfile(events, pack, NOW);
    return [
      ...dislikeFactors(
        all(sketch.vectors.length),
        pack,
        observations,
        strength,
        new Similarity(pack.matrix),
      ),
    ];
  }
  const vectors = [
    [1, 0],
    [1, 0],
    [1, 1],
    [0, 1],
    [-1, 0],
  ];

  test('fall off with the square of the cosine', () => {
    const [, twin, half, unrelated, opposite] = factors({ vectors }, [event('dislike', 0)], 0.4);
    expect(twin).toBeCloseTo(1 - 0.4, 6);
    expect(half).toBeCloseTo(1 - 0.4 * 0.5, 6);
    expect(unrelated).toBe(1);
    expect(opposite).toBe(1);
  });

  test('never turn a score negative', () => {
    expect(factors({ vectors }, [event('dislike', 0)], 50)[1]).toBe(0);
  });

  test('the nearest of several dislikes counts', () => {
    expect(factors({ vectors }, [event('dislike', 0), event('dislike', 3)], 0.4)[2]).toBeCloseTo(0.8, 6);
  });

  test('strength 0 and likes change nothing', () => {
    expect(factors({ vectors }, [event('dislike', 0)], 0)).toEqual([1, 1, 1, 1, 1]);
    expect(factors({ vectors }, [event('like', 0)], 0.4)).toEqual([1, 1, 1, 1, 1]);
  });

  test('the same series weighs more than the same creator', () => {
    const apart = [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ];
    const creators = ['Ada', 'Ada', 'Ben'];
    expect(factors({ vectors: apart, creators }, [event('dislike', 0)], 0.4)[1]).toBeCloseTo(
      1 - 0.4 * 0.5,
      6,
    );
    const series = ['Saga', 'Saga', null];
    const [, sameSeries, other] = factors({ vectors: apart, creators, series }, [event('dislike', 0)], 0.4);
    expect(sameSeries).toBeCloseTo(1 - 0.4 * 0.8, 6);
    expect(other).toBe(1);
  });

  test('a creator of whom something is liked is not held against the rest', () => {
    const apart = [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ];
    const events = [event('dislike', 0), event('like', 2)];
    expect(factors({ vectors: apart, creators: ['Ada', 'Ada', 'Ada'] }, events, 0.4)[1]).toBe(1);
  });

  test('a glance at another of the creator is no change of mind', () => {
    const apart = [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ];
    const events = [event('dislike', 0), event('view', 2), event('click', 2)];
    expect(factors({ vectors: apart, creators: ['Ada', 'Ada', 'Ada'] }, events, 0.4)[1]).toBeLessThan(1);
  });

  test('items without a creator do not share one', () => {
    const apart = [
      [1, 0],
      [0, 1],
    ];
    expect(factors({ vectors: apart, creators: [null, null] }, [event('dislike', 0)], 0.4)[1]).toBe(1);
  });
});

describe('diversify', () => {
  function choose(sketch: PackSketch, relevance: number[], limit: number, options: DiversifyOptions) {
    const pack = packOf(sketch);
    const order = relevance.map((_, c) => c).sort((a, b) => relevance[b] - relevance[a] || a - b);
    const candidates = all(relevance.length);
    const similarity = new Similarity(pack.matrix);
    return diversify(candidates, order, Float64Array.from(relevance), limit, pack, options, similarity);
  }
  const plain = { mmrLambda: 1, maxPerCreator: null };

  test('without MMR and caps takes the best', () => {
    const vectors = [[1], [1], [1], [1]];
    expect(choose({ vectors }, [0.1, 0.9, 0.5, 0.9], 3, plain)).toEqual({ chosen: [1, 3, 2], capped: 0 });
  });

  test('MMR follows its formula, step by step', () => {
    // Eight of one kind first, then eight of the next.
    const kinds = clusteredVectors(32, 5, 4);
    const vectors = [0, 1, 2, 3].flatMap((kind) => kinds.filter((_, i) => i % 4 === kind));
    const relevance = vectors.map((_, i) => 1 - i / 60);
    const lambda = 0.6;
    const similarity = new Similarity(packOf({ vectors }).matrix);
    const expected: number[] = [];
    const left = new Set(relevance.keys());
    while (expected.length < 8) {
      let best = -1;
      let value = -Infinity;
      for (const c of left) {
        const nearest = Math.max(0, ...expected.map((e) => similarity.cosine(c, e)));
        const marginal = lambda * relevance[c] - (1 - lambda) * nearest;
        if (marginal > value) [best, value] = [c, marginal];
      }
      expected.push(best);
      left.delete(best);
    }
    expect(choose({ vectors }, relevance, 8, { ...plain, mmrLambda: lambda }).chosen).not.toEqual([
      0, 1, 2, 3, 4, 5, 6, 7,
    ]);
    // Four candidates a place are weighed: here that is all of them.
    expect(choose({ vectors }, relevance, 8, { ...plain, mmrLambda: lambda }).chosen).toEqual(expected);
  });

  test('puts something else between near duplicates', () => {
    const vectors = [
      [1, 0],
      [1, 0.01],
      [0, 1],
    ];
    const options = { ...plain, mmrLambda: 0.5 };
    expect(choose({ vectors }, [1, 0.9, 0.5], 2, plain).chosen).toEqual([0, 1]);
    expect(choose({ vectors }, [1, 0.9, 0.5], 2, options).chosen).toEqual([0, 2]);
  });

  const vectors = Array.from({ length: 8 }, () => [1]);
  const relevance = [0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2];
  const creators = ['Ada', 'Ada', 'Ada', 'Ada', 'Ben', null, null, null];

  test.each([1, 0.5])('caps a creator, and counts what was held back (λ = %f)', (mmrLambda) => {
    const { chosen, capped } = choose({ vectors, creators }, relevance, 4, { mmrLambda, maxPerCreator: 2 });
    expect(chosen).toEqual([0, 1, 4, 5]);
    expect(capped).toBe(2);
  });

  test('a series gets half of the cap, rounded up', () => {
    const series = ['Saga', 'Saga', 'Saga', null, null, null, null, null];
    const many = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
    const options = { mmrLambda: 1, maxPerCreator: 3 };
    expect(choose({ vectors, creators: many, series }, relevance, 4, options).chosen).toEqual([0, 1, 3, 4]);
    const uncapped = { mmrLambda: 1, maxPerCreator: null };
    expect(choose({ vectors, creators: many, series }, relevance, 4, uncapped).chosen).toEqual([0, 1, 2, 3]);
  });

  test.each([1, 0.5])('a cap gives way rather than leave the shelf short (λ = %f)', (mmrLambda) => {
    const same = vectors.map(() => 'Ada');
    const { chosen, capped } = choose({ vectors, creators: same }, relevance, 5, {
      mmrLambda,
      maxPerCreator: 2,
    });
    expect(chosen).toEqual([0, 1, 2, 3, 4]);
    expect(capped).toBe(0);
  });

  test('nothing is chosen twice on a shelf longer than the part that MMR orders', () => {
    const count = 450;
    const long = clusteredVectors(count, 4, 9);
    const names = long.map((_, i) => `creator ${i % 150}`);
    const falling = long.map((_, i) => 1 - i / count);
    const { chosen } = choose({ vectors: long, creators: names }, falling, 400, {
      mmrLambda: 0.7,
      maxPerCreator: 2,
    });
    expect(chosen).toHaveLength(400);
    expect(new Set(chosen).size).toBe(400);
  });
});
