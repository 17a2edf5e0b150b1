import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FoldIn } from '../../src/pack/format.ts';
import { neighbourAnchors, recentAnchors } from '../../src/pipeline/candidates/anchors.ts';
import { neighbourScores } from '../../src/pipeline/candidates/neighbours.ts';
import {
  type Contributions,
  contributionsOf,
  type ReasonsInput,
  reasonsFor,
} from '../../src/pipeline/reasons.ts';
import { recommend } from '../../src/pipeline/recommend.ts';
import { computeTerms } from '../../src/pipeline/scoring/terms.ts';
import { Similarity } from '../../src/pipeline/similarity.ts';
import { deriveProfile } from '../../src/profile/derive.ts';
import type { ProfileEvent } from '../../src/profile/events.ts';
import { solveFoldIn } from '../../src/profile/fold-in.ts';
import { ALS, clusteredVectors, event, inputOf, itemId, NOW, packOf, random } from './fixtures.ts';

const factors = { taste: 2, neighbours: 0.5, recent: 3, popularity: 0.25 };

function inputFor(events: ProfileEvent[], pageItem: number, seed: number, foldIn: FoldIn = ALS) {
  const next = random(seed);
  const count = 25;
  const pack = packOf({
    vectors: clusteredVectors(count, 6, 5, seed),
    neighbours: Array.from({ length: count }, (_, i) =>
      [1, 2, 3, 5, 8].map((step): [number, number] => [(i + step) % count, next() - 0.3]),
    ),
    foldIn,
  });
  const { observations } = deriveProfile(events, pack, NOW);
  const similarity = new Similarity(pack.matrix);
  const solution = solveFoldIn(pack, observations);
  const neighbours = neighbourAnchors(observations, pageItem);
  const recent = recentAnchors(observations, pageItem);
  const candidates = Array.from({ length: count }, (_, index) => ({ index, sources: [] }));
  const terms = computeTerms(candidates, {
    pack,
    taste: solution?.vector ?? null,
    recent,
    neighbours: neighbourScores(pack, neighbours),
    similarity,
  });
  const input: ReasonsInput = {
    pack,
    observations,
    solution,
    neighbours,
    recent,
    terms,
    factors,
    average: { popularity: 0, personal: 0 },
  };
  return { input, terms, candidates };
}

const sum = ({ observations, pageNeighbours, pageSimilarity, popularity }: Contributions) =>
  observations.reduce((total, part) => total + part, pageNeighbours + pageSimilarity + popularity);

describe('contributions', () => {
  test('sum to the blended score, for every candidate', () => {
    const signal = fc.constantFrom('like', 'dislike', 'view', 'cart') as fc.Arbitrary<'like'>;
    const lists = fc.array(fc.tuple(signal, fc.nat({ max: 24 })), { maxLength: 12 });
    const method = fc.constantFrom<FoldIn>(ALS, { method: 'mean' });
    fc.assert(
      fc.property(
        lists,
        fc.integer({ min: -1, max: 24 }),
        fc.nat(),
        method,
        (list, pageItem, seed, foldIn) => {
          const events = list.map(([type, item]) => event(type, item));
          const { input, terms, candidates } = inputFor(events, pageItem, seed, foldIn);
          for (const { index } of candidates) {
            const score =
              factors.taste * terms.taste[index] +
              factors.neighbours * terms.neighbours[index] +
              factors.recent * terms.recent[index] +
              factors.popularity * terms.popularity[index];
            const total = sum(contributionsOf(index, index, input));
            // The taste term is that of the quantised query, the contributions are exact.
            expect(Math.abs(total - score)).toBeLessThan(1e-3 * (1 + Math.abs(score)));
          }
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('reasons', () => {
  const likes = [event('like', 0, NOW - 2), event('purchase', 1, NOW - 1), event('dislike', 2, NOW - 3)];
  const { input } = inputFor(likes, 7, 1);
  const at = (item: number) => input.observations.findIndex((observation) => observation.item === item);
  function contributions(parts: Record<number, number>, rest: Partial<Contributions> = {}): Contributions {
    const observations = new Float64Array(3);
    for (const [item, part] of Object.entries(parts)) observations[at(Number(item))] = part;
    return { observations, pageNeighbours: 0, pageSimilarity: 0, popularity: 0, ...rest };
  }
  const kinds = (given: Contributions) => reasonsFor(20, given, input);

  test('name the item that contributed most, with its signal', () => {
    expect(kinds(contributions({ 0: 5, 1: 1 }))).toEqual([
      { kind: 'because', signal: 'like', item: itemId(0), title: 'Title 0' },
    ]);
  });

  test('name a second one that did nearly as much', () => {
    const reasons = kinds(contributions({ 0: 5, 1: 6 }));
    expect(reasons.map((reason) => 'item' in reason && reason.item)).toEqual([itemId(1), itemId(0)]);
    expect(reasons[0]).toMatchObject({ signal: 'purchase' });
  });

  test('never name the item itself', () => {
    expect(reasonsFor(0, contributions({ 0: 5, 1: 1 }), input)).toMatchObject([{ item: itemId(1) }]);
    expect(reasonsFor(0, contributions({ 0: 5 }), input)).toEqual([]);
  });

  test('never name a dislike', () => {
    expect(kinds(contributions({ 0: 1, 2: 9 }))).toMatchObject([{ item: itemId(0) }]);
  });

  test('the page item is "bought together" through its list and "similar" through its vector', () => {
    expect(kinds(contributions({ 0: 1 }, { pageNeighbours: 5, pageSimilarity: 2 }))[0]).toEqual({
      kind: 'bought-together',
      item: itemId(7),
      title: 'Title 7',
    });
    expect(kinds(contributions({}, { pageSimilarity: 2 }))[0]).toMatchObject({
      kind: 'similar',
      item: itemId(7),
    });
  });

  test('popular only if popularity outweighs all personal causes together', () => {
    expect(kinds(contributions({ 0: 2, 1: 2 }, { popularity: 3 }))[0].kind).toBe('because');
    expect(kinds(contributions({ 0: 2 }, { popularity: 3 }))).toEqual([{ kind: 'popular' }]);
  });

  test('what every candidate has of popularity or of taste decides nothing', () => {
    const average = { popularity: 10, personal: 0 };
    const given = contributions({ 0: 2 }, { popularity: 11 });
    expect(reasonsFor(20, given, { ...input, average })[0].kind).toBe('because');
    expect(reasonsFor(20, given, { ...input, average: { popularity: 10, personal: 1.5 } })).toEqual([
      { kind: 'popular' },
    ]);
  });

  test('no cause, no reason', () => {
    expect(kinds(contributions({}))).toEqual([]);
    expect(kinds(contributions({ 0: -1 }))).toEqual([]);
  });

  test('on a shelf the reason is the liked item of the same cluster', async () => {
    const clusters = 6;
    const pack = packOf({
      vectors: clusteredVectors(120, 8, clusters),
      popularity: Array.from({ length: 120 }, (_, i) => 0.5 - i / 400),
    });
    const likes = [0, 1, 6, 7].map((item) => event('like', item));
    const shelf = await recommend(await inputOf(pack, likes, { limit: 6 }));
    const clusterOf = (id: string) => Number(id.slice('item-'.length)) % clusters;
    for (const { id, reasons } of shelf.items) {
      expect(reasons[0]).toMatchObject({ kind: 'because', signal: 'like' });
      expect(reasons[0].kind === 'because' && clusterOf(reasons[0].item)).toBe(clusterOf(id));
    }
  });
});
