import { beforeAll, describe, expect, it } from 'vitest';
import { type AlsModel, DEFAULT_ALS, FloatFoldIn, trainAls } from '../../src/train/als.ts';
import type { Interactions } from '../../src/train/interactions.ts';
import { rankScores } from '../../src/train/rank.ts';
import { inverse, multiply, zeros } from './support/dense.ts';
import { checkerboard, interactionsOf, randomInteractions } from './support/interactions.ts';
import { buildThreadScript } from './support/thread-script.ts';

let workerUrl: URL;
beforeAll(async () => {
  workerUrl = await buildThreadScript();
});

const options = { dimension: 6, iterations: 3, alpha0: 0.3, lambda: 0.02, nu: 0.8, dislikeConfidence: 0.5 };

/** The textbook formula, one user at a time, from the model's own item vectors. */
function denseFoldIn(model: AlsModel, data: Interactions, user: number, dislikeConfidence: number): number[] {
  const d = model.dimension;
  const count = model.items.length / d;
  const vector = (item: number) => [...model.items.subarray(item * d, (item + 1) * d)];
  const left = zeros(d, d);
  const right = new Array<number>(d).fill(0);
  const add = (y: number[], weight: number) => {
    for (let i = 0; i < d; i++) for (let j = 0; j < d; j++) left[i][j] += weight * y[i] * y[j];
  };
  for (let item = 0; item < count; item++) add(vector(item), model.foldIn.alpha0);
  let total = 0;
  for (let e = 0; e < data.users.length; e++) {
    if (data.users[e] !== user) continue;
    const liked = data.preferences[e] > 0;
    const c = data.weights[e] * (liked ? 1 : dislikeConfidence);
    total += c;
    const y = vector(data.items[e]);
    add(y, c);
    if (liked) for (let i = 0; i < d; i++) right[i] += c * y[i];
  }
  const ridge = model.foldIn.lambda * (total + model.foldIn.alpha0 * count) ** model.foldIn.nu;
  for (let i = 0; i < d; i++) left[i][i] += ridge;
  return multiply(inverse(left), right);
}

