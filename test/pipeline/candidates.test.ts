import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createMask, setBit } from '../../src/engine/bit-mask.ts';
import type { Engine, SearchRequest } from '../../src/engine/engine.ts';
import { createJsEngine } from '../../src/engine/js/engine.ts';
import type { Quotas } from '../../src/pack/format.ts';
import { neighbourAnchors, recentAnchors } from '../../src/pipeline/candidates/anchors.ts';
import { generateCandidates } from '../../src/pipeline/candidates/generate.ts';
import { neighbourScores, neighbourWeight } from '../../src/pipeline/candidates/neighbours.ts';
import { generatePopular } from '../../src/pipeline/candidates/popular.ts';
import { generateRecent } from '../../src/pipeline/candidates/recent.ts';
import { Similarity } from '../../src/pipeline/similarity.ts';
import { topIndices } from '../../src/pipeline/top-indices.ts';
import { deriveProfile } from '../../src/profile/derive.ts';
import { event, NOW, packOf } from './fixtures.ts';

const none = (count: number) => createMask(count);

describe('topIndices', () => {
  test('equals a full sort, with ties to the lower index, positive scores only, nothing masked', () => {
    const scores = fc.array(fc.integer({ min: -2, max: 5 }), { maxLength: 80 });
    fc.assert(
      fc.property(scores, fc.nat({ max: 90 }), fc.array(fc.nat({ max: 79 })), (values, k, masked) => {
        const mask = createMask(96);
        for (const index of masked) setBit(mask, index);
        const expected = values
          .map((score, index) => ({ score, index }))
          .filter(({ score, index }) => score > 0 && !masked.includes(index))
          .sort((a, b) => b.score - a.score || a.index - b.index)
          .slice(0, k)
          .map(({ index }) => index);
        expect(topIndices(Float64Array.from(values), k, mask)).toEqual(expected);
      }),
    );
  });
});

describe('anchors', () => {
  const pack = packOf({ vectors: Array.from({ length: 20 }, (_, i) => [i + 1]) });
  const likes = Array.from({ length: 12 }, (_, i) => event('like', i, NOW - i * 1000));
  const { observations } = deriveProfile([...likes, event('dislike', 15, NOW)], pack, NOW);

  test('neighbours are asked about everything, dislikes speak against', () => {
    const anchors = neighbourAnchors(observations, -1);
    expect(anchors).toHaveLength(13);
    expect(anchors.find(({ item }) => item === 15)?.weight).toBe(-0.2);
    expect(anchors.find(({ item }) => item === 3)?.weight).toBe(1);
  });

  test('the page item speaks half as loudly as all likes together', () => {
    expect(neighbourAnchors(observations, 19).at(-1)).toEqual({ item: 19, weight: 6, observation: -1 });
    expect(neighbourAnchors([], 19)).toEqual([{ item: 19, weight: 1, observation: -1 }]);
  });

  test('recent are the eight newest positive ones and the page item', () => {
    expect(recentAnchors(observations, 19).map(({ item }) => item)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 19]);
    expect(recentAnchors(observations, -1).every(({ observation }) => observation >= 0)).toBe(true);
  });
});

describe('neighbours', () => {
  const pack = packOf({
    vectors: [[1], [1], [1], [1]],
    neighbours: [
      [
        [1, 1],
        [2, -0.5],
      ],
      [[2, 1]],
      [],
      [
        [2, 1],
        [0, 0.5],
        [1, -0.5],
      ],
    ],
  });

  test('sum the signed weights of the lists, times the confidence; a dislike only takes away', () => {
    const { observations } = deriveProfile(
      [event('like', 0), event('dislike', 3), event('like', 1)],
      pack,
      NOW,
    );
    const scores = neighbourScores(pack, neighbourAnchors(observations, -1))!;
    expect(scores[1]).toBeCloseTo(1, 2);
    expect(scores[2]).toBeCloseTo(-0.5 + 1 - 0.2, 2);
    expect(scores[0]).toBeCloseTo(-0.1, 2);
    expect(scores[3]).toBe(0);
  });

  test('one pair at a time', () => {
    expect(neighbourWeight(pack.neighbours!, 0, 2)).toBeCloseTo(-0.5, 2);
    expect(neighbourWeight(pack.neighbours!, 2, 0)).toBe(0);
  });

  test('a pack without lists has no scores', () => {
    expect(neighbourScores(packOf({ vectors: [[1]] }), [{ item: 0, weight: 1, observation: 0 }])).toBeNull();
  });
});

