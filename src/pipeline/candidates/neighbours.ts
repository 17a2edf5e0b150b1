import type { NeighbourLists, Pack } from '../../pack/pack.ts';
import type { ItemIndex } from '../../units.ts';
import { topIndices } from '../top-indices.ts';
import type { Anchor } from './anchors.ts';
import type { Generated } from './pool.ts';

/**
 * The score of every item by the item–item lists, f64[items]: `Σ weight_i · w_ij` over the anchors i, as EASE scores a user
 * row (Steck 2019, arXiv 1905.03375), but that a dislike, whose weight is negative, only ever takes away. `null` if the pack has no lists or nothing
 * speaks.
 */
export function neighbourScores(
  pack: Pick<Pack, 'neighbours' | 'matrix'>,
  anchors: readonly Anchor[],
): Float64Array | null {
  const lists = pack.neighbours;
  if (lists === null || anchors.length === 0) return null;
  const scores = new Float64Array(pack.matrix.count);
  for (const { item, weight } of anchors) {
    const scaled = weight * lists.scales[item];
    for (let e = lists.offsets[item]; e < lists.offsets[item + 1]; e++) {
      scores[lists.targets[e]] += spokenFor(weight, scaled * lists.weights[e]);
    }
  }
  return scores;
}

/**
 * What an anchor says of an item: `weight · w`. "Readers of the disliked one seldom want this" is no reason to show it, so a dislike
 * never speaks for anything.
 */
export function spokenFor(anchorWeight: number, part: number): number {
  return anchorWeight < 0 ? Math.min(0, part) : part;
}

/** The weight w_ij of one pair; 0 if j is not on i's list. */
export function neighbourWeight(lists: NeighbourLists, from: ItemIndex, to: ItemIndex): number {
  for (let e = lists.offsets[from]; e < lists.offsets[from + 1]; e++) {
    if (lists.targets[e] === to) return lists.scales[from] * lists.weights[e];
  }
  return 0;
}

/** "Bought together": the items that the shopper's own items speak for most. */
export function generateNeighbours(
  scores: Float64Array | null,
  quota: number,
  exclude: Uint32Array,
): Generated {
  if (scores === null) return { indices: [], scores: [] };
  const indices = topIndices(scores, quota, exclude);
  return { indices, scores: indices.map((index) => scores[index]) };
}
