import type { Catalogue } from '../../pack/pack.ts';
import type { ItemIndex } from '../../units.ts';

/**
 * Caps on what one creator and one series may take of a shelf. A series gets half of the creator's cap, rounded up, so that
 * a shelf does not show volume after volume.
 */
export class Caps {
  readonly #groups: { codes: Int32Array; most: number; taken: Map<number, number> }[] = [];

  constructor(catalogue: Catalogue, maxPerCreator: number | null) {
    if (maxPerCreator === null) return;
    this.#add(catalogue.codes('creator'), maxPerCreator);
    this.#add(catalogue.codes('series'), Math.ceil(maxPerCreator / 2));
  }

  allows(index: ItemIndex): boolean {
    return this.#groups.every(({ codes, most, taken }) => (taken.get(codes[index]) ?? 0) < most);
  }

  take(index: ItemIndex): void {
    for (const { codes, taken } of this.#groups) {
      const code = codes[index];
      if (code >= 0) taken.set(code, (taken.get(code) ?? 0) + 1);
    }
  }

  #add(codes: Int32Array | null, most: number): void {
    if (codes !== null) this.#groups.push({ codes, most, taken: new Map() });
  }
}
