import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createRecommender } from '../../src/create-recommender.ts';
import type { Recommender, RecommenderOptions } from '../../src/recommender.ts';
import { serve } from '../../src/worker/host.ts';
import { openLocal } from '../../src/worker/local.ts';
import type { Port } from '../../src/worker/protocol.ts';
import { rejection } from '../support/caught.ts';
import { FakeServer, PACK_URL } from '../support/fake-server.ts';
import { tinyPackParts } from '../support/tiny-pack.ts';

/** A Worker whose script runs on this thread, or does not run at all. */
class FakeWorker extends EventTarget {
  static made: FakeWorker[] = [];
  static behaviour: 'serves' | 'refused' | 'blocked' | 'silent' = 'serves';
  readonly script: string;
  readonly options: WorkerOptions;
  readonly #port: MessagePort;
  isTerminated = false;

  constructor(script: string | URL, options: WorkerOptions) {
    super();
    if (FakeWorker.behaviour === 'refused') throw new DOMException('Refused by policy.', 'SecurityError');
    this.script = String(script);
    this.options = options;
    FakeWorker.made.push(this);
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    port1.addEventListener('message', ({ data }) =>
      this.dispatchEvent(new MessageEvent('message', { data })),
    );
    port1.start();
    if (FakeWorker.behaviour === 'blocked') setTimeout(() => this.crash(''), 5);
    if (FakeWorker.behaviour === 'serves') {
      serve(port2 as unknown as Port, (given, hooks) => openLocal(given, { ...hooks, thread: 'worker' }));
    }
  }

  postMessage(message: unknown): void {
    this.#port.postMessage(message);
  }

  crash(message: string): void {
    this.dispatchEvent(Object.assign(new Event('error'), { message }));
  }

  terminate(): void {
    this.isTerminated = true;
    this.#port.close();
  }
}

const warn = vi.fn();
let namespaces = 0;
let opened: Recommender[] = [];

beforeEach(async () => {
  const server = new FakeServer();
  await server.publish(tinyPackParts());
  server.install();
  vi.stubGlobal('Worker', FakeWorker);
  FakeWorker.made = [];
  FakeWorker.behaviour = 'serves';
  warn.mockReset();
});

afterEach(() => {
  for (const recommender of opened) recommender.destroy();
  opened = [];
  vi.unstubAllGlobals();
});

async function open(options: Partial<RecommenderOptions> = {}): Promise<Recommender> {
  const namespace = `create-${namespaces++}`;
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

const thread = async (recommender: Recommender): Promise<string> => (await recommender.info()).thread;

describe('createRecommender', () => {
  it('runs in a module worker where the page has workers', async () => {
    const recommender = await open();
    expect(await thread(recommender)).toBe('worker');
    expect(FakeWorker.made[0].script).toMatch(/\/worker\/entry\.ts$/);
    expect(FakeWorker.made[0].options.type).toBe('module');
    expect((await recommender.recommend()).items).toHaveLength(8);
    expect(warn).not.toHaveBeenCalled();
  });

  it('runs the script that it is given', async () => {
    await open({ worker: 'https://shop.example/locavore/worker.js' });
    await open({ worker: new URL('https://shop.example/w.js') });
    expect(FakeWorker.made.map(({ script }) => script)).toEqual([
      'https://shop.example/locavore/worker.js',
      'https://shop.example/w.js',
    ]);
  });

  it('stays on the main thread with worker: false, without a word', async () => {
    expect(await thread(await open({ worker: false }))).toBe('main');
    expect(FakeWorker.made).toEqual([]);
    expect(warn).not.toHaveBeenCalled();
  });

  it.each([
    ['refused', 'Refused by policy.'],
    ['blocked', 'its script was blocked or not found'],
  ] as const)(
    'falls back to the main thread, with one warning, where the worker is %s',
    async (how, reason) => {
      FakeWorker.behaviour = how;
      const recommender = await open();
      expect(await thread(recommender)).toBe('main');
      expect((await recommender.recommend()).items).toHaveLength(8);
      expect(warn).toHaveBeenCalledTimes(1);
      expect(warn.mock.calls[0][0]).toContain(`the worker could not be started (${reason})`);
      expect(warn.mock.calls[0][0]).toContain("worker-src 'self'");
    },
  );

  it('can be aborted while the worker is still loading', async () => {
    FakeWorker.behaviour = 'silent';
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 5);
    expect((await rejection(open({ signal: controller.signal }))).code).toBe('aborted');
    expect((await rejection(open({ signal: controller.signal }))).code).toBe('aborted');
    expect(FakeWorker.made).toHaveLength(1);
  });

  it('hands an opening that fails in the worker to the caller, and does not try again on the page', async () => {
    const error = await rejection(open({ pack: 'https://shop.example/elsewhere/' }));
    expect(error.code).toBe('pack-unreachable');
    expect(warn).not.toHaveBeenCalled();
  });

  it('rejects what is pending, and all that follows, when the worker dies', async () => {
    const recommender = await open();
    const pending = recommender.recommend();
    FakeWorker.made[0].crash('out of memory');
    expect((await rejection(pending)).code).toBe('worker-failed');
    const error = await rejection(recommender.info());
    expect(error.code).toBe('worker-failed');
    expect(error.message).toContain('out of memory');
  });

  it('ends the worker after destroy', async () => {
    const recommender = await open();
    recommender.destroy();
    await vi.waitFor(() => expect(FakeWorker.made[0].isTerminated).toBe(true), 5_000);
  });
});
