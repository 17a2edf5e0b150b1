import 'fake-indexeddb/auto';
import { deleteDB, openDB } from 'idb';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { OnceLogger } from '../../src/log.ts';
import type { ProfileEvent } from '../../src/profile/events.ts';
import { Database } from '../../src/store/database.ts';
import { openIndexedDbStore } from '../../src/store/indexeddb.ts';
import { openStore } from '../../src/store/open.ts';
import { rejection } from '../support/caught.ts';

const event: ProfileEvent = { id: 'e', type: 'like', item: 'item-1', at: 1 };
const name = (namespace: string): string => `locavore:${namespace}`;

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

describe('the IndexedDB store', () => {
  it('keeps namespaces apart, and what it holds over a reopening', async () => {
    const one = await openIndexedDbStore('one');
    await one.events.merge([event]);
    one.close();
    expect(await (await openIndexedDbStore('one')).events.all()).toEqual([event]);
    expect(await (await openIndexedDbStore('two')).events.all()).toEqual([]);
  });

  it('sees what another connection wrote, replaced and cleared', async () => {
    const [here, there] = [await openIndexedDbStore('tabs'), await openIndexedDbStore('tabs')];
    expect(await here.events.all()).toEqual([]);
    await there.events.merge([event]);
    expect(await here.events.all()).toEqual([event]);
    await there.events.replace([{ ...event, id: 'f' }]);
    expect((await here.events.all())[0].id).toBe('f');
    await there.events.clear();
    expect(await here.events.all()).toEqual([]);
  });

  it('does not read the events again while nobody wrote', async () => {
    const store = await openIndexedDbStore('cache');
    await store.events.merge([event]);
    const first = await store.events.all();
    expect(await store.events.all()).toBe(first);
  });

  it('reopens a connection that the browser closed, and loses nothing', async () => {
    const store = await openIndexedDbStore('ios');
    await store.events.merge([event]);
    // What iOS does in the background: the connection is closed, and the next transaction throws.
    const transaction = vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementationOnce(() => {
      throw new DOMException('The database connection is closing.', 'InvalidStateError');
    });
    expect(await store.events.all()).toEqual([event]);
    expect(transaction).toHaveBeenCalledTimes(2);
  });

  it('appends one event where a transaction is repeated although it was committed', async () => {
    const store = await openIndexedDbStore('committed');
    const { write } = Database.prototype;
    vi.spyOn(Database.prototype, 'write').mockImplementationOnce(async function (
      this: Database,
      stores,
      work,
    ) {
      await write.call(this, stores, work);
      return write.call(this, stores, work) as never;
    });
    let made = 0;
    const make = (): ProfileEvent => ({ ...event, id: `e${made++}` });
    expect((await store.events.appendIf('x', make))?.id).toBe('e0');
    expect(await store.events.all()).toEqual([{ ...event, id: 'e0' }]);
  });

  it('caches nothing of a transaction that failed', async () => {
    const store = await openIndexedDbStore('failed');
    await store.events.merge([event]);
    vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementationOnce(() => {
      throw new DOMException('No space.', 'QuotaExceededError');
    });
    const error = await rejection(store.events.appendIf('x', () => ({ ...event, id: 'f' })));
    expect(error.code).toBe('storage-full');
    expect(await store.events.all()).toEqual([event]);
    await store.events.merge([{ ...event, id: 'g' }]);
    expect((await store.events.all()).map(({ id }) => id)).toEqual(['e', 'g']);
  });

  it('tries once more only', async () => {
    const store = await openIndexedDbStore('gone');
    const transaction = vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(() => {
      throw new DOMException('Connection to Indexed Database server lost.', 'UnknownError');
    });
    const error = await rejection(store.events.merge([event]));
    expect(error.code).toBe('storage-unavailable');
    expect(error.message).toContain(
      'The database "locavore:gone" cannot be used (UnknownError: Connection to',
    );
    expect(transaction).toHaveBeenCalledTimes(2);
  });

  it('stands aside when the database is deleted under it, and starts anew', async () => {
    const store = await openIndexedDbStore('deleted');
    await store.events.merge([event]);
    expect(await store.events.all()).toHaveLength(1);
    await deleteDB(name('deleted'));
    expect(await store.events.all()).toEqual([]);
    await store.events.merge([event]);
    expect(await store.events.all()).toEqual([event]);
  });

  it('says that a newer release owns the database', async () => {
    (await openDB(name('newer'), 99)).close();
    const error = await rejection(openIndexedDbStore('newer'));
    expect(error.code).toBe('storage-unavailable');
    expect(error.message).toContain('was written by a newer release of Locavore: reload the page');
  });

  it('tells a full device from other trouble', async () => {
    const store = await openIndexedDbStore('full');
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
      throw new DOMException('The quota has been exceeded.', 'QuotaExceededError');
    });
    const error = await rejection(store.packs.putShard('aa', new ArrayBuffer(8)));
    expect(error.code).toBe('storage-full');
    expect(error.message).toContain('"locavore:full" is over this site\'s quota');
  });

  it('notices bytes that were not kept', async () => {
    const store = await openIndexedDbStore('short');
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementationOnce(function (this: IDBObjectStore, _, key) {
      return this.put(new ArrayBuffer(3), key);
    });
    const error = await rejection(store.packs.putShard('aa', new ArrayBuffer(8)));
    expect(error.code).toBe('storage-full');
    expect(error.message).toContain('was written with 8 bytes and reads back with 3');
  });

  it('rolls a failed replacement back', async () => {
    const store = await openIndexedDbStore('rollback');
    await store.events.merge([event]);
    await rejection(
      store.events.replace([
        { ...event, id: 'x' },
        { ...event, id: 'x' },
      ]),
    );
    expect(await store.events.all()).toEqual([event]);
  });

  it('refuses work after it was closed', async () => {
    const store = await openIndexedDbStore('closed');
    store.close();
    expect((await rejection(store.events.all())).message).toContain('The store was closed');
  });
});

describe('openStore', () => {
  it('falls back to memory with one warning where storage is refused', async () => {
    const warn = vi.fn();
    vi.spyOn(indexedDB, 'open').mockImplementation(() => {
      throw new DOMException('The operation is insecure.', 'SecurityError');
    });
    const store = await openStore('refused', true, new OnceLogger({ warn }));
    expect(store.kind).toBe('memory');
    expect(warn).toHaveBeenCalledTimes(1);
    expect(warn.mock.calls[0][0]).toContain('kept in memory and gone with the page');
    expect(warn.mock.calls[0][0]).toContain('SecurityError: The operation is insecure.');
  });

  it('falls back where there is no IndexedDB at all', async () => {
    const warn = vi.fn();
    vi.stubGlobal('indexedDB', undefined);
    expect((await openStore('none', true, new OnceLogger({ warn }))).kind).toBe('memory');
    expect(warn.mock.calls[0][0]).toContain('This page has no IndexedDB');
  });

  it('asks for nothing and warns of nothing with persist: false', async () => {
    const open = vi.spyOn(indexedDB, 'open');
    const warn = vi.fn();
    expect((await openStore('off', false, new OnceLogger({ warn }))).kind).toBe('memory');
    expect(open).not.toHaveBeenCalled();
    expect(warn).not.toHaveBeenCalled();
  });
});
