import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readVectors } from '../../../src/train/read/vectors.ts';
import { complaint, givenFiles } from './files.ts';

const read = (text: string, name = 'v.csv', options = {}) =>
  readVectors([givenFiles({ [name]: text })[name]], options);
const WANTED = { ids: ['a', 'b'], dimension: 3, vectors: Float32Array.of(1, -2.5, 0, 0.125, 1000, 3) };

describe('readVectors', () => {
  it.each([
    ['JSON lists in CSV', 'id,vector\na,"[1, -2.5, 0]"\nb,"[0.125,1e3,3]"\n', 'v.csv'],
    ['spaces', 'item_id,embedding\na,1 -2.5 0\nb,0.125 1e3 3\n', 'v.csv'],
    ['semicolons', 'id\tfactors\na\t1;-2.5;0\nb\t0.125;1e3;3\n', 'v.tsv'],
    [
      'JSON Lines as Spark writes them',
      '{"id":"a","features":[1.0,-2.5,0]}\n{"id":"b","features":[0.125,1e3,3]}\n',
      'part-0.json',
    ],
    ['numbered columns in any order', 'id,f2,f0,f1,name\na,0,1,-2.5,x\nb,3,0.125,1e3,y\n', 'v.csv'],
    ['bare numbers as names', 'id,0,1,2\na,1,-2.5,0\nb,0.125,1e3,3\n', 'v.csv'],
  ])('reads %s', async (_, text, name) => expect(await read(text, name)).toEqual(WANTED));

  it('reads a folder of part files', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'locavore-read-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    writeFileSync(join(folder, '_SUCCESS'), '');
    writeFileSync(join(folder, '.part-0.json.crc'), 'x');
    writeFileSync(join(folder, 'part-1.json'), '{"id":"b","features":[0.125,1e3,3]}\n');
    writeFileSync(join(folder, 'part-0.json'), '{"id":"a","features":[1,-2.5,0]}\n');
    expect(await readVectors([folder])).toEqual(WANTED);
  });

  it('says how to get at a saved ALSModel', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'locavore-read-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    mkdirSync(join(folder, 'itemFactors'));
    expect(await complaint(readVectors([folder]))).toMatch(
      /^input-malformed: .*Parquet is not read yet.*spark\.read\.parquet\(".*itemFactors"\)\.write\.json\("item-factors"\)/,
    );
  });

  it.each([
    [
      'another length',
      'id,vector\na,1 2\nb,1 2 3\n',
      'v.csv, line 3: the vector has 3 components, the first one has 2.',
    ],
    [
      'no components',
      'id,vector\na,\n',
      'v.csv, line 2: the vector has 0 components, and 1 to 128 are possible.',
    ],
    [
      'too many',
      `id,vector\na,${'1 '.repeat(129)}\n`,
      'v.csv, line 2: the vector has 129 components, and 1 to 128 are possible.',
    ],
    [
      'no number',
      'id,vector\na,1 NaN\n',
      'v.csv, line 2, column vector, component 1: "NaN" is not a number.',
    ],
    ['more than f32 holds', 'id,f0,f1\na,1,1e39\n', 'v.csv, line 2, column f1: "1e39" is not a number.'],
    [
      'an id twice',
      'id,vector\na,1\na,2\n',
      'v.csv, line 3, column id: item "a" already has a vector (v.csv, line 2).',
    ],
    ['no id', 'id,vector\n,1\n', 'v.csv, line 2, column id: the vector has no item id.'],
    [
      'no vectors',
      'id,title\na,b\n',
      'v.csv: no column holds the vectors. The columns are: "id", "title". Name one with --vector-column, or number the columns of the components: f0, f1, ….',
    ],
  ])('names file, line and column: %s', async (_, text, message) => {
    expect(await complaint(read(text))).toBe(`input-malformed: ${message}`);
  });
});
