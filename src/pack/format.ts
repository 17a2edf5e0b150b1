/**
 * The pack format, version 1: a folder of static files.
 *
 * `manifest.json` describes everything else; it is the one file whose name is fixed and whose content changes.
 * Shards are content-addressed (their name carries the start of their SHA-256), at most {@link MAX_SHARD_BYTES}
 * long, little-endian, and not compressed: compression belongs to the static host.
 */
import type { Bytes, Days } from '../units.ts';

export const FORMAT_NAME = 'locavore-pack';
export const FORMAT_VERSION = 1;
export const MAX_SHARD_BYTES: Bytes = 4 * 1024 * 1024;
/** Vectors are padded with zeros to a multiple of this, so that every kernel can load 16 bytes at a time. */
export const STRIDE_MULTIPLE = 16;
/** The largest dimension: fold-in solves a D × D system on the shopper's device. */
export const MAX_DIMENSION = 128;

/**
 * What a section holds. A section longer than a shard is the concatenation of its shards in manifest order.
 * - `vectors`: int8[items × stride], row-major, component values −127 … 127.
 * - `scales`: f32[items], ≥ 0; the vector of item i is `scales[i] · row i`.
 * - `gram`: f32[dimension × dimension], Σ y·yᵀ over the dequantised item vectors. Optional.
 * - `neighbour-offsets`: u32[items + 1]; row i's entries are [offsets[i], offsets[i+1]). Optional, with the three below.
 * - `neighbour-targets`: u32[entries], item indices.
 * - `neighbour-weights`: int8[entries], signed; the weight is `neighbour-scales[i] · value`.
 * - `neighbour-scales`: f32[items].
 * - `popularity`: f32[items], ≥ 0, the share of training users who liked the item.
 * - `catalogue`: UTF-8 JSON of {@link CatalogueData}.
 */
export type SectionName =
  | 'vectors'
  | 'scales'
  | 'gram'
  | 'neighbour-offsets'
  | 'neighbour-targets'
  | 'neighbour-weights'
  | 'neighbour-scales'
  | 'popularity'
  | 'catalogue';

export interface ShardEntry {
  section: SectionName;
  /** File name inside the pack's folder: no slashes. */
  file: string;
  bytes: Bytes;
  /** Lower-case hex SHA-256 of the file. */
  sha256: string;
}

/** What a shopper can do with an item and the profile can learn from. */
export type SignalType = 'view' | 'click' | 'like' | 'dislike' | 'cart' | 'purchase';

/** How much one event of a type says, and for how long. */
export interface SignalWeight {
  /** Confidence c of the observation in the fold-in, 0 … 100. 0: the event is kept but teaches nothing. */
  confidence: number;
  /** After this many days the confidence has halved. `null`: it never fades. */
  halfLifeDays: Days | null;
}

/** How a shopper's vector is made from their observations. */
export type FoldIn =
  | {
      /**
       * Implicit ALS (Hu, Koren, Volinsky 2008, in the form of Rendle et al. 2021, arXiv 2110.14037):
       * `(alpha0·G + Σ c·y·yᵀ + lambda·(Σc + alpha0·items)^nu · I) u = Σ c·p·y`, p = 1 for a liked item, 0 for a
       * disliked one, c its confidence.
       */
      method: 'als';
      /** Weight of the unobserved, > 0. */
      alpha0: number;
      /** Regularisation, > 0. */
      lambda: number;
      /** Exponent of the frequency scaling, 0 … 1. */
      nu: number;
    }
  | {
      /** The mean of the liked items' vectors weighted by confidence, minus the disliked items' at half weight. */
      method: 'mean';
    };

/** Weights of the blended score, each ≥ 0. Terms are normalised per request; see `pipeline/scoring/blend.ts`. */
export interface BlendWeights {
  taste: number;
  neighbours: number;
  recent: number;
  popularity: number;
}

/** How many candidates each generator may name, 0 … 10,000. 0 switches it off. */
export interface Quotas {
  taste: number;
  recent: number;
  neighbours: number;
  popular: number;
}

export interface RerankOptions {
  /** Strength of the soft penalty for closeness to something disliked, ≥ 0. 0: off. */
  dislikePenalty: number;
  /** MMR trade-off, 0 … 1. 1: relevance only. */
  mmrLambda: number;
  /** At most this many items of one creator on a shelf; `null`: no cap. */
  maxPerCreator: number | null;
}

/** Everything that a shop may tune; absent members take the defaults of `pack/defaults.ts`. */
export interface Tuning {
  signals: Record<SignalType, SignalWeight>;
  blend: BlendWeights;
  quotas: Quotas;
  rerank: RerankOptions;
}

export type FieldType = 'string' | 'number' | 'tags';

/** What a field means to the pipeline and to a shelf. At most one field per role. */
export type FieldRole = 'title' | 'creator' | 'category' | 'series' | 'url' | 'image' | 'price' | 'year';

export interface FieldEntry {
  name: string;
  type: FieldType;
  role?: FieldRole;
}

/** The catalogue, column by column. Every column has one entry per item. */
export interface CatalogueData {
  /** Unique and not empty. */
  ids: string[];
  columns: Record<string, CatalogueColumn>;
}

export type CatalogueColumn =
  | { type: 'string'; values: (string | null)[] }
  /** Repeated strings: `codes[i]` points into `dictionary`; −1 is no value. */
  | { type: 'string'; dictionary: string[]; codes: number[] }
  | { type: 'number'; values: (number | null)[] }
  | { type: 'tags'; dictionary: string[]; codes: number[][] };

/** The model card: for people, but structured. */
export interface ModelCard {
  title: string;
  description?: string;
  /** SPDX id, for example `CC-BY-SA-4.0`. */
  licence?: string;
  attribution?: string;
  /** The command that made the pack, runnable from the project's root. */
  command?: string;
  seed?: number;
  /** Hyper-parameters, counts and so on, as the trainer wants them known. */
  training?: Record<string, string | number | boolean | null>;
  /** Figures by model and metric, with the protocol that made them. */
  evaluation?: { protocol: string; metrics: Record<string, Record<string, number>> };
}

export interface Manifest {
  format: typeof FORMAT_NAME;
  version: typeof FORMAT_VERSION;
  /** A short name: letters, digits, `-` and `_`. */
  name: string;
  /** First 16 hex digits of the SHA-256 over the shards' hashes and the rest of the manifest: the pack's version. */
  contentVersion: string;
  items: number;
  /** 1 … 128. */
  dimension: number;
  /** `dimension` rounded up to a multiple of 16. */
  stride: number;
  metric: 'dot';
  dtype: 'int8';
  foldIn: FoldIn;
  tuning: Tuning;
  fields: FieldEntry[];
  shards: ShardEntry[];
  card: ModelCard;
}
