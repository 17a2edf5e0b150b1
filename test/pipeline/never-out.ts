/** The promise of the pipeline as a property, shared by the tests in Node and in the browser. */
import fc from 'fast-check';
import { expect } from 'vitest';
import { createEngine } from '../../src/engine/create.ts';
import type { EngineName, EngineOptions } from '../../src/engine/engine.ts';
import { DEFAULT_TUNING } from '../../src/pack/defaults.ts';
import type { FoldIn, Tuning } from '../../src/pack/format.ts';
import type { Item, Pack } from '../../src/pack/pack.ts';
import { recommend } from '../../src/pipeline/recommend.ts';
import { similar } from '../../src/pipeline/similar.ts';
import type { ItemFilter, RecommendRequest, Shelf } from '../../src/pipeline/types.ts';
import { deriveProfile } from '../../src/profile/derive.ts';
import type { ProfileEvent } from '../../src/profile/events.ts';
import { ALS, itemId, NOW, type PackSketch, packOf } from './fixtures.ts';

const CATEGORIES = ['poetry', 'crime', 'history'];
const CREATORS = ['Ada', 'Ben', 'Cleo', null];
const SERIES = ['Saga', null];

interface Case {
  sketch: PackSketch;
  events: ProfileEvent[];
  request: RecommendRequest;
  similarTo: number;
}

/** Small integers, so that ties and zero vectors are common. */
const component = fc.integer({ min: -3, max: 3 });

const sketches: fc.Arbitrary<PackSketch> = fc
  .record({ count: fc.integer({ min: 1, max: 40 }), dimension: fc.integer({ min: 1, max: 5 }) })
  .chain(({ count, dimension }) => {
    const perItem = <T>(value: fc.Arbitrary<T>) => fc.array(value, { minLength: count, maxLength: count });
    const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 3 });
    const list = fc.uniqueArray(fc.tuple(fc.nat({ max: count - 1 }), fc.integer({ min: -9, max: 9 })), {
      selector: ([target]) => target,
      maxLength: 6,
    });
    return fc
      .record({
        vectors: perItem(fc.array(component, { minLength: dimension, maxLength: dimension })),
        neighbours: optional(perItem(list as fc.Arbitrary<[number, number][]>)),
        popularity: optional(perItem(fc.integer({ min: 0, max: 4 }))),
        creators: optional(perItem(fc.constantFrom(...CREATORS))),
        series: optional(perItem(fc.constantFrom(...SERIES))),
        categories: optional(perItem(fc.subarray(CATEGORIES))),
        years: optional(perItem(fc.option(fc.integer({ min: 1990, max: 1994 })))),
        prices: optional(perItem(fc.option(fc.integer({ min: 1, max: 5 })))),
        withGram: fc.boolean(),
        tuning: tunings(),
      })
      .map((sketch) => ({ ...sketch, foldIn: sketch.withGram ? ALS : ({ method: 'mean' } as FoldIn) }));
  });

function tunings(): fc.Arbitrary<Partial<Tuning>> {
  const weight = fc.constantFrom(0, 0.1, 1, 7);
  const quota = fc.constantFrom(0, 1, 3, 50);
  return fc.record({
    blend: fc.record({ taste: weight, neighbours: weight, recent: weight, popularity: weight }),
    quotas: fc.record({ taste: quota, recent: quota, neighbours: quota, popular: quota }),
    rerank: fc.record({
      dislikePenalty: fc.constantFrom(0, 0.3, 5),
      mmrLambda: fc.constantFrom(0, 0.5, 1),
      maxPerCreator: fc.constantFrom(null, 1, 3),
    }),
    signals: fc.constantFrom(DEFAULT_TUNING.signals, {
      ...DEFAULT_TUNING.signals,
      dislike: { confidence: 0, halfLifeDays: null },
      purchase: { confidence: 0, halfLifeDays: 3 },
    }),
  });
}

/** Events over the pack's items and one unknown item; undos of any event, itself and later ones included. */
function eventLists(count: number): fc.Arbitrary<ProfileEvent[]> {
  const raw = fc.record({
    type: fc.constantFrom('view', 'click', 'like', 'dislike', 'cart', 'purchase', 'undo', 'undo'),
    item: fc.nat({ max: count }),
    daysAgo: fc.integer({ min: -1, max: 6 }),
    target: fc.nat({ max: 15 }),
  });
  return fc.array(raw, { maxLength: 15 }).map((list) =>
    list.map(({ type, item, daysAgo, target }, i): ProfileEvent => {
      const at = NOW - daysAgo * 86_400_000;
      if (type !== 'undo') return { id: `e${i}`, type: type as ProfileEvent['type'], item: itemId(item), at };
      const undone = Math.min(target, list.length - 1);
      return { id: `e${i}`, type: 'undo', item: itemId(list[undone].item), at, undoes: `e${undone}` };
    }),
  );
}

