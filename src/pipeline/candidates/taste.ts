import type { TopK } from '../../engine/engine.ts';
import type { Generated } from './pool.ts';

/** The items with the greatest `y · u`, u the folded-in shopper: one row of the request's sweep. */
export function generateTaste(found: TopK | null, quota: number): Generated {
  if (found === null) return { indices: [], scores: [] };
  return { indices: [...found.indices.subarray(0, quota)], scores: [...found.scores.subarray(0, quota)] };
}
