import { hasBit } from '../../engine/bit-mask.ts';
import type { Pack } from '../../pack/pack.ts';
import type { ItemIndex } from '../../units.ts';
import { popularityOrder } from '../popularity-order.ts';
import type { Generated } from './pool.ts';

/**
 * The most popular items that are not left out.
 *
 * @param lacking how many items the shelf still lacks once all generators have spoken: the walk goes on past the quota
 * until that many items are named that `known` does not know, so that a shelf is full whenever enough items are eligible.
 */
export function generatePopular(
  pack: Pack,
  quota: number,
  exclude: Uint32Array,
  lacking: number,
  known: (index: ItemIndex) => boolean,
): Generated {
  const indices: ItemIndex[] = [];
  const scores: number[] = [];
  let fresh = 0;
  for (const index of popularityOrder(pack)) {
    if (indices.length >= quota && fresh >= lacking) break;
    if (hasBit(exclude, index)) continue;
    const isKnown = known(index);
    if (indices.length >= quota && isKnown) continue;
    if (!isKnown) fresh++;
    indices.push(index);
    scores.push(pack.popularity[index]);
  }
  return { indices, scores };
}
