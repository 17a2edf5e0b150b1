import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LocavoreError } from '../../src/errors.ts';
import { OnceLogger } from '../../src/log.ts';
import type { Progress, Recommender } from '../../src/recommender.ts';
import type { CheckedOptions } from '../../src/worker/check-options.ts';
import { type ClientHooks, RecommenderClient } from '../../src/worker/client.ts';
import { type Open, serve } from '../../src/worker/host.ts';
import { openLocal } from '../../src/worker/local.ts';
import type { Port } from '../../src/worker/protocol.ts';
import { rejection } from '../support/caught.ts';
import { FakeServer, PACK_URL } from '../support/fake-server.ts';
import { tinyPackParts } from '../support/tiny-pack.ts';

let server: FakeServer;
let options: CheckedOptions;
let namespaces = 0;
let clients: RecommenderClient[] = [];
const warn = vi.fn();
const openInThread: Open = (given, hooks) => openLocal(given, { ...hooks, thread: 'worker' });

beforeEach(async () => {
  server = new FakeServer();
  await server.publish(tinyPackParts());
  server.install();
  options = { url: PACK_URL, namespace: `wire-${namespaces++}`, engine: 'js', persist: true };
  warn.mockReset();
});

afterEach(() => {
  for (const client of clients) client.destroy();
  clients = [];
  vi.unstubAllGlobals();
});

function connect(open: Open = openInThread, hooks: Partial<ClientHooks> = {}): RecommenderClient {
  const { port1, port2 } = new MessageChannel();
  serve(port2 as unknown as Port, open);
  const client = new RecommenderClient(port1 as unknown as Port, {
    logger: new OnceLogger({ warn }),
    ...hooks,
  });
  clients.push(client);
  return client;
}

async function opened(hooks: Partial<ClientHooks> = {}): Promise<RecommenderClient> {
  const client = connect(openInThread, hooks);
  await client.open(options);
  return client;
}

