import { scoreItems } from '../../engine/score.ts';
import type { Pack } from '../../pack/pack.ts';
import type { Anchor } from '../candidates/anchors.ts';
import type { Similarity } from '../similarity.ts';
import type { Candidate } from '../types.ts';

/** The raw terms of the blend, one value per candidate, whichever generator named it. */
export interface Terms {
  /** `y · u`, with the same bits as the engine's search gives. Zeros without a shopper vector. */
  taste: Float32Array;
  neighbours: Float64Array;
  /** The greatest cosine to a recent item other than itself, never below 0. */
  recent: Float64Array;
  popularity: Float64Array;
  /** Position among the recent anchors of the one that is nearest; −1 for none. */
  nearest: Int32Array;
}

export interface TermsInput {
  pack: Pack;
  taste: Float32Array | null;
  recent: readonly Anchor[];
  /** f64[items] */
  neighbours: Float64Array | null;
  similarity: Similarity;
}

export function computeTerms(candidates: readonly Candidate[], input: TermsInput): Terms {
  const { pack, recent, neighbours, similarity } = input;
  const n = candidates.length;
  const indices = Uint32Array.from(candidates, (candidate) => candidate.index);
  const terms: Terms = {
    taste: input.taste === null ? new Float32Array(n) : scoreItems(pack.matrix, input.taste, indices),
    neighbours: new Float64Array(n),
    recent: new Float64Array(n),
    popularity: new Float64Array(n),
    nearest: new Int32Array(n).fill(-1),
  };
  for (let c = 0; c < n; c++) {
    const index = indices[c];
    if (neighbours !== null) terms.neighbours[c] = neighbours[index];
    terms.popularity[c] = pack.popularity[index];
    for (let a = 0; a < recent.length; a++) {
      if (recent[a].item === index) continue;
      const cosine = similarity.cosine(recent[a].item, index);
      if (cosine > terms.recent[c]) {
        terms.recent[c] = cosine;
        terms.nearest[c] = a;
      }
    }
  }
  return terms;
}
