/** From interactions and a catalogue to everything a pack is made of. */
import { LocavoreError } from '../errors.ts';
import { DEFAULT_TUNING } from '../pack/defaults.ts';
import type { CatalogueData, FieldEntry, ModelCard, Tuning } from '../pack/format.ts';
import type { ItemMatrix } from '../pack/pack.ts';
import type { PackParts } from '../pack/parts.ts';
import { dequantiseRows, quantiseRows } from '../pack/quantise.ts';
import { type AlsModel, type AlsOptions, trainAls } from './als.ts';
import { defaultsFor } from './defaults.ts';
import type { Interactions } from './interactions.ts';
import {
  type NeighbourOptions,
  type NeighbourWeights,
  quantiseNeighbours,
  trainWeights,
} from './neighbours.ts';
import { trainPopularity } from './popularity.ts';
import { alignItems } from './split.ts';
import type { RunOptions } from './threads.ts';

export interface ModelOptions {
  als: Partial<AlsOptions>;
  neighbours: Partial<NeighbourOptions>;
}

/** What training finds, in full precision. Items are numbered as in the interactions. */
export interface Models {
  als: AlsModel;
  neighbours: NeighbourWeights;
  popularity: Float32Array;
}

/** Trains all models of a pack. Deterministic in everything but `run`. */
export async function trainModels(
  interactions: Interactions,
  options: Partial<ModelOptions> = {},
  run: RunOptions = {},
): Promise<Models> {
  return {
    als: await trainAls(interactions, options.als, run),
    neighbours: await trainWeights(interactions, options.neighbours, run),
    popularity: trainPopularity(interactions),
  };
}

export interface TrainPackOptions extends Partial<ModelOptions> {
  /** Letters, digits, `-` and `_`. */
  name: string;
  /** Default: {@link DEFAULT_TUNING}. */
  tuning?: Tuning;
  /** The trainer adds its seed, options and counts as `seed` and `training`. */
  card: ModelCard;
  /** Leaves the neighbour lists out, untrained. Default false. */
  withoutNeighbours?: boolean;
}

/**
 * Trains a pack over all items of the catalogue; items without interactions get zero vectors. Interactions on items
 * that the catalogue lacks are left out and counted on the card (`unknownItemPairs`).
 * @throws LocavoreError `invalid-argument` if nothing is left to train on, or for options out of range; `aborted`
 */
export async function trainPackParts(
  interactions: Interactions,
  catalogue: { data: CatalogueData; fields: FieldEntry[] },
  options: TrainPackOptions,
  run: RunOptions = {},
): Promise<PackParts> {
  const { interactions: known, dropped } = alignItems(interactions, catalogue.data.ids);
  if (!known.preferences.some((preference) => preference > 0)) {
    throw new LocavoreError(
      'invalid-argument',
      `nothing to train on: of ${interactions.users.length} interactions, ${dropped} are on items that the catalogue lacks, and none of the rest is a like; check that both files use the same ids`,
    );
  }
  const models = options.withoutNeighbours
    ? {
        als: await trainAls(known, options.als, run),
        neighbours: noWeights(catalogue.data.ids.length),
        popularity: trainPopularity(known),
      }
    : await trainModels(known, options, run);
  const defaults = defaultsFor(known);
  const als = { ...defaults.als, ...options.als };
  const neighbours = { ...defaults.neighbours, ...options.neighbours };
  const card: ModelCard = {
    ...options.card,
    seed: als.seed,
    training: {
      users: known.userIds.length,
      items: catalogue.data.ids.length,
      likes: count(known, 1),
      dislikes: count(known, -1),
      neutral: count(known, 0),
      unknownItemPairs: dropped,
      dimension: als.dimension,
      iterations: als.iterations,
      alpha0: als.alpha0,
      lambda: als.lambda,
      nu: als.nu,
      dislikeConfidence: als.dislikeConfidence,
      neutralConfidence: als.neutralConfidence,
      neighbourLambda: neighbours.lambda,
      neighbourMethod: neighbours.method,
      neighbourCandidates: neighbours.localCandidates,
      neighbourNeutral: neighbours.neutralValue,
      neighbourDislike: neighbours.dislikeValue,
      neighboursPerItem: options.withoutNeighbours ? 0 : neighbours.keep,
      ...options.card.training,
    },
  };
  const parts = assembleParts(models, catalogue, { ...options, card });
  return options.withoutNeighbours ? { ...parts, neighbours: null } : parts;
}

const noWeights = (items: number): NeighbourWeights => ({
  offsets: new Uint32Array(items + 1),
  targets: new Uint32Array(0),
  weights: new Float32Array(0),
});

/** The page's form of the models: int8 vectors, their Gram matrix, int8 neighbour weights. */
export function assembleParts(
  models: Models,
  catalogue: { data: CatalogueData; fields: FieldEntry[] },
  options: Pick<TrainPackOptions, 'name' | 'tuning' | 'card'>,
): PackParts {
  const { als } = models;
  const matrix = quantiseRows(als.items, als.items.length / als.dimension, als.dimension);
  return {
    name: options.name,
    matrix,
    gram: gramOf(matrix),
    neighbours: quantiseNeighbours(models.neighbours),
    popularity: models.popularity,
    catalogue: catalogue.data,
    fields: catalogue.fields,
    foldIn: als.foldIn,
    tuning: options.tuning ?? DEFAULT_TUNING,
    card: options.card,
  };
}

/** f32[dimension × dimension]: Σ y·yᵀ over the dequantised vectors, summed in f64. */
export function gramOf(matrix: ItemMatrix): Float32Array {
  const { count, dimension } = matrix;
  const vectors = dequantiseRows(matrix);
  const gram = new Float64Array(dimension * dimension);
  for (let row = 0; row < count; row++) {
    const at = row * dimension;
    for (let i = 0; i < dimension; i++) {
      const x = vectors[at + i];
      for (let j = i; j < dimension; j++) gram[i * dimension + j] += x * vectors[at + j];
    }
  }
  for (let i = 0; i < dimension; i++) {
    for (let j = 0; j < i; j++) gram[i * dimension + j] = gram[j * dimension + i];
  }
  return Float32Array.from(gram);
}

const count = ({ preferences }: Interactions, wanted: number) =>
  preferences.reduce((sum, preference) => sum + (preference === wanted ? 1 : 0), 0);
