/** Compressed sparse rows in shared memory. */
import { sharedFloat32, sharedUint32 } from './threads.ts';

/** Row r's entries are [offsets[r], offsets[r + 1]) of `indices` and `values`; indices ascend within a row. */
export interface SparseMatrix {
  rows: number;
  columns: number;
  /** u32[rows + 1] */
  offsets: Uint32Array;
  indices: Uint32Array;
  values: Float32Array;
}

/** From entries in any order; entries of one row keep their order. */
export function sparseFromEntries(
  rows: number,
  columns: number,
  rowOf: ArrayLike<number>,
  columnOf: ArrayLike<number>,
  weightOf: ArrayLike<number>,
): SparseMatrix {
  const count = rowOf.length;
  const offsets = sharedUint32(rows + 1);
  for (let e = 0; e < count; e++) offsets[rowOf[e] + 1]++;
  for (let r = 0; r < rows; r++) offsets[r + 1] += offsets[r];
  const next = offsets.slice(0, rows);
  const indices = sharedUint32(count);
  const values = sharedFloat32(count);
  for (let e = 0; e < count; e++) {
    const at = next[rowOf[e]]++;
    indices[at] = columnOf[e];
    values[at] = weightOf[e];
  }
  return { rows, columns, offsets, indices, values };
}

export function transpose(matrix: SparseMatrix): SparseMatrix {
  const { rows, columns, offsets, indices, values } = matrix;
  const rowOf = new Uint32Array(indices.length);
  for (let r = 0; r < rows; r++) rowOf.fill(r, offsets[r], offsets[r + 1]);
  return sparseFromEntries(columns, rows, indices, rowOf, values);
}
