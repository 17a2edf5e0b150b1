/**
 * Ranking metrics over the full catalogue, without sampling. The protocol: recall = hits / relevant items; the ideal
 * DCG of NDCG@k has min(k, relevant) ones.
 */
import type { ItemIndex } from '../units.ts';

export interface RankingMetrics {
  'recall@20': number;
  'ndcg@20': number;
}

/**
 * Share of the relevant items among the first k.
 * @param ranking item indices, best first, without repeats
 * @returns 0 … 1; NaN if nothing is relevant
 */
export function recallAt(k: number, ranking: ArrayLike<ItemIndex>, relevant: ReadonlySet<ItemIndex>): number {
  let hits = 0;
  for (let rank = 0; rank < Math.min(k, ranking.length); rank++) if (relevant.has(ranking[rank])) hits++;
  return hits / relevant.size;
}

/**
 * Normalised discounted cumulative gain of the first k, gain 1 per relevant item, discount 1 / log2(rank + 1) with
 * ranks from 1.
 * @returns 0 … 1; NaN if nothing is relevant
 */
export function ndcgAt(k: number, ranking: ArrayLike<ItemIndex>, relevant: ReadonlySet<ItemIndex>): number {
  let gain = 0;
  for (let rank = 0; rank < Math.min(k, ranking.length); rank++) {
    if (relevant.has(ranking[rank])) gain += 1 / Math.log2(rank + 2);
  }
  let ideal = 0;
  for (let rank = 0; rank < Math.min(k, relevant.size); rank++) ideal += 1 / Math.log2(rank + 2);
  return gain / ideal;
}

/** Means over users with at least one relevant item. */
export class MetricsMean {
  #recall = 0;
  #ndcg = 0;
  #users = 0;

  add(ranking: ArrayLike<ItemIndex>, relevant: ReadonlySet<ItemIndex>): void {
    if (relevant.size === 0) return;
    this.#recall += recallAt(20, ranking, relevant);
    this.#ndcg += ndcgAt(20, ranking, relevant);
    this.#users++;
  }

  get users(): number {
    return this.#users;
  }

  /** NaN before the first user. */
  value(): RankingMetrics {
    return { 'recall@20': this.#recall / this.#users, 'ndcg@20': this.#ndcg / this.#users };
  }
}
