/** A pack in memory: what every later room works on. Arrays are read-only by agreement and shared, never copied. */
import type { ItemId, ItemIndex } from '../units.ts';
import type { FieldEntry, FieldRole, Manifest } from './format.ts';

/** int8 rows with one scale each: the input of every engine. */
export interface ItemMatrix {
  /** int8[count × stride], row-major; padding components are 0. */
  readonly rows: Int8Array;
  /** f32[count], ≥ 0. */
  readonly scales: Float32Array;
  readonly count: number;
  /** Components per row that may differ from 0, 1 … 128. */
  readonly dimension: number;
  /** Bytes per row: a multiple of 16. */
  readonly stride: number;
}

/** Signed item–item weights by source item (CSR): "who has i may want targets[offsets[i]] … ". */
export interface NeighbourLists {
  readonly offsets: Uint32Array;
  readonly targets: Uint32Array;
  readonly weights: Int8Array;
  readonly scales: Float32Array;
}

/** A catalogue entry as the public API gives it. Absent facts are absent, never empty strings. */
export interface Item {
  id: ItemId;
  title?: string;
  creator?: string;
  series?: string;
  url?: string;
  image?: string;
  price?: number;
  year?: number;
  categories?: string[];
  /** Fields without a role, by name. */
  facts?: Record<string, string | number | string[]>;
}

export interface Catalogue {
  readonly count: number;
  readonly ids: readonly ItemId[];
  readonly fields: readonly FieldEntry[];
  /** −1 for an unknown id. */
  indexOf(id: ItemId): ItemIndex | -1;
  item(index: ItemIndex): Item;
  /**
   * Group codes for caps and affinity: one non-negative code per item and distinct value, −1 for none.
   * `null` if no field has the role, or if the field is not a string.
   */
  codes(role: FieldRole): Int32Array | null;
  /** The value behind a code of {@link codes}. */
  label(role: FieldRole, code: number): string | undefined;
  /** Tag codes per item of the field with the role, and their labels; `null` where no field of type `tags` has it. */
  tags(role: FieldRole): { codes: readonly (readonly number[])[]; labels: readonly string[] } | null;
}

export interface Pack {
  readonly manifest: Manifest;
  readonly matrix: ItemMatrix;
  /** f32[dimension × dimension], row-major. */
  readonly gram: Float32Array | null;
  readonly neighbours: NeighbourLists | null;
  /** f32[items], ≥ 0. */
  readonly popularity: Float32Array;
  readonly catalogue: Catalogue;
}
