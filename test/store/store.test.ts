import 'fake-indexeddb/auto';
import { describe, expect, it, vi } from 'vitest';
import { LocavoreError } from '../../src/errors.ts';
import type { Manifest } from '../../src/pack/format.ts';
import { buildPackFiles } from '../../src/pack/write.ts';
import type { ProfileEvent } from '../../src/profile/events.ts';
import { openIndexedDbStore } from '../../src/store/indexeddb.ts';
import { createMemoryStore } from '../../src/store/memory.ts';
import type { Store } from '../../src/store/store.ts';
import { rejection } from '../support/caught.ts';
import { tinyPackParts } from '../support/tiny-pack.ts';

let namespaces = 0;
const twins: [string, () => Promise<Store>][] = [
  ['indexeddb', () => openIndexedDbStore(`battery-${namespaces++}`)],
  ['memory', async () => createMemoryStore()],
];
const url = 'https://shop.example/models/tiny/';

async function putPack(store: Store, seed: number): Promise<Manifest> {
  const { manifest, files } = await buildPackFiles(tinyPackParts({ seed }));
  for (const { file, sha256 } of manifest.shards) {
    await store.packs.putShard(sha256, Uint8Array.from(files.get(file)!).buffer);
  }
  return manifest;
}

const event = (id: string, at: number): ProfileEvent => ({ id, type: 'view', item: `item-${id}`, at });