describe('popular', () => {
  const pack = packOf({ vectors: [[1], [1], [1], [1], [1]], popularity: [1, 5, 3, 5, 0] });

  test('walks past what is left out', () => {
    const mask = none(5);
    setBit(mask, 1);
    expect(generatePopular(pack, 2, mask, 0, () => false)).toEqual({ indices: [3, 2], scores: [5, 3] });
  });

  test('walks past the quota as far as the shelf needs, naming only what is new', () => {
    const known = (index: number) => index === 1 || index === 2;
    expect(generatePopular(pack, 2, none(5), 3, known).indices).toEqual([1, 3, 0, 4]);
    expect(generatePopular(pack, 0, none(5), 9, known).indices).toEqual([3, 0, 4]);
    expect(generatePopular(pack, 0, none(5), 0, known).indices).toEqual([]);
  });
});

describe('recent', () => {
  test('ranks by cosine, not by the length of the vectors', async () => {
    // Item 1 is a bestseller: a long vector, loosely related. Item 2 is short and parallel to the anchor.
    const pack = packOf({
      vectors: [
        [1, 0],
        [9, 9],
        [0.5, 0],
        [-1, 0],
        [0, 0],
      ],
    });
    const similarity = new Similarity(pack.matrix);
    const engine = await createJsEngine(pack.matrix);
    const found = await engine.search({ queries: [similarity.unitVector(0)!], k: 5 });
    expect([...found[0].indices].slice(0, 2)).toEqual([1, 0]);
    const anchors = [{ item: 0, weight: 1, observation: 0 }];
    const { indices, scores } = generateRecent(anchors, found, 5, similarity);
    expect(indices).toEqual([2, 1]);
    expect(scores[1]).toBeCloseTo(Math.SQRT1_2, 6);
  });

  test('a zero vector has cosine 0 to everything and is no query', () => {
    const similarity = new Similarity(
      packOf({
        vectors: [
          [0, 0],
          [1, 0],
        ],
      }).matrix,
    );
    expect(similarity.unitVector(0)).toBeNull();
    expect(similarity.cosine(0, 1)).toBe(0);
    expect(similarity.cosine(1, 1)).toBe(1);
  });
});

describe('generateCandidates', () => {
  const count = 60;
  const pack = packOf({
    vectors: Array.from({ length: count }, (_, i) => [Math.cos(i), Math.sin(i)]),
    neighbours: Array.from({ length: count }, (_, i) => [[(i + 1) % count, 1]]),
  });

  async function generate(quotas: Quotas, limit: number, exclude = none(count)) {
    const searches: SearchRequest[] = [];
    const inner = await createJsEngine(pack.matrix);
    const engine: Engine = {
      ...inner,
      search: (request) => {
        searches.push(request);
        return inner.search(request);
      },
    };
    const anchors = [
      { item: 0, weight: 1, observation: 0 },
      { item: 7, weight: 1, observation: 1 },
    ];
    const result = await generateCandidates({
      pack,
      engine,
      exclude,
      quotas,
      limit,
      taste: Float32Array.of(1, 0.5),
      recent: anchors,
      neighbours: neighbourScores(pack, anchors),
      similarity: new Similarity(pack.matrix),
    });
    return { ...result, searches };
  }

  test('sweeps the catalogue once for all vector generators', async () => {
    const { searches, generators } = await generate({ taste: 9, recent: 5, neighbours: 4, popular: 3 }, 2);
    expect(searches).toHaveLength(1);
    expect(searches[0].queries).toHaveLength(3);
    expect(searches[0].k).toBe(9);
    expect(generators.map(({ name, quota, produced }) => [name, quota, produced])).toEqual([
      ['taste', 9, 9],
      ['recent', 5, 5],
      ['neighbours', 4, 2],
      ['popular', 3, 3],
    ]);
  });

  test('keeps where every candidate came from, and names it once', async () => {
    const { pool, generators } = await generate({ taste: 60, recent: 60, neighbours: 60, popular: 60 }, 1);
    expect(pool.size).toBe(count);
    expect(generators.map(({ unique }) => unique).reduce((sum, n) => sum + n, 0)).toBe(count);
    const first = pool.candidates[0].sources;
    expect(first[0]).toMatchObject({ generator: 'taste', rank: 0 });
    expect(first.map(({ generator }) => generator)).toContain('popular');
  });

  test('quota 0 switches a generator off, and without vector generators there is no sweep', async () => {
    const { searches, generators } = await generate({ taste: 0, recent: 0, neighbours: 5, popular: 0 }, 1);
    expect(searches).toEqual([]);
    expect(generators.map(({ produced }) => produced)).toEqual([0, 0, 2, 0]);
  });

  test('quotas grow with the shelf', async () => {
    const { searches, pool } = await generate({ taste: 3, recent: 3, neighbours: 3, popular: 3 }, 30);
    expect(searches[0].k).toBe(30);
    expect(pool.size).toBeGreaterThanOrEqual(30);
  });
});
