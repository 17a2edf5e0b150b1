/** One pivot block of the symmetric sweep: every other row block is updated independently. */
import { createKernel } from './kernel.ts';

/** Rows per pivot block and per parallel block; a multiple of 4. */
export const BLOCK = 64;

export interface InverseJob {
  /** f64[size × size], upper triangle kept; size a multiple of {@link BLOCK}. */
  matrix: Float64Array;
  size: number;
  /** f64[BLOCK × size]: the pivot rows of the matrix, P. */
  panel: Float64Array;
  /** f64[BLOCK × size]: D⁻¹P, D being the pivot block. */
  solved: Float64Array;
  /** The pivot block's number. */
  pivot: number;
}

/** A_ij −= P_iᵀ D⁻¹ P_j for the row block i = `block` and all j ≥ i outside the pivot's rows and columns. */
export function inverseJob({ matrix, size, panel, solved, pivot }: InverseJob): (block: number) => void {
  const { kernel, regions } = createKernel([BLOCK * size, BLOCK * size, BLOCK * size]);
  const [target, left, right] = regions;
  const rows = kernel.view(target);
  kernel.view(left).set(panel);
  kernel.view(right).set(solved);
  return (block) => {
    if (block === pivot) return;
    const start = block * BLOCK;
    for (let r = 0; r < BLOCK; r++) {
      const at = (start + r) * size;
      rows.set(matrix.subarray(at + start, at + size), r * size + start);
    }
    const width = size - start;
    const shift = start * 8;
    kernel.subtractProduct(
      target.pointer + shift,
      size,
      left.pointer + shift,
      size,
      right.pointer + shift,
      size,
      BLOCK,
      width,
      BLOCK,
    );
    const pivotStart = pivot * BLOCK;
    for (let r = 0; r < BLOCK; r++) {
      const at = (start + r) * size;
      if (pivotStart < start) {
        matrix.set(rows.subarray(r * size + start, (r + 1) * size), at + start);
        continue;
      }
      // The pivot's columns are the host's to write.
      matrix.set(rows.subarray(r * size + start, r * size + pivotStart), at + start);
      matrix.set(rows.subarray(r * size + pivotStart + BLOCK, (r + 1) * size), at + pivotStart + BLOCK);
    }
  };
}
