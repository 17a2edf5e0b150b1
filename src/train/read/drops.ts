/** Rows that were left out, counted by cause, with the first place of each, so that nothing vanishes unseen. */
export interface Drop {
  cause: string;
  rows: number;
  /** The first such row, `file, line n`. */
  first: string;
}

export class Drops {
  readonly #byCause = new Map<string, Drop>();

  add(cause: string, path: string, line: number): void {
    const drop = this.#byCause.get(cause);
    if (drop === undefined) this.#byCause.set(cause, { cause, rows: 1, first: `${path}, line ${line}` });
    else drop.rows++;
  }

  /** Most frequent cause first. */
  list(): Drop[] {
    return [...this.#byCause.values()].sort((a, b) => b.rows - a.rows || (a.cause < b.cause ? -1 : 1));
  }
}

export function describeDrops(drops: readonly Drop[]): string {
  return drops.map(({ cause, rows, first }) => `${rows} ${cause} (first: ${first})`).join('; ');
}
