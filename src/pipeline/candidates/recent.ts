import type { TopK } from '../../engine/engine.ts';
import type { ItemIndex } from '../../units.ts';
import type { Similarity } from '../similarity.ts';
import type { Anchor } from './anchors.ts';
import type { Generated } from './pool.ts';

/**
 * Item-to-item from the newest items: the nearest of any of them.
 *
 * Retrieval is by dot product with the anchor's vector at unit length, since that is what the engine sweeps: among
 * items of like direction it prefers the longer vectors, which in ALS are the better known items. The order is then by
 * cosine, so that a bestseller is not "similar" to everything merely because its vector is long.
 *
 * An item is not near itself: what was merely viewed may come out, but not for having been viewed.
 *
 * @param found one result per anchor; `null` for an anchor whose vector is zero.
 */
export function generateRecent(
  anchors: readonly Anchor[],
  found: readonly (TopK | null)[],
  quota: number,
  similarity: Similarity,
): Generated {
  const best = new Map<ItemIndex, number>();
  anchors.forEach(({ item }, a) => {
    for (const index of found[a]?.indices.subarray(0, quota) ?? []) {
      if (index === item) continue;
      const cosine = similarity.cosine(item, index);
      if (cosine > (best.get(index) ?? 0)) best.set(index, cosine);
    }
  });
  const ranked = [...best].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, quota);
  return { indices: ranked.map((entry) => entry[0]), scores: ranked.map((entry) => entry[1]) };
}
