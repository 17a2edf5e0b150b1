import type { ItemMatrix } from '../pack/pack.ts';
import type { ItemIndex } from '../units.ts';

/** Norms of the integer rows, filled in as they are asked for; 0 stands for "not known yet" and for a zero row. */
const normsByMatrix = new WeakMap<ItemMatrix, Float64Array>();

/**
 * Cosines between the items of one matrix. The scale of a row cancels out of a cosine, so the integer rows are enough,
 * and their dot product is exact.
 */
export class Similarity {
  readonly #matrix: ItemMatrix;
  readonly #norms: Float64Array;

  constructor(matrix: ItemMatrix) {
    let norms = normsByMatrix.get(matrix);
    if (norms === undefined) {
      norms = new Float64Array(matrix.count);
      normsByMatrix.set(matrix, norms);
    }
    this.#matrix = matrix;
    this.#norms = norms;
  }

  /** −1 … 1; 0 if either vector is zero. */
  cosine(a: ItemIndex, b: ItemIndex): number {
    const norms = this.#norm(a) * this.#norm(b);
    return norms === 0 ? 0 : this.#dot(a, b) / norms;
  }

  /** The item's vector at unit length, as a query; `null` for a zero vector. */
  unitVector(item: ItemIndex): Float32Array | null {
    const { rows, stride, dimension } = this.#matrix;
    const norm = this.#norm(item);
    if (norm === 0 || this.#matrix.scales[item] === 0) return null;
    return Float32Array.from(rows.subarray(item * stride, item * stride + dimension), (x) => x / norm);
  }

  #norm(item: ItemIndex): number {
    let norm = this.#norms[item];
    if (norm === 0) {
      norm = Math.sqrt(this.#dot(item, item));
      this.#norms[item] = norm;
    }
    return norm;
  }

  #dot(a: ItemIndex, b: ItemIndex): number {
    const { rows, stride, dimension } = this.#matrix;
    const startA = a * stride;
    const startB = b * stride;
    let dot = 0;
    for (let i = 0; i < dimension; i++) dot += rows[startA + i] * rows[startB + i];
    return dot;
  }
}