describe('implicit ALS', () => {
  it('leaves every user at the dense float64 solution against the final items', async () => {
    const data = randomInteractions(40, 90, 0.5);
    data.weights = data.weights.map((_, e) => 0.5 + (e % 7) / 4);
    const model = await trainAls(data, options, { threads: 1 });
    for (let user = 0; user < 40; user++) {
      const expected = denseFoldIn(model, data, user, options.dislikeConfidence);
      for (let i = 0; i < 6; i++) expect(model.users[user * 6 + i]).toBeCloseTo(expected[i], 6);
    }
  });

  it.each([1, 2, 3, 4, 5, 31, 64, 127, 128])(
    'solves at dimension %i as the dense formula does',
    async (dimension) => {
      const data = randomInteractions(24, 50, 0.8);
      const model = await trainAls(data, { ...options, dimension, iterations: 1 }, { threads: 1 });
      const expected = denseFoldIn(model, data, 7, options.dislikeConfidence);
      const found = model.users.subarray(7 * dimension, 8 * dimension);
      const size = Math.hypot(...expected);
      expect(size).toBeGreaterThan(0);
      for (let i = 0; i < dimension; i++) expect(Math.abs(found[i] - expected[i]) / size).toBeLessThan(1e-6);
    },
  );

  it('lowers its own objective with every epoch', async () => {
    const data = randomInteractions(30, 40, 0.3);
    const objectives: number[] = [];
    for (const iterations of [1, 2, 4, 8]) {
      const model = await trainAls(data, { ...options, iterations }, { threads: 1 });
      objectives.push(objective(model, data, options.dislikeConfidence));
    }
    for (let i = 1; i < objectives.length; i++) expect(objectives[i]).toBeLessThan(objectives[i - 1]);
  });

  it('finds the held-out diagonal of a checkerboard for every user', async () => {
    const size = 48;
    const data = checkerboard(size);
    const model = await trainAls(data, { dimension: 4, iterations: 8, alpha0: 0.1, lambda: 0.001 });
    for (let user = 0; user < size; user++) {
      const known = new Set(data.items.filter((_, e) => data.users[e] === user));
      const scores = Array.from({ length: size }, (_, item) => {
        let sum = 0;
        for (let d = 0; d < 4; d++) sum += model.users[user * 4 + d] * model.items[item * 4 + d];
        return sum;
      });
      expect(rankScores(scores, known, 1)).toEqual([user]);
    }
  });

  it('gives the same bytes for any number of threads', async () => {
    const data = randomInteractions(300, 700, 0.1);
    const one = await trainAls(data, options, { threads: 1 });
    for (const threads of [2, 3, 5]) {
      const many = await trainAls(data, options, { threads, workerUrl });
      expect(Buffer.from(many.items.slice().buffer).equals(Buffer.from(one.items.slice().buffer))).toBe(true);
      expect(Buffer.from(many.users.slice().buffer).equals(Buffer.from(one.users.slice().buffer))).toBe(true);
    }
  });

  it('starts from its seed: the same seed the same bytes, another seed another model', async () => {
    const data = randomInteractions(30, 40, 0.3);
    const model = (seed: number) => trainAls(data, { ...options, seed }, { threads: 1 });
    expect((await model(5)).items).toEqual((await model(5)).items);
    expect((await model(6)).items).not.toEqual((await model(5)).items);
  });

  it('pushes a disliked item down and leaves what nobody likes at zero', async () => {
    const taste = [1, 1, 1, null, null, null];
    const other = [null, null, null, 1, 1, null];
    const data = interactionsOf([taste, taste, other, other, [1, 1, -1, null, null, null]]);
    const of = async (dislikeConfidence: number) => {
      const model = await trainAls(data, { ...options, dimension: 2, dislikeConfidence }, { threads: 1 });
      const score = (item: number) =>
        model.users[8] * model.items[item * 2] + model.users[9] * model.items[item * 2 + 1];
      return { disliked: score(2), liked: score(0), unseen: [...model.items.subarray(10, 12)] };
    };
    const ignoring = await of(0);
    const heeding = await of(3);
    expect(heeding.disliked / heeding.liked).toBeLessThan(ignoring.disliked / ignoring.liked);
    expect(heeding.unseen).toEqual([0, 0]);
  });

  it('folds a history into the vector that training gave the same user', async () => {
    const data = randomInteractions(40, 60, 0.4);
    const model = await trainAls(data, { ...options, dislikeConfidence: 0.5 }, { threads: 1 });
    const foldIn = new FloatFoldIn(model);
    for (const user of [0, 11, 39]) {
      const observations = [...data.users.keys()]
        .filter((e) => data.users[e] === user)
        .map((e) => ({
          item: data.items[e],
          confidence: data.preferences[e] > 0 ? 1 : 0.5,
          preference: data.preferences[e] > 0 ? (1 as const) : (0 as const),
        }));
      const vector = foldIn.fold(observations);
      for (let i = 0; i < 6; i++) expect(vector?.[i]).toBeCloseTo(model.users[user * 6 + i], 6);
    }
    expect(foldIn.fold([])).toBeNull();
    expect(foldIn.fold([{ item: 3, confidence: 1, preference: 0 }])).toBeNull();
  });

  it('reports progress to the end', async () => {
    const seen: string[] = [];
    await trainAls(
      randomInteractions(10, 10, 0.5),
      { ...options, iterations: 2 },
      { threads: 1, onProgress: ({ phase, done, total }) => seen.push(`${phase} ${done}/${total}`) },
    );
    expect(seen).toEqual(['als 1/5', 'als 2/5', 'als 3/5', 'als 4/5', 'als 5/5']);
  });

  it.each([1, 2])('stops when its signal fires, on %i threads', async (threads) => {
    const controller = new AbortController();
    let steps = 0;
    const run = trainAls(
      randomInteractions(60, 60, 0.5),
      { ...options, iterations: 1000 },
      {
        threads,
        workerUrl,
        signal: controller.signal,
        onProgress: () => {
          if (++steps === 3) controller.abort();
        },
      },
    );
    await expect(run).rejects.toMatchObject({ code: 'aborted' });
    expect(steps).toBe(3);
  });

  it.each([
    ['dimension', 0],
    ['dimension', 129],
    ['dimension', 1.5],
    ['iterations', 0],
    ['alpha0', 0],
    ['alpha0', Number.NaN],
    ['lambda', -1],
    ['lambda', Number.POSITIVE_INFINITY],
    ['nu', 1.1],
    ['dislikeConfidence', -0.1],
    ['neutralConfidence', 101],
    ['seed', -1],
  ])('refuses %s = %d by name and value', async (name, value) => {
    const run = trainAls(randomInteractions(3, 3, 1), { ...DEFAULT_ALS, [name]: value }, { threads: 1 });
    await expect(run).rejects.toMatchObject({
      code: 'invalid-argument',
      message: expect.stringContaining(`ALS option ${name} must be`),
    });
  });

  it('trains on no users and no items to an empty model', async () => {
    const model = await trainAls(interactionsOf([]), options, { threads: 1 });
    expect(model.users.length + model.items.length).toBe(0);
  });
});

function objective(model: AlsModel, data: Interactions, dislikeConfidence: number): number {
  const { dimension: d, users, items, foldIn } = model;
  const userCount = users.length / d;
  const itemCount = items.length / d;
  const dot = (u: number, i: number) => {
    let sum = 0;
    for (let k = 0; k < d; k++) sum += users[u * d + k] * items[i * d + k];
    return sum;
  };
  let loss = 0;
  for (let u = 0; u < userCount; u++)
    for (let i = 0; i < itemCount; i++) loss += foldIn.alpha0 * dot(u, i) ** 2;
  const userTotal = new Array<number>(userCount).fill(0);
  const itemTotal = new Array<number>(itemCount).fill(0);
  for (let e = 0; e < data.users.length; e++) {
    const liked = data.preferences[e] > 0;
    const c = liked ? 1 : dislikeConfidence;
    loss += c * ((liked ? 1 : 0) - dot(data.users[e], data.items[e])) ** 2;
    userTotal[data.users[e]] += c;
    itemTotal[data.items[e]] += c;
  }
  const norm = (vectors: Float32Array, row: number) =>
    vectors.subarray(row * d, (row + 1) * d).reduce((sum, x) => sum + x * x, 0);
  for (let u = 0; u < userCount; u++) {
    loss += foldIn.lambda * (userTotal[u] + foldIn.alpha0 * itemCount) ** foldIn.nu * norm(users, u);
  }
  for (let i = 0; i < itemCount; i++) {
    loss += foldIn.lambda * (itemTotal[i] + foldIn.alpha0 * userCount) ** foldIn.nu * norm(items, i);
  }
  return loss;
}
