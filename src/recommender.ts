/** The public contract: types only. The worker's client and the recommender on the main thread both implement it. */
import type { EngineChoice } from './engine/choice.ts';
import type { EngineName } from './engine/engine.ts';
import type { Logger } from './log.ts';
import type { Manifest } from './pack/format.ts';
import type { Item } from './pack/pack.ts';
import type { ItemFilter, RecommendRequest, Shelf } from './pipeline/types.ts';
import type { ProfileEvent, ProfileExport, RecordInput } from './profile/events.ts';
import type { Bytes, ItemId } from './units.ts';

export type { EngineChoice };

/** Progress of opening a pack, in the order in which phases happen. */
export interface Progress {
  phase: 'manifest' | 'download' | 'verify' | 'read' | 'engine' | 'ready';
  /** Bytes of shards that are on the device, of all that the pack needs. */
  loaded: Bytes;
  total: Bytes;
}

export interface RecommenderOptions {
  /** URL of the pack's folder; relative to the page. */
  pack: string;
  /** Separates profiles and packs of shops on one origin: 1 … 64 letters, digits, `-`, `_`, `.`. Default `default`. */
  namespace?: string;
  /** Default `auto`: measured on this device. One that is named and cannot run is replaced, with one warning. */
  engine?: EngineName | 'auto';
  /** Default `auto`: a worker where the page allows one. `false`: stay on this thread. A URL: the worker's script. */
  worker?: 'auto' | false | string | URL;
  /** Default true: profile and pack in IndexedDB. False: in memory, gone with the page. */
  persist?: boolean;
  onProgress?: (progress: Progress) => void;
  /** Aborts opening. Later calls are not affected. */
  signal?: AbortSignal;
  /** Default `console`; `null` for silence. */
  logger?: Logger | null;
}

export interface RecommenderInfo {
  pack: Pick<Manifest, 'name' | 'contentVersion' | 'items' | 'dimension' | 'card' | 'fields'> & {
    url: string;
    bytes: Bytes;
  };
  engine: EngineChoice;
  /** Where the recommender runs. */
  thread: 'worker' | 'main';
  storage: 'indexeddb' | 'memory';
  /** True if the pack came from this device and nothing was downloaded before the first answer. */
  fromStorage: boolean;
  /** What the recommender asked of the network since it was opened. It sends no request body, ever. */
  network: { requests: number; bytesReceived: Bytes; bodyBytesSent: 0 };
}

export interface ProfileSummary {
  paused: boolean;
  events: number;
  /** Standing items by signal, newest first. */
  liked: ItemId[];
  disliked: ItemId[];
  inCart: ItemId[];
  purchased: ItemId[];
  viewed: ItemId[];
}

export interface ProfileApi {
  summary(): Promise<ProfileSummary>;
  /** Every stored event, oldest first. */
  events(): Promise<ProfileEvent[]>;
  export(): Promise<ProfileExport>;
  /**
   * Replaces the profile, or adds to it (events whose ids are known are skipped). Whether this device is paused stays as
   * it is.
   * @throws LocavoreError `profile-malformed`; the stored profile is then untouched.
   */
  import(
    data: unknown,
    options?: { mode?: 'replace' | 'merge' },
  ): Promise<{ imported: number; skipped: number }>;
  /** Deletes every event from this device. */
  erase(): Promise<void>;
  /** While paused nothing is recorded; `record` resolves to null. */
  pause(): Promise<void>;
  resume(): Promise<void>;
}

export interface BrowseQuery {
  filter?: ItemFilter;
  /** Default `popular`: by prior, then index. `catalogue`: the pack's order. `newest`: by year. */
  sort?: 'popular' | 'catalogue' | 'newest';
  /** Default 0. */
  offset?: number;
  /** 0 … 10,000. Default 24. */
  limit?: number;
}

export type RecommenderEvent =
  /** The profile changed, here or in another tab. */
  | 'change'
  /** A newer pack has been stored; it is used from the next opening on. */
  | 'update';

export interface Recommender {
  info(): Promise<RecommenderInfo>;
  /**
   * Records an event. Resolves once it is stored; to null while the profile is paused.
   * @throws LocavoreError `unknown-item` for an id that the pack lacks; `invalid-argument` for a malformed event.
   */
  record(input: RecordInput): Promise<ProfileEvent | null>;
  recommend(request?: RecommendRequest): Promise<Shelf>;
  /** Items like this one: the page item's own neighbours and vector, never the shopper's dislikes. */
  similar(item: ItemId, request?: Omit<RecommendRequest, 'context'>): Promise<Shelf>;
  /** @throws LocavoreError `unknown-item` */
  items(ids: ItemId[]): Promise<Item[]>;
  browse(query?: BrowseQuery): Promise<{ total: number; items: Item[] }>;
  /** Labels and counts of a role's values, most frequent first. */
  facets(role: 'category' | 'creator'): Promise<{ label: string; count: number }[]>;
  /**
   * Measures again (`auto`) or forces one engine, a software GPU included. Searches under way end on the old one.
   * @throws LocavoreError `engine-unavailable` where the named engine cannot run; the old one stays
   */
  useEngine(engine: EngineName | 'auto'): Promise<EngineChoice>;
  readonly profile: ProfileApi;
  /** Returns the function that unsubscribes. */
  on(event: RecommenderEvent, listener: () => void): () => void;
  /** Ends the worker, closes the database and frees the engine. Idempotent; later calls reject with `destroyed`. */
  destroy(): void;
}

/** The signature of `createRecommender`. */
export type CreateRecommender = (options: RecommenderOptions) => Promise<Recommender>;
