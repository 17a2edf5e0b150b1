/**
 * Candidates as kernels know them: pairs of u32. The upper word is the unscaled score's bits in an order in which
 * unsigned comparison is numeric comparison; the lower is the complement of the index, so that a tie goes to the
 * lower index. Little-endian, the lower word first, which makes a pair one u64.
 */
import type { TopK } from './engine.ts';

/** @param keys u32[2 × count], best first  @param queryScale what each score is multiplied by */
export function keysToTopK(keys: Uint32Array, queryScale: number): TopK {
  const count = keys.length / 2;
  const indices = new Uint32Array(count);
  const bits = new Uint32Array(count);
  for (let rank = 0; rank < count; rank++) {
    indices[rank] = ~keys[2 * rank];
    const ordered = keys[2 * rank + 1];
    bits[rank] = ordered & 0x80000000 ? ordered & 0x7fffffff : ~ordered;
  }
  // + 0: an underflow must not leave −0.
  const scores = new Float32Array(bits.buffer).map((score) => Math.fround(score * queryScale) + 0);
  return { count, indices, scores };
}
