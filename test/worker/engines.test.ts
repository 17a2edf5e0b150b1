import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createRecommender } from '../../src/create-recommender.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { LocavoreError } from '../../src/errors.ts';
import { createPack } from '../../src/pack/create.ts';
import type { EngineChoice, Recommender, RecommenderOptions } from '../../src/recommender.ts';
import { createMemoryStore } from '../../src/store/memory.ts';
import { fallbackEngine, measuredEngine, switchEngine } from '../../src/worker/change-engine.ts';
import { EngineSlot } from '../../src/worker/engine-slot.ts';
import { openEngine, rememberedChoice } from '../../src/worker/open-engine.ts';
import { rejection } from '../support/caught.ts';
import { FakeServer, PACK_URL } from '../support/fake-server.ts';
import { tinyPackParts } from '../support/tiny-pack.ts';

const lost = { now: false };
const searches: Record<string, number> = {};

/** Engines that count their searches, and that fail while `lost.now`. */
vi.mock('../../src/engine/create.ts', async (original) => {
  const real = await original<typeof import('../../src/engine/create.ts')>();
  return {
    createEngine: async (...args: Parameters<typeof real.createEngine>): Promise<Engine> => {
      const engine = await real.createEngine(...args);
      const search = engine.search.bind(engine);
      engine.search = async (request) => {
        searches[engine.name] = (searches[engine.name] ?? 0) + 1;
        if (lost.now && engine.name === 'wasm')
          throw new LocavoreError('engine-failed', 'The device was lost.');
        return search(request);
      };
      return engine;
    },
  };
});

const { matrix } = createPack(tinyPackParts());
const choice = (name: EngineChoice['name']): EngineChoice => ({
  name,
  description: '',
  reason: '',
  measured: [],
});

beforeEach(() => {
  lost.now = false;
});

describe('openEngine', () => {
  it('begins without measuring, then measures, and on the next visit obeys what it remembers', async () => {
    const { settings } = createMemoryStore();
    const onFallback = vi.fn();
    const begun = await openEngine('auto', matrix, await rememberedChoice('auto', settings), onFallback);
    expect(begun).toMatchObject({ isSettled: false, choice: { name: 'wasm', measured: [] } });
    expect(Object.values(searches).every((count) => count === 0)).toBe(true);
    const first = await measuredEngine(matrix, settings);
    expect(first.choice.measured.map(({ name }) => name).sort()).toEqual(['js', 'wasm', 'webgpu']);
    await vi.waitFor(async () => expect(await rememberedChoice('auto', settings)).toBeDefined());
    for (const name of Object.keys(searches)) searches[name] = 0;
    const second = await openEngine('auto', matrix, await rememberedChoice('auto', settings), onFallback);
    expect(second.isSettled).toBe(true);
    expect(second.choice).toEqual(first.choice);
    expect(Object.values(searches).every((count) => count === 0)).toBe(true);
    expect(onFallback).not.toHaveBeenCalled();
  });

  it('replaces a named engine that cannot run, and says so', async () => {
    const { settings } = createMemoryStore();
    const onFallback = vi.fn();
    const { engine } = await openEngine('webgpu', matrix, undefined, onFallback);
    expect(engine.name).toBe('wasm');
    expect(onFallback).toHaveBeenCalledTimes(1);
    expect(await rememberedChoice('auto', settings)).toBeUndefined();
  });

  it('does without a memory that cannot be read', async () => {
    const { settings } = createMemoryStore();
    vi.spyOn(settings, 'get').mockRejectedValue(new LocavoreError('storage-unavailable', 'odd'));
    expect(await rememberedChoice('auto', settings)).toBeUndefined();
  });
});

describe('switchEngine', () => {
  it('obeys a name or rejects, and measures anew for auto', async () => {
    const { settings } = createMemoryStore();
    expect((await switchEngine('js', matrix, settings)).choice.reason).toBe('It was asked for by name.');
    expect((await rejection(switchEngine('webgpu', matrix, settings))).code).toBe('engine-unavailable');
    expect((await switchEngine('auto', matrix, settings)).choice.measured).toHaveLength(3);
  });
});

describe('an engine that fails at work', () => {
  const opened: Recommender[] = [];

  afterEach(() => {
    for (const recommender of opened) recommender.destroy();
    vi.unstubAllGlobals();
  });

  it('is replaced in the middle of a request, with one warning', async () => {
    const server = new FakeServer();
    await server.publish(tinyPackParts());
    server.install();
    const warn = vi.fn();
    const options: RecommenderOptions = { pack: PACK_URL, engine: 'wasm', persist: false, logger: { warn } };
    const recommender = await createRecommender(options);
    opened.push(recommender);
    await recommender.record({ type: 'like', item: 'item-1' });
    const expected = (await recommender.recommend()).items;
    lost.now = true;
    const shelves = await Promise.all(Array.from({ length: 4 }, () => recommender.recommend()));
    for (const { items, trace } of shelves) {
      expect(items).toEqual(expected);
      expect(trace.engine).toBe('js');
    }
    expect((await recommender.info()).engine.reason).toBe(
      'The engine "wasm" failed at work, and "js" replaced it.',
    );
    expect(warn).toHaveBeenCalledTimes(1);
    expect(warn.mock.calls[0][0]).toContain('The device was lost.');
  });

  it('gives its own error where nothing can replace it', async () => {
    const error = new LocavoreError('engine-failed', 'Out of memory.');
    const bad = { ...matrix, dimension: 999 };
    expect(await rejection(fallbackEngine(choice('wasm'), bad, error))).toBe(error);
  });
});

describe('EngineSlot', () => {
  it('frees an engine once it is retired and its last search has ended', async () => {
    const [a, b] = ['wasm', 'js'].map((name) => ({ name, destroy: vi.fn() }) as unknown as Engine);
    const slot = new EngineSlot(a, choice('wasm'));
    let end!: () => void;
    const search = slot.use((engine) => {
      expect(engine).toBe(a);
      return new Promise<void>((resolve) => {
        end = resolve;
      });
    });
    slot.swap(b, choice('js'));
    expect(slot.choice.name).toBe('js');
    await slot.use(async (engine) => expect(engine).toBe(b));
    expect(a.destroy).not.toHaveBeenCalled();
    end();
    await search;
    expect(a.destroy).toHaveBeenCalledTimes(1);
    slot.destroy();
    expect(b.destroy).toHaveBeenCalledTimes(1);
  });
});
