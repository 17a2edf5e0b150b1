/** Item vectors that were trained elsewhere, from CSV, TSV or JSON Lines. */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { LocavoreError } from '../../errors.ts';
import { MAX_DIMENSION } from '../../pack/format.ts';
import { unreadable } from './bytes.ts';
import { CATALOGUE_ID_NAMES } from './catalogue-config.ts';
import { findNamed, findUsual, listed } from './columns.ts';
import { type Cell, type Row, readTable, type TableOptions } from './table.ts';
import { parseNumber } from './values.ts';

export interface ReadVectorsOptions extends TableOptions {
  /** The id column. Default: by usual names. */
  id?: string;
  /** The column with whole vectors. Default: by usual names, else numbered columns such as `f0 … f63`. */
  vector?: string;
}

export interface ItemVectors {
  ids: string[];
  /** f32[ids × dimension], row-major. */
  vectors: Float32Array;
  dimension: number;
}

const VECTOR_NAMES = ['vector', 'features', 'embedding', 'factors', 'itemfactors', 'values'];
const NUMBERED = /^[\p{L}_-]*?[_-]?(\d+)$/u;

/**
 * Reads vectors from files, or from a folder of part files as Spark writes them. A vector is a JSON list, or its text
 * with or without brackets, components separated by spaces, commas, semicolons or `|`; or it is spread over numbered
 * columns.
 * @throws LocavoreError `file-unreadable`; `input-malformed` naming file, line and column: a component that is no
 * number, another length than the first vector's, an id twice, more than 128 components
 */
export async function readVectors(
  paths: readonly string[],
  options: ReadVectorsOptions = {},
): Promise<ItemVectors> {
  const files = (await Promise.all(paths.map(partFiles))).flat();
  const ids: string[] = [];
  const places = new Map<string, string>();
  const rows: Float32Array[] = [];
  for (const path of files) {
    let columns: readonly string[] = [];
    let idAt = -1;
    let componentsAt: readonly number[] = [];
    await readTable(path, options, {
      columns: (names) => {
        columns = names;
        [idAt, componentsAt] = locate(path, names, options);
      },
      row: (row) => {
        const place = `${path}, line ${row.line}`;
        const cell = row.cells[idAt];
        const id = typeof cell === 'string' ? cell.trim() : '';
        if (id === '') {
          throw new LocavoreError(
            'input-malformed',
            `${place}, column ${columns[idAt]}: the vector has no item id.`,
          );
        }
        const before = places.get(id);
        if (before !== undefined) {
          throw new LocavoreError(
            'input-malformed',
            `${place}, column ${columns[idAt]}: item ${JSON.stringify(id)} already has a vector (${before}).`,
          );
        }
        places.set(id, place);
        ids.push(id);
        rows.push(vectorOf(place, row, columns, componentsAt, rows[0]?.length));
      },
    });
  }
  const dimension = rows[0].length;
  const vectors = new Float32Array(rows.length * dimension);
  for (const [item, row] of rows.entries()) vectors.set(row, item * dimension);
  return { ids, vectors, dimension };
}

async function partFiles(path: string): Promise<string[]> {
  const info = await stat(path).catch((error) => {
    throw unreadable(path, error);
  });
  const names = info.isDirectory() ? (await readdir(path)).sort() : [];
  if (
    path.endsWith('.parquet') ||
    names.some((name) => name.includes('.parquet') || name === 'itemFactors')
  ) {
    const factors = names.includes('itemFactors') ? join(path, 'itemFactors') : path;
    throw new LocavoreError(
      'input-malformed',
      `${path}: Parquet is not read yet. Write the item factors as JSON first, in Spark: spark.read.parquet("${factors}").write.json("item-factors"), and pass that folder.`,
    );
  }
  if (!info.isDirectory()) return [path];
  const parts = names.filter((name) => /^[^._].*\.(?:json|jsonl|ndjson|csv|tsv)(?:\.gz)?$/i.test(name));
  if (parts.length > 0) return parts.map((name) => join(path, name));
  throw new LocavoreError(
    'input-malformed',
    `${path}: the folder has no file of vectors (.json, .jsonl, .csv, .tsv, each also with .gz).`,
  );
}

function locate(path: string, columns: readonly string[], options: ReadVectorsOptions): [number, number[]] {
  const id =
    options.id === undefined
      ? findUsual(columns, CATALOGUE_ID_NAMES)
      : findNamed(path, columns, options.id, '--vector-id-column');
  if (id === -1) {
    throw new LocavoreError(
      'input-malformed',
      `${path}: no column holds the item's id. ${listed(columns)} Name the right one with --vector-id-column.`,
    );
  }
  if (options.vector !== undefined)
    return [id, [findNamed(path, columns, options.vector, '--vector-column')]];
  const whole = findUsual(columns, VECTOR_NAMES);
  if (whole !== -1) return [id, [whole]];
  const numbered = columns
    .map((name, at) => ({ at, number: at === id ? undefined : NUMBERED.exec(name)?.[1] }))
    .filter(({ number }) => number !== undefined)
    .sort((a, b) => Number(a.number) - Number(b.number) || a.at - b.at);
  if (numbered.length > 0) return [id, numbered.map(({ at }) => at)];
  throw new LocavoreError(
    'input-malformed',
    `${path}: no column holds the vectors. ${listed(columns)} Name one with --vector-column, or number the columns of the components: f0, f1, ….`,
  );
}

function vectorOf(
  place: string,
  row: Row,
  columns: readonly string[],
  componentsAt: readonly number[],
  wanted: number | undefined,
): Float32Array {
  const whole = componentsAt.length === 1;
  const texts = whole
    ? components(row.cells[componentsAt[0]])
    : componentsAt.map((at) => String(row.cells[at] ?? ''));
  const column = (at: number) =>
    whole ? `${columns[componentsAt[0]]}, component ${at}` : columns[componentsAt[at]];
  if (
    texts.length === 0 ||
    texts.length > MAX_DIMENSION ||
    (wanted !== undefined && texts.length !== wanted)
  ) {
    throw new LocavoreError(
      'input-malformed',
      `${place}: the vector has ${texts.length} components, ${
        wanted === undefined || texts.length > MAX_DIMENSION
          ? `and 1 to ${MAX_DIMENSION} are possible`
          : `the first one has ${wanted}`
      }.`,
    );
  }
  return Float32Array.from(texts, (text, at) => {
    const value = Math.fround(parseNumber(text));
    if (Number.isFinite(value)) return value;
    throw new LocavoreError(
      'input-malformed',
      `${place}, column ${column(at)}: ${JSON.stringify(text)} is not a number.`,
    );
  });
}

function components(cell: Cell | undefined): string[] {
  if (cell === undefined) return [];
  if (typeof cell !== 'string') return cell.map(String);
  return cell
    .trim()
    .replace(/^\[|\]$/g, '')
    .split(/[\s,;|]+/u)
    .filter(Boolean);
}
