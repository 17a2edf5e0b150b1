import { describe, expect, test } from 'vitest';
import { LocavoreError } from '../../src/errors.ts';
import { DEFAULT_TUNING } from '../../src/pack/defaults.ts';
import { recommend } from '../../src/pipeline/recommend.ts';
import { similar } from '../../src/pipeline/similar.ts';
import type { RecommendRequest, Shelf } from '../../src/pipeline/types.ts';
import type { ProfileEvent } from '../../src/profile/events.ts';
import { clusteredVectors, event, inputOf, itemId, NOW, packOf } from './fixtures.ts';

const CLUSTERS = 4;
/** Items of one cluster are alike and name each other as neighbours. */
const pack = packOf({
  vectors: clusteredVectors(80, 16, CLUSTERS),
  neighbours: Array.from({ length: 80 }, (_, i) =>
    [1, 2, 3].map((step): [number, number] => [(i + step * CLUSTERS) % 80, 1 / step]),
  ),
  creators: Array.from({ length: 80 }, (_, i) => `creator ${i}`),
  popularity: Array.from({ length: 80 }, (_, i) => 0.5 - i / 200),
});
const clusterOf = (id: string) => Number(id.slice('item-'.length)) % CLUSTERS;
const ids = (shelf: Shelf) => shelf.items.map(({ id }) => id);
const ask = async (events: ProfileEvent[], request: RecommendRequest = {}, from = pack) =>
  recommend(await inputOf(from, events, request));

