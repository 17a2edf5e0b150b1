import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CatalogueColumn } from '../../../src/pack/format.ts';
import { type ReadCatalogueOptions, readCatalogue } from '../../../src/train/read/catalogue.ts';
import { complaint, givenFiles } from './files.ts';

const read = (text: string, options: ReadCatalogueOptions = {}, name = 'items.csv') =>
  readCatalogue([givenFiles({ [name]: text })[name]], options);

/** The values of a column, item by item. */
function values(column: CatalogueColumn): unknown[] {
  if (column.type === 'tags')
    return column.codes.map((codes) => codes.map((code) => column.dictionary[code]));
  return 'codes' in column
    ? column.codes.map((code) => (code === -1 ? null : column.dictionary[code]))
    : [...column.values];
}

describe('by usual names', () => {
  it('finds fields and roles, and keeps other columns out of the pack', async () => {
    const { catalogue, fields, report } = await read(
      'sku,Product Name,Brand,Categories,List Price,Link,image_link,margin\nA1,  Blue   mug ,Acme,kitchen|mugs,£4.50,/a1,/a1.jpg,0.7\nA2,Red mug,,mugs,5,/a2,,0.6\n',
    );
    expect(fields).toEqual([
      { name: 'Product Name', type: 'string', role: 'title' },
      { name: 'Brand', type: 'string', role: 'creator' },
      { name: 'Categories', type: 'tags', role: 'category' },
      { name: 'List Price', type: 'number', role: 'price' },
      { name: 'Link', type: 'string', role: 'url' },
      { name: 'image_link', type: 'string', role: 'image' },
    ]);
    expect(catalogue.ids).toEqual(['A1', 'A2']);
    expect(values(catalogue.columns['Product Name'])).toEqual(['Blue mug', 'Red mug']);
    expect(values(catalogue.columns.Brand)).toEqual(['Acme', null]);
    expect(values(catalogue.columns.Categories)).toEqual([['mugs', 'kitchen'].reverse(), ['mugs']]);
    expect(values(catalogue.columns['List Price'])).toEqual([4.5, 5]);
    expect(values(catalogue.columns.image_link)).toEqual(['/a1.jpg', null]);
    expect(report.unusedColumns).toEqual(['margin']);
  });

  it('keeps further columns only by name', async () => {
    const { fields, report } = await read('id,title,colour,cost\n1,a,red,3\n', { keepColumns: ['colour'] });
    expect(fields.map(({ name }) => name)).toEqual(['title', 'colour']);
    expect(report.unusedColumns).toEqual(['cost']);
  });

  it('refuses a field that no plain object can hold, and reads the column under another name', async () => {
    const text = 'id,title,__proto__\n1,One,x\n2,Two,y\n';
    expect(await complaint(read(text, { keepColumns: ['__proto__'] }))).toBe(
      'invalid-argument: items.csv: a field of the pack cannot be called "__proto__". Rename the column, or give the field another name in the configuration.',
    );
    const { catalogue } = await read(text, {
      fields: [{ name: 'proto', column: '__proto__', type: 'string' }],
    });
    expect(values(catalogue.columns.proto)).toEqual(['x', 'y']);
    expect((await read(text)).report.unusedColumns).toEqual(['__proto__']);
  });

  it('takes lists and members that turn up late from JSON Lines', async () => {
    const { catalogue } = await read(
      '{"id":1,"title":"a"}\n{"id":"2","title":"b","tags":["x, y","z"],"price":3.5}\n',
      {},
      'items.jsonl',
    );
    expect(catalogue.ids).toEqual(['1', '2']);
    expect(values(catalogue.columns.tags)).toEqual([[], ['x, y', 'z']]);
    expect(values(catalogue.columns.price)).toEqual([null, 3.5]);
  });

  it('keeps markup and quotes as the text that they are', async () => {
    const { catalogue } = await read('id,title\n1,"<script>alert(""1"")</script> & co"\n');
    expect(values(catalogue.columns.title)).toEqual(['<script>alert("1")</script> & co']);
  });

  it('writes strings that repeat once', async () => {
    const { catalogue } = await read('id,brand\n1,b\n2,a\n3,b\n4,b\n5,\n');
    expect(catalogue.columns.brand).toEqual({
      type: 'string',
      dictionary: ['b', 'a'],
      codes: [0, 1, 0, 0, -1],
    });
  });
});

describe('several files', () => {
  it('joins them by id; the first says which items there are and wins where columns meet', async () => {
    const files = givenFiles({
      'a.csv': 'book_id,title,year\n1,One,1990\n2,Two,1991\n',
      'b.csv': 'book_id,year,genres\n2,2000,x\n9,2000,y\n1,2000,\n',
    });
    const { catalogue, report } = await readCatalogue(Object.values(files));
    expect(values(catalogue.columns.year)).toEqual([1990, 1991]);
    expect(values(catalogue.columns.genres)).toEqual([[], ['x']]);
    expect(report.dropped).toMatchObject([
      { cause: 'rows of items that the first catalogue file lacks', rows: 1 },
    ]);
  });
});

