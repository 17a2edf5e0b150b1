/** A catalogue from one or more files joined on the item's id. */
import { LocavoreError } from '../../errors.ts';
import type { CatalogueColumn, CatalogueData, FieldEntry } from '../../pack/format.ts';
import { type CatalogueConfig, type FieldRule, usualFields } from './catalogue-config.ts';
import { findNamed } from './columns.ts';
import { type Drop, Drops } from './drops.ts';
import { type Column, JoinedTable, joinFile } from './joined-table.ts';
import type { Cell, TableOptions } from './table.ts';
import { tagLabels } from './tag-rules.ts';
import { singleSpaced, splitTitle } from './titles.ts';
import { parseNumber, parsePrice } from './values.ts';

export interface ReadCatalogueOptions extends TableOptions, CatalogueConfig {
  /** Further columns to keep as facts, as strings; only without `fields`. */
  keepColumns?: readonly string[];
}

export interface CatalogueReport {
  files: string[];
  /** Rows in the files. */
  rows: number;
  items: number;
  dropped: Drop[];
  /** Columns that are not in the pack. */
  unusedColumns: string[];
}

/**
 * Reads a catalogue. The first file says which items there are; further files add columns to them by id, and where two
 * files have a column of one name, the first file's counts. Texts are kept as they are, but for white space.
 * @throws LocavoreError `input-malformed` naming file, line and column: an id twice or missing, a value that is no number
 */
export async function readCatalogue(
  files: readonly string[],
  options: ReadCatalogueOptions = {},
): Promise<{ catalogue: CatalogueData; fields: FieldEntry[]; report: CatalogueReport }> {
  const table = new JoinedTable();
  const drops = new Drops();
  let rows = 0;
  let idColumn = '';
  for (const [number, path] of files.entries()) {
    rows += await joinFile(path, number === 0, options, table, drops, (name) => {
      idColumn ||= name;
    });
  }
  const rules = options.fields ?? [
    ...usualFields([...table.columns.keys()], idColumn),
    ...(options.keepColumns ?? []).map((name): FieldRule => ({ name, column: name, type: 'string' })),
  ];
  const columns: Record<string, CatalogueColumn> = Object.create(null);
  const fields: FieldEntry[] = [];
  const add = (field: FieldEntry, column: CatalogueColumn): void => {
    // A plain object, and so much code that reads a pack, cannot hold a member of this name.
    if (field.name === '__proto__') {
      throw new LocavoreError(
        'invalid-argument',
        `${files.join(', ')}: a field of the pack cannot be called "__proto__". Rename the column, or give the field another name in the configuration.`,
      );
    }
    if (Object.hasOwn(columns, field.name)) {
      throw new LocavoreError(
        'invalid-argument',
        `two fields of the pack are called ${JSON.stringify(field.name)}.`,
      );
    }
    columns[field.name] = column;
    fields.push(field);
  };
  for (const rule of rules) buildField(rule, table, files, add);
  const used = new Set(rules.map(({ column }) => column));
  return {
    catalogue: { ids: table.ids, columns },
    fields,
    report: {
      files: [...files],
      rows,
      items: table.ids.length,
      dropped: drops.list(),
      unusedColumns: [...table.columns.keys()].filter((name) => !used.has(name)),
    },
  };
}

function buildField(
  rule: FieldRule,
  table: JoinedTable,
  files: readonly string[],
  add: (field: FieldEntry, column: CatalogueColumn) => void,
): void {
  const names = [...table.columns.keys()];
  const column = table.columns.get(
    names[findNamed(files.join(', '), names, rule.column, `field ${rule.name}`)],
  ) as Column;
  const field: FieldEntry = { name: rule.name, type: rule.type, ...(rule.role && { role: rule.role }) };
  const count = table.ids.length;
  switch (rule.type) {
    case 'number': {
      const parse = rule.role === 'price' ? parsePrice : parseNumber;
      const values = Array.from({ length: count }, (_, item) => {
        const text = textOf(column, item, rule);
        if (text === '') return null;
        const value = parse(text);
        if (Number.isNaN(value))
          throw malformed(column, item, rule, `${JSON.stringify(text)} is not a number`);
        return value;
      });
      add(field, { type: 'number', values });
      return;
    }
    case 'tags': {
      const lists = Array.from({ length: count }, (_, item) => column.cells[item] ?? '');
      const separator = rule.separator ?? commonSeparator(lists);
      const tags = lists.map((cell) =>
        (typeof cell === 'string' ? cell.split(separator) : cell.map(String))
          .map(singleSpaced)
          .filter(Boolean),
      );
      add(field, tagColumn(tagLabels(tags, rule.tags ?? {})));
      return;
    }
    case 'string': {
      const texts = Array.from({ length: count }, (_, item) => {
        const text = singleSpaced(textOf(column, item, rule));
        return rule.first ? singleSpaced(text.split(rule.separator ?? ',')[0]) : text;
      });
      if (rule.series === undefined) {
        add(field, stringColumn(texts));
        return;
      }
      const split = texts.map(splitTitle);
      add(field, stringColumn(split.map(({ title }) => title)));
      add(
        { name: rule.series.name, type: 'string', role: 'series' },
        stringColumn(split.map(({ series }) => series)),
      );
      if (rule.series.number !== undefined) {
        add({ name: rule.series.number, type: 'string' }, stringColumn(split.map(({ number }) => number)));
      }
    }
  }
}

function textOf(column: Column, item: number, rule: FieldRule): string {
  const cell = column.cells[item];
  if (cell === undefined) return '';
  if (typeof cell === 'string') return cell.trim();
  if (rule.type === 'string') return cell.map(String).join(rule.separator ?? ', ');
  throw malformed(column, item, rule, 'a list, where one value is wanted');
}

function malformed(column: Column, item: number, rule: FieldRule, what: string): LocavoreError {
  const place = column.places[item];
  return new LocavoreError(
    'input-malformed',
    `${place?.path}, line ${place?.line}, column ${rule.column}: ${what}. Correct it, or leave the cell empty.`,
  );
}

/** Strings that repeat go through a dictionary, in order of first appearance. */
function stringColumn(texts: readonly (string | null)[]): CatalogueColumn {
  const values = texts.map((text) => (text === '' ? null : text));
  const distinct = new Set(values.filter((value) => value !== null));
  if (distinct.size * 2 > values.length) return { type: 'string', values };
  const dictionary = [...distinct];
  const codes = new Map(dictionary.map((value, code) => [value, code]));
  return {
    type: 'string',
    dictionary,
    codes: values.map((value) => (value === null ? -1 : (codes.get(value) as number))),
  };
}

function tagColumn(labels: readonly (readonly string[])[]): CatalogueColumn {
  const dictionary = [...new Set(labels.flat())].sort();
  const codes = new Map(dictionary.map((label, code) => [label, code]));
  return {
    type: 'tags',
    dictionary,
    codes: labels.map((list) => list.map((label) => codes.get(label) as number)),
  };
}

function commonSeparator(cells: readonly Cell[]): string {
  const total = (separator: string) =>
    cells.reduce((sum, cell) => sum + (typeof cell === 'string' ? cell.split(separator).length - 1 : 0), 0);
  return ['|', ';', ','].reduce((best, next) => (total(next) > total(best) ? next : best));
}
