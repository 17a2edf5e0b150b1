/** The contract of the device's storage. IndexedDB and its memory twin implement it; a test battery runs both. */
import type { Manifest } from '../pack/format.ts';
import type { ProfileEvent } from '../profile/events.ts';

export interface StoredPack {
  /** Absolute URL of the pack's folder: the key. */
  url: string;
  manifest: Manifest;
  /** The manifest's text as it was fetched, for revalidation. */
  manifestText: string;
  /** The content checks that it passed when it was stored; see `pack/read.ts`. */
  passedChecks: number;
}

export interface PackStore {
  get(url: string): Promise<StoredPack | undefined>;
  /** Shards are content-addressed: the key is the SHA-256 of the bytes. */
  getShard(sha256: string): Promise<ArrayBuffer | undefined>;
  /** Many at once, in one transaction, in the order asked for. */
  getShards(sha256: readonly string[]): Promise<(ArrayBuffer | undefined)[]>;
  /** Reads back what it wrote and compares the length. @throws LocavoreError `storage-full` | `storage-unavailable` */
  putShard(sha256: string, bytes: ArrayBuffer): Promise<void>;
  /**
   * Makes a pack whose shards are all stored the current one of its URL, in one transaction.
   * @throws LocavoreError `storage-unavailable` where a shard is missing: another tab may have collected it
   */
  commit(pack: StoredPack): Promise<void>;
  /** Deletes shards that neither a stored pack nor `keep` names, and tells how many. */
  collectGarbage(keep?: Iterable<string>): Promise<number>;
}

/** Frozen: the store may keep them for the next caller. */
export type StoredEvents = readonly Readonly<ProfileEvent>[];

export interface EventStore {
  /** Oldest first by time; events of one time in the order in which they were stored. Never stale, whoever wrote. */
  all(): Promise<StoredEvents>;
  /**
   * Stores the event that `make` makes of all events and of the value of a setting, or nothing where it gives null; in one
   * transaction, so that no other tab's write falls in between. What `make` throws, this rejects with, and nothing is
   * stored. `make` may be called twice.
   */
  appendIf(
    setting: string,
    make: (events: StoredEvents, value: unknown) => ProfileEvent | null,
  ): Promise<ProfileEvent | null>;
  /** Adds the events whose ids are not stored yet, in one transaction, and tells how many those were. */
  merge(events: readonly ProfileEvent[]): Promise<number>;
  /** One transaction: all or nothing. */
  replace(events: readonly ProfileEvent[]): Promise<void>;
  clear(): Promise<void>;
}

export interface SettingStore {
  get<T>(key: string): Promise<T | undefined>;
  set(key: string, value: unknown): Promise<void>;
  delete(key: string): Promise<void>;
}

export interface Store {
  readonly kind: 'indexeddb' | 'memory';
  readonly packs: PackStore;
  readonly events: EventStore;
  readonly settings: SettingStore;
  close(): void;
}
