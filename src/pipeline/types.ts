/** The vocabulary of the three stages: candidate generation, scoring, re-ranking. */
import type { Engine, EngineName } from '../engine/engine.ts';
import type { SignalType } from '../pack/format.ts';
import type { Item, Pack } from '../pack/pack.ts';
import type { Profile } from '../profile/profile.ts';
import type { EpochMs, ItemId, ItemIndex, Milliseconds } from '../units.ts';

export type GeneratorName = 'taste' | 'recent' | 'neighbours' | 'popular';

/** Where a candidate came from: its rank there (0 is best) and the generator's own score. */
export interface Provenance {
  generator: GeneratorName;
  rank: number;
  score: number;
}

export interface Candidate {
  index: ItemIndex;
  sources: Provenance[];
}

/** A filter that can cross to a worker: all conditions must hold. */
export interface ItemFilter {
  /** Item has at least one of these categories (exact labels). */
  categories?: string[];
  /** Item's creator is one of these (exact labels). */
  creators?: string[];
  year?: { min?: number; max?: number };
  price?: { min?: number; max?: number };
}

export interface RequestContext {
  /** The item of the page: its neighbours and its like are candidates; it is itself left out. */
  item?: ItemId;
  /** ISO 3166 code or the data's own name of a country. */
  country?: string;
}

export interface RecommendRequest {
  /** 0 … 1,000. Default 8. 0 gives an empty shelf. */
  limit?: number;
  context?: RequestContext;
  /** Item ids that must not come out. Unknown ids are ignored. */
  exclude?: ItemId[];
  filter?: ItemFilter;
  /** Adds every candidate's provenance to the trace. Default false. */
  explain?: boolean;
}

/** Why an item is on the shelf: always a real cause, the event or prior that contributed most. */
export type Reason =
  | { kind: 'because'; signal: Exclude<SignalType, 'dislike'>; item: ItemId; title?: string }
  | { kind: 'similar'; item: ItemId; title?: string }
  | { kind: 'bought-together'; item: ItemId; title?: string }
  | { kind: 'popular' };

export interface ShelfItem {
  id: ItemId;
  /** The blended score after re-ranking's penalties; comparable within one shelf only. */
  score: number;
  reasons: Reason[];
  sources: Provenance[];
  item: Item;
}

/** What was left out, and by which rule. */
export type ExclusionRule =
  | 'disliked'
  | 'purchased'
  | 'in-cart'
  | 'excluded'
  | 'filtered'
  | 'page-item'
  | 'liked';

export interface StageTrace {
  stage: 'profile' | 'candidates' | 'scoring' | 'reranking';
  ms: Milliseconds;
  /** Items that entered and left the stage. */
  in: number;
  out: number;
}

export interface Trace {
  engine: EngineName;
  /** Why this engine, in words. */
  engineReason: string;
  stages: StageTrace[];
  generators: {
    name: GeneratorName;
    quota: number;
    produced: number /** Not named by an earlier generator. */;
    unique: number;
    ms: Milliseconds;
  }[];
  /** Items of the catalogue left out before candidate generation, by rule; the first rule that applies counts. */
  excluded: Partial<Record<ExclusionRule, number>>;
  /** What re-ranking did: moved below by a soft dislike, held back by a cap. */
  reranked: { penalised: number; capped: number };
  totalMs: Milliseconds;
  /** With `explain`: every candidate that was scored, best first. */
  candidates?: { id: ItemId; score: number; sources: Provenance[] }[];
}

export interface Shelf {
  items: ShelfItem[];
  /** True if the shopper's own events decided anything; false: popular items only. */
  personal: boolean;
  trace: Trace;
}

export interface PipelineInput {
  pack: Pack;
  engine: Engine;
  engineReason: string;
  profile: Profile;
  request: RecommendRequest;
  now: EpochMs;
}
