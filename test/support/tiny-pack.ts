/** A small random pack, the same for the same options: for tests that need one and do not care what is in it. */
import { numberColumn, stringColumn, tagsColumn } from '../../src/pack/columns.ts';
import { DEFAULT_TUNING } from '../../src/pack/defaults.ts';
import type { FieldEntry, FoldIn, Tuning } from '../../src/pack/format.ts';
import type { NeighbourLists } from '../../src/pack/pack.ts';
import type { PackParts } from '../../src/pack/parts.ts';
import { dequantiseRows, quantiseRows } from '../../src/pack/quantise.ts';

export interface TinyPackOptions {
  /** Default 60. */
  items?: number;
  /** Default 8. */
  dimension?: number;
  seed?: number;
  name?: string;
  /** Default: ALS where there is a Gram matrix, else the mean. */
  foldIn?: FoldIn;
  /** Default true. */
  gram?: boolean;
  /** Neighbours per item; 0: none. Default 5. */
  neighbours?: number;
  /** Default: every ninth as many creators as items. */
  creators?: number;
  tuning?: Tuning;
}

/** mulberry32: numbers in [0, 1). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

export const TINY_CATEGORIES = ['fantasy', 'history', 'poetry', 'travel'];

const FIELDS: FieldEntry[] = [
  { name: 'title', type: 'string', role: 'title' },
  { name: 'author', type: 'string', role: 'creator' },
  { name: 'genres', type: 'tags', role: 'category' },
  { name: 'year', type: 'number', role: 'year' },
  { name: 'price', type: 'number', role: 'price' },
  { name: 'pages', type: 'number' },
];

/** Ids are `item-0` …, titles `Title 0` …, creators `Creator 0` …; items of one category have similar vectors. */
export function tinyPackParts(options: TinyPackOptions = {}): PackParts {
  const { items = 60, dimension = 8, seed = 1, name = 'tiny', gram = true, neighbours = 5 } = options;
  const random = seededRandom(seed);
  const creators = options.creators ?? Math.max(1, Math.ceil(items / 9));
  const centres = TINY_CATEGORIES.map(() => Float32Array.from({ length: dimension }, () => random() * 2 - 1));
  const category = Array.from({ length: items }, () => Math.floor(random() * centres.length));
  const vectors = new Float32Array(items * dimension);
  for (let i = 0; i < items; i++) {
    for (let d = 0; d < dimension; d++) {
      vectors[i * dimension + d] = centres[category[i]][d] + 0.5 * (random() * 2 - 1);
    }
  }
  const matrix = quantiseRows(vectors, items, dimension);
  const every = <T>(make: (i: number) => T): T[] => Array.from({ length: items }, (_, i) => make(i));
  return {
    name,
    matrix,
    gram: gram ? gramOf(dequantiseRows(matrix), dimension) : null,
    neighbours: neighbours > 0 ? randomNeighbours(items, Math.min(neighbours, items - 1), random) : null,
    popularity: Float32Array.from({ length: items }, () => random() ** 3),
    catalogue: {
      ids: every((i) => `item-${i}`),
      columns: {
        title: stringColumn(every((i) => `Title ${i}`)),
        author: stringColumn(every(() => `Creator ${Math.floor(random() * creators)}`)),
        genres: tagsColumn(every((i) => [TINY_CATEGORIES[category[i]]])),
        year: numberColumn(every(() => 1950 + Math.floor(random() * 75))),
        price: numberColumn(every((i) => (i % 7 === 0 ? null : Math.round(random() * 4000) / 100))),
        pages: numberColumn(every(() => 50 + Math.floor(random() * 900))),
      },
    },
    fields: FIELDS.map((field) => ({ ...field })),
    foldIn:
      options.foldIn ?? (gram ? { method: 'als', alpha0: 0.1, lambda: 0.05, nu: 1 } : { method: 'mean' }),
    tuning: options.tuning ?? structuredClone(DEFAULT_TUNING),
    card: { title: 'A tiny pack', licence: 'CC0-1.0', seed, training: { method: 'random' } },
  };
}

function gramOf(vectors: Float32Array, dimension: number): Float32Array {
  const sums = new Float64Array(dimension * dimension);
  for (let from = 0; from < vectors.length; from += dimension) {
    for (let a = 0; a < dimension; a++) {
      for (let b = 0; b < dimension; b++) sums[a * dimension + b] += vectors[from + a] * vectors[from + b];
    }
  }
  return Float32Array.from(sums);
}

function randomNeighbours(items: number, perItem: number, random: () => number): NeighbourLists {
  const targets: number[] = [];
  const weights: number[] = [];
  const offsets = new Uint32Array(items + 1);
  for (let i = 0; i < items; i++) {
    const chosen = new Set<number>();
    while (chosen.size < perItem) {
      const target = Math.floor(random() * items);
      if (target !== i) chosen.add(target);
    }
    for (const target of chosen) {
      targets.push(target);
      weights.push(Math.round(random() * 160) - 33);
    }
    offsets[i + 1] = targets.length;
  }
  return {
    offsets,
    targets: Uint32Array.from(targets),
    weights: Int8Array.from(weights),
    scales: new Float32Array(items).fill(1 / 127),
  };
}