describe.each(twins)('the store %s', (kind, open) => {
  it('knows what it is', async () => {
    expect((await open()).kind).toBe(kind);
  });

  it('gives back shards, one or many, and tells which it lacks', async () => {
    const { packs } = await open();
    await packs.putShard('aa', Uint8Array.of(1, 2, 3).buffer);
    await packs.putShard('bb', new ArrayBuffer(0));
    expect(new Uint8Array((await packs.getShard('aa'))!)).toEqual(Uint8Array.of(1, 2, 3));
    expect(await packs.getShard('cc')).toBeUndefined();
    const many = await packs.getShards(['cc', 'bb', 'aa']);
    expect(many.map((shard) => shard?.byteLength)).toEqual([undefined, 0, 3]);
  });

  it('keeps its own copy of a shard', async () => {
    const { packs } = await open();
    const bytes = Uint8Array.of(1);
    await packs.putShard('aa', bytes.buffer);
    bytes[0] = 9;
    new Uint8Array((await packs.getShard('aa'))!)[0] = 8;
    expect(new Uint8Array((await packs.getShard('aa'))!)[0]).toBe(1);
  });

  it('commits a pack whose shards are there, and no other', async () => {
    const store = await open();
    const manifest = await putPack(store, 1);
    expect(await store.packs.get(url)).toBeUndefined();
    await store.packs.commit({ url, manifest, manifestText: 'text', passedChecks: 1 });
    expect(await store.packs.get(url)).toEqual({ url, manifest, manifestText: 'text', passedChecks: 1 });
    const other = structuredClone(manifest);
    other.shards[0].sha256 = 'f'.repeat(64);
    const error = await rejection(
      store.packs.commit({ url, manifest: other, manifestText: 'other', passedChecks: 1 }),
    );
    expect(error.code).toBe('storage-unavailable');
    expect(error.message).toContain(`its shard ${manifest.shards[0].file} is not stored`);
    expect((await store.packs.get(url))?.manifestText).toBe('text');
  });

  it('collects the shards that nothing names any more', async () => {
    const store = await open();
    const first = await putPack(store, 1);
    await store.packs.commit({ url, manifest: first, manifestText: '1', passedChecks: 1 });
    await store.packs.commit({ url: `${url}copy/`, manifest: first, manifestText: '1', passedChecks: 1 });
    expect(await store.packs.collectGarbage()).toBe(0);
    const second = await putPack(store, 2);
    await store.packs.commit({ url, manifest: second, manifestText: '2', passedChecks: 1 });
    expect(await store.packs.collectGarbage()).toBe(0);
    await store.packs.commit({ url: `${url}copy/`, manifest: second, manifestText: '2', passedChecks: 1 });
    const shared = first.shards.filter(({ sha256 }) =>
      second.shards.some((shard) => shard.sha256 === sha256),
    );
    const kept = first.shards.find((shard) => !shared.includes(shard))!;
    expect(await store.packs.collectGarbage([kept.sha256])).toBe(first.shards.length - shared.length - 1);
    expect(await store.packs.getShard(kept.sha256)).toBeDefined();
    expect(await store.packs.collectGarbage()).toBe(1);
    for (const { sha256 } of second.shards) expect(await store.packs.getShard(sha256)).toBeDefined();
  });

  it('lists events oldest first, those of one time as they came', async () => {
    const { events } = await open();
    for (const entry of [event('b', 20), event('c', 20), event('a', 10)]) await events.merge([entry]);
    expect((await events.all()).map(({ id }) => id)).toEqual(['a', 'b', 'c']);
  });

  it('stores an event once, however often it is merged', async () => {
    const { events } = await open();
    await events.merge([event('a', 10)]);
    await events.merge([{ ...event('a', 99), type: 'like' }]);
    expect(await events.all()).toEqual([event('a', 10)]);
  });

  it('merges what is new, replaces, and clears', async () => {
    const { events } = await open();
    await events.merge([event('a', 10)]);
    expect(await events.merge([event('a', 1), event('b', 5)])).toBe(1);
    expect((await events.all()).map(({ id }) => id)).toEqual(['b', 'a']);
    await events.replace([event('c', 1)]);
    expect(await events.all()).toEqual([event('c', 1)]);
    await events.clear();
    expect(await events.all()).toEqual([]);
    await events.merge([event('c', 2)]);
    expect(await events.all()).toEqual([event('c', 2)]);
  });

  it('appends what is made of the events and of a setting, or nothing', async () => {
    const { events, settings } = await open();
    await events.merge([event('b', 20), event('a', 10)]);
    await settings.set('x', { y: 1 });
    const make = vi.fn(() => event('c', 15));
    expect(await events.appendIf('x', make)).toEqual(event('c', 15));
    expect(make.mock.calls).toEqual([[[event('a', 10), event('b', 20)], { y: 1 }]]);
    expect(await events.appendIf('unknown', (existing, value) => (value ? existing[0] : null))).toBeNull();
    expect((await events.all()).map(({ id }) => id)).toEqual(['a', 'c', 'b']);
  });

  it('appends nothing where making the event fails', async () => {
    const { events } = await open();
    await events.merge([event('a', 10)]);
    const failure = new LocavoreError('unknown-item', 'No such item.');
    const append = events.appendIf('x', () => {
      throw failure;
    });
    await expect(append).rejects.toBe(failure);
    expect(await events.all()).toEqual([event('a', 10)]);
  });

  it('lets no other write between what an event is made of and its storing', async () => {
    const { events } = await open();
    await events.merge([event('a', 10)]);
    let cleared: Promise<void> | undefined;
    await events.appendIf('x', () => {
      cleared = Promise.resolve().then(() => events.clear());
      return event('b', 20);
    });
    await cleared;
    expect(await events.all()).toEqual([]);
  });

  it('keeps its own copy of an event, and hands out what cannot be changed', async () => {
    const { events } = await open();
    const [merged, made, replaced] = [event('a', 10), event('b', 20), event('c', 30)];
    await events.merge([merged]);
    await events.appendIf('x', () => made);
    for (const given of [merged, made]) given.item = 'changed';
    expect(await events.all()).toEqual([event('a', 10), event('b', 20)]);
    await events.replace([replaced]);
    replaced.item = 'changed';
    const all = await events.all();
    expect(() => Reflect.apply(Array.prototype.pop, all, [])).toThrow(TypeError);
    expect(Reflect.set(all[0], 'item', 'changed')).toBe(false);
    expect(await events.all()).toEqual([event('c', 30)]);
  });

  it('keeps settings', async () => {
    const { settings } = await open();
    expect(await settings.get('x')).toBeUndefined();
    await settings.set('x', { list: [1, 2] });
    expect(await settings.get('x')).toEqual({ list: [1, 2] });
    await settings.delete('x');
    expect(await settings.get('x')).toBeUndefined();
  });
});
