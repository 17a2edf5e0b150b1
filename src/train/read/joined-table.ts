/** Tables joined on the item's id, as raw cells with their places. */
import { LocavoreError } from '../../errors.ts';
import { CATALOGUE_ID_NAMES } from './catalogue-config.ts';
import { findNamed, findUsual, listed } from './columns.ts';
import type { Drops } from './drops.ts';
import { type Cell, readTable, type TableOptions } from './table.ts';

/** Where a cell stands, for errors. */
export interface Place {
  path: string;
  line: number;
}

export interface Column {
  cells: (Cell | undefined)[];
  places: (Place | undefined)[];
}

export interface JoinOptions extends TableOptions {
  /** The id column. Default: by usual names. */
  id?: string;
}

/** The joined tables: cells by column name, then by item. */
export class JoinedTable {
  readonly ids: string[] = [];
  readonly index = new Map<string, number>();
  readonly columns = new Map<string, Column>();

  column(name: string): Column {
    let column = this.columns.get(name);
    if (column === undefined) {
      column = { cells: [], places: [] };
      this.columns.set(name, column);
    }
    return column;
  }
}

/** Adds a file. The first says which items there are; columns that earlier files have are passed over. */
export async function joinFile(
  path: string,
  isFirst: boolean,
  options: JoinOptions,
  table: JoinedTable,
  drops: Drops,
  found: (idColumn: string) => void,
): Promise<number> {
  let columns: readonly string[] = [];
  let idAt = -1;
  const earlier = new Set(table.columns.keys());
  const lines = new Map<string, number>();
  const targets: (Column | null)[] = [];
  return readTable(path, options, {
    columns: (names) => {
      columns = names;
      idAt = idPosition(path, names, options);
      found(names[idAt]);
    },
    row: ({ line, cells }) => {
      const idCell = cells[idAt];
      const id = typeof idCell === 'string' ? idCell.trim() : '';
      if (id === '') {
        throw new LocavoreError(
          'input-malformed',
          `${path}, line ${line}, column ${columns[idAt]}: the item has no id. Give it one, or leave the line out.`,
        );
      }
      const before = lines.get(id);
      if (before !== undefined) {
        throw new LocavoreError(
          'input-malformed',
          `${path}, line ${line}, column ${columns[idAt]}: the id ${JSON.stringify(id)} is also on line ${before}. An item has one line in a catalogue; a list of orders is none.`,
        );
      }
      lines.set(id, line);
      let item = table.index.get(id);
      if (item === undefined) {
        if (!isFirst) return drops.add('rows of items that the first catalogue file lacks', path, line);
        item = table.ids.push(id) - 1;
        table.index.set(id, item);
      }
      const place = { path, line };
      for (let at = 0; at < cells.length; at++) {
        if (at === idAt) continue;
        if (at >= targets.length || targets[at] === undefined) {
          targets[at] = earlier.has(columns[at]) ? null : table.column(columns[at]);
        }
        const target = targets[at];
        if (target === null) continue;
        target.cells[item] = cells[at];
        target.places[item] = place;
      }
    },
  });
}

function idPosition(path: string, columns: readonly string[], options: JoinOptions): number {
  if (options.id !== undefined) return findNamed(path, columns, options.id, '--id-column');
  const at = findUsual(columns, CATALOGUE_ID_NAMES);
  if (at !== -1) return at;
  throw new LocavoreError(
    'input-malformed',
    `${path}, line ${(options.skipLines ?? 0) + 1}: no column holds the item's id. ${listed(columns)} Name the right one with --id-column.`,
  );
}
