/** One reader for every text format: a table is a list of column names and rows of cells. */
import { basename } from 'node:path';
import { LocavoreError } from '../../errors.ts';
import { type Encoding, readBytes } from './bytes.ts';
import { readDelimited } from './delimited.ts';
import { readJsonLines } from './json-lines.ts';

/** A text, or a list where JSON has one. Absent values are ''. */
export type Cell = string | readonly unknown[];

export interface Row {
  /** The line on which the row begins, from 1. */
  line: number;
  /** By position in the table's columns; shorter than these where JSON leaves members out. */
  cells: readonly Cell[];
}

export interface TableSink {
  /** Called once, before the first row. JSON Lines may append to the array later, as new members turn up. */
  columns(names: readonly string[]): void;
  row(row: Row): void;
}

export type TableFormat = 'csv' | 'tsv' | 'jsonl';

export interface TableOptions {
  /** Default: by the file's name (`.csv`, `.tsv`, `.jsonl`, `.ndjson`, each also with `.gz`), else by its first line. */
  format?: TableFormat;
  /** Default: whichever of `,` `;` tab `|` is the most frequent in the header. */
  delimiter?: string;
  encoding?: Encoding;
  /** Lines before the header to leave out, default 0. */
  skipLines?: number;
  /** Names of the columns, for a file without a header. */
  columnNames?: readonly string[];
  signal?: AbortSignal;
}

/**
 * Streams a table into a sink.
 * @returns the number of rows
 * @throws LocavoreError `file-unreadable`, or `input-malformed` naming file and line: not a table, ragged rows, quotes
 * that do not close, no rows; `aborted`.
 */
export async function readTable(path: string, options: TableOptions, sink: TableSink): Promise<number> {
  const chunks = readBytes(path, options.encoding);
  const first = await firstText(chunks);
  const head = first
    .toString('utf8', 0, 64 * 1024)
    .split('\n')
    .slice(options.skipLines ?? 0);
  const sample = head.find((line) => line.trim() !== '') ?? '';
  const format = options.format ?? formatByName(path) ?? formatByContent(sample);
  const whole = chain(first, chunks, options.signal);
  const rows =
    format === 'jsonl'
      ? await readJsonLines(path, whole, options, sink)
      : await readDelimited(
          path,
          whole,
          { ...options, delimiter: delimiterOf(format, sample, options) },
          sink,
        );
  if (rows === 0) {
    throw new LocavoreError(
      'input-malformed',
      `${path}: the file is empty: it has ${first.length === 0 ? 'no lines' : 'no rows below its header'}.`,
    );
  }
  return rows;
}

async function firstText(chunks: AsyncGenerator<Buffer>): Promise<Buffer> {
  for (;;) {
    const next = await chunks.next();
    if (next.done) return Buffer.alloc(0);
    if (next.value.length > 0) return next.value;
  }
}

async function* chain(
  first: Buffer,
  rest: AsyncGenerator<Buffer>,
  signal: AbortSignal | undefined,
): AsyncGenerator<Buffer> {
  yield first;
  for await (const chunk of rest) {
    if (signal?.aborted) throw new LocavoreError('aborted', 'reading was aborted by its signal');
    yield chunk;
  }
}

function formatByName(path: string): TableFormat | undefined {
  const extension = /\.([a-z]+)(?:\.gz)?$/i.exec(basename(path))?.[1].toLowerCase();
  if (extension === 'csv' || extension === 'tsv' || extension === 'jsonl') return extension;
  return extension === 'ndjson' ? 'jsonl' : undefined;
}

function formatByContent(line: string): TableFormat {
  if (line.trimStart().startsWith('{')) return 'jsonl';
  return count(line, '\t') > Math.max(count(line, ','), count(line, ';')) ? 'tsv' : 'csv';
}

function delimiterOf(format: 'csv' | 'tsv', header: string, options: TableOptions): string {
  if (options.delimiter !== undefined) return options.delimiter;
  if (format === 'tsv') return '\t';
  const unquoted = header.replace(/"[^"]*"/g, '');
  return [',', ';', '\t', '|'].reduce((best, next) =>
    count(unquoted, next) > count(unquoted, best) ? next : best,
  );
}

const count = (text: string, character: string) => text.split(character).length - 1;
