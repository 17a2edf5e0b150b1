/** Rows of the EASE matrix, item by item, each cut to its strongest weights. */
import { createKernel } from './kernel.ts';
import type { SparseMatrix } from './sparse.ts';

/** Items per parallel block. */
export const ITEMS_PER_BLOCK = 16;
/** A regression in which fewer than one in so many users take part sorts them. */
const SORT_BELOW = 16;

/** Where a job leaves its result: at most `keep` entries per item, the rest of a row unused. */
export interface CutWeights {
  keep: number;
  /**
   * `target`: row j holds the sources with the strongest weights into j. `source`: row i holds the targets with the
   * strongest weights from i.
   */
  per: 'target' | 'source';
  /** u32[items] */
  counts: Uint32Array;
  /** u32[items × keep] */
  others: Uint32Array;
  /** f32[items × keep] */
  weights: Float32Array;
}

export interface DualWeightsJob {
  byItem: SparseMatrix;
  /** f64[size × size]: (XXᵀ + λI)⁻¹ */
  inverse: Float64Array;
  size: number;
  /** f64[items]: diagonal of XᵀK⁻¹X. The first pass (`diagonalOnly`) writes it, the second reads it. */
  diagonal: Float64Array;
  diagonalOnly: boolean;
  cut: CutWeights;
}

/**
 * With K = XXᵀ + λI (users × users), (XᵀX + λI)⁻¹ = (I − XᵀK⁻¹X) / λ (Woodbury). With Z = XᵀK⁻¹X the EASE weight
 * −P_ij / P_jj becomes z_ij / (1 − z_jj).
 */
export function dualWeightsJob(job: DualWeightsJob): (block: number) => void {
  const { byItem, inverse, size, diagonal, diagonalOnly, cut } = job;
  const { offsets, indices, values, rows: items } = byItem;
  const projected = new Float64Array(size);
  const row = new Float64Array(items);
  const select = selector(cut);
  return (block) => {
    for (let j = block * ITEMS_PER_BLOCK; j < Math.min(items, (block + 1) * ITEMS_PER_BLOCK); j++) {
      if (diagonalOnly) {
        let sum = 0;
        for (let e = offsets[j]; e < offsets[j + 1]; e++) {
          const at = indices[e] * size;
          for (let f = offsets[j]; f < offsets[j + 1]; f++)
            sum += values[e] * values[f] * inverse[at + indices[f]];
        }
        diagonal[j] = sum;
        continue;
      }
      if (offsets[j] === offsets[j + 1]) continue;
      projected.fill(0);
      for (let e = offsets[j]; e < offsets[j + 1]; e++) {
        const value = values[e];
        const at = indices[e] * size;
        for (let u = 0; u < size; u++) projected[u] += value * inverse[at + u];
      }
      const own = 1 - diagonal[j];
      for (let i = 0; i < items; i++) {
        let z = 0;
        for (let e = offsets[i]; e < offsets[i + 1]; e++) z += values[e] * projected[indices[e]];
        row[i] = cut.per === 'target' ? z / own : z / (1 - diagonal[i]);
      }
      row[j] = 0;
      select(j, row);
    }
  };
}

export interface PrimalWeightsJob {
  items: number;
  /** f64[size × size]: P = (XᵀX + λI)⁻¹ */
  inverse: Float64Array;
  size: number;
  cut: CutWeights;
}

export function primalWeightsJob({ items, inverse, size, cut }: PrimalWeightsJob): (block: number) => void {
  const row = new Float64Array(items);
  const select = selector(cut);
  return (block) => {
    for (let j = block * ITEMS_PER_BLOCK; j < Math.min(items, (block + 1) * ITEMS_PER_BLOCK); j++) {
      const own = inverse[j * size + j];
      for (let i = 0; i < items; i++) {
        row[i] = -inverse[j * size + i] / (cut.per === 'target' ? own : inverse[i * size + i]);
      }
      row[j] = 0;
      select(j, row);
    }
  };
}

export interface LocalRidgeJob {
  byItem: SparseMatrix;
  byUser: SparseMatrix;
  lambda: number;
  /** M: how many co-occurring items take part in an item's regression. */
  candidates: number;
  /** Always per target: each regression predicts one target. */
  cut: CutWeights;
}

/**
 * EASE confined to each target's M strongest co-occurring items: ridge regression of the target's column on theirs,
 * `(X_CᵀX_C + λI) b = X_Cᵀx_j`. Equal to EASE when M covers the catalogue.
 */
