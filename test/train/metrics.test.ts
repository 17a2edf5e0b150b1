import { describe, expect, it } from 'vitest';
import { MetricsMean, ndcgAt, recallAt } from '../../src/train/metrics.ts';
import { trainPopularity } from '../../src/train/popularity.ts';
import { rankScores } from '../../src/train/rank.ts';
import { interactionsOf } from './support/interactions.ts';

describe('metrics', () => {
  it('recall divides by all relevant items, not by min(k, relevant)', () => {
    expect(recallAt(2, [7, 8, 9], new Set([8, 9]))).toBe(0.5);
    expect(recallAt(3, [7, 8, 9], new Set([8, 9]))).toBe(1);
    expect(recallAt(1, [7], new Set([7, 1, 2, 3]))).toBe(0.25);
  });

  it('NDCG by hand: hits at ranks 2 and 4 of three relevant', () => {
    const gain = 1 / Math.log2(3) + 1 / Math.log2(5);
    const ideal = 1 + 1 / Math.log2(3) + 1 / Math.log2(4);
    expect(ndcgAt(20, [5, 1, 6, 2], new Set([1, 2, 3]))).toBeCloseTo(gain / ideal, 12);
  });

  it('the ideal of NDCG stops at k', () => {
    expect(ndcgAt(2, [1, 2, 3], new Set([1, 2, 3, 4]))).toBe(1);
    expect(ndcgAt(2, [9, 1, 2], new Set([1, 2]))).toBeCloseTo(1 / Math.log2(3) / (1 + 1 / Math.log2(3)), 12);
  });

  it('means leave out users without relevant items', () => {
    const mean = new MetricsMean();
    mean.add([1], new Set([1]));
    mean.add([2], new Set());
    mean.add([3], new Set([4]));
    expect(mean.users).toBe(2);
    expect(mean.value()).toEqual({ 'recall@20': 0.5, 'ndcg@20': 0.5 });
  });
});

describe('ranking by score', () => {
  it('orders by score, ties to the lower index, leaves out what is known and stays full', () => {
    expect(rankScores([1, 3, 2, 3, 5], new Set([4]), 3)).toEqual([1, 3, 2]);
    expect(rankScores([-2, -1, -3], new Set(), 2)).toEqual([1, 0]);
    expect(rankScores([1, 2], new Set([0]), 5)).toEqual([1]);
    expect(rankScores([1, 2], new Set(), 0)).toEqual([]);
  });
});

describe('popularity', () => {
  it('is the share of users who liked the item; dislikes and neutral pairs do not count', () => {
    const popularity = trainPopularity(
      interactionsOf([
        [1, -1, null],
        [1, 0, null],
        [null, 1, null],
        [1, null, null],
      ]),
    );
    expect([...popularity]).toEqual([0.75, 0.25, 0]);
  });
});
