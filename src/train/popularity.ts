/** The popularity prior. */
import type { Interactions } from './interactions.ts';

/** f32[items]: the share of users who liked the item, 0 … 1; 0 everywhere if there are no users. */
export function trainPopularity({ userIds, itemIds, items, preferences }: Interactions): Float32Array {
  const counts = new Uint32Array(itemIds.length);
  for (let e = 0; e < items.length; e++) if (preferences[e] > 0) counts[items[e]]++;
  const users = Math.max(1, userIds.length);
  return Float32Array.from(counts, (count) => count / users);
}
