/** CSV (RFC 4180) and TSV, streamed through csv-parse. */
import { pipeline } from 'node:stream/promises';
import { CsvError, parse } from 'csv-parse';
import { LocavoreError } from '../../errors.ts';
import type { TableOptions, TableSink } from './table.ts';

/**
 * Quoted values may contain delimiters, doubled quotes and newlines; with a tab as the delimiter quotes are plain
 * characters (IANA text/tab-separated-values), except that a value wholly in quotes loses them.
 */
export async function readDelimited(
  path: string,
  chunks: AsyncIterable<Buffer>,
  options: TableOptions & { delimiter: string },
  sink: TableSink,
): Promise<number> {
  const tabs = options.delimiter === '\t';
  let columns = options.columnNames;
  let rows = 0;
  /** Where the last whole record ended. */
  let lastLine = options.skipLines ?? 0;
  if (columns !== undefined) sink.columns(columns);

  const onRecord = (record: string[], context: { lines: number }): null => {
    lastLine = context.lines;
    const cells = tabs ? record.map(unwrapped) : record;
    if (columns === undefined) {
      columns = cells.map((name) => name.trim());
      sink.columns(columns);
      return null;
    }
    const line = context.lines - newlines(cells);
    if (cells.length !== columns.length) {
      throw new LocavoreError(
        'input-malformed',
        ragged(path, line, cells.length, columns, options.delimiter),
      );
    }
    rows++;
    sink.row({ line, cells });
    return null;
  };

  const parser = parse({
    delimiter: options.delimiter,
    quote: tabs ? null : '"',
    // Named, for files whose parts end their lines differently; csv-parse would take the first line's ending for all.
    record_delimiter: ['\r\n', '\n', '\r'],
    from_line: (options.skipLines ?? 0) + 1,
    skip_empty_lines: true,
    relax_column_count: true,
    on_record: onRecord as never,
  });
  parser.resume();
  try {
    await pipeline(chunks, parser);
  } catch (error) {
    throw translated(path, lastLine, error);
  }
  return rows;
}

function unwrapped(value: string): string {
  return value.length > 1 && value.startsWith('"') && value.endsWith('"')
    ? value.slice(1, -1).replaceAll('""', '"')
    : value;
}

function newlines(cells: readonly string[]): number {
  let lines = 0;
  for (const cell of cells) if (cell.includes('\n')) lines += cell.split('\n').length - 1;
  return lines;
}

function ragged(path: string, line: number, fields: number, columns: readonly string[], delimiter: string) {
  const shown = delimiter === '\t' ? 'a tab' : `"${delimiter}"`;
  return (
    `${path}, line ${line}: ${fields} field${fields === 1 ? '' : 's'} where the header has ${columns.length} ` +
    `(${columns.slice(0, 8).join(', ')}${columns.length > 8 ? ', …' : ''}). ` +
    (delimiter === '\t'
      ? 'A value must not contain a tab.'
      : `A value that contains ${shown} must be in double quotes; another delimiter is named with --delimiter.`)
  );
}

function translated(path: string, lastLine: number, error: unknown): unknown {
  if (error instanceof LocavoreError || !(error instanceof CsvError)) return error;
  const line = Number((error as unknown as { lines?: number }).lines);
  const [where, what] =
    error.code === 'CSV_QUOTE_NOT_CLOSED'
      ? // Noticed at the end of the file; the quote is in the first record that did not end.
        [lastLine + 1, 'a double quote opens a value and is never closed']
      : error.code === 'INVALID_OPENING_QUOTE' || error.code === 'CSV_INVALID_CLOSING_QUOTE'
        ? [line, 'a double quote stands inside a value']
        : [line, error.message];
  return new LocavoreError(
    'input-malformed',
    `${path}, line ${where}: ${what}. A value with quotes must be in double quotes, and each quote in it doubled ("").`,
    { cause: error },
  );
}