export function localRidgeJob({
  byItem,
  byUser,
  lambda,
  candidates,
  cut,
}: LocalRidgeJob): (block: number) => void {
  const items = byItem.rows;
  const together = new Float64Array(items);
  const row = new Float64Array(items);
  const touchedBefore = new Uint8Array(items);
  const most = Math.ceil(Math.min(candidates, items) / 4) * 4;
  const { kernel, regions } = createKernel([most * most, most]);
  const [matrixAt, rightAt] = regions;
  const matrix = kernel.view(matrixAt);
  const right = kernel.view(rightAt);

  // Entries of the candidates' columns, regrouped by user: lists of (candidate, value).
  const involved = new Uint32Array(byUser.rows);
  /** How many candidates a user has, then where their list ends; 0 between items. */
  const ends = new Uint32Array(byUser.rows);
  let listed = new Uint32Array(0);
  let listedValues = new Float32Array(0);

  /** The users who have one of the items, ascending; `ends` counts how many. */
  const usersOf = (best: Uint32Array): Uint32Array => {
    let count = 0;
    for (const item of best) {
      for (let e = byItem.offsets[item]; e < byItem.offsets[item + 1]; e++) {
        const u = byItem.indices[e];
        if (ends[u]++ === 0) involved[count++] = u;
      }
    }
    const users = involved.subarray(0, count);
    // The order decides how sums round. Few users are sorted; many are found sooner by looking at all.
    if (count * SORT_BELOW < byUser.rows) return users.sort();
    for (let u = 0, at = 0; at < count; u++) if (ends[u] > 0) users[at++] = u;
    return users;
  };

  /** Adds the upper triangle of X_CᵀX_C, user by user: each user costs the square of their candidates alone. */
  const addGram = (best: Uint32Array, n: number): void => {
    const users = usersOf(best);
    let total = 0;
    for (const u of users) {
      const own = ends[u];
      ends[u] = total;
      total += own;
    }
    if (listed.length < total) {
      const length = Math.min(total * 2, byItem.indices.length);
      listed = new Uint32Array(length);
      listedValues = new Float32Array(length);
    }
    // Filling moves every list's start to its end, which is the next list's start.
    for (let c = 0; c < best.length; c++) {
      for (let e = byItem.offsets[best[c]]; e < byItem.offsets[best[c] + 1]; e++) {
        const at = ends[byItem.indices[e]]++;
        listed[at] = c;
        listedValues[at] = byItem.values[e];
      }
    }
    let from = 0;
    for (const u of users) {
      const to = ends[u];
      ends[u] = 0;
      for (let e = from; e < to; e++) {
        const at = listed[e] * n;
        const value = listedValues[e];
        for (let f = e; f < to; f++) matrix[at + listed[f]] += value * listedValues[f];
      }
      from = to;
    }
  };

  const chosen = (j: number): Uint32Array => {
    const touched: number[] = [];
    for (let e = byItem.offsets[j]; e < byItem.offsets[j + 1]; e++) {
      const u = byItem.indices[e];
      for (let f = byUser.offsets[u]; f < byUser.offsets[u + 1]; f++) {
        const i = byUser.indices[f];
        if (touchedBefore[i] === 0) {
          touchedBefore[i] = 1;
          touched.push(i);
        }
        together[i] += byItem.values[e] * byUser.values[f];
      }
    }
    const list = Uint32Array.from(touched.filter((i) => i !== j && together[i] !== 0));
    list.sort((a, b) => Math.abs(together[b]) - Math.abs(together[a]) || a - b);
    const best = list.slice(0, candidates).sort();
    for (let c = 0; c < best.length; c++) right[c] = together[best[c]];
    for (const i of touched) {
      together[i] = 0;
      touchedBefore[i] = 0;
    }
    return best;
  };

  const select = selector(cut);
  return (block) => {
    for (let j = block * ITEMS_PER_BLOCK; j < Math.min(items, (block + 1) * ITEMS_PER_BLOCK); j++) {
      const best = chosen(j);
      if (best.length === 0) continue;
      const n = Math.ceil(best.length / 4) * 4;
      matrix.fill(0, 0, n * n);
      right.fill(0, best.length, n);
      for (let d = 0; d < n; d++) matrix[d * n + d] = lambda;
      addGram(best, n);
      const failed = kernel.cholesky(matrixAt.pointer, n, n);
      if (failed === 0) kernel.solve(matrixAt.pointer, n, n, rightAt.pointer);
      for (let c = 0; c < best.length; c++) {
        row[best[c]] = failed === 0 ? right[c] : 0;
      }
      select(j, row);
      for (let c = 0; c < best.length; c++) row[best[c]] = 0;
    }
  };
}

/** Keeps the `keep` entries of largest magnitude of a row; ties go to the lower index. Zeros are never kept. */
function selector({ keep, counts, others, weights }: CutWeights): (item: number, row: Float64Array) => void {
  const heap = new Uint32Array(keep);
  return (item, row) => {
    // A heap with the weakest entry on top.
    const weaker = (a: number, b: number) => {
      const difference = Math.abs(row[a]) - Math.abs(row[b]);
      return difference < 0 || (difference === 0 && a > b);
    };
    let count = 0;
    for (let i = 0; i < row.length; i++) {
      if (row[i] === 0) continue;
      let at: number;
      if (count < keep) {
        at = count++;
        while (at > 0) {
          const parent = (at - 1) >> 1;
          if (!weaker(i, heap[parent])) break;
          heap[at] = heap[parent];
          at = parent;
        }
      } else {
        if (!weaker(heap[0], i)) continue;
        at = 0;
        while (true) {
          let child = 2 * at + 1;
          if (child >= count) break;
          if (child + 1 < count && weaker(heap[child + 1], heap[child])) child++;
          if (!weaker(heap[child], i)) break;
          heap[at] = heap[child];
          at = child;
        }
      }
      heap[at] = i;
    }
    const kept = heap.slice(0, count).sort();
    counts[item] = count;
    for (let c = 0; c < count; c++) {
      others[item * keep + c] = kept[c];
      weights[item * keep + c] = row[kept[c]];
    }
  };
}
