/** JSON Lines: one JSON object a line. */
import { LocavoreError } from '../../errors.ts';
import type { Cell, TableOptions, TableSink } from './table.ts';

export async function readJsonLines(
  path: string,
  chunks: AsyncIterable<Buffer>,
  options: TableOptions,
  sink: TableSink,
): Promise<number> {
  const columns: string[] = [];
  const positions = new Map<string, number>();
  let line = 0;
  let rows = 0;

  const take = (text: string): void => {
    line++;
    if (line <= (options.skipLines ?? 0) || text.trim() === '') return;
    const object = parsed(path, line, text);
    const cells: Cell[] = new Array(columns.length).fill('');
    for (const [name, value] of Object.entries(object)) {
      let position = positions.get(name);
      if (position === undefined) {
        position = columns.push(name) - 1;
        positions.set(name, position);
      }
      cells[position] = cellOf(path, line, name, value);
    }
    if (rows++ === 0) sink.columns(columns);
    sink.row({ line, cells });
  };

  let rest = '';
  for await (const chunk of chunks) {
    const lines = (rest + chunk.toString('utf8')).split('\n');
    rest = lines.pop() ?? '';
    for (const text of lines) take(text);
  }
  if (rest !== '') take(rest);
  return rows;
}

function parsed(path: string, line: number, text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const hint =
      /^\s*\[/.test(text) && line === 1 ? ' A JSON array is not read: write one object a line.' : '';
    throw new LocavoreError(
      'input-malformed',
      `${path}, line ${line}: not JSON (${(error as Error).message}).${hint}`,
      { cause: error },
    );
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new LocavoreError(
      'input-malformed',
      `${path}, line ${line}: a JSON object is wanted, such as {"user": "u1", "item": "B123"}.`,
    );
  }
  return value as Record<string, unknown>;
}

function cellOf(path: string, line: number, name: string, value: unknown): Cell {
  if (typeof value === 'string' || Array.isArray(value)) return value;
  if (value === null || value === undefined) return '';
  if (typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value)) {
    throw new LocavoreError(
      'input-malformed',
      `${path}, line ${line}, column ${name}: the number is above 2^53 and has lost digits. Write such ids as strings.`,
    );
  }
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
