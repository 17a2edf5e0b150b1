import type { ProfileEvent } from '../profile/events.ts';
import { byTime, missingShardError } from './rules.ts';
import type { EventStore, PackStore, SettingStore, Store, StoredPack } from './store.ts';

/**
 * The twin of the IndexedDB store that is gone with the page. Like it, what it hands out is a copy
 * or frozen.
 */
export function createMemoryStore(): Store {
  const settings = new Map<string, unknown>();
  return {
    kind: 'memory',
    packs: memoryPacks(),
    events: memoryEvents(settings),
    settings: memorySettings(settings),
    close: () => {},
  };
}

function memoryPacks(): PackStore {
  const packs = new Map<string, StoredPack>();
  const shards = new Map<string, ArrayBuffer>();
  const getShard = async (sha256: string): Promise<ArrayBuffer | undefined> => shards.get(sha256)?.slice(0);
  return {
    get: async (url) => structuredClone(packs.get(url)),
    getShard,
    getShards: (sha256) => Promise.all(sha256.map(getShard)),
    async putShard(sha256, bytes) {
      shards.set(sha256, bytes.slice(0));
    },
    async commit(pack) {
      const missing = pack.manifest.shards.find(({ sha256 }) => !shards.has(sha256));
      if (missing) throw missingShardError(pack.url, missing.file);
      packs.set(pack.url, structuredClone(pack));
    },
    async collectGarbage(keep = []) {
      const wanted = new Set(keep);
      for (const { manifest } of packs.values()) {
        for (const { sha256 } of manifest.shards) wanted.add(sha256);
      }
      const unwanted = [...shards.keys()].filter((key) => !wanted.has(key));
      for (const key of unwanted) shards.delete(key);
      return unwanted.length;
    },
  };
}

function memoryEvents(settings: ReadonlyMap<string, unknown>): EventStore {
  let events: ProfileEvent[] = [];
  const merge = async (added: readonly ProfileEvent[]): Promise<number> => {
    const known = new Set(events.map(({ id }) => id));
    const fresh = added.filter(({ id }) => !known.has(id));
    events.push(...structuredClone(fresh));
    return fresh.length;
  };
  return {
    all: async () => byTime(events),
    async appendIf(setting, make) {
      const event = make(byTime(events), structuredClone(settings.get(setting)));
      if (event) await merge([event]);
      return event;
    },
    merge,
    async replace(replacement) {
      events = structuredClone([...replacement]);
    },
    async clear() {
      events = [];
    },
  };
}

function memorySettings(settings: Map<string, unknown>): SettingStore {
  return {
    get: async <T>(key: string) => structuredClone(settings.get(key)) as T | undefined,
    async set(key, value) {
      settings.set(key, structuredClone(value));
    },
    async delete(key) {
      settings.delete(key);
    },
  };
}
