import type { Pack } from '../../pack/pack.ts';
import type { Similarity } from '../similarity.ts';
import type { Candidate } from '../types.ts';
import { Caps } from './caps.ts';

/** Places that MMR orders; the rest of a longer shelf goes by score. Keeps the work bounded. */
const MMR_PLACES = 100;
/** Candidates that MMR weighs for each place of the shelf. */
const MMR_BREADTH = 4;

export interface DiversifyOptions {
  /** 0 … 1. 1: relevance only. */
  mmrLambda: number;
  /** `null`: no cap. */
  maxPerCreator: number | null;
}

/**
 * Chooses a shelf by maximal marginal relevance (Carbonell and Goldstein 1998): each place goes to the candidate with the
 * greatest `λ · relevance − (1 − λ) · max cosine to the items chosen before`, among those that the caps allow.
 * A cap gives way rather than leave a shelf short: places that no allowed candidate can take go to the best of those
 * held back.
 *
 * @param order positions among the candidates, most relevant first.
 * @param relevance f64[candidates], 0 … 1.
 * @returns positions among the candidates, min(limit, order.length) of them, and how many candidates a cap kept off the shelf
 * in favour of something less relevant.
 */
export function diversify(
  candidates: readonly Candidate[],
  order: readonly number[],
  relevance: Float64Array,
  limit: number,
  pack: Pack,
  options: DiversifyOptions,
  similarity: Similarity,
): { chosen: number[]; capped: number } {
  const caps = new Caps(pack.catalogue, options.maxPerCreator);
  const lambda = options.mmrLambda;
  const places = Math.min(limit, lambda < 1 ? MMR_PLACES : 0);
  const chosen: number[] = [];
  const heldBack: number[] = [];
  let next = 0;
  /** The window that MMR looks at, most relevant first, and each one's greatest cosine to what was chosen. */
  const window: number[] = [];
  const nearest: number[] = [];
  const closest = (position: number) => {
    let most = 0;
    const index = candidates[position].index;
    for (const c of chosen) most = Math.max(most, similarity.cosine(index, candidates[c].index));
    return most;
  };
  const drop = (at: number) => {
    window.splice(at, 1);
    nearest.splice(at, 1);
  };

  while (chosen.length < places) {
    // Held-back candidates leave the window, so that it always offers a choice.
    while (next < order.length && window.length < MMR_BREADTH * places) {
      const position = order[next++];
      if (caps.allows(candidates[position].index)) {
        window.push(position);
        nearest.push(closest(position));
      } else heldBack.push(position);
    }
    let best = -1;
    let bestValue = Number.NEGATIVE_INFINITY;
    for (let at = 0; at < window.length; at++) {
      const value = lambda * relevance[window[at]] - (1 - lambda) * nearest[at];
      if (value > bestValue) {
        best = at;
        bestValue = value;
      }
    }
    if (best < 0) break;
    const position = window[best];
    drop(best);
    chosen.push(position);
    const index = candidates[position].index;
    caps.take(index);
    for (let at = window.length - 1; at >= 0; at--) {
      const other = candidates[window[at]].index;
      if (!caps.allows(other)) {
        heldBack.push(window[at]);
        drop(at);
      } else nearest[at] = Math.max(nearest[at], similarity.cosine(index, other));
    }
  }

  const rest = [...window, ...order.slice(next)];
  for (const position of rest) {
    if (chosen.length >= limit) break;
    const index = candidates[position].index;
    if (caps.allows(index)) {
      chosen.push(position);
      caps.take(index);
    } else heldBack.push(position);
  }
  // The caps give way: the best of what they held back.
  heldBack.sort((a, b) => relevance[b] - relevance[a] || candidates[a].index - candidates[b].index);
  const taken = Math.min(heldBack.length, Math.max(0, limit - chosen.length));
  chosen.push(...heldBack.slice(0, taken));
  const least = chosen.reduce(
    (score, position) => Math.min(score, relevance[position]),
    Number.POSITIVE_INFINITY,
  );
  const capped = heldBack.slice(taken).filter((position) => relevance[position] > least).length;
  return { chosen, capped };
}
