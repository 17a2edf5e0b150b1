/** The real worker, in a real browser, on the pack that the project ships. */
import { afterEach, expect, it } from 'vitest';
import { createRecommender } from '../../src/index.ts';
import type { Recommender, RecommenderOptions } from '../../src/recommender.ts';

let opened: Recommender[] = [];
const namespace = `worker-test-${crypto.randomUUID()}`;

async function open(options: Partial<RecommenderOptions> = {}): Promise<Recommender> {
  const recommender = await createRecommender({
    pack: '/models/books/',
    namespace,
    logger: null,
    ...options,
  });
  opened.push(recommender);
  return recommender;
}

afterEach(() => {
  for (const recommender of opened) recommender.destroy();
  opened = [];
});

it('downloads once, answers from a worker, and opens again from IndexedDB', async () => {
  const recommender = await open();
  expect(await recommender.info()).toMatchObject({
    thread: 'worker',
    storage: 'indexeddb',
    fromStorage: false,
  });
  expect((await recommender.recommend()).personal).toBe(false);
  const [liked, disliked] = (await recommender.browse({ limit: 2 })).items;
  await recommender.record({ type: 'like', item: liked.id });
  await recommender.record({ type: 'dislike', item: disliked.id });
  const shelf = await recommender.recommend({ limit: 50 });
  expect(shelf.personal).toBe(true);
  expect(shelf.items.map(({ id }) => id)).not.toContain(disliked.id);
  recommender.destroy();

  const again = await open();
  const info = await again.info();
  expect(info).toMatchObject({ thread: 'worker', fromStorage: true });
  const ids = (shelved: typeof shelf): string[] => shelved.items.map(({ id }) => id);
  expect(ids(await again.recommend({ limit: 50 }))).toEqual(ids(shelf));
});

it('gives the same shelf on the main thread', async () => {
  const inWorker = await open();
  const onPage = await open({ worker: false });
  expect((await onPage.info()).thread).toBe('main');
  const scored = async (recommender: Recommender): Promise<[string, number][]> =>
    (await recommender.recommend({ limit: 20 })).items.map(({ id, score }) => [id, score]);
  expect(await scored(onPage)).toEqual(await scored(inWorker));
});

it('falls back to the main thread where the script is not there', async () => {
  const warnings: string[] = [];
  const logger = { warn: (message: string) => warnings.push(message) };
  const recommender = await open({ worker: '/no/such/worker.js', logger });
  expect((await recommender.info()).thread).toBe('main');
  expect(warnings).toHaveLength(1);
  expect(warnings[0]).toContain('the worker could not be started');
});

it('falls back where the script is of another origin', async () => {
  const warnings: string[] = [];
  const logger = { warn: (message: string) => warnings.push(message) };
  const recommender = await open({ worker: 'https://elsewhere.example/worker.js', logger });
  expect((await recommender.info()).thread).toBe('main');
  expect(warnings).toHaveLength(1);
});

it('leaves the profile erased for the next opening', async () => {
  const recommender = await open();
  await recommender.record({ type: 'like', item: (await recommender.browse({ limit: 1 })).items[0].id });
  await recommender.profile.erase();
  recommender.destroy();
  expect((await (await open()).profile.summary()).events).toBe(0);
});
