/**
 * One row's least-squares problem of implicit ALS, in float64:
 * `(alpha0·G + Σ c·y·yᵀ + r·I) x = Σ c·p·y`, as documented at `FoldIn` in `pack/format.ts`.
 */
import { LocavoreError } from '../errors.ts';
import { createKernel, type Kernel, type Region } from './kernel.ts';

/** Observations folded into the matrix at a time: their rows (128 · 32 · 8 bytes, twice) stay in the cache. */
const CHUNK = 32;

export class NormalEquations {
  readonly dimension: number;
  /** The dimension padded to the kernel's tile of 4. The padding solves to 0. */
  readonly size: number;
  readonly #kernel: Kernel;
  readonly #regions: Region[];
  readonly #matrix: Float64Array;
  readonly #right: Float64Array;
  readonly #rows: Float64Array;
  readonly #weighted: Float64Array;
  #pending = 0;

  constructor(dimension: number) {
    this.dimension = dimension;
    this.size = Math.ceil(dimension / 4) * 4;
    const { size } = this;
    const { kernel, regions } = createKernel([size * size, size, CHUNK * size, CHUNK * size]);
    this.#kernel = kernel;
    this.#regions = regions;
    [this.#matrix, this.#right, this.#rows, this.#weighted] = regions.map((region) => kernel.view(region));
  }

  /**
   * Starts a problem.
   * @param gram f64[size × size], of which the upper triangle is read; null for 0
   */
  begin(gram: Float64Array | null, alpha0: number, regularisation: number): void {
    const { dimension, size } = this;
    const matrix = this.#matrix;
    if (gram === null) matrix.fill(0);
    else for (let i = 0; i < matrix.length; i++) matrix[i] = alpha0 * gram[i];
    for (let d = 0; d < size; d++) matrix[d * size + d] += d < dimension ? regularisation : 1;
    this.#right.fill(0);
    this.#pending = 0;
  }

  /**
   * Adds an observation of the vector y = vectors[offset … offset + dimension).
   * @param left c, its confidence
   * @param right c·p, its confidence times its preference
   */
  add(vectors: Float32Array, offset: number, left: number, right: number): void {
    const { dimension, size } = this;
    const rows = this.#rows;
    const weighted = this.#weighted;
    const b = this.#right;
    const at = this.#pending * size;
    for (let d = 0; d < dimension; d++) {
      const y = vectors[offset + d];
      rows[at + d] = y;
      weighted[at + d] = left * y;
      b[d] += right * y;
    }
    if (++this.#pending === CHUNK) this.#flush();
  }

  #flush(): void {
    const { size } = this;
    const [matrix, , rows, weighted] = this.#regions;
    this.#kernel.addProduct(
      matrix.pointer,
      size,
      weighted.pointer,
      size,
      rows.pointer,
      size,
      size,
      size,
      this.#pending,
      1,
    );
    this.#pending = 0;
  }

  /** The matrix as it stands, f64[size × size], upper triangle: valid until the next call. */
  sum(): Float64Array {
    if (this.#pending > 0) this.#flush();
    return this.#matrix;
  }

  /**
   * Solves; the answer is f64[size], valid until the next call.
   * @throws LocavoreError `invalid-argument` if the matrix is not positive definite, which needs a regularisation of 0
   * or input that is not finite.
   */
  solve(): Float64Array {
    const { size } = this;
    this.sum();
    const [matrix, right] = this.#regions;
    const failed = this.#kernel.cholesky(matrix.pointer, size, size);
    if (failed > 0) {
      throw new LocavoreError(
        'invalid-argument',
        `the normal equations are not positive definite (pivot ${failed - 1}): raise lambda, and look for weights that are not finite`,
      );
    }
    this.#kernel.solve(matrix.pointer, size, size, right.pointer);
    return this.#right;
  }
}
