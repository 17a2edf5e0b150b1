/** The two parallel steps of a half-epoch: the Gram matrix of one side, then every row of the other. */
import { NormalEquations } from './normal-equations.ts';
import type { SparseMatrix } from './sparse.ts';

export interface AlsJob {
  dimension: number;
  /** f32[source rows × dimension]: the side that is held fixed. */
  source: Float32Array;
  /** f32[target rows × dimension]: the side that is solved. */
  target: Float32Array;
  /** By target row: indices into the source, and the confidences c. */
  observed: SparseMatrix;
  /** c·p, parallel to `observed.values`. */
  rights: Float32Array;
  /** f64[blocks × size × size]: partial Gram matrices of the source; after the sum, block 0 is the whole. */
  grams: Float64Array;
  rowsPerGram: number;
  rowsPerSolve: number;
  alpha0: number;
  lambda: number;
  nu: number;
}

export function gramJob(job: AlsJob): (block: number) => void {
  const { dimension, source, grams, rowsPerGram } = job;
  const equations = new NormalEquations(dimension);
  const { size } = equations;
  const count = source.length / dimension;
  return (block) => {
    equations.begin(null, 0, 0);
    const end = Math.min(count, (block + 1) * rowsPerGram);
    for (let row = block * rowsPerGram; row < end; row++) equations.add(source, row * dimension, 1, 0);
    const sum = equations.sum();
    // `begin` made the padding's diagonal 1 to keep a system solvable; a Gram matrix has 0 there.
    for (let d = dimension; d < size; d++) sum[d * size + d] = 0;
    grams.set(sum, block * size * size);
  };
}

export function solveJob(job: AlsJob): (block: number) => void {
  const { dimension, source, target, observed, rights, grams, rowsPerSolve, alpha0, lambda, nu } = job;
  const equations = new NormalEquations(dimension);
  const gram = grams.subarray(0, equations.size ** 2);
  const others = source.length / dimension;
  return (block) => {
    const end = Math.min(observed.rows, (block + 1) * rowsPerSolve);
    for (let row = block * rowsPerSolve; row < end; row++) {
      const from = observed.offsets[row];
      const to = observed.offsets[row + 1];
      let confidence = 0;
      let liked = false;
      for (let e = from; e < to; e++) {
        confidence += observed.values[e];
        if (rights[e] !== 0) liked = true;
      }
      const out = target.subarray(row * dimension, (row + 1) * dimension);
      if (!liked) {
        out.fill(0);
        continue;
      }
      equations.begin(gram, alpha0, lambda * (confidence + alpha0 * others) ** nu);
      for (let e = from; e < to; e++) {
        equations.add(source, observed.indices[e] * dimension, observed.values[e], rights[e]);
      }
      out.set(equations.solve().subarray(0, dimension));
    }
  };
}
