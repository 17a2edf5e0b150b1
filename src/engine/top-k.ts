/** Keeps the k best of a stream: a binary heap whose root is the worst kept. */
import type { ItemIndex } from '../units.ts';
import type { TopK } from './engine.ts';

export class TopKHeap {
  readonly #capacity: number;
  readonly #scores: Float32Array;
  readonly #indices: Uint32Array;
  #size = 0;

  /** @param capacity k, ≥ 0 */
  constructor(capacity: number) {
    this.#capacity = capacity;
    this.#scores = new Float32Array(capacity);
    this.#indices = new Uint32Array(capacity);
  }

  /** Items must come in ascending order of index: one that ties with the worst kept has lost already. */
  offer(score: number, index: ItemIndex): void {
    if (this.#size < this.#capacity) {
      this.#siftUp(this.#size++, score, index);
    } else if (score > this.#scores[0]) {
      this.#siftDown(score, index);
    }
  }

  /** Empties the heap. @param queryScale what each score is multiplied by */
  drain(queryScale: number): TopK {
    const count = this.#size;
    const result = { count, indices: new Uint32Array(count), scores: new Float32Array(count) };
    for (let rank = count - 1; rank >= 0; rank--) {
      result.indices[rank] = this.#indices[0];
      // + 0: an underflow must not leave −0.
      result.scores[rank] = Math.fround(this.#scores[0] * queryScale) + 0;
      this.#size--;
      if (this.#size > 0) this.#siftDown(this.#scores[this.#size], this.#indices[this.#size]);
    }
    return result;
  }

  #siftUp(from: number, score: number, index: ItemIndex): void {
    let slot = from;
    while (slot > 0) {
      const parent = (slot - 1) >> 1;
      if (!this.#isWorse(score, index, parent)) break;
      this.#move(parent, slot);
      slot = parent;
    }
    this.#put(slot, score, index);
  }

  /** Replaces the root. */
  #siftDown(score: number, index: ItemIndex): void {
    let slot = 0;
    for (let child = 1; child < this.#size; child = 2 * slot + 1) {
      const right = child + 1;
      if (right < this.#size && this.#isWorse(this.#scores[right], this.#indices[right], child))
        child = right;
      if (this.#isWorse(score, index, child)) break;
      this.#move(child, slot);
      slot = child;
    }
    this.#put(slot, score, index);
  }

  #isWorse(score: number, index: ItemIndex, than: number): boolean {
    return score < this.#scores[than] || (score === this.#scores[than] && index > this.#indices[than]);
  }

  #move(from: number, to: number): void {
    this.#put(to, this.#scores[from], this.#indices[from]);
  }

  #put(slot: number, score: number, index: ItemIndex): void {
    this.#scores[slot] = score;
    this.#indices[slot] = index;
  }
}
