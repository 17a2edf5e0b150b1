import type { ItemIndex } from '../../units.ts';
import type { Candidate, GeneratorName, Trace } from '../types.ts';

/** What a generator names, best first. */
export interface Generated {
  indices: readonly ItemIndex[];
  /** The generator's own score of each. */
  scores: readonly number[];
}

/** The candidates of one request: every item once, with every generator that named it. */
export class CandidatePool {
  readonly candidates: Candidate[] = [];
  readonly #byIndex = new Map<ItemIndex, Candidate>();

  get size(): number {
    return this.candidates.length;
  }

  has(index: ItemIndex): boolean {
    return this.#byIndex.has(index);
  }

  /** @returns the generator's line of the trace, less its time. */
  add(
    name: GeneratorName,
    quota: number,
    { indices, scores }: Generated,
  ): Omit<Trace['generators'][number], 'ms'> {
    let unique = 0;
    for (let rank = 0; rank < indices.length; rank++) {
      const index = indices[rank];
      let candidate = this.#byIndex.get(index);
      if (candidate === undefined) {
        candidate = { index, sources: [] };
        this.#byIndex.set(index, candidate);
        this.candidates.push(candidate);
        unique++;
      }
      candidate.sources.push({ generator: name, rank, score: scores[rank] });
    }
    return { name, quota, produced: indices.length, unique };
  }
}
