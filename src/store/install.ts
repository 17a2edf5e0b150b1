/**
 * Brings a pack onto the device and reads it from there. What is stored keeps serving until a newer pack has been
 * downloaded whole, read and found good; only then is it swapped in, in one transaction.
 */
import { LocavoreError } from '../errors.ts';
import {
  type FetchedManifest,
  type FetchOptions,
  fetchManifest,
  fetchShard,
  type NetworkCount,
} from '../pack/fetch.ts';
import type { Manifest, ShardEntry } from '../pack/format.ts';
import { parseManifest } from '../pack/manifest.ts';
import type { Pack } from '../pack/pack.ts';
import { CONTENT_CHECKS, readPack } from '../pack/read.ts';
import { packBytes } from '../pack/sections.ts';
import type { Bytes } from '../units.ts';
import { forEachLimited } from './for-each-limited.ts';
import type { PackStore, StoredPack } from './store.ts';

/** Downloads at a time: enough to fill a line, few enough to leave the page's own requests their turn. */
const CONCURRENT_DOWNLOADS = 4;

export interface InstallProgress {
  phase: 'manifest' | 'download' | 'verify' | 'read';
  loaded: Bytes;
  total: Bytes;
}

export interface InstallOptions {
  signal?: AbortSignal;
  count?: NetworkCount;
  onProgress?: (progress: InstallProgress) => void;
  /** The pack works, but could not be stored: it has to be downloaded again next time. */
  onNotStored?: (error: LocavoreError) => void;
}

export interface OpenedPack {
  pack: Pack;
  /** True if nothing had to be downloaded. */
  fromStorage: boolean;
  /** True if the server was asked for the manifest, so that this is its newest pack. */
  isCurrent: boolean;
  /** For {@link revalidatePack}. */
  manifestText: string;
}

/**
 * Opens the pack of a URL: from the device if it is there, without any request, else from the network.
 * @throws LocavoreError `pack-unreachable`, `pack-malformed`, `pack-version`, `pack-corrupt`, `aborted`
 */
export async function openPack(
  store: PackStore,
  url: string,
  options: InstallOptions = {},
): Promise<OpenedPack> {
  const install = async (fetched: FetchedManifest): Promise<OpenedPack> => {
    const pack = await installPack(store, url, fetched, options);
    return { pack, fromStorage: false, isCurrent: true, manifestText: fetched.text };
  };
  options.onProgress?.({ phase: 'manifest', loaded: 0, total: 0 });
  const stored = await storedPack(store, url);
  if (!stored) return install(await fetchManifest(url, options));
  const { manifest, manifestText, passedChecks } = stored;
  const downloaded = new Set<ShardEntry>();
  // A shard that storage lost or spoilt is fetched again: shards are content-addressed, so it is the same one.
  const download = async (entry: ShardEntry): Promise<ArrayBuffer> => {
    downloaded.add(entry);
    const bytes = await fetchShard(url, entry, options);
    await store.putShard(entry.sha256, bytes).catch(() => {});
    return bytes;
  };
  const total = packBytes(manifest);
  options.onProgress?.({ phase: 'read', loaded: total, total });
  try {
    const shards = await store.getShards(manifest.shards.map(({ sha256 }) => sha256)).catch(() => []);
    const byEntry = new Map(manifest.shards.map((entry, i) => [entry, shards[i]]));
    const pack = await readPack(manifest, async (entry) => byEntry.get(entry) ?? download(entry), {
      repair: download,
      passedChecks,
    });
    return { pack, fromStorage: downloaded.size === 0, isCurrent: false, manifestText };
  } catch (error) {
    throwIfAborted(options.signal, url);
    // Beyond repair: the server no longer has the lost shard. After an update there is a newer manifest, the remedy.
    const fetched = await fetchManifest(url, options).catch(() => undefined);
    if (!fetched || fetched.text === manifestText) throw error;
    return install(fetched);
  }
}

/** Unreadable storage is as good as none here: the pack is then downloaded. */
async function storedPack(store: PackStore, url: string): Promise<StoredPack | undefined> {
  try {
    const stored = await store.get(url);
    // From the text: an older release may have stored a manifest that lacks what this one adds by default.
    return stored && { ...stored, manifest: parseManifest(stored.manifestText, url) };
  } catch {
    return undefined;
  }
}

/**
 * Downloads the shards that the device lacks, reads the pack, and makes it the current one of its URL. Shards that
 * arrived before an abort or a failure stay stored, so that the next attempt continues where this one ended.
 */
