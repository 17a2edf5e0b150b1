import { hasBit } from '../engine/bit-mask.ts';
import type { ItemIndex } from '../units.ts';

/**
 * The k items with the greatest positive scores, best first, ties to the lower index, without those in the mask.
 * A binary heap of the k best with the worst on top: O(count · log k).
 */
export function topIndices(scores: Float64Array, k: number, exclude: Uint32Array): ItemIndex[] {
  const heap: ItemIndex[] = [];
  if (k <= 0) return heap;
  const worse = (a: ItemIndex, b: ItemIndex) => scores[a] < scores[b] || (scores[a] === scores[b] && a > b);
  const sink = (at: number) => {
    for (;;) {
      let least = at;
      const left = 2 * at + 1;
      if (left < heap.length && worse(heap[left], heap[least])) least = left;
      if (left + 1 < heap.length && worse(heap[left + 1], heap[least])) least = left + 1;
      if (least === at) return;
      [heap[at], heap[least]] = [heap[least], heap[at]];
      at = least;
    }
  };
  for (let i = 0; i < scores.length; i++) {
    if (!(scores[i] > 0) || hasBit(exclude, i)) continue;
    if (heap.length < k) {
      heap.push(i);
      if (heap.length === k) for (let at = (k >> 1) - 1; at >= 0; at--) sink(at);
    } else if (worse(heap[0], i)) {
      heap[0] = i;
      sink(0);
    }
  }
  return heap.sort((a, b) => (worse(a, b) ? 1 : -1));
}
