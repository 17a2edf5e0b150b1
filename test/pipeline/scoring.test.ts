import { describe, expect, test } from 'vitest';
import { createJsEngine } from '../../src/engine/js/engine.ts';
import type { BlendWeights } from '../../src/pack/format.ts';
import { blendTerms as blendWithPrior } from '../../src/pipeline/scoring/blend.ts';
import { computeTerms, type Terms } from '../../src/pipeline/scoring/terms.ts';
import { Similarity } from '../../src/pipeline/similarity.ts';
import { clusteredVectors, packOf } from './fixtures.ts';

function termsOf(values: {
  taste?: number[];
  neighbours?: number[];
  recent?: number[];
  popularity?: number[];
}): Terms {
  const n = Math.max(...Object.values(values).map((list) => list.length));
  const fill = (list: number[] | undefined) => Float64Array.from(list ?? new Array(n).fill(0));
  return {
    taste: Float32Array.from(fill(values.taste)),
    neighbours: fill(values.neighbours),
    recent: fill(values.recent),
    popularity: fill(values.popularity),
    nearest: new Int32Array(n).fill(-1),
  };
}

const blendTerms = (terms: Terms, weights: BlendWeights) => blendWithPrior(terms, weights, Infinity);
const even = { taste: 1, neighbours: 1, recent: 1, popularity: 1 };

describe('blend', () => {
  test('runs from 0 for the worst to 1 for the best', () => {
    const { relevance } = blendTerms(termsOf({ taste: [3, -1, 1] }), even);
    expect([...relevance]).toEqual([1, 0, 0.5]);
  });

  test('does not depend on the unit of a term', () => {
    const taste = [0.1, 0.4, 0.2, 0.9];
    const neighbours = [5, 1, 7, 2];
    const plain = blendTerms(termsOf({ taste, neighbours }), even).relevance;
    const scaled = blendTerms(termsOf({ taste, neighbours: neighbours.map((x) => x * 1e4) }), even).relevance;
    const shifted = blendTerms(termsOf({ taste, neighbours: neighbours.map((x) => x + 50) }), even).relevance;
    plain.forEach((value, c) => {
      expect(scaled[c]).toBeCloseTo(value, 6);
      expect(shifted[c]).toBeCloseTo(value, 6);
    });
  });

  test('is the weighted sum of the terms over their standard deviations', () => {
    const { factors, relevance } = blendTerms(termsOf({ taste: [1, 3], neighbours: [10, 0] }), {
      ...even,
      taste: 2,
      neighbours: 1,
    });
    expect(factors.taste).toBeCloseTo(2, 12);
    expect(factors.neighbours).toBeCloseTo(0.2, 12);
    expect([...relevance]).toEqual([0, 1]);
  });

  test('a weight of 0 silences a term', () => {
    const { relevance } = blendTerms(termsOf({ taste: [0, 1], popularity: [9, 0] }), {
      ...even,
      popularity: 0,
    });
    expect([...relevance]).toEqual([0, 1]);
  });

  test('popularity decides alone where nothing else speaks, even at weight 0', () => {
    const { relevance, factors } = blendTerms(termsOf({ popularity: [1, 3, 2] }), { ...even, popularity: 0 });
    expect([...relevance]).toEqual([0, 1, 0.5]);
    expect(factors).toMatchObject({ taste: 0, neighbours: 0, recent: 0 });
  });

  test('the less is known of the shopper, the more popularity weighs besides its weight', () => {
    const terms = termsOf({ taste: [1, 3], popularity: [3, 1] });
    const popularity = (evidence: number) =>
      blendWithPrior(terms, { taste: 1, neighbours: 1, recent: 0, popularity: 0.1 }, evidence).factors
        .popularity;
    expect(popularity(0)).toBeCloseTo(0.1 + 1, 12);
    expect(popularity(2.5)).toBeCloseTo(0.1 + 0.5, 12);
    expect(popularity(5)).toBeCloseTo(0.1 + 0.25, 12);
    expect(popularity(Infinity)).toBeCloseTo(0.1, 12);
  });

  test('constant and empty terms give no NaN', () => {
    expect([...blendTerms(termsOf({ taste: [0.1, 0.1, 0.1] }), even).relevance]).toEqual([1, 1, 1]);
    expect([...blendTerms(termsOf({ taste: [5] }), even).relevance]).toEqual([1]);
    expect(blendTerms(termsOf({ taste: [] }), even).relevance).toHaveLength(0);
    const rounding = blendTerms(
      termsOf({ popularity: new Array(7).fill(0.1), taste: [1, 2, 3, 4, 5, 6, 7] }),
      even,
    );
    expect(rounding.factors.popularity).toBeCloseTo(10, 6);
  });
});

describe('terms', () => {
  const pack = packOf({ vectors: clusteredVectors(50, 7, 5) });
  const candidates = Array.from({ length: 50 }, (_, i) => ({ index: 49 - i, sources: [] }));
  const similarity = new Similarity(pack.matrix);

  test('taste has the bits of the search, for every candidate', async () => {
    const taste = Float32Array.from({ length: 7 }, (_, i) => Math.sin(i + 1));
    const terms = computeTerms(candidates, { pack, taste, recent: [], neighbours: null, similarity });
    const [found] = await (await createJsEngine(pack.matrix)).search({ queries: [taste], k: 50 });
    found.indices.forEach((index, rank) => {
      expect(terms.taste[49 - index]).toBe(found.scores[rank]);
    });
  });

  test('recent is the cosine to the nearest anchor, and says which that is', () => {
    const recent = [
      { item: 0, weight: 1, observation: 0 },
      { item: 1, weight: 1, observation: 1 },
    ];
    const terms = computeTerms(candidates, { pack, taste: null, recent, neighbours: null, similarity });
    candidates.forEach(({ index }, c) => {
      const cosines = recent.map(({ item }) => (item === index ? 0 : similarity.cosine(item, index)));
      expect(terms.recent[c]).toBe(Math.max(0, ...cosines));
      if (terms.recent[c] > 0) expect(terms.nearest[c]).toBe(cosines[0] >= cosines[1] ? 0 : 1);
      else expect(terms.nearest[c]).toBe(-1);
    });
  });
});