describe('recommend', () => {
  test('gives eight items, like those that were liked', async () => {
    const shelf = await ask([event('like', 0), event('like', 4)]);
    expect(shelf.personal).toBe(true);
    expect(shelf.items).toHaveLength(8);
    // Diversity may take a place.
    expect(ids(shelf).filter((id) => clusterOf(id) === 0).length).toBeGreaterThanOrEqual(7);
    expect(shelf.items[0]).toMatchObject({
      item: { title: expect.any(String), creator: expect.any(String) },
    });
  });

  test('a dislike names nothing: without a like every item on the shelf is there for being popular', async () => {
    // "Readers of i seldom want i + 40": were a dislike to speak by such a weight, the unpopular half would come up.
    const opposed = packOf({
      vectors: clusteredVectors(80, 16, CLUSTERS),
      neighbours: Array.from({ length: 80 }, (_, i): [number, number][] => [[(i + 40) % 80, -1]]),
      popularity: Array.from({ length: 80 }, (_, i) => 0.5 - i / 200),
    });
    for (let item = 0; item < 12; item++) {
      const shelf = await ask([event('dislike', item)], {}, opposed);
      expect(ids(shelf)).not.toContain(itemId(item + 40));
      expect(shelf.personal).toBe(false);
      for (const { id, sources, reasons } of shelf.items) {
        expect(id).not.toBe(itemId(item));
        expect(sources.map(({ generator }) => generator)).toContain('popular');
        expect(reasons).toEqual([{ kind: 'popular' }]);
      }
    }
  });

  test('without events it is the popular items, and says so', async () => {
    const shelf = await ask([], { limit: 5 });
    expect(shelf.personal).toBe(false);
    expect(ids(shelf)[0]).toBe(itemId(0));
    for (const { reasons, sources } of shelf.items) {
      expect(reasons).toEqual([{ kind: 'popular' }]);
      expect(sources.map(({ generator }) => generator)).toEqual(['popular']);
    }
    const generators = shelf.trace.generators.filter(({ produced }) => produced > 0);
    expect(generators.map(({ name }) => name)).toEqual(['popular']);
  });

  test('a dislike alone makes nothing personal, and takes its like from the popular shelf', async () => {
    const before = ids(await ask([], { limit: 8 }));
    const shelf = await ask([event('dislike', 0)], { limit: 8 });
    expect(shelf.personal).toBe(false);
    const alike = (list: string[]) => list.filter((id) => clusterOf(id) === 0).length;
    expect(ids(shelf)).not.toContain(itemId(0));
    expect(alike(ids(shelf))).toBeLessThan(alike(before));
  });

  test('after a dislike its near duplicates fall, and rise again when it is undone', async () => {
    const likes = [event('like', 0), event('like', 1)];
    const rankOf = async (events: ProfileEvent[]) => {
      const { trace } = await ask(events, { limit: 8, explain: true });
      const order = trace.candidates!.map(({ id }) => id).filter((id) => clusterOf(id) === 1);
      const all = trace.candidates!.map(({ id }) => id);
      const mean = order.reduce((sum, id) => sum + all.indexOf(id), 0) / order.length;
      return { mean, penalised: trace.reranked.penalised };
    };
    const dislike = event('dislike', 5);
    const before = await rankOf(likes);
    const after = await rankOf([...likes, dislike]);
    const undo: ProfileEvent = { id: 'undo', type: 'undo', item: dislike.item, at: NOW, undoes: dislike.id };
    expect(after.mean).toBeGreaterThan(before.mean + 5);
    expect(before.penalised).toBe(0);
    expect(after.penalised).toBeGreaterThan(0);
    expect(await rankOf([...likes, dislike, undo])).toEqual(before);
  });

  test('the soft penalty acts by itself, apart from fold-in and neighbours', async () => {
    const signals = { ...DEFAULT_TUNING.signals };
    const rerank = { dislikePenalty: 0, mmrLambda: 1, maxPerCreator: null };
    const sketch = { vectors: clusteredVectors(40, 8, 4), popularity: new Array(40).fill(0.5) };
    const off = packOf({ ...sketch, tuning: { signals, rerank } });
    const on = packOf({ ...sketch, tuning: { signals, rerank: { ...rerank, dislikePenalty: 0.5 } } });
    const alike = (shelf: Shelf) => ids(shelf).filter((id) => clusterOf(id) === 1).length;
    expect(alike(await ask([event('dislike', 1)], { limit: 12 }, off))).toBe(2);
    expect(alike(await ask([event('dislike', 1)], { limit: 12 }, on))).toBe(0);
  });

  test('a page item brings its neighbours and its like, and stays out itself', async () => {
    const shelf = await ask([event('like', 0), event('like', 4)], { context: { item: itemId(2) }, limit: 8 });
    const alike = shelf.items.filter(({ id }) => clusterOf(id) === 2);
    expect(alike.length).toBeGreaterThan(0);
    expect(ids(shelf)).not.toContain(itemId(2));
    expect(alike.some(({ reasons }) => reasons.some((r) => 'item' in r && r.item === itemId(2)))).toBe(true);
    const stranger = await ask([], { context: { item: itemId(2) }, limit: 3 });
    expect(stranger.personal).toBe(false);
    expect(ids(stranger).every((id) => clusterOf(id) === 2)).toBe(true);
  });

  test('a page item and exclusions that the pack does not know are ignored', async () => {
    const known = await ask([event('like', 0)]);
    const unknown = await ask([event('like', 0)], { context: { item: 'new' }, exclude: ['newer'] });
    expect(ids(unknown)).toEqual(ids(known));
  });

  test('limit 0 is an empty shelf, a limit over the catalogue gives all that may be shown', async () => {
    const nothing = await ask([event('like', 0)], { limit: 0 });
    expect(nothing.items).toEqual([]);
    const all = await ask([event('like', 0), event('dislike', 1)], { limit: 1000 });
    expect(all.items).toHaveLength(78);
  });

  test.each<[unknown, RegExp]>([
    [{ limit: -1 }, /"limit" is -1; pass a whole number from 0 to 1000/],
    [{ limit: 1001 }, /"limit" is 1001/],
    [{ limit: 1.5 }, /"limit" is 1.5/],
    [{ limit: Number.NaN }, /"limit" is NaN/],
    [{ limit: '8' }, /"limit" is the text "8"/],
    [{ exclude: 'item-1' }, /"exclude" must be a list/],
    [{ exclude: [1] }, /"exclude" must be a list/],
    [{ context: { item: 1 } }, /"context.item" must be an item id/],
    [{ filter: { creators: 'Ada' } }, /"filter.creators" must be a list/],
    [null, /A request is an object/],
  ])('refuses the request %j', async (request, message) => {
    const call = ask([], request as RecommendRequest);
    await expect(call).rejects.toThrow(LocavoreError);
    await expect(call).rejects.toMatchObject({
      code: 'invalid-argument',
      message: expect.stringMatching(message),
    });
  });

  test('an empty catalogue gives an empty shelf', async () => {
    const empty = packOf({ vectors: [] });
    expect((await ask([], {}, empty)).items).toEqual([]);
  });

  test('the same input gives the same shelf', async () => {
    const events = [event('like', 3), event('view', 9), event('dislike', 12)];
    const first = await ask(events, { limit: 20 });
    const second = await ask(events, { limit: 20 });
    expect(second.items).toEqual(first.items);
  });

  test('the trace tells every stage', async () => {
    const shelf = await ask([event('like', 0), event('dislike', 1)], { limit: 6, explain: true });
    const { trace } = shelf;
    expect(trace.stages.map(({ stage }) => stage)).toEqual(['profile', 'candidates', 'scoring', 'reranking']);
    const [profile, candidates, scoring, reranking] = trace.stages;
    expect(profile.in).toBe(2);
    expect(candidates.in).toBe(78);
    expect(candidates.out).toBe(scoring.in);
    expect(scoring.out).toBe(reranking.in);
    expect(reranking.out).toBe(6);
    expect(trace.generators.reduce((sum, { unique }) => sum + unique, 0)).toBe(candidates.out);
    expect(trace.excluded).toEqual({ disliked: 1, liked: 1 });
    expect(trace).toMatchObject({ engine: 'js', engineReason: 'forced by the test' });
    expect(trace.totalMs).toBeGreaterThanOrEqual(0);
    expect(trace.candidates).toHaveLength(candidates.out);
    const scores = trace.candidates!.map(({ score }) => score);
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
    expect((await ask([])).trace.candidates).toBeUndefined();
  });

  test('caps hold on the shelf and give way when it would be short', async () => {
    const capped = packOf({
      vectors: clusteredVectors(40, 8, 2),
      creators: Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? 'Ada' : `creator ${i}`)),
      tuning: { rerank: { ...DEFAULT_TUNING.rerank, maxPerCreator: 2 } },
    });
    const count = (shelf: Shelf) => shelf.items.filter(({ item }) => item.creator === 'Ada').length;
    const shelf = await ask([event('like', 0)], { limit: 8 }, capped);
    expect(count(shelf)).toBe(2);
    expect(shelf.trace.reranked.capped).toBeGreaterThan(0);
    const only = await ask([event('like', 0)], { limit: 8, filter: { creators: ['Ada'] } }, capped);
    expect(count(only)).toBe(8);
  });
});

