import { describe, expect, it } from 'vitest';
import { createPack } from '../../src/pack/create.ts';
import { dequantiseRows } from '../../src/pack/quantise.ts';
import { foldIn } from '../../src/profile/fold-in.ts';
import { FloatFoldIn, trainAls } from '../../src/train/als.ts';
import { evaluate } from '../../src/train/evaluate.ts';
import { selectPairs } from '../../src/train/split.ts';
import { trainPackParts } from '../../src/train/train-pack.ts';
import { tune } from '../../src/train/tune.ts';
import { checkerboard, interactionsOf, randomInteractions } from './support/interactions.ts';

const run = { threads: 1 };
const card = { title: 'Test' };

describe('training a pack', () => {
  const data = randomInteractions(60, 40, 0.3);
  const ids = [...data.itemIds.slice(5), 'unsold'];
  const train = () =>
    trainPackParts(
      data,
      { data: { ids, columns: {} }, fields: [] },
      { name: 'test', card, als: { dimension: 5 } },
      run,
    );

  it('makes parts that a pack accepts, over the catalogue’s items in its order', async () => {
    const parts = await train();
    const pack = createPack(parts);
    expect(pack.matrix.count).toBe(36);
    expect(pack.popularity[35]).toBe(0);
    expect(pack.matrix.scales[35]).toBe(0);
    const likes = data.items.filter((item, e) => item === 5 && data.preferences[e] === 1).length;
    expect(pack.popularity[0]).toBeCloseTo(likes / Number(parts.card.training?.users), 6);
    expect(parts.card.training).toMatchObject({ items: 36, dimension: 5 });
    expect(parts.card.training?.unknownItemPairs).toBe(data.items.filter((item) => item < 5).length);
  });

  it('carries the Gram matrix of the rounded vectors', async () => {
    const { matrix, gram } = await train();
    const vectors = dequantiseRows(matrix);
    for (let i = 0; i < 5; i++) {
      for (let j = 0; j < 5; j++) {
        let sum = 0;
        for (let item = 0; item < 36; item++) sum += vectors[item * 5 + i] * vectors[item * 5 + j];
        expect(gram![i * 5 + j]).toBeCloseTo(sum, 5);
      }
    }
  });

  it('is the same to the byte each time', async () => {
    expect(await train()).toEqual(await train());
  });

  it('lets the page fold a history into the vector that the trainer gives it', async () => {
    const parts = await train();
    const pack = createPack(parts);
    const trainer = new FloatFoldIn({
      dimension: 5,
      items: dequantiseRows(pack.matrix),
      foldIn: parts.foldIn as never,
    });
    const observations = [
      { item: 3, confidence: 1, preference: 1 as const },
      { item: 8, confidence: 0.6, preference: 1 as const },
      { item: 9, confidence: 1, preference: 0 as const },
    ];
    const expected = trainer.fold(observations)!;
    const found = foldIn(pack, observations)!;
    for (let d = 0; d < 5; d++) expect(found[d]).toBeCloseTo(expected[d], 6);
  });

  it('says so when the files share no ids', async () => {
    const training = trainPackParts(
      data,
      { data: { ids: ['x', 'y'], columns: {} }, fields: [] },
      { name: 'test', card },
      run,
    );
    await expect(training).rejects.toMatchObject({
      code: 'invalid-argument',
      message: expect.stringContaining('nothing to train on'),
    });
  });
});

describe('evaluation', () => {
  const size = 40;
  const train = checkerboard(size);
  const heldOut = interactionsOf(
    Array.from({ length: size }, (_, user) =>
      Array.from({ length: size }, (_, item) => (item === user ? 1 : null)),
    ),
  );
  const options = {
    als: { dimension: 4, alpha0: 0.1, lambda: 0.001 },
    neighbours: { lambda: 1 },
  };

  it('finds the diagonal of a checkerboard with every personal model, and through the page', async () => {
    const { users, items, metrics } = await evaluate({ train, history: null, heldOut }, options, run);
    expect([users, items]).toEqual([size, size]);
    for (const model of ['als', 'alsPage', 'neighbours', 'neighboursPage', 'pipeline'] as const) {
      expect(metrics[model], model).toEqual({ 'recall@20': 1, 'ndcg@20': 1 });
    }
    expect(metrics.popular['ndcg@20']).toBeLessThan(0.5);
  });

  it('folds in users whom the training data does not have', async () => {
    const known = new Set(['u0', 'u1']);
    const isNew = (e: number) => known.has(train.userIds[train.users[e]]);
    const { users, metrics } = await evaluate(
      { train: selectPairs(train, (e) => !isNew(e)), history: selectPairs(train, isNew), heldOut },
      options,
      run,
    );
    expect(users).toBe(2);
    expect(metrics.als['recall@20']).toBe(1);
    expect(metrics.alsPage['recall@20']).toBe(1);
  });

  it('refuses held-out users without a history', async () => {
    const strangers = { ...heldOut, userIds: heldOut.userIds.map((id) => `other ${id}`) };
    await expect(evaluate({ train, history: null, heldOut: strangers }, options, run)).rejects.toThrow(
      /nobody to score.*check that the files use the same user ids/,
    );
  });

  it('stops when its signal fires', async () => {
    const controller = new AbortController();
    const evaluation = evaluate({ train, history: null, heldOut }, options, {
      threads: 1,
      signal: controller.signal,
      onProgress: ({ phase }) => {
        if (phase === 'evaluation') controller.abort();
      },
    });
    await expect(evaluation).rejects.toMatchObject({ code: 'aborted' });
  });
});

describe('tuning', () => {
  it('tries every value on validation users and returns the best of them, the same each time', async () => {
    const data = randomInteractions(40, 30, 0.4);
    const options = { als: { dimension: 3, iterations: 1 }, folds: 1 };
    const result = await tune(data, options, run);
    const als = result.trials.filter(({ model }) => model === 'als');
    const sum = ({ metrics }: (typeof als)[number]) => metrics['recall@20'] + metrics['ndcg@20'];
    const best = als.reduce((a, b) => (sum(b) > sum(a) ? b : a));
    expect(result.als).toMatchObject({ ...best.values, dimension: 3, iterations: 1 });
    expect(result.trials.map(({ model }) => model)).toContain('pipeline');
    expect(await tune(data, options, run)).toEqual(result);
  });

  it('is refused where nobody is left to validate on', async () => {
    await expect(tune(interactionsOf([[1], [1]]), { folds: 1 }, run)).rejects.toThrow(
      'nobody to validate on',
    );
    const noTimes = tune(randomInteractions(5, 5, 1), { validation: 'time' }, run);
    await expect(noTimes).rejects.toThrow('needs interactions with times');
  });
});

it('ALS defaults differ between ratings and purchases', async () => {
  const purchases = await trainAls(checkerboard(6), { dimension: 2 }, run);
  const ratings = await trainAls(randomInteractions(6, 6, 1), { dimension: 2 }, run);
  expect(purchases.foldIn.lambda).not.toBe(ratings.foldIn.lambda);
});