function requests(count: number): fc.Arbitrary<RecommendRequest> {
  const id = fc.nat({ max: count + 1 }).map(itemId);
  const range = fc.record(
    { min: fc.integer({ min: 0, max: 2000 }), max: fc.integer({ min: 0, max: 2000 }) },
    { requiredKeys: [] },
  );
  const year = fc.record(
    { min: fc.integer({ min: 1989, max: 1995 }), max: fc.integer({ min: 1989, max: 1995 }) },
    { requiredKeys: [] },
  );
  const filter: fc.Arbitrary<ItemFilter> = fc.record(
    {
      categories: fc.subarray([...CATEGORIES, 'unheard of']),
      creators: fc.subarray(['Ada', 'Ben', 'Nobody']),
      year,
      price: fc.oneof(range, fc.constant({ max: 3 })),
    },
    { requiredKeys: [] },
  );
  return fc.record(
    {
      limit: fc.oneof(fc.nat({ max: 10 }), fc.constantFrom(0, 40, 1000)),
      exclude: fc.array(id, { maxLength: 5 }),
      context: fc.record({ item: id }),
      filter,
      explain: fc.boolean(),
    },
    { requiredKeys: [] },
  );
}

const cases: fc.Arbitrary<Case> = sketches.chain((sketch) => {
  const count = sketch.vectors.length;
  return fc.record({
    sketch: fc.constant(sketch),
    events: eventLists(count),
    request: requests(count),
    similarTo: fc.nat({ max: count - 1 }),
  });
});

/** The rules read off the events anew, without any code of the product. */
function forbidden(events: readonly ProfileEvent[]): Set<string> {
  const stands = (event: ProfileEvent, path: string[]): boolean =>
    !events.some(
      (other) => other.undoes === event.id && !path.includes(other.id) && stands(other, [...path, other.id]),
    );
  const circular = (event: ProfileEvent): boolean => {
    const seen = new Set<string>();
    for (let at: ProfileEvent | undefined = event; at?.undoes !== undefined; ) {
      if (seen.has(at.id)) return true;
      seen.add(at.id);
      const target: string = at.undoes;
      at = events.find((other) => other.id === target);
    }
    return false;
  };
  // Undos in a circle have no effect: leave them out before asking what stands.
  const effective = events.filter((event) => !circular(event));
  const byTime = effective
    .filter((event) => event.type !== 'undo')
    .filter((event) => standsAmong(effective, event, stands))
    .sort((a, b) => a.at - b.at);
  const out = new Set<string>();
  for (const item of new Set(byTime.map((event) => event.item))) {
    const types = byTime.filter((event) => event.item === item).map((event) => event.type);
    // Liked or disliked, bought, or in the cart: each is a reason by itself. Views and clicks are none.
    if (types.some((type) => type !== 'view' && type !== 'click')) out.add(item);
  }
  return out;
}

function standsAmong(
  effective: readonly ProfileEvent[],
  event: ProfileEvent,
  stands: (event: ProfileEvent, path: string[]) => boolean,
): boolean {
  return effective.includes(event) && stands(event, [event.id]);
}

function passes(item: Item, filter: ItemFilter | undefined): boolean {
  if (filter === undefined) return true;
  const { categories, creators, year, price } = filter;
  const within = (value: number | undefined, range: { min?: number; max?: number } | undefined) =>
    range === undefined ||
    (value !== undefined && value >= (range.min ?? -Infinity) && value <= (range.max ?? Infinity));
  return (
    (categories === undefined || categories.some((label) => item.categories?.includes(label) === true)) &&
    (creators === undefined || (item.creator !== undefined && creators.includes(item.creator))) &&
    within(item.year, year) &&
    within(item.price, price)
  );
}

function checkShelf(shelf: Shelf, pack: Pack, out: ReadonlySet<string>, request: RecommendRequest): void {
  const ids = shelf.items.map(({ id }) => id);
  const allowed = pack.catalogue.ids.filter(
    (id, index) => !out.has(id) && passes(pack.catalogue.item(index), request.filter),
  );
  for (const id of ids) expect(allowed).toContain(id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.length).toBe(Math.min(request.limit ?? 8, allowed.length));
  for (const { id, item, score, sources } of shelf.items) {
    expect(item.id).toBe(id);
    expect(Number.isFinite(score)).toBe(true);
    expect(sources.length).toBeGreaterThan(0);
  }
  const excluded = Object.values(shelf.trace.excluded).reduce((sum, count) => sum + count, 0);
  expect(excluded).toBe(pack.catalogue.count - allowed.length);
}

/**
 * Nothing disliked, liked, bought, in the cart, excluded, filtered out or being looked at comes out; nothing comes out twice;
 * and the shelf is as full as it can be.
 */
export async function checkNeverOut(
  engineName: EngineName,
  numRuns: number,
  options: EngineOptions = {},
): Promise<void> {
  await fc.assert(
    fc.asyncProperty(cases, async ({ sketch, events, request, similarTo }) => {
      const pack = packOf(sketch);
      const engine = await createEngine(engineName, pack.matrix, options);
      try {
        const profile = deriveProfile(events, pack, NOW);
        const input = { pack, engine, engineReason: 'test', profile, request, now: NOW };
        const out = forbidden(events);
        for (const id of request.exclude ?? []) out.add(id);
        const page = request.context?.item;
        checkShelf(await recommend(input), pack, page === undefined ? out : new Set([...out, page]), request);
        const { context: _, ...rest } = request;
        const likeThis = await similar({ ...input, request: rest }, similarTo);
        checkShelf(likeThis, pack, new Set([...out, itemId(similarTo)]), request);
      } finally {
        engine.destroy();
      }
    }),
    { numRuns },
  );
}
