import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createRecommender } from '../../src/create-recommender.ts';
import { LocavoreError } from '../../src/errors.ts';
import type { Progress, Recommender, RecommenderOptions } from '../../src/recommender.ts';
import { rejection } from '../support/caught.ts';
import { FakeServer, PACK_URL } from '../support/fake-server.ts';
import { TINY_CATEGORIES, tinyPackParts } from '../support/tiny-pack.ts';

let server: FakeServer;
let namespace: string;
let namespaces = 0;
let opened: Recommender[] = [];
const warn = vi.fn();

beforeEach(async () => {
  server = new FakeServer();
  await server.publish(tinyPackParts());
  server.install();
  namespace = `local-${namespaces++}`;
  warn.mockReset();
});

afterEach(() => {
  for (const recommender of opened) recommender.destroy();
  opened = [];
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

async function open(options: Partial<RecommenderOptions> = {}): Promise<Recommender> {
  const recommender = await createRecommender({
    pack: PACK_URL,
    namespace,
    engine: 'js',
    logger: { warn },
    ...options,
  });
  opened.push(recommender);
  return recommender;
}

const ids = async (shelf: Promise<{ items: { id: string }[] }>): Promise<string[]> =>
  (await shelf).items.map(({ id }) => id);

/** Lets `count` steps of the event loop pass: IndexedDB advances by one with each. */
async function ticks(count: number): Promise<void> {
  for (let tick = 0; tick < count; tick++) await new Promise((resolve) => setImmediate(resolve));
}

/** Resolves with the next event. */
const next = (recommender: Recommender, event: 'change' | 'update'): Promise<void> =>
  new Promise((resolve) => {
    const off = recommender.on(event, () => {
      off();
      resolve();
    });
  });

describe('opening', () => {
  it('reports every phase in order, and what it opened', async () => {
    const progress: Progress[] = [];
    const recommender = await open({ onProgress: (p) => progress.push(p) });
    expect([...new Set(progress.map(({ phase }) => phase))]).toEqual([
      'manifest',
      'download',
      'verify',
      'read',
      'engine',
      'ready',
    ]);
    const info = await recommender.info();
    expect(info).toMatchObject({
      pack: { name: 'tiny', items: 60, dimension: 8, url: PACK_URL, card: { licence: 'CC0-1.0' } },
      engine: { name: 'js' },
      thread: 'main',
      storage: 'indexeddb',
      fromStorage: false,
      network: { requests: server.files.size, bodyBytesSent: 0 },
    });
    expect(info.pack.bytes).toBe(progress.at(-1)!.total);
    expect(warn).not.toHaveBeenCalled();
  });

  it('serves a second visit from storage, and asks for the manifest alone, after the first answer', async () => {
    (await open()).destroy();
    server.taken();
    const recommender = await open();
    expect(server.requests).toEqual([]);
    const shelf = await recommender.recommend();
    expect(shelf.items).toHaveLength(8);
    await vi.waitFor(() => expect(server.requests).toEqual(['manifest.json']));
    await recommender.recommend();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(server.requests).toEqual(['manifest.json']);
    expect(await recommender.info()).toMatchObject({ fromStorage: true, network: { requests: 1 } });
  });

  it('works offline on the second visit, with one warning', async () => {
    (await open()).destroy();
    server.isOffline = true;
    const recommender = await open();
    expect((await recommender.recommend()).items).toHaveLength(8);
    await vi.waitFor(() => expect(warn).toHaveBeenCalledTimes(1));
    expect(warn.mock.calls[0][0]).toContain('the stored one keeps serving');
    expect((await recommender.recommend()).items).toHaveLength(8);
  });

  it('rejects offline on the first visit', async () => {
    server.isOffline = true;
    expect((await rejection(open())).code).toBe('pack-unreachable');
  });

  it('announces an update and uses it from the next opening on', async () => {
    const version = async (recommender: Recommender): Promise<string> =>
      (await recommender.info()).pack.contentVersion;
    (await open()).destroy();
    await server.publish(tinyPackParts({ seed: 2 }));
    const recommender = await open();
    const updated = next(recommender, 'update');
    const before = await version(recommender);
    await updated;
    expect(await version(recommender)).toBe(before);
    expect(await version(await open())).not.toBe(before);
  });

  it('can be aborted, and then holds nothing open', async () => {
    const controller = new AbortController();
    server.answer = () => {
      setTimeout(() => controller.abort(), 5);
      return new Promise(() => {});
    };
    expect((await rejection(open({ signal: controller.signal }))).code).toBe('aborted');
    server.answer = () => undefined;
    expect((await (await open()).recommend()).items).toHaveLength(8);
  });

  it('does not look at the signal once it is open', async () => {
    const controller = new AbortController();
    const recommender = await open({ signal: controller.signal });
    controller.abort();
    expect((await recommender.recommend()).items).toHaveLength(8);
  });

  it('leaves nothing behind with persist: false', async () => {
    const recommender = await open({ persist: false });
    expect((await recommender.info()).storage).toBe('memory');
    await recommender.record({ type: 'like', item: 'item-1' });
    expect((await recommender.profile.summary()).liked).toEqual(['item-1']);
    recommender.destroy();
    const again = await open({ persist: false });
    expect((await again.profile.summary()).events).toBe(0);
    expect(await again.info()).toMatchObject({ fromStorage: false });
  });

  it('goes on in memory, with one warning, where storage is refused', async () => {
    vi.spyOn(indexedDB, 'open').mockImplementation(() => {
      throw new DOMException('Storage is switched off.', 'SecurityError');
    });
    const recommender = await open();
    await recommender.record({ type: 'like', item: 'item-1' });
    expect((await recommender.recommend()).personal).toBe(true);
    expect((await recommender.info()).storage).toBe('memory');
    expect(warn).toHaveBeenCalledTimes(1);
  });

  it.each<[string, object, string]>([
    ['no pack', { pack: '' }, 'createRecommender: pack is "", expected the URL of a pack\'s folder'],
    ['a relative pack without a page', { pack: 'models/' }, 'pack: "models/" is not a URL'],
    ['a file URL', { pack: 'file:///models/' }, 'pack: file:///models/ is not an http(s) URL'],
    ['a query', { pack: 'https://a.example/?v=1' }, 'pack: https://a.example/?v=1 has a query'],
    ['a namespace', { namespace: 'a b' }, 'createRecommender: namespace is "a b", expected 1 to 64 letters'],
    [
      'an engine',
      { engine: 'cuda' },
      'createRecommender: engine is "cuda", expected one of "auto", "webgpu"',
    ],
    ['a worker', { worker: true }, "createRecommender: worker is true, expected 'auto', false"],
    ['persist', { persist: 'no' }, 'createRecommender: persist is "no", expected true or false'],
    ['a listener', { onProgress: 1 }, 'createRecommender: onProgress is 1, expected a function'],
    ['a signal', { signal: {} }, 'createRecommender: signal is [object Object], expected an AbortSignal'],
    [
      'a logger',
      { logger: {} },
      'createRecommender: logger is [object Object], expected an object with a function',
    ],
  ])('refuses %s', async (_, options, expected) => {
    const error = await rejection(open(options as Partial<RecommenderOptions>));
    expect(error.code).toBe('invalid-argument');
    expect(error.message).toContain(expected);
    expect(server.requests).toEqual([]);
  });

  it('understands a folder without its slash, and its manifest, as the folder', async () => {
    for (const pack of [PACK_URL.slice(0, -1), `${PACK_URL}manifest.json`]) {
      expect((await (await open({ pack })).info()).pack.url).toBe(PACK_URL);
    }
  });
});

describe('recording', () => {
  it('is seen by every recommend after it, awaited or not', async () => {
    const recommender = await open();
    const [first] = await ids(recommender.recommend({ limit: 1 }));
    void recommender.record({ type: 'dislike', item: first });
    expect(await ids(recommender.recommend({ limit: 60 }))).not.toContain(first);
    const event = await recommender.record({ type: 'undo', item: first });
    expect(event).toMatchObject({ type: 'undo', item: first });
    expect(await ids(recommender.recommend({ limit: 60 }))).toContain(first);
  });

  it('is kept over a reopening, and stored even if the recommender is destroyed at once', async () => {
    const recommender = await open();
    const recording = recommender.record({ type: 'like', item: 'item-3' });
    recommender.destroy();
    expect((await rejection(recording)).code).toBe('destroyed');
    const again = await open();
    await vi.waitFor(async () => expect((await again.profile.summary()).liked).toEqual(['item-3']));
  });

  it('refuses an unknown item, and stores nothing', async () => {
    const recommender = await open();
    const error = await rejection(recommender.record({ type: 'like', item: 'item-60' }));
    expect(error.code).toBe('unknown-item');
    expect(error.message).toMatch(
      /^The pack "tiny" \(version [0-9a-f]{16}, 60 items\) has no item "item-60": pass an id of its catalogue/,
    );
    expect(await recommender.profile.events()).toEqual([]);
  });

  it('refuses a malformed event', async () => {
    const recommender = await open();
    const error = await rejection(recommender.record({ type: 'love', item: 'item-1' } as never));
    expect(error.code).toBe('invalid-argument');
    expect((await rejection(recommender.record({ type: 'undo', item: 'item-1' }))).code).toBe(
      'invalid-argument',
    );
  });

  it('gives ids that differ, and times', async () => {
    const recommender = await open();
    const [a, b] = await Promise.all([
      recommender.record({ type: 'view', item: 'item-1' }),
      recommender.record({ type: 'view', item: 'item-1' }),
    ]);
    expect(a!.id).toMatch(/^[0-9a-f]{32}$/);
    expect(a!.id).not.toBe(b!.id);
    expect(Math.abs(a!.at - Date.now())).toBeLessThan(60_000);
    expect(await recommender.profile.events()).toHaveLength(2);
  });

  it('stores nothing while paused', async () => {
    const recommender = await open();
    await recommender.profile.pause();
    expect(await recommender.record({ type: 'like', item: 'item-1' })).toBeNull();
    expect(await recommender.profile.summary()).toMatchObject({ paused: true, events: 0 });
    await recommender.profile.resume();
    expect(await recommender.record({ type: 'like', item: 'item-1' })).not.toBeNull();
    expect(await recommender.profile.summary()).toMatchObject({ paused: false, events: 1 });
  });

  it('survives a connection that the browser closed in the background', async () => {
    const recommender = await open();
    await recommender.record({ type: 'like', item: 'item-1' });
    vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementationOnce(() => {
      throw new DOMException('The database connection is closing.', 'InvalidStateError');
    });
    expect((await recommender.recommend()).personal).toBe(true);
  });
});

describe('the profile', () => {
  it('is exported, erased and imported whole', async () => {
    const recommender = await open();
    for (const item of ['item-1', 'item-2']) await recommender.record({ type: 'like', item });
    const exported = await recommender.profile.export();
    expect(exported).toMatchObject({ format: 'locavore-profile', version: 1, namespace, paused: false });
    await recommender.profile.erase();
    expect(await recommender.profile.events()).toEqual([]);
    expect((await recommender.recommend()).personal).toBe(false);
    const text = JSON.parse(JSON.stringify(exported));
    expect(await recommender.profile.import(text)).toEqual({ imported: 2, skipped: 0 });
    expect(await recommender.profile.events()).toEqual(exported.events);
  });

  it('is merged without repeats', async () => {
    const recommender = await open();
    await recommender.record({ type: 'like', item: 'item-1', at: 10 });
    const exported = await recommender.profile.export();
    await recommender.record({ type: 'like', item: 'item-2', at: 20 });
    exported.events.push({ id: 'elsewhere', type: 'like', item: 'item-9', at: 5 });
    expect(await recommender.profile.import(exported, { mode: 'merge' })).toEqual({
      imported: 1,
      skipped: 1,
    });
    expect((await recommender.profile.summary()).liked).toEqual(['item-2', 'item-1', 'item-9']);
    expect(await recommender.profile.import(exported)).toEqual({ imported: 2, skipped: 0 });
    expect((await recommender.profile.summary()).liked).toEqual(['item-1', 'item-9']);
  });

  it('is untouched by an import that fails', async () => {
    const recommender = await open();
    await recommender.record({ type: 'like', item: 'item-1' });
    const before = await recommender.profile.events();
    expect((await rejection(recommender.profile.import({ format: 'x' }))).code).toBe('profile-malformed');
    const mode = { mode: 'add' } as never;
    const error = await rejection(recommender.profile.import(await recommender.profile.export(), mode));
    expect(error.message).toBe('profile.import: mode is "add", expected "replace" or "merge".');
    expect(await recommender.profile.events()).toEqual(before);
  });

  it('is the same in two tabs, which tell each other of changes', async () => {
    const [here, there] = [await open(), await open()];
    const heard = next(there, 'change');
    await here.record({ type: 'like', item: 'item-1' });
    // Even before the message has arrived.
    expect((await there.profile.summary()).liked).toEqual(['item-1']);
    await heard;
    const erased = next(here, 'change');
    await there.profile.erase();
    expect((await here.recommend()).personal).toBe(false);
    await erased;
    await there.profile.pause();
    expect(await here.record({ type: 'like', item: 'item-2' })).toBeNull();
  });

  it('has no orphan where one tab erases it while another takes something back', async () => {
    for (let delay = 0; delay < 24; delay++) {
      const [here, there] = [await open(), await open()];
      await here.record({ type: 'like', item: 'item-1' });
      const undone = here.record({ type: 'undo', item: 'item-1' }).catch((error: unknown) => error);
      await ticks(delay);
      await there.profile.erase();
      const outcome = await undone;
      expect(await there.profile.events(), `after ${delay} ticks`).toEqual([]);
      // Too late to take anything back, or in time and erased with the rest.
      if (outcome instanceof LocavoreError) expect(outcome.code).toBe('invalid-argument');
      else expect(outcome).toMatchObject({ type: 'undo', item: 'item-1' });
      for (const tab of [here, there]) tab.destroy();
    }
  });

  it('gets nothing more once another tab has paused it', async () => {
    const [here, there] = [await open(), await open()];
    const order: string[] = [];
    let pausing: Promise<unknown> | undefined;
    const { get } = IDBObjectStore.prototype;
    vi.spyOn(IDBObjectStore.prototype, 'get').mockImplementation(function (this: IDBObjectStore, key) {
      // The other tab pauses at the moment at which this one looks whether it is paused.
      if (key === 'profile.paused') {
        pausing ??= there.profile.pause().then(() => order.push('paused'));
      }
      return get.call(this, key);
    });
    const event = await here.record({ type: 'like', item: 'item-1' });
    order.push('recorded');
    await pausing;
    expect(order).toEqual(['recorded', 'paused']);
    expect(await here.record({ type: 'like', item: 'item-2' })).toBeNull();
    expect(await there.profile.events()).toEqual([event]);
  });

  it('is not changed by what a page does with its events', async () => {
    for (const persist of [true, false]) {
      const recommender = await open({ persist });
      const recorded = await recommender.record({ type: 'like', item: 'item-1' });
      const [event] = await recommender.profile.events();
      const [exported] = (await recommender.profile.export()).events;
      for (const given of [recorded!, event, exported]) given.item = 'item-2';
      expect((await recommender.profile.summary()).liked).toEqual(['item-1']);
    }
  });

  it('opens in two tabs at once on the first visit', async () => {
    const [here, there] = await Promise.all([open(), open()]);
    await Promise.all([
      here.record({ type: 'like', item: 'item-1', at: 1 }),
      there.record({ type: 'like', item: 'item-2', at: 2 }),
    ]);
    for (const tab of [here, there])
      expect((await tab.profile.summary()).liked).toEqual(['item-2', 'item-1']);
    server.taken();
    expect(await (await open()).info()).toMatchObject({ fromStorage: true });
  });

  it('says that it changed, here, until the listener leaves', async () => {
    const recommender = await open();
    const listener = vi.fn();
    const off = recommender.on('change', listener);
    await recommender.record({ type: 'view', item: 'item-1' });
    expect(listener).toHaveBeenCalledTimes(1);
    await recommender.recommend();
    expect(listener).toHaveBeenCalledTimes(1);
    off();
    await recommender.record({ type: 'view', item: 'item-2' });
    expect(listener).toHaveBeenCalledTimes(1);
  });
});

describe('the catalogue', () => {
  it('gives items in the order asked for', async () => {
    const recommender = await open();
    expect((await recommender.items(['item-5', 'item-0'])).map(({ title }) => title)).toEqual([
      'Title 5',
      'Title 0',
    ]);
    expect((await rejection(recommender.items(['item-5', 'nope']))).code).toBe('unknown-item');
    expect((await rejection(recommender.items('item-5' as never))).code).toBe('invalid-argument');
  });

  it('is browsed by page, filter and order', async () => {
    const recommender = await open();
    const all = await recommender.browse({ sort: 'catalogue', offset: 2, limit: 2 });
    expect(all).toMatchObject({ total: 60, items: [{ id: 'item-2' }, { id: 'item-3' }] });
    const some = await recommender.browse({ filter: { categories: ['poetry'] }, limit: 100 });
    expect(some.items).toHaveLength(some.total);
    for (const { categories } of some.items) expect(categories).toContain('poetry');
    const facets = await recommender.facets('category');
    expect(facets.find(({ label }) => label === 'poetry')?.count).toBe(some.total);
    expect(facets.map(({ label }) => label).sort()).toEqual(TINY_CATEGORIES);
  });

  it('knows what is similar', async () => {
    const recommender = await open();
    const similar = await ids(recommender.similar('item-4', { limit: 5 }));
    expect(similar).toHaveLength(5);
    expect(similar).not.toContain('item-4');
    expect((await rejection(recommender.similar('nope'))).code).toBe('unknown-item');
  });
});

describe('engines', () => {
  it('are swapped while searches run, and give the same shelf', async () => {
    const recommender = await open();
    await recommender.record({ type: 'like', item: 'item-1' });
    const expected = await ids(recommender.recommend({ limit: 20 }));
    const shelves = Promise.all(Array.from({ length: 10 }, () => ids(recommender.recommend({ limit: 20 }))));
    const choices = Promise.all([recommender.useEngine('wasm'), recommender.useEngine('js')]);
    for (const shelf of await shelves) expect(shelf).toEqual(expected);
    expect((await choices).map(({ name }) => name)).toEqual(['wasm', 'js']);
    expect((await recommender.info()).engine.name).toBe('js');
    expect((await recommender.recommend()).trace.engine).toBe('js');
  });

  it('stay as they are when another cannot run here', async () => {
    const recommender = await open();
    expect((await rejection(recommender.useEngine('webgpu'))).code).toBe('engine-unavailable');
    expect((await rejection(recommender.useEngine('cuda' as never))).code).toBe('invalid-argument');
    expect((await recommender.info()).engine.name).toBe('js');
  });
});

describe('destroy', () => {
  it('is idempotent, and every later call rejects', async () => {
    const recommender = await open();
    recommender.destroy();
    recommender.destroy();
    const calls = [
      () => recommender.info(),
      () => recommender.record({ type: 'like', item: 'item-1' }),
      () => recommender.recommend(),
      () => recommender.similar('item-1'),
      () => recommender.items([]),
      () => recommender.browse(),
      () => recommender.facets('category'),
      () => recommender.useEngine('js'),
      () => recommender.profile.summary(),
      () => recommender.profile.export(),
      () => recommender.profile.erase(),
    ];
    for (const call of calls) expect((await rejection(call())).code).toBe('destroyed');
  });

  it('rejects what is under way', async () => {
    const recommender = await open();
    const shelf = recommender.recommend();
    recommender.destroy();
    const error = await rejection(shelf);
    expect(error).toBeInstanceOf(LocavoreError);
    expect(error.code).toBe('destroyed');
  });
});
