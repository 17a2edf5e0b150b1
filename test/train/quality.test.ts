import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { evaluate } from '../../src/train/evaluate.ts';
import { readInteractions } from '../../src/train/read/interactions.ts';

const SPLIT = join(import.meta.dirname, '../../../shared/data/goodbooks/split');

if (existsSync(SPLIT)) {
  it('ranks the held-out goodbooks readers as well as it should, in float and through the page', async () => {
    const read = async (name: string) => (await readInteractions([join(SPLIT, `${name}.csv`)])).interactions;
    const { users, metrics } = await evaluate(
      { train: await read('train'), history: await read('history'), heldOut: await read('heldout') },
      { als: { dimension: 64 } },
    );
    expect(users).toBe(541);
    const atLeast = (model: keyof typeof metrics, recall: number, ndcg: number) => {
      expect(metrics[model]['recall@20'], `${model} recall@20`).toBeGreaterThanOrEqual(recall);
      expect(metrics[model]['ndcg@20'], `${model} ndcg@20`).toBeGreaterThanOrEqual(ndcg);
    };
    expect(metrics.popular['recall@20']).toBeCloseTo(0.08, 2);
    atLeast('als', 0.225, 0.262);
    atLeast('neighbours', 0.3, 0.345);
    atLeast('pipeline', 0.3, 0.345);
    for (const metric of ['recall@20', 'ndcg@20'] as const) {
      expect(Math.abs(metrics.alsPage[metric] - metrics.als[metric])).toBeLessThan(0.002);
      expect(Math.abs(metrics.neighboursPage[metric] - metrics.neighbours[metric])).toBeLessThan(0.002);
    }
  }, 600_000);
} else {
  it('has no ratings to judge quality on: ../shared/data is not there', () =>
    expect(existsSync(SPLIT)).toBe(false));
}
