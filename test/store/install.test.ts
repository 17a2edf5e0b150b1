import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LocavoreError } from '../../src/errors.ts';
import type { Pack } from '../../src/pack/pack.ts';
import { openIndexedDbStore } from '../../src/store/indexeddb.ts';
import { type InstallProgress, openPack, revalidatePack } from '../../src/store/install.ts';
import { createMemoryStore } from '../../src/store/memory.ts';
import type { PackStore } from '../../src/store/store.ts';
import { rejection } from '../support/caught.ts';
import { FakeServer, PACK_URL } from '../support/fake-server.ts';
import { tinyPackParts } from '../support/tiny-pack.ts';

let server: FakeServer;
let store: PackStore;
let namespaces = 0;

beforeEach(async () => {
  server = new FakeServer();
  await server.publish(tinyPackParts());
  server.install();
  store = (await openIndexedDbStore(`install-${namespaces++}`)).packs;
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

const titles = (pack: Pack): (string | undefined)[] => [0, 1].map((i) => pack.catalogue.item(i).title);

describe('the first visit', () => {
  it('downloads the manifest, revalidated, and every shard once, and reports its bytes', async () => {
    const progress: InstallProgress[] = [];
    const count = { requests: 0, bytesReceived: 0 };
    const { pack, fromStorage } = await openPack(store, PACK_URL, {
      onProgress: (p) => progress.push(p),
      count,
    });
    expect(fromStorage).toBe(false);
    expect(titles(pack)).toEqual(['Title 0', 'Title 1']);
    expect([...server.requests].sort()).toEqual([...server.files.keys()].sort());
    expect(server.requests[0]).toBe('manifest.json');
    expect(server.inits[0].cache).toBe('no-cache');
    for (const init of server.inits) {
      expect(init.body).toBeUndefined();
      expect(init.referrerPolicy).toBe('no-referrer');
    }
    const total = pack.manifest.shards.reduce((sum, { bytes }) => sum + bytes, 0);
    expect(progress.map(({ phase }) => phase).filter((phase, i, all) => phase !== all[i - 1])).toEqual([
      'manifest',
      'download',
      'verify',
      'read',
    ]);
    expect(progress.at(-1)).toEqual({ phase: 'read', loaded: total, total });
    const loaded = progress.map((p) => p.loaded);
    expect(loaded).toEqual([...loaded].sort((a, b) => a - b));
    expect(count).toEqual({
      requests: server.files.size,
      bytesReceived: total + server.files.get('manifest.json')!.length,
    });
  });

  it('never has more than four downloads under way', async () => {
    let underWay = 0;
    let most = 0;
    server.answer = async ({ url }) => {
      if (url.endsWith('manifest.json')) return undefined as never;
      most = Math.max(most, ++underWay);
      await new Promise((resolve) => setTimeout(resolve, 5));
      underWay--;
      return undefined as never;
    };
    await openPack(store, PACK_URL);
    expect(most).toBe(4);
  });

  it('works in memory where the quota is too small, and says so', async () => {
    const problems: LocavoreError[] = [];
    vi.spyOn(store, 'putShard').mockRejectedValue(new LocavoreError('storage-full', 'no room'));
    const { pack } = await openPack(store, PACK_URL, { onNotStored: (error) => problems.push(error) });
    expect(titles(pack)).toEqual(['Title 0', 'Title 1']);
    expect(problems.map(({ code }) => code)).toEqual(['storage-full']);
    expect(await store.get(PACK_URL)).toBeUndefined();
  });

  it('makes room by collecting what abandoned downloads left', async () => {
    await store.putShard('ab'.repeat(32), new ArrayBuffer(4));
    const put = store.putShard.bind(store);
    vi.spyOn(store, 'putShard').mockImplementation(async (sha256, bytes) => {
      if (await store.getShard('ab'.repeat(32))) throw new LocavoreError('storage-full', 'no room');
      await put(sha256, bytes);
    });
    await openPack(store, PACK_URL);
    expect(await store.get(PACK_URL)).toBeDefined();
  });
});

describe('the second visit', () => {
  it('makes no request, offline or not', async () => {
    await openPack(store, PACK_URL);
    server.taken();
    server.isOffline = true;
    const { pack, fromStorage } = await openPack(store, PACK_URL);
    expect(fromStorage).toBe(true);
    expect(titles(pack)).toEqual(['Title 0', 'Title 1']);
    expect(server.requests).toEqual([]);
  });

  it('downloads a spoilt or lost shard again, and only that', async () => {
    const { pack } = await openPack(store, PACK_URL);
    const [spoilt, lost] = pack.manifest.shards;
    await store.putShard(spoilt.sha256, new ArrayBuffer(spoilt.bytes));
    const getShards = store.getShards.bind(store);
    vi.spyOn(store, 'getShards').mockImplementationOnce(async (keys) => {
      const shards = await getShards(keys);
      return shards.map((shard, i) => (keys[i] === lost.sha256 ? undefined : shard));
    });
    server.taken();
    const again = await openPack(store, PACK_URL);
    expect(again).toMatchObject({ fromStorage: false, isCurrent: false });
    expect(again.pack.matrix).toEqual(pack.matrix);
    expect(server.taken().sort()).toEqual([spoilt.file, lost.file].sort());
    expect((await openPack(store, PACK_URL)).fromStorage).toBe(true);
    expect(server.requests).toEqual([]);
  });

  it('downloads everything again where storage fails to read', async () => {
    await openPack(store, PACK_URL);
    vi.spyOn(store, 'getShards').mockRejectedValueOnce(new LocavoreError('storage-unavailable', 'odd'));
    const { pack, fromStorage } = await openPack(store, PACK_URL);
    expect(fromStorage).toBe(false);
    expect(titles(pack)).toEqual(['Title 0', 'Title 1']);
    vi.spyOn(store, 'get').mockRejectedValueOnce(new LocavoreError('storage-unavailable', 'odd'));
    expect((await openPack(store, PACK_URL)).fromStorage).toBe(false);
  });

  it('reads the manifest by the rules of this release, not of the one that stored it', async () => {
    await openPack(store, PACK_URL);
    const stored = (await store.get(PACK_URL))!;
    const older = structuredClone(stored);
    Reflect.deleteProperty(older.manifest, 'tuning');
    await store.commit(older);
    const { pack, fromStorage } = await openPack(store, PACK_URL);
    expect(fromStorage).toBe(true);
    expect(pack.manifest.tuning).toEqual(stored.manifest.tuning);
  });

  it('checks the content again only where an older release checked less', async () => {
    await openPack(store, PACK_URL);
    const stored = (await store.get(PACK_URL))!;
    // A pack that contradicts itself, as if the checks of the release that stored it had missed that.
    const manifestText = stored.manifestText.replace('"name": "pages"', '"name": "sheets"');
    await store.commit({ ...stored, manifestText, passedChecks: 0 });
    server.isOffline = true;
    const error = await rejection(openPack(store, PACK_URL));
    expect(error.message).toContain('$.columns.pages');
    await store.commit({ ...stored, passedChecks: 0 });
    expect((await openPack(store, PACK_URL)).fromStorage).toBe(true);
  });

  it('takes the newer pack where a lost shard is gone from the server too', async () => {
    const { pack } = await openPack(store, PACK_URL);
    await server.publish(tinyPackParts({ seed: 2 }));
    const { sha256, bytes } = pack.manifest.shards[0];
    await store.putShard(sha256, new ArrayBuffer(bytes));
    const again = await openPack(store, PACK_URL);
    expect(again.pack.manifest.contentVersion).not.toBe(pack.manifest.contentVersion);
  });

  it('fails with the first reason where nothing newer is there', async () => {
    const { pack } = await openPack(store, PACK_URL);
    const { sha256, bytes, file } = pack.manifest.shards[0];
    await store.putShard(sha256, new ArrayBuffer(bytes));
    server.isOffline = true;
    const error = await rejection(openPack(store, PACK_URL));
    expect(error.code).toBe('pack-unreachable');
    expect(error.message).toContain(`${PACK_URL}${file} could not be fetched (Failed to fetch)`);
  });
});

describe('revalidation', () => {
  const version = async (): Promise<string | undefined> =>
    (await store.get(PACK_URL))?.manifest.contentVersion;

  it('asks for the manifest alone while nothing changed', async () => {
    const { manifestText } = await openPack(store, PACK_URL);
    server.taken();
    expect(await revalidatePack(store, PACK_URL, manifestText)).toBe('unchanged');
    expect(server.taken()).toEqual(['manifest.json']);
  });

  it('downloads what is new, swaps it in, and drops what is old', async () => {
    const { manifestText, pack } = await openPack(store, PACK_URL);
    const parts = tinyPackParts();
    parts.popularity[0] = 0.77;
    await server.publish(parts);
    server.taken();
    expect(await revalidatePack(store, PACK_URL, manifestText)).toBe('updated');
    expect(server.taken()).toEqual(['manifest.json', server.file('popularity')]);
    const old = pack.manifest.shards.find(({ section }) => section === 'popularity')!;
    expect(await store.getShard(old.sha256)).toBeUndefined();
    const again = await openPack(store, PACK_URL);
    expect(again.fromStorage).toBe(true);
    expect(again.pack.popularity[0]).toBeCloseTo(0.77);
  });

  it.each<[string, () => void, string]>([
    ['unreachable', () => (server.isOffline = true), 'pack-unreachable'],
    ['a page', () => server.files.set('manifest.json', new TextEncoder().encode('<html>')), 'pack-malformed'],
    ['missing a shard', () => server.files.delete(server.file('vectors')), 'pack-unreachable'],
    [
      'holding a bad shard',
      () => server.files.set(server.file('scales'), new Uint8Array(240)),
      'pack-corrupt',
    ],
  ])('leaves the old pack serving where the new one is %s', async (_, breakIt, code) => {
    const { manifestText } = await openPack(store, PACK_URL);
    const before = await version();
    await server.publish(tinyPackParts({ seed: 2 }));
    breakIt();
    expect((await rejection(revalidatePack(store, PACK_URL, manifestText))).code).toBe(code);
    expect(await version()).toBe(before);
    expect((await openPack(store, PACK_URL)).fromStorage).toBe(true);
  });

  it('leaves the old pack serving where the new one contradicts itself', async () => {
    const { manifestText } = await openPack(store, PACK_URL);
    const before = await version();
    await server.publish(tinyPackParts({ seed: 2 }));
    const manifest = JSON.parse(new TextDecoder().decode(server.files.get('manifest.json')));
    manifest.fields[0].name = 'headline';
    server.files.set('manifest.json', new TextEncoder().encode(JSON.stringify(manifest)));
    const error = await rejection(revalidatePack(store, PACK_URL, manifestText));
    expect(error.code).toBe('pack-corrupt');
    expect(error.message).toContain('$.columns.title');
    expect(await version()).toBe(before);
  });

  it('commits although another tab collected its shards before the commit', async () => {
    const { manifestText } = await openPack(store, PACK_URL);
    await server.publish(tinyPackParts({ seed: 2 }));
    const commit = store.commit.bind(store);
    vi.spyOn(store, 'commit').mockImplementationOnce(async (pack) => {
      await store.collectGarbage();
      await commit(pack);
    });
    expect(await revalidatePack(store, PACK_URL, manifestText)).toBe('updated');
    server.isOffline = true;
    expect((await openPack(store, PACK_URL)).fromStorage).toBe(true);
  });
});

describe('an interrupted download', () => {
  it('is aborted by the caller, and resumes with what had arrived', async () => {
    const controller = new AbortController();
    const stall = server.file('popularity');
    server.answer = ({ url }) => {
      if (!url.endsWith(stall)) return undefined;
      setTimeout(() => controller.abort(), 30);
      return new Promise(() => {});
    };
    const error = await rejection(openPack(store, PACK_URL, { signal: controller.signal }));
    expect(error.code).toBe('aborted');
    expect(error.message).toContain(
      `The download of ${PACK_URL}${stall} was aborted by the caller's signal.`,
    );
    expect(await store.get(PACK_URL)).toBeUndefined();

    server.answer = () => undefined;
    const before = new Set(server.taken());
    const progress: InstallProgress[] = [];
    const { fromStorage } = await openPack(store, PACK_URL, { onProgress: (p) => progress.push(p) });
    expect(fromStorage).toBe(false);
    const after = server.taken();
    expect(after).toContain(stall);
    expect(after.length).toBeLessThan(server.files.size);
    for (const file of after) if (before.has(file)) expect(['manifest.json', stall]).toContain(file);
    expect(progress.at(-1)!.loaded).toBe(progress.at(-1)!.total);
  });

  it('does not begin with an aborted signal', async () => {
    const error = await rejection(openPack(store, PACK_URL, { signal: AbortSignal.abort() }));
    expect(error.code).toBe('aborted');
    expect(server.requests).toEqual([]);
  });

  it('stops the other downloads when one fails', async () => {
    server.files.delete(server.file('vectors'));
    const error = await rejection(openPack(store, PACK_URL));
    expect(error.code).toBe('pack-unreachable');
    expect(server.requests.length).toBeLessThanOrEqual(1 + 4);
  });
});

describe('bad input', () => {
  beforeEach(() => {
    store = createMemoryStore().packs;
  });

  it('a manifest that is not there', async () => {
    server.files.delete('manifest.json');
    const error = await rejection(openPack(store, PACK_URL));
    expect(error.code).toBe('pack-unreachable');
    expect(error.message).toBe(
      `${PACK_URL}manifest.json answered with HTTP status 404 (not found): check the pack's URL, and that its folder was uploaded whole.`,
    );
  });

  it('a page instead of a manifest', async () => {
    server.files.set('manifest.json', new TextEncoder().encode('<!doctype html><title>Shop</title>'));
    const error = await rejection(openPack(store, PACK_URL));
    expect(error.code).toBe('pack-malformed');
    expect(error.message).toContain(`The manifest ${PACK_URL}manifest.json is an HTML page, not JSON`);
  });

  it('a missing shard', async () => {
    const file = server.file('neighbour-weights');
    server.files.delete(file);
    const error = await rejection(openPack(store, PACK_URL));
    expect(error.code).toBe('pack-unreachable');
    expect(error.message).toContain(`${PACK_URL}${file} answered with HTTP status 404 (not found)`);
  });

  it.each<[string, (bytes: Uint8Array) => Uint8Array, string]>([
    ['too long', (bytes) => Uint8Array.of(...bytes, 0), 'has 241 bytes; the manifest says 240'],
    ['too short', (bytes) => bytes.slice(1), 'has 239 bytes; the manifest says 240'],
    ['of other content', (bytes) => bytes.map((byte) => byte ^ 1), 'has SHA-256 '],
  ])('a shard %s, asked for once more past the cache', async (_, spoil, expected) => {
    const file = server.file('scales');
    server.files.set(file, spoil(server.files.get(file)!));
    const error = await rejection(openPack(store, PACK_URL));
    expect(error.code).toBe('pack-corrupt');
    expect(error.message).toContain(`Shard ${file} (scales) from ${PACK_URL}${file} ${expected}`);
    const caches = server.inits.filter((_, i) => server.requests[i] === file).map((init) => init.cache);
    expect(caches).toEqual(['default', 'reload']);
  });

  it('is forgiven where only the cache was bad', async () => {
    const file = server.file('scales');
    server.answer = ({ url, init }) =>
      url.endsWith(file) && init.cache !== 'reload' ? new Response('stale') : undefined;
    const progress: InstallProgress[] = [];
    await openPack(store, PACK_URL, { onProgress: (p) => progress.push(p) });
    expect(progress.at(-1)!.loaded).toBe(progress.at(-1)!.total);
  });
});