describe('a recommender over a wire', () => {
  it('says hello before anything is opened', async () => {
    await expect(connect().hello).resolves.toBeUndefined();
    expect(server.requests).toEqual([]);
  });

  it('answers every call as the recommender itself does', async () => {
    const client = await opened();
    const local = await openInThread(options, {});
    await client.record({ type: 'like', item: 'item-1' });
    const pairs: [unknown, unknown][] = await Promise.all(
      [
        (r: Recommender) => r.recommend({ limit: 5 }).then(({ items }) => items),
        (r: Recommender) => r.similar('item-2', { limit: 3 }).then(({ items }) => items),
        (r: Recommender) => r.items(['item-7']),
        (r: Recommender) => r.browse({ limit: 3 }),
        (r: Recommender) => r.facets('creator'),
        (r: Recommender) => r.profile.summary(),
        (r: Recommender) => r.profile.events(),
      ].map(async (call) => [await call(client), await call(local)] as [unknown, unknown]),
    );
    for (const [wired, direct] of pairs) expect(wired).toEqual(direct);
    expect(await client.info()).toMatchObject({ thread: 'worker', pack: { name: 'tiny' } });
    expect((await client.useEngine('wasm')).name).toBe('wasm');
    const exported = await client.profile.export();
    await client.profile.erase();
    expect(await client.profile.import(exported, { mode: 'merge' })).toEqual({ imported: 1, skipped: 0 });
    await client.profile.pause();
    expect(await client.record({ type: 'like', item: 'item-2' })).toBeNull();
    await client.profile.resume();
    local.destroy();
  });

  it('carries progress, events and warnings', async () => {
    const progress: Progress[] = [];
    const client = await opened({ onProgress: (p) => progress.push(p) });
    expect(progress[0].phase).toBe('manifest');
    expect(progress.at(-1)!.phase).toBe('ready');
    const listener = vi.fn();
    client.on('change', listener);
    await client.record({ type: 'view', item: 'item-1' });
    expect(listener).toHaveBeenCalledTimes(1);
    client.destroy();
    server.isOffline = true;
    const again = await opened();
    await again.recommend();
    await vi.waitFor(() => expect(warn).toHaveBeenCalledTimes(1));
    expect(warn.mock.calls[0][0]).toMatch(/^locavore: no newer pack could be loaded/);
  });

  it('rebuilds errors with their code and text', async () => {
    const client = await opened();
    const error = await rejection(client.record({ type: 'like', item: 'nope' }));
    expect(error).toBeInstanceOf(LocavoreError);
    expect(error.code).toBe('unknown-item');
    expect(error.message).toContain('has no item "nope"');
    server.files.delete('manifest.json');
    const failing = connect();
    const failure = await rejection(failing.open({ ...options, namespace: 'wire-404' }));
    expect(failure.code).toBe('pack-unreachable');
    expect((await rejection(failing.info())).code).toBe('destroyed');
  });

  it('keeps the name of an error that is not its own', async () => {
    const client = connect(async () => {
      throw new RangeError('odd');
    });
    await expect(client.open(options)).rejects.toMatchObject({ name: 'RangeError', message: 'odd' });
  });

  it('answers with an error where a result cannot cross', async () => {
    const client = connect(async (given, hooks) => {
      const recommender = await openInThread(given, hooks);
      recommender.info = async () => (() => {}) as never;
      return recommender;
    });
    await client.open(options);
    await expect(client.info()).rejects.toMatchObject({ name: 'DataCloneError' });
    expect((await client.recommend()).items).toHaveLength(8);
  });

  it('refuses arguments that cannot cross', async () => {
    const client = await opened();
    const error = await rejection(client.recommend({ filter: () => true } as never));
    expect(error.code).toBe('invalid-argument');
    expect(error.message).toContain('pass plain data, without functions or DOM nodes');
    expect((await client.recommend()).items).toHaveLength(8);
  });

  it('refuses a method that the worker does not have', async () => {
    const client = await opened();
    const call = Reflect.get(client, 'info') as unknown;
    expect(call).toBeTypeOf('function');
    const { port1, port2 } = new MessageChannel();
    serve(port2 as unknown as Port, openInThread);
    const answers: { type: string; error?: { message: string } }[] = [];
    port1.onmessage = ({ data }) => answers.push(data);
    port1.postMessage({ type: 'open', options });
    port1.postMessage({ type: 'call', id: 7, method: 'constructor', args: [] });
    await vi.waitFor(() => expect(answers.find(({ type }) => type === 'error')).toBeDefined());
    expect(answers.find(({ type }) => type === 'error')!.error!.message).toContain(
      'has no method "constructor"',
    );
    port1.postMessage({ type: 'destroy' });
  });

  it('aborts the opening at both ends', async () => {
    const controller = new AbortController();
    let signal: AbortSignal | undefined;
    const client = connect(
      (_, hooks) => {
        signal = hooks.signal;
        setTimeout(() => controller.abort(), 5);
        return new Promise(() => {});
      },
      { signal: controller.signal },
    );
    const error = await rejection(client.open(options));
    expect(error.code).toBe('aborted');
    await vi.waitFor(() => expect(signal!.aborted).toBe(true));
  });

  it('rejects everything pending, and every later call, once destroyed', async () => {
    const onEnd = vi.fn();
    const client = await opened({ onEnd });
    const pending = [client.recommend(), client.info(), client.profile.export()];
    client.destroy();
    client.destroy();
    for (const call of pending) expect((await rejection(call)).code).toBe('destroyed');
    expect((await rejection(client.recommend())).code).toBe('destroyed');
    expect(onEnd).toHaveBeenCalledTimes(1);
  });

  it('stores what was recorded right before it was destroyed', async () => {
    const client = await opened();
    client.record({ type: 'like', item: 'item-5' }).catch(() => {});
    client.destroy();
    const again = await opened();
    await vi.waitFor(async () => expect((await again.profile.summary()).liked).toEqual(['item-5']));
  });

  it('rejects everything with worker-failed once the worker has died', async () => {
    const client = await opened();
    const pending = client.recommend();
    client.fail('out of memory');
    for (const call of [pending, client.info()]) {
      const error = await rejection(call);
      expect(error.code).toBe('worker-failed');
      expect(error.message).toContain('worker failed (out of memory): create a new recommender');
    }
  });
});
