/** Relative floor of a pivot: below it the matrix is singular to working precision and the pivot is raised to it. */
const PIVOT_FLOOR = 1e-13;

/**
 * Factorises a symmetric positive definite matrix in place, `A = L·Lᵀ` (Golub and Van Loan, Matrix Computations, 4.2).
 * A Gram matrix that was rounded to f32 may have eigenvalues a hair below zero; such pivots are raised to a floor instead
 * of failing.
 *
 * @param matrix f64[n × n], row-major; only the lower triangle is read, and it holds L afterwards.
 * @returns false if the matrix holds something that is not finite.
 */
export function choleskyFactorise(matrix: Float64Array, n: number): boolean {
  let largest = 0;
  for (let i = 0; i < n; i++) largest = Math.max(largest, matrix[i * n + i]);
  const floor = largest > 0 ? largest * PIVOT_FLOOR : 1;
  for (let i = 0; i < n; i++) {
    const rowI = i * n;
    for (let j = 0; j <= i; j++) {
      const rowJ = j * n;
      let sum = matrix[rowI + j];
      for (let k = 0; k < j; k++) sum -= matrix[rowI + k] * matrix[rowJ + k];
      if (!Number.isFinite(sum)) return false;
      matrix[rowI + j] = i === j ? Math.sqrt(Math.max(sum, floor)) : sum / matrix[rowJ + j];
    }
  }
  return true;
}

/** Solves `L·Lᵀ·x = b` in place: `x` holds b before and the solution after. */
export function choleskySolve(factor: Float64Array, n: number, x: Float64Array): void {
  for (let i = 0; i < n; i++) {
    let sum = x[i];
    for (let k = 0; k < i; k++) sum -= factor[i * n + k] * x[k];
    x[i] = sum / factor[i * n + i];
  }
  for (let i = n - 1; i >= 0; i--) {
    // Column-oriented, so that both passes walk the factor by rows.
    const value = x[i] / factor[i * n + i];
    x[i] = value;
    for (let k = 0; k < i; k++) x[k] -= factor[i * n + k] * value;
  }
}
