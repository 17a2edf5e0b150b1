import { LocavoreError } from '../errors.ts';
import type { ItemMatrix, Pack } from '../pack/pack.ts';
import type { ItemIndex } from '../units.ts';
import { choleskyFactorise, choleskySolve } from './cholesky.ts';

/** What the fold-in needs of an observation. */
export interface FoldInObservation {
  item: ItemIndex;
  /** > 0 */
  confidence: number;
  preference: 1 | 0;
}

type FoldInPack = Pick<Pack, 'matrix' | 'gram' | 'manifest'>;

/** Weight of a disliked item's vector in the `mean` method, relative to a liked one's. */
const MEAN_DISLIKE_WEIGHT = -0.5;

/** A folded-in shopper, with what it takes to say which observation moved which item. */
export interface FoldInSolution {
  /** f32[dimension] */
  readonly vector: Float32Array;
  /**
   * The share of every observation in the score `y_j · u` of item j, in the order of the observations; they sum to the
   * score. ALS: `u = A⁻¹ Σ c_i·p_i·y_i` is linear in the right-hand side, so observation i contributes
   * `c_i·p_i · y_jᵀ A⁻¹ y_i`, with A held fixed; a dislike contributes nothing, it shapes A. Mean: `w_i · y_jᵀ y_i`.
   */
  contributions(item: ItemIndex): Float64Array;
}

/**
 * The vector of a shopper whom the trainer never saw; the formula stands at `FoldIn` in `pack/format.ts`. Solved in f64
 * by Cholesky, from the dequantised rows. A pack that asks for `als` but carries no Gram matrix gets the mean.
 *
 * @returns null if nothing is liked.
 * @throws LocavoreError `pack-corrupt` if the Gram matrix holds something that is not finite.
 */
export function foldIn(pack: FoldInPack, observations: readonly FoldInObservation[]): Float32Array | null {
  return solveFoldIn(pack, observations)?.vector ?? null;
}

/** As {@link foldIn}, keeping the factorised system for explanations. */
export function solveFoldIn(
  pack: FoldInPack,
  observations: readonly FoldInObservation[],
): FoldInSolution | null {
  if (!observations.some((observation) => observation.preference === 1 && observation.confidence > 0))
    return null;
  return pack.manifest.foldIn.method === 'als' && pack.gram !== null
    ? solveAls(pack, observations, pack.gram)
    : solveMean(pack, observations);
}

function solveAls(
  pack: FoldInPack,
  observations: readonly FoldInObservation[],
  gram: Float32Array,
): FoldInSolution {
  const { matrix } = pack;
  const { foldIn } = pack.manifest;
  if (foldIn.method !== 'als') throw new TypeError('solveAls needs the ALS parameters');
  const d = matrix.dimension;
  const system = new Float64Array(d * d);
  for (let i = 0; i < d; i++) {
    for (let j = 0; j <= i; j++) system[i * d + j] = foldIn.alpha0 * gram[i * d + j];
  }
  const solution = new Float64Array(d);
  const row = new Float64Array(d);
  let totalConfidence = 0;
  for (const { item, confidence, preference } of observations) {
    totalConfidence += confidence;
    readRow(matrix, item, row);
    for (let i = 0; i < d; i++) {
      const scaled = confidence * row[i];
      if (preference === 1) solution[i] += scaled;
      const start = i * d;
      for (let j = 0; j <= i; j++) system[start + j] += scaled * row[j];
    }
  }
  const ridge = foldIn.lambda * (totalConfidence + foldIn.alpha0 * matrix.count) ** foldIn.nu;
  for (let i = 0; i < d; i++) system[i * d + i] += ridge;
  if (!choleskyFactorise(system, d)) {
    throw new LocavoreError(
      'pack-corrupt',
      `The Gram matrix of pack "${pack.manifest.name}" holds a value that is not finite, so no shopper vector can be solved; make the pack again.`,
    );
  }
  choleskySolve(system, d, solution);
  const influence = new Float64Array(d);
  return {
    vector: Float32Array.from(solution),
    contributions(item) {
      readRow(matrix, item, influence);
      choleskySolve(system, d, influence);
      return weigh(matrix, influence, observations, (confidence, preference) => confidence * preference);
    },
  };
}

function solveMean(pack: FoldInPack, observations: readonly FoldInObservation[]): FoldInSolution {
  const { matrix } = pack;
  const d = matrix.dimension;
  let likedConfidence = 0;
  for (const { confidence, preference } of observations) if (preference === 1) likedConfidence += confidence;
  const weight = (confidence: number, preference: 1 | 0) =>
    ((preference === 1 ? 1 : MEAN_DISLIKE_WEIGHT) * confidence) / likedConfidence;
  const sum = new Float64Array(d);
  const row = new Float64Array(d);
  for (const { item, confidence, preference } of observations) {
    readRow(matrix, item, row);
    const w = weight(confidence, preference);
    for (let i = 0; i < d; i++) sum[i] += w * row[i];
  }
  return {
    vector: Float32Array.from(sum),
    contributions(item) {
      readRow(matrix, item, row);
      return weigh(matrix, row, observations, weight);
    },
  };
}

/** weight_i · y_i · direction, for every observation. */
function weigh(
  matrix: ItemMatrix,
  direction: Float64Array,
  observations: readonly FoldInObservation[],
  weight: (confidence: number, preference: 1 | 0) => number,
): Float64Array {
  const shares = new Float64Array(observations.length);
  for (let o = 0; o < observations.length; o++) {
    const { item, confidence, preference } = observations[o];
    const w = weight(confidence, preference);
    if (w === 0) continue;
    const start = item * matrix.stride;
    let dot = 0;
    for (let i = 0; i < matrix.dimension; i++) dot += direction[i] * matrix.rows[start + i];
    shares[o] = w * dot * matrix.scales[item];
  }
  return shares;
}

function readRow(matrix: ItemMatrix, item: ItemIndex, into: Float64Array): void {
  const start = item * matrix.stride;
  const scale = matrix.scales[item];
  for (let i = 0; i < matrix.dimension; i++) into[i] = matrix.rows[start + i] * scale;
}
