/** Whatever the bytes, a reader gives a result or names the fault. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LocavoreError } from '../../../src/errors.ts';
import { readCatalogue } from '../../../src/train/read/catalogue.ts';
import { readInteractions } from '../../../src/train/read/interactions.ts';
import { readVectors } from '../../../src/train/read/vectors.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'locavore-read-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const cell = fc.oneof(
  fc.constantFrom(
    'user',
    'item',
    'id',
    'rating',
    'vector',
    'title',
    'price',
    '5',
    '-1',
    'NaN',
    '1e999',
    '',
    '"',
    '""',
    '"a,b"',
    '[1,2]',
    '{',
    '__proto__',
    'constructor',
  ),
  fc.string({ maxLength: 6 }),
);
const table = fc
  .tuple(
    fc.constantFrom(',', ';', '\t', '|'),
    fc.constantFrom('\n', '\r\n', '\r'),
    fc.array(fc.array(cell, { maxLength: 5 }), { maxLength: 6 }),
  )
  .map(([delimiter, newline, rows]) => rows.map((row) => row.join(delimiter)).join(newline));
const jsonLines = fc
  .array(fc.dictionary(cell, fc.jsonValue({ maxDepth: 2 }), { maxKeys: 4 }), { maxLength: 5 })
  .map((rows) => rows.map((row) => JSON.stringify(row)).join('\n'));
const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 60 }),
  fc.oneof(table, jsonLines, fc.string({ unit: 'grapheme', maxLength: 60 })).map((text) => Buffer.from(text)),
);

describe.each([
  ['readInteractions', readInteractions],
  ['readCatalogue', readCatalogue],
  ['readVectors', readVectors],
] as [string, (files: string[]) => Promise<unknown>][])('%s', (name, read) => {
  it('names the fault of any input that it does not read', async () => {
    const path = join(folder, `${name}.csv`);
    await fc.assert(
      fc.asyncProperty(bytes, fc.constantFrom('csv', 'tsv', 'jsonl', 'dat'), async (content, extension) => {
        const file = path.replace(/csv$/, extension);
        writeFileSync(file, content);
        const error = await read([file]).then(
          () => null,
          (thrown: unknown) => thrown,
        );
        if (error === null) return;
        expect(error).toBeInstanceOf(LocavoreError);
        expect(['input-malformed', 'invalid-argument']).toContain((error as LocavoreError).code);
        expect((error as LocavoreError).message).toContain(name);
      }),
      { numRuns: 500 },
    );
  });
});