export async function installPack(
  store: PackStore,
  url: string,
  { manifest, text }: FetchedManifest,
  options: InstallOptions = {},
): Promise<Pack> {
  const total = packBytes(manifest);
  let loaded = 0;
  const report = (phase: InstallProgress['phase'], delta: Bytes = 0): void => {
    loaded += delta;
    options.onProgress?.({ phase, loaded, total });
  };
  const keeper = new Keeper(store, manifest);
  const arrived = new Map<ShardEntry, ArrayBuffer>();
  const download = async (entry: ShardEntry, fetching: FetchOptions): Promise<ArrayBuffer> => {
    const bytes = await fetchShard(url, entry, { ...fetching, count: options.count });
    await keeper.put(entry.sha256, bytes);
    arrived.set(entry, bytes);
    return bytes;
  };
  report('download');
  await forEachLimited(
    manifest.shards,
    CONCURRENT_DOWNLOADS,
    async (entry, signal) => {
      const stored = await keeper.get(entry.sha256);
      if (stored) {
        arrived.set(entry, stored);
        report('download', entry.bytes);
      } else {
        await download(entry, { signal, onBytes: (delta) => report('download', delta) });
      }
    },
    options.signal,
  );
  report('verify');
  const pack = await readPack(
    manifest,
    async (entry) => arrived.get(entry)!,
    // A shard stored by an earlier attempt may have been spoilt since.
    { repair: (entry) => download(entry, { signal: options.signal }) },
  );
  report('read');
  throwIfAborted(options.signal, url);
  const shards = [...arrived].map(([{ sha256 }, bytes]) => [sha256, bytes] as const);
  const problem = await keeper.commit(
    { url, manifest, manifestText: text, passedChecks: CONTENT_CHECKS },
    shards,
  );
  if (problem) options.onNotStored?.(problem);
  return pack;
}

/**
 * Asks the server whether a newer manifest has replaced the one whose text is given, and installs it if so.
 * @throws LocavoreError as {@link openPack}; what is stored is then untouched
 */
export async function revalidatePack(
  store: PackStore,
  url: string,
  manifestText: string,
  options: InstallOptions = {},
): Promise<'unchanged' | 'updated'> {
  const fetched = await fetchManifest(url, options);
  if (fetched.text === manifestText) return 'unchanged';
  await installPack(store, url, fetched, options);
  return 'updated';
}

function throwIfAborted(signal: AbortSignal | undefined, url: string): void {
  if (!signal?.aborted) return;
  throw new LocavoreError('aborted', `Opening the pack ${url} was aborted by the caller's signal.`, {
    cause: signal.reason,
  });
}

/** Stores what it can. After the first refusal it stops trying, and the pack lives in memory only. */
class Keeper {
  readonly #store: PackStore;
  readonly #own: string[];
  #problem: LocavoreError | undefined;

  constructor(store: PackStore, manifest: Manifest) {
    this.#store = store;
    this.#own = manifest.shards.map(({ sha256 }) => sha256);
  }

  async get(sha256: string): Promise<ArrayBuffer | undefined> {
    return this.#problem ? undefined : this.#try(() => this.#store.getShard(sha256));
  }

  async put(sha256: string, bytes: ArrayBuffer): Promise<void> {
    if (this.#problem) return;
    try {
      await this.#store.putShard(sha256, bytes);
    } catch {
      await this.#try(async () => {
        // What earlier, abandoned downloads left behind may be what fills the quota.
        await this.#store.collectGarbage(this.#own);
        await this.#store.putShard(sha256, bytes);
      });
    }
  }

  /** @returns why the pack is not stored, if it is not */
  async commit(
    pack: StoredPack,
    shards: readonly (readonly [string, ArrayBuffer])[],
  ): Promise<LocavoreError | undefined> {
    if (!this.#problem) {
      try {
        await this.#store.commit(pack);
      } catch {
        await this.#try(async () => {
          // Another tab may have collected them between their arrival and now.
          for (const [sha256, bytes] of shards) await this.#store.putShard(sha256, bytes);
          await this.#store.commit(pack);
        });
      }
    }
    // Left-overs do no harm but take space: the next commit tries again.
    if (!this.#problem) await this.#store.collectGarbage().catch(() => {});
    return this.#problem;
  }

  async #try<T>(action: () => Promise<T>): Promise<T | undefined> {
    try {
      return await action();
    } catch (error) {
      if (!(error instanceof LocavoreError)) throw error;
      this.#problem = error;
      return undefined;
    }
  }
}