describe('similar', () => {
  const like = async (
    item: number,
    events: ProfileEvent[] = [],
    request: RecommendRequest = {},
    from = pack,
  ) => similar(await inputOf(from, events, request), item);

  test('gives the like of an item, whatever the taste', async () => {
    const shelf = await like(2, [event('like', 0), event('like', 4)]);
    expect(shelf.items).toHaveLength(8);
    expect(shelf.personal).toBe(false);
    for (const { id, reasons } of shelf.items) {
      expect(clusterOf(id)).toBe(2);
      expect(id).not.toBe(itemId(2));
      expect(reasons[0]).toMatchObject({ item: itemId(2) });
    }
    const kinds = new Set(shelf.items.map(({ reasons }) => reasons[0].kind));
    expect([...kinds].sort()).toEqual(['bought-together', 'similar']);
  });

  test('never shows what recommend never shows, and pushes the like of a dislike down', async () => {
    const plain = ids(await like(2));
    const shelf = await like(2, [event('dislike', 6), event('purchase', 10)], { exclude: [itemId(14)] });
    for (const item of [6, 10, 14]) {
      expect(plain).toContain(itemId(item));
      expect(ids(shelf)).not.toContain(itemId(item));
    }
  });

  test('an item that the trainer never saw is answered with popular items', async () => {
    const vectors = clusteredVectors(10, 4, 2);
    vectors[3] = [0, 0, 0, 0];
    const shelf = await like(3, [], { limit: 2 }, packOf({ vectors }));
    expect(ids(shelf)).toEqual([itemId(0), itemId(1)]);
    expect(shelf.items[0].reasons).toEqual([{ kind: 'popular' }]);
  });

  test.each([-1, 80, 1.5, Number.NaN])('refuses the item index %d', async (item) => {
    await expect(like(item)).rejects.toThrow(/similar\(\) takes an item index from 0 to 79/);
  });
});
