/**
 * The inverse of a symmetric positive definite matrix, in place and on all threads, by the sweep operator (Goodnight
 * 1979) in blocks: on pivot block D with rows P, A_ij ← A_ij − P_iᵀD⁻¹P_j, P ← D⁻¹P, D ← −D⁻¹. After all pivots the
 * matrix is −A⁻¹.
 */
import { LocavoreError } from '../errors.ts';
import { BLOCK, type InverseJob } from './inverse-job.ts';
import { createKernel } from './kernel.ts';
import { sharedFloat64, type Threads } from './threads.ts';

/** The matrix's size padded to whole blocks. */
export const paddedSize = (n: number) => Math.ceil(n / BLOCK) * BLOCK;

/** Bytes that {@link invert} needs for an n × n matrix, the matrix included. */
export function inverseBytes(n: number, threads: number): number {
  const size = paddedSize(n);
  return 8 * size * size + 8 * BLOCK * size * (2 + 3 * threads + 2);
}

/** f64[size × size] in shared memory with 1 on the padding's diagonal: fill the upper triangle of the first n rows. */
export function createSquare(n: number): Float64Array {
  const size = paddedSize(n);
  const matrix = sharedFloat64(size * size);
  for (let d = n; d < size; d++) matrix[d * size + d] = 1;
  return matrix;
}

/**
 * Inverts in place: reads the upper triangle of f64[size × size], writes the whole inverse.
 * @param onStep called after each of `size / 64` pivots
 * @throws LocavoreError `invalid-argument` if the matrix is not positive definite, `aborted`
 */
export async function invert(
  matrix: Float64Array,
  size: number,
  threads: Threads,
  onStep?: (done: number, total: number) => void,
): Promise<void> {
  const blocks = size / BLOCK;
  const panel = sharedFloat64(BLOCK * size);
  const solved = sharedFloat64(BLOCK * size);
  const { kernel, regions } = createKernel([BLOCK * BLOCK, BLOCK * size, BLOCK * size]);
  const [inverseAt, panelAt, solvedAt] = regions;
  const job: InverseJob = { matrix, size, panel, solved, pivot: 0 };
  for (let pivot = 0; pivot < blocks; pivot++) {
    const start = pivot * BLOCK;
    gatherPanel(matrix, size, start, panel);
    const inverse = invertBlock(panel, size, start);
    kernel.view(inverseAt).set(inverse);
    kernel.view(panelAt).set(panel);
    kernel.view(solvedAt).fill(0);
    // D⁻¹ is symmetric, so (D⁻¹)ᵀP is what the kernel computes.
    kernel.addProduct(
      solvedAt.pointer,
      size,
      inverseAt.pointer,
      BLOCK,
      panelAt.pointer,
      size,
      BLOCK,
      size,
      BLOCK,
      0,
    );
    solved.set(kernel.view(solvedAt));
    job.pivot = pivot;
    await threads.run('inverse', job, blocks);
    scatterPanel(matrix, size, start, solved, inverse);
    onStep?.(pivot + 1, blocks);
  }
  for (let i = 0; i < size; i++) {
    for (let j = i; j < size; j++) matrix[i * size + j] = matrix[j * size + i] = -matrix[i * size + j];
  }
}

/** Rows start … start + BLOCK of the symmetric matrix, from its upper triangle. */
function gatherPanel(matrix: Float64Array, size: number, start: number, panel: Float64Array): void {
  for (let r = 0; r < BLOCK; r++) {
    const row = start + r;
    for (let j = 0; j < row; j++) panel[r * size + j] = matrix[j * size + row];
    panel.set(matrix.subarray(row * size + row, (row + 1) * size), r * size + row);
  }
}

function scatterPanel(
  matrix: Float64Array,
  size: number,
  start: number,
  solved: Float64Array,
  inverse: Float64Array,
): void {
  const end = start + BLOCK;
  for (let r = 0; r < BLOCK; r++) {
    const row = start + r;
    for (let j = 0; j < start; j++) matrix[j * size + row] = solved[r * size + j];
    for (let j = row; j < end; j++) matrix[row * size + j] = -inverse[r * BLOCK + j - start];
    matrix.set(solved.subarray(r * size + end, (r + 1) * size), row * size + end);
  }
}

/** The inverse of the pivot block by unblocked Gauss–Jordan on its symmetric whole. */
function invertBlock(panel: Float64Array, size: number, start: number): Float64Array {
  const n = BLOCK;
  const a = new Float64Array(n * n);
  for (let r = 0; r < n; r++) a.set(panel.subarray(r * size + start, r * size + start + n), r * n);
  for (let k = 0; k < n; k++) {
    const pivot = a[k * n + k];
    if (!(pivot > 0)) {
      throw new LocavoreError(
        'invalid-argument',
        `the item–item matrix is not positive definite (pivot ${start + k} is ${pivot}): raise the regularisation`,
      );
    }
    for (let i = 0; i < n; i++) {
      if (i === k) continue;
      const factor = a[i * n + k] / pivot;
      for (let j = 0; j < n; j++) if (j !== k) a[i * n + j] -= factor * a[k * n + j];
      a[i * n + k] = -factor;
    }
    for (let j = 0; j < n; j++) a[k * n + j] = j === k ? 1 / pivot : a[k * n + j] / pivot;
  }
  // Rounding leaves the two triangles unequal in the last bits; the sweep relies on symmetry.
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) a[i * n + j] = a[j * n + i];
  return a;
}