describe('by rules', () => {
  const rules: ReadCatalogueOptions = {
    id: 'key',
    fields: [
      {
        name: 'title',
        column: 'name',
        type: 'string',
        role: 'title',
        series: { name: 'series', number: 'volume' },
      },
      { name: 'author', column: 'by', type: 'string', role: 'creator', separator: ',', first: true },
      { name: 'authors', column: 'by', type: 'string' },
      {
        name: 'genres',
        column: 'shelves',
        type: 'tags',
        role: 'category',
        separator: ',',
        tags: {
          labels: { 'Young Adult': ['ya', 'young-adult'], Fantasy: ['fantasy', '*-fantasy'] },
          ignore: ['to-read*'],
        },
      },
    ],
  };

  it('splits titles, authors and tags', async () => {
    const { catalogue, fields } = await read(
      'key,name,by,shelves\n1,"Catching Fire  (The Hunger Games, #2)","Suzanne Collins, Other Hand","ya,young-adult,to-read-fantasy,owned"\n2,Holes,Louis Sachar,"epic-fantasy,ya"\n',
      rules,
    );
    expect(fields.map(({ name, role }) => [name, role])).toEqual([
      ['title', 'title'],
      ['series', 'series'],
      ['volume', undefined],
      ['author', 'creator'],
      ['authors', undefined],
      ['genres', 'category'],
    ]);
    const columns = Object.fromEntries(
      Object.entries(catalogue.columns).map(([name, one]) => [name, values(one)]),
    );
    expect(columns).toEqual({
      title: ['Catching Fire', 'Holes'],
      series: ['The Hunger Games', null],
      volume: ['2', null],
      author: ['Suzanne Collins', 'Louis Sachar'],
      authors: ['Suzanne Collins, Other Hand', 'Louis Sachar'],
      genres: [['Young Adult'], ['Fantasy', 'Young Adult']],
    });
  });

  it('names a column that is not there', async () => {
    expect(await complaint(read('key,name,by\n1,a,b\n', rules))).toBe(
      'input-malformed: items.csv: there is no column "shelves" (field genres). The columns are: "name", "by".',
    );
  });
});

describe('faults', () => {
  it.each([
    [
      'an id twice',
      'id,title\n1,a\n2,b\n1,c\n',
      'items.csv, line 4, column id: the id "1" is also on line 2. An item has one line in a catalogue; a list of orders is none.',
    ],
    [
      'no id',
      'id,title\n1,a\n ,b\n',
      'items.csv, line 3, column id: the item has no id. Give it one, or leave the line out.',
    ],
    [
      'no id column',
      'title,price\na,1\n',
      'items.csv, line 1: no column holds the item\'s id. The columns are: "title", "price". Name the right one with --id-column.',
    ],
    [
      'a price that is none',
      'id,price\n1,2\n2,"4,50"\n',
      'items.csv, line 3, column price: "4,50" is not a number. Correct it, or leave the cell empty.',
    ],
    [
      'a year that is none',
      'id,year\n1,NaN\n',
      'items.csv, line 2, column year: "NaN" is not a number. Correct it, or leave the cell empty.',
    ],
    ['an empty file', '', 'items.csv: the file is empty: it has no lines.'],
  ])('names file, line and column: %s', async (_, text, message) => {
    expect(await complaint(read(text))).toBe(`input-malformed: ${message}`);
  });
});

const ROOT = join(import.meta.dirname, '../../..');
const BOOKS = join(ROOT, '../shared/data/goodbooks');

if (existsSync(BOOKS)) {
  it('reads the books of ../shared/data as models/books.config.json says', async () => {
    const config = JSON.parse(readFileSync(join(ROOT, 'models/books.config.json'), 'utf8'));
    const files = [join(BOOKS, 'books.csv'), join(BOOKS, 'genres.csv')];
    const { catalogue } = await readCatalogue(files, config.catalogue);
    const columns = Object.fromEntries(
      Object.entries(catalogue.columns).map(([name, one]) => [name, values(one)]),
    );
    expect(catalogue.ids).toHaveLength(10_000);
    const titles = columns.title as string[];
    expect(titles.filter((title) => title === null || /#\d+\)$|\s{2}/.test(title))).toEqual([]);
    expect([titles[8], columns.series[8], columns.volume[8], columns.author[8], columns.year[8]]).toEqual([
      'Angels & Demons',
      'Robert Langdon',
      '1',
      'Dan Brown',
      2000,
    ]);
    const genres = columns.genres as string[][];
    expect(genres[1]).toEqual(expect.arrayContaining(['Fantasy', "Children's"]));
    expect(Math.max(...genres.map((list) => list.length))).toBeLessThanOrEqual(6);
    expect(genres.filter((list) => list.length === 0).length).toBeLessThan(100);
    const names = new Set(genres.flat());
    expect(names.size).toBeGreaterThanOrEqual(25);
    expect(names.size).toBeLessThanOrEqual(40);
  });
} else {
  it('has no books to read: ../shared/data is not there', () => expect(existsSync(BOOKS)).toBe(false));
}
