import type { CatalogueData, FieldEntry, FoldIn, ModelCard, Tuning } from './format.ts';
import type { ItemMatrix, NeighbourLists } from './pack.ts';

/** What a pack is made of, before it is written: the trainer's output and the input of `createPack` and `buildPackFiles`. */
export interface PackParts {
  /** A short name, 1 … 64 letters, digits, `-` and `_`. */
  name: string;
  matrix: ItemMatrix;
  /** f32[dimension × dimension], row-major; required by the fold-in method `als`. */
  gram: Float32Array | null;
  neighbours: NeighbourLists | null;
  /** f32[items], ≥ 0. */
  popularity: Float32Array;
  catalogue: CatalogueData;
  /** One entry per catalogue column. */
  fields: FieldEntry[];
  foldIn: FoldIn;
  tuning: Tuning;
  card: ModelCard;
}
