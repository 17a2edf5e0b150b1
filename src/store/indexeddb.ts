import { LocavoreError } from '../errors.ts';
import type { ProfileEvent } from '../profile/events.ts';
import { Database, type Transaction } from './database.ts';
import { byTime, missingShardError } from './rules.ts';
import type { EventStore, PackStore, SettingStore, Store, StoredEvents, StoredPack } from './store.ts';

/** Counts the writes to the events, so that a cached copy is known to be current without reading them. */
const REVISION_KEY = 'internal:events-revision';

export interface IndexedDbOptions {
  /** Another tab holds an older version of the database open. */
  onBlocked?: () => void;
}

/** @throws LocavoreError `storage-unavailable` */
export async function openIndexedDbStore(namespace: string, options: IndexedDbOptions = {}): Promise<Store> {
  const database = new Database(namespace, options.onBlocked);
  await database.open();
  return {
    kind: 'indexeddb',
    packs: new IndexedDbPacks(database),
    events: new IndexedDbEvents(database),
    settings: new IndexedDbSettings(database),
    close: () => database.close(),
  };
}

class IndexedDbPacks implements PackStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  get(url: string): Promise<StoredPack | undefined> {
    return this.#database.read(['packs'], (tx) => tx.objectStore('packs').get(url));
  }

  getShard(sha256: string): Promise<ArrayBuffer | undefined> {
    return this.#database.read(['shards'], (tx) => tx.objectStore('shards').get(sha256));
  }

  getShards(sha256: readonly string[]): Promise<(ArrayBuffer | undefined)[]> {
    return this.#database.read(['shards'], (tx) => {
      const shards = tx.objectStore('shards');
      return Promise.all(sha256.map((key) => shards.get(key)));
    });
  }

  async putShard(sha256: string, bytes: ArrayBuffer): Promise<void> {
    await this.#database.write(['shards'], (tx) => tx.objectStore('shards').put(bytes, sha256));
    const stored = await this.getShard(sha256);
    if (stored?.byteLength !== bytes.byteLength) {
      throw new LocavoreError(
        'storage-full',
        `Shard ${sha256.slice(0, 12)}… was written with ${bytes.byteLength} bytes and reads back with ${stored?.byteLength ?? 'none'}: free storage on the device.`,
      );
    }
  }

  commit(pack: StoredPack): Promise<void> {
    return this.#database.write(['packs', 'shards'], async (tx) => {
      const shards = tx.objectStore('shards');
      for (const { sha256, file } of pack.manifest.shards) {
        if ((await shards.getKey(sha256)) === undefined) throw missingShardError(pack.url, file);
      }
      await tx.objectStore('packs').put(pack);
    });
  }

  collectGarbage(keep: Iterable<string> = []): Promise<number> {
    return this.#database.write(['packs', 'shards'], async (tx) => {
      const wanted = new Set(keep);
      for (const { manifest } of await tx.objectStore('packs').getAll()) {
        for (const { sha256 } of manifest.shards) wanted.add(sha256);
      }
      const shards = tx.objectStore('shards');
      const unwanted = (await shards.getAllKeys()).filter((key) => !wanted.has(key));
      await Promise.all(unwanted.map((key) => shards.delete(key)));
      return unwanted.length;
    });
  }
}

/** The events as they were at a revision, read through a connection of a generation. */
interface CachedEvents {
  generation: number;
  revision: unknown;
  events: StoredEvents;
}

class IndexedDbEvents implements EventStore {
  readonly #database: Database;
  #cached: CachedEvents | undefined;

  constructor(database: Database) {
    this.#database = database;
  }

  all(): Promise<StoredEvents> {
    return this.#database.read(['events', 'settings'], (tx) => this.#all(tx));
  }

  async appendIf(
    setting: string,
    make: (events: StoredEvents, value: unknown) => ProfileEvent | null,
  ): Promise<ProfileEvent | null> {
    let made: ProfileEvent | null = null;
    const next = await this.#change(async (tx): Promise<CachedEvents | undefined> => {
      const events = await this.#all(tx);
      // A first attempt was committed after all: what `make` gives now would be a second event.
      if (events.some(({ id }) => id === made?.id)) return undefined;
      made = make(events, await tx.objectStore('settings').get(setting));
      if (!made) return undefined;
      await tx.objectStore('events').add(made);
      const { generation, revision } = this.#cached!;
      return { generation, revision: nextRevision(revision), events: byTime([...events, { ...made }]) };
    });
    // Committed: the next event need not read them all again.
    this.#cached = next ?? this.#cached;
    return made;
  }

  merge(events: readonly ProfileEvent[]): Promise<number> {
    return this.#change(async (tx) => {
      const store = tx.objectStore('events');
      const ids = store.index('id');
      const known = await Promise.all(events.map(({ id }) => ids.getKey(id)));
      const fresh = events.filter((_, i) => known[i] === undefined);
      await Promise.all(fresh.map((event) => store.add(event)));
      return fresh.length;
    });
  }

  replace(events: readonly ProfileEvent[]): Promise<void> {
    return this.#change(async (tx) => {
      const store = tx.objectStore('events');
      await Promise.all([store.clear(), ...events.map((event) => store.add(event))]);
    });
  }

  clear(): Promise<void> {
    return this.#change((tx) => tx.objectStore('events').clear());
  }

  /** Before the transaction writes any event: what is not committed must not be cached. */
  async #all(tx: Transaction<'readonly'> | Transaction<'readwrite'>): Promise<StoredEvents> {
    const { generation } = this.#database;
    const revision = await tx.objectStore('settings').get(REVISION_KEY);
    if (this.#cached?.generation !== generation || this.#cached.revision !== revision) {
      this.#cached = {
        generation,
        revision,
        events: byTime(await tx.objectStore('events').getAll()),
      };
    }
    return this.#cached.events;
  }

  /** The events as `work` leaves them have a new revision. */
  #change<T>(work: (tx: Transaction<'readwrite'>) => Promise<T>): Promise<T> {
    return this.#database.write(['events', 'settings'], async (tx) => {
      const result = await work(tx);
      const settings = tx.objectStore('settings');
      const revision = await settings.get(REVISION_KEY);
      await settings.put(nextRevision(revision), REVISION_KEY);
      return result;
    });
  }
}

class IndexedDbSettings implements SettingStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  get<T>(key: string): Promise<T | undefined> {
    return this.#database.read(
      ['settings'],
      (tx) => tx.objectStore('settings').get(key) as Promise<T | undefined>,
    );
  }

  async set(key: string, value: unknown): Promise<void> {
    await this.#database.write(['settings'], (tx) => tx.objectStore('settings').put(value, key));
  }

  delete(key: string): Promise<void> {
    return this.#database.write(['settings'], (tx) => tx.objectStore('settings').delete(key));
  }
}

const nextRevision = (revision: unknown): number => ((revision as number | undefined) ?? 0) + 1;
