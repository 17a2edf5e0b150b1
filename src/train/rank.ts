/** Exact top-k of float scores: the trainer's own, with none of the page's code in it. */
import type { ItemIndex } from '../units.ts';

/**
 * The k best items by score, best first, ties to the lower index. Items in `known` are left out.
 */
export function rankScores(scores: ArrayLike<number>, known: ReadonlySet<ItemIndex>, k: number): ItemIndex[] {
  const best: ItemIndex[] = [];
  for (let item = 0; item < scores.length; item++) {
    if (best.length === k && !(scores[item] > scores[best[k - 1]])) continue;
    if (known.has(item)) continue;
    let at = best.length < k ? best.length : k - 1;
    for (; at > 0 && scores[best[at - 1]] < scores[item]; at--) best[at] = best[at - 1];
    best[at] = item;
  }
  return best;
}
