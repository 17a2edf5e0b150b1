import { createJsEngine } from '../../src/engine/js/engine.ts';
import { createPack } from '../../src/pack/create.ts';
import { DEFAULT_TUNING } from '../../src/pack/defaults.ts';
import type { CatalogueColumn, FieldEntry, FoldIn, SignalType, Tuning } from '../../src/pack/format.ts';
import type { NeighbourLists, Pack } from '../../src/pack/pack.ts';
import { dequantiseRows, quantiseRows } from '../../src/pack/quantise.ts';
import type { PipelineInput, RecommendRequest } from '../../src/pipeline/types.ts';
import { deriveProfile } from '../../src/profile/derive.ts';
import type { ProfileEvent } from '../../src/profile/events.ts';

export const NOW = 1_700_000_000_000;

/** A small generator of repeatable numbers in [0, 1) (mulberry32). */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

export interface PackSketch {
  /** One row per item, all of one length. */
  vectors: number[][];
  /** Per item: [target, weight] pairs. Absent: the pack has no lists. */
  neighbours?: [number, number][][];
  popularity?: number[];
  creators?: (string | null)[];
  series?: (string | null)[];
  categories?: string[][];
  years?: (number | null)[];
  prices?: (number | null)[];
  foldIn?: FoldIn;
  withGram?: boolean;
  tuning?: Partial<Tuning>;
}

export const ALS: FoldIn = { method: 'als', alpha0: 0.1, lambda: 0.01, nu: 1 };

export function itemId(index: number): string {
  return `item-${index}`;
}

/** A pack in memory. Items are called item-0, item-1, …. */
export function packOf(sketch: PackSketch): Pack {
  const { vectors, withGram = true } = sketch;
  const count = vectors.length;
  const dimension = vectors[0]?.length ?? 1;
  const matrix = quantiseRows(Float32Array.from(vectors.flat()), count, dimension);
  const columns: Record<string, CatalogueColumn> = {};
  const fields: FieldEntry[] = [];
  const add = (entry: FieldEntry, column: CatalogueColumn) => {
    fields.push(entry);
    columns[entry.name] = column;
  };
  add(
    { name: 'title', type: 'string', role: 'title' },
    { type: 'string', values: vectors.map((_, i) => `Title ${i}`) },
  );
  const { creators, series, categories, years, prices } = sketch;
  if (creators)
    add({ name: 'author', type: 'string', role: 'creator' }, { type: 'string', values: creators });
  if (series) add({ name: 'series', type: 'string', role: 'series' }, { type: 'string', values: series });
  if (years) add({ name: 'year', type: 'number', role: 'year' }, { type: 'number', values: years });
  if (prices) add({ name: 'price', type: 'number', role: 'price' }, { type: 'number', values: prices });
  if (categories) {
    const dictionary = [...new Set(categories.flat())];
    const codes = categories.map((labels) => labels.map((label) => dictionary.indexOf(label)));
    add({ name: 'genres', type: 'tags', role: 'category' }, { type: 'tags', dictionary, codes });
  }
  return createPack({
    name: 'test',
    matrix,
    gram: withGram ? gramOf(dequantiseRows(matrix), count, dimension) : null,
    neighbours: sketch.neighbours ? listsOf(sketch.neighbours) : null,
    popularity: Float32Array.from(sketch.popularity ?? vectors.map((_, i) => 1 / (i + 2))),
    catalogue: { ids: vectors.map((_, i) => itemId(i)), columns },
    fields,
    foldIn: sketch.foldIn ?? (withGram ? ALS : { method: 'mean' }),
    tuning: { ...DEFAULT_TUNING, ...sketch.tuning },
    card: { title: 'Test' },
  });
}

export function gramOf(vectors: Float32Array, count: number, dimension: number): Float32Array {
  const gram = new Float64Array(dimension * dimension);
  for (let row = 0; row < count; row++) {
    for (let i = 0; i < dimension; i++) {
      for (let j = 0; j < dimension; j++) {
        gram[i * dimension + j] += vectors[row * dimension + i] * vectors[row * dimension + j];
      }
    }
  }
  return Float32Array.from(gram);
}

export function listsOf(lists: [number, number][][]): NeighbourLists {
  const entries = lists.flat();
  const offsets = new Uint32Array(lists.length + 1);
  lists.forEach((list, i) => {
    offsets[i + 1] = offsets[i] + list.length;
  });
  const scales = Float32Array.from(
    lists,
    (list) => Math.max(0, ...list.map(([, weight]) => Math.abs(weight))) / 127,
  );
  const weights = new Int8Array(entries.length);
  let e = 0;
  lists.forEach((list, i) => {
    for (const [, weight] of list) weights[e++] = scales[i] === 0 ? 0 : Math.round(weight / scales[i]);
  });
  return { offsets, targets: Uint32Array.from(entries, ([target]) => target), weights, scales };
}

let eventCount = 0;

export function event(type: SignalType, item: number, at = NOW - 1000): ProfileEvent {
  return { id: `event-${eventCount++}`, type, item: itemId(item), at };
}

/** What `recommend` takes, with the JS engine. */
export async function inputOf(
  pack: Pack,
  events: readonly ProfileEvent[] = [],
  request: RecommendRequest = {},
): Promise<PipelineInput> {
  return {
    pack,
    engine: await createJsEngine(pack.matrix),
    engineReason: 'forced by the test',
    profile: deriveProfile(events, pack, NOW),
    request,
    now: NOW,
  };
}

/** Vectors around a few centres: items i and j with i ≡ j (mod clusters) are alike. */
export function clusteredVectors(count: number, dimension: number, clusters: number, seed = 1): number[][] {
  const next = random(seed);
  const normal = () => next() + next() + next() - 1.5;
  const centres = Array.from({ length: clusters }, () => Array.from({ length: dimension }, normal));
  return Array.from({ length: count }, (_, i) => centres[i % clusters].map((x) => x + 0.2 * normal()));
}
