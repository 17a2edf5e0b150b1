import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Interactions } from '../../../src/train/interactions.ts';
import { type ReadInteractionsOptions, readInteractions } from '../../../src/train/read/interactions.ts';
import { complaint, givenFiles } from './files.ts';

const read = (text: string | Uint8Array, options: ReadInteractionsOptions = {}, name = 'in.csv') =>
  readInteractions([givenFiles({ [name]: text })[name]], options);

/** `user item preference weight`, in order. */
const pairs = ({ userIds, itemIds, users, items, preferences, weights }: Interactions) =>
  [...users].map((user, e) => `${userIds[user]} ${itemIds[items[e]]} ${preferences[e]} ${weights[e]}`);

describe('formats', () => {
  const CSV = 'user_id,item_id,rating\nann,a,5\nann,b,1\nbob,a,3\n';
  const WANTED = ['ann a 1 1', 'ann b -1 1', 'bob a 0 1'];

  it.each([
    ['CSV', 'in.csv', CSV],
    ['CSV with CRLF', 'in.csv', CSV.replaceAll('\n', '\r\n')],
    ['CSV with lines that end in CR, LF and both', 'in.csv', CSV.replace('\n', '\r\n').replace('5\n', '5\r')],
    ['CSV with a byte order mark', 'in.csv', `\uFEFF${CSV}`],
    ['CSV without a last newline', 'in.csv', CSV.trimEnd()],
    ['CSV with blank lines', 'in.csv', CSV.replaceAll('\n', '\n\n')],
    ['CSV with semicolons', 'in.csv', CSV.replaceAll(',', ';')],
    ['TSV', 'in.tsv', CSV.replaceAll(',', '\t')],
    ['TSV by its content', 'in.dat', CSV.replaceAll(',', '\t')],
    ['gzipped CSV', 'in.csv.gz', gzipSync(CSV)],
    ['gzipped CSV by its content', 'in.csv', gzipSync(CSV)],
    [
      'JSON Lines',
      'in.jsonl',
      '{"user_id":"ann","item_id":"a","rating":5}\n\n{"rating":1,"user_id":"ann","item_id":"b"}\n{"user_id":"bob","item_id":"a","rating":"3"}',
    ],
    [
      'gzipped JSON Lines by its content',
      'in.gz',
      gzipSync(
        '{"user":"ann","item":"a","rating":5}\n{"user":"ann","item":"b","rating":1}\n{"user":"bob","item":"a","rating":3}\n',
      ),
    ],
  ])('reads %s', async (_, name, content) => {
    const { interactions, report } = await read(content, {}, name);
    expect(pairs(interactions)).toEqual(WANTED);
    expect(report).toMatchObject({
      kind: 'ratings',
      rows: 3,
      kept: 3,
      pairs: 3,
      users: 2,
      items: 2,
      likes: 1,
      dislikes: 1,
    });
  });

  it('reads quoted values with delimiters, quotes and newlines, and names the right line after them', async () => {
    const { interactions } = await read('user,item\n"Smith, ""Al""","two\nlines"\n');
    expect(pairs(interactions)).toEqual(['Smith, "Al" two\nlines 1 1']);
    expect(await complaint(read('user,item,rating\n"a\nb",x,5\n\nc,y,bad\n'))).toMatch(
      /^input-malformed: in.csv, line 5, /,
    );
  });

  it('takes quotes in TSV as they are, but for those around a whole value', async () => {
    const { interactions } = await read('user\titem\nann\t"Weird Al" Live\nann\t"a ""b"""\n', {}, 'in.tsv');
    expect(interactions.itemIds).toEqual(['"Weird Al" Live', 'a "b"']);
  });

  it('reads a file without a header, below lines to skip', async () => {
    const options = { skipLines: 2, columnNames: ['user', 'artist', 'plays'] };
    const { interactions } = await read('1\n2\nu1\ta1\t7\n', options, 'in.dat');
    expect(pairs(interactions)).toEqual(['u1 a1 1 1']);
  });

  it('reads Latin-1 where it is told to', async () => {
    const bytes = Buffer.from('user,item\nRené,x\n', 'latin1');
    const { interactions } = await read(bytes, { encoding: 'latin1' });
    expect(interactions.userIds).toEqual(['René']);
  });

  it('joins files, each with its own order of columns', async () => {
    const files = givenFiles({ 'a.csv': 'user,item\nann,a\n', 'b.tsv': 'item\tuser\nb\tann\na\tann\n' });
    const { interactions, report } = await readInteractions(Object.values(files));
    expect(pairs(interactions)).toEqual(['ann a 1 1', 'ann b 1 1']);
    expect(report).toMatchObject({ rows: 3, pairs: 2 });
  });
});

describe('meaning', () => {
  it('numbers users and items by first appearance and sorts by user, then item', async () => {
    const { interactions } = await read('user,item\nz,2\ny,1\nz,1\n');
    expect(interactions.userIds).toEqual(['z', 'y']);
    expect(interactions.itemIds).toEqual(['2', '1']);
    expect(pairs(interactions)).toEqual(['z 2 1 1', 'z 1 1 1', 'y 1 1 1']);
  });

  it('takes likes and dislikes at the thresholds that it is given', async () => {
    const text = 'user,item,rating\nu,a,8\nu,b,7.9\nu,c,3\nu,d,3.1\n';
    const { interactions } = await read(text, { likeAt: 8, dislikeAt: 3 });
    expect([...interactions.preferences]).toEqual([1, 0, -1, 0]);
  });

  it('warns of a scale above 5, and refuses one on which nothing is liked', async () => {
    const { report } = await read('user,item,rating\nu,a,9\n');
    expect(report.warnings).toEqual([expect.stringContaining('ratings go up to 9')]);
    expect(await complaint(read('user,item,rating\nu,a,0\nu,b,1\n'))).toBe(
      'input-malformed: in.csv: nothing is liked: the ratings go from 0 to 1, and a like is one of 4 or more. Set --like-at and --dislike-at for this scale.',
    );
    expect(await complaint(read('user,item\nu,a\n', { likeAt: 2, dislikeAt: 2 }))).toMatch(
      /^invalid-argument: .*overlap/,
    );
  });

  it('keeps the latest rating of a pair by time, and by the order of the file where there is none', async () => {
    const dated = 'user,item,rating,date\nu,a,1,2024-02-01\nu,a,5,2024-01-01\n';
    expect([...(await read(`${dated}u,b,5,2024-01-01\n`)).interactions.preferences]).toEqual([-1, 1]);
    expect([...(await read('user,item,rating\nu,a,1\nu,a,5\n')).interactions.preferences]).toEqual([1]);
  });

  it('drops returns and guests, and counts them with their first line', async () => {
    const text =
      'CustomerID,StockCode,Quantity,InvoiceDate\n17,A,6,2010-12-01 08:26:00\n,A,1,2010-12-01 08:27:00\n17,A,-6,2010-12-02 08:26:00\n17,A,4,2010-12-03 08:26:00\n17,,1,2010-12-03 08:26:00\n';
    const { interactions, report } = await read(text);
    expect(pairs(interactions)).toEqual(['17 A 1 1']);
    expect(interactions.times?.[0]).toBe(Date.UTC(2010, 11, 3, 8, 26));
    expect(report.columns).toEqual({
      user: 'CustomerID',
      item: 'StockCode',
      count: 'Quantity',
      time: 'InvoiceDate',
    });
    expect(
      report.dropped.map(({ cause, rows, first }) => `${rows} ${cause}, ${first.split(', ')[1]}`),
    ).toEqual([
      '1 rows with a count of 0 or less, such as returns, line 4',
      '1 rows without a user, line 3',
      '1 rows without an item, line 6',
    ]);
  });

  it('weighs counts as it is told', async () => {
    const text = 'user,item,plays\nu,a,1\nu,b,3\nu,b,4\n';
    const weights = async (countWeights: 'none' | 'log' | 'linear') => [
      ...(await read(text, { countWeights })).interactions.weights,
    ];
    expect(await weights('none')).toEqual([1, 1]);
    expect(await weights('linear')).toEqual([1, 7]);
    expect(await weights('log')).toEqual([1, Math.fround(1 + Math.log(4))]);
  });

  it('reads events as signals: the strongest counts, and a later dislike outweighs all', async () => {
    const text =
      'visitorid,itemid,event,timestamp\nv,1,view,1000\nv,1,addtocart,2000\nv,1,view,3000\nv,2,transaction,1000\nv,2,dislike,2000\nv,3,dislike,1000\nv,3,like,2000\nv,4,teleport,1\n';
    const { interactions, report } = await read(text);
    expect(pairs(interactions)).toEqual([`v 1 1 ${Math.fround(0.6)}`, 'v 2 -1 1', 'v 3 1 1']);
    expect(report.dropped).toMatchObject([{ cause: 'rows of the unknown event type "teleport"', rows: 1 }]);
    expect(interactions.times?.[0]).toBe(3_000_000);
    expect(interactions.firstTimes?.[0]).toBe(1_000_000);
  });

  it('counts items that the catalogue lacks, and refuses when nothing else is there', async () => {
    const text = 'user,item\nu,a\nu,gone\nv,gone\n';
    const { report } = await read(text, { knownItems: new Set(['a']) });
    expect(report).toMatchObject({
      kept: 1,
      dropped: [{ cause: 'rows of items that the catalogue lacks', rows: 2 }],
    });
    expect(await complaint(read(text, { knownItems: new Set(['b']) }))).toBe(
      'input-malformed: in.csv: no row is left of 3: 3 rows of items that the catalogue lacks (first: in.csv, line 2). Check that both files use the same item ids and the right columns.',
    );
  });

  it('loses nothing and invents nothing in merging', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.tuple(
            fc.integer({ min: 0, max: 5 }),
            fc.integer({ min: 0, max: 5 }),
            fc.integer({ min: 1, max: 9 }),
          ),
          {
            minLength: 1,
            maxLength: 60,
          },
        ),
        async (rows) => {
          const text = `user,item,count\n${rows.map((row) => row.join(',')).join('\n')}\n`;
          const { interactions } = await read(text, { countWeights: 'linear' });
          const wanted = new Map<string, number>();
          for (const [user, item, count] of rows) {
            wanted.set(`${user} ${item}`, (wanted.get(`${user} ${item}`) ?? 0) + count);
          }
          const found = pairs(interactions).map((pair) => pair.split(' '));
          expect(new Map(found.map(([user, item, , weight]) => [`${user} ${item}`, Number(weight)]))).toEqual(
            wanted,
          );
          const order = [...interactions.users].map((user, e) => user * 100 + interactions.items[e]);
          expect(order).toEqual([...new Set(order)].sort((a, b) => a - b));
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe('faults', () => {
  it.each([
    ['an empty file', '', 'in.csv: the file is empty: it has no lines.'],
    ['a header alone', 'user,item\n', 'in.csv: the file is empty: it has no rows below its header.'],
    [
      'missing columns',
      'name,item,rating\nu,a,5\n',
      'in.csv, line 1: no column holds the user. The columns are: "name", "item", "rating". Name the right one with --user-column, or, if the file has no header, all of them with --columns user,item,….',
    ],
    [
      'a ragged row',
      'user,item,rating\nu,a,5\nu,b\n',
      'in.csv, line 3: 2 fields where the header has 3 (user, item, rating). A value that contains "," must be in double quotes; another delimiter is named with --delimiter.',
    ],
    [
      'a rating that is no number',
      'user,item,rating\nu,a,5\nu,b,NaN\n',
      'in.csv, line 3, column rating: "NaN" is not a number. Correct the line, or leave it out.',
    ],
    [
      'an empty rating',
      'user,item,rating\nu,a,\n',
      'in.csv, line 2, column rating: "" is not a number. Correct the line, or leave it out.',
    ],
    [
      'a count that is no number',
      'user,item,qty\nu,a,three\n',
      'in.csv, line 2, column qty: "three" is not a number. Correct the line, or leave it out.',
    ],
    [
      'an ambiguous date',
      'user,item,date\nu,a,01/02/2024\n',
      'in.csv, line 2, column date: "01/02/2024" is no time. Write ISO 8601 (2024-05-31 or 2024-05-31T12:00:00Z) or epoch seconds, or pass --time-column none.',
    ],
    [
      'a quote that does not close',
      'user,item\nu,a\nu,"b\nu,c\n',
      'in.csv, line 3: a double quote opens a value and is never closed. A value with quotes must be in double quotes, and each quote in it doubled ("").',
    ],
    [
      'a quote within a value',
      'user,item\nu,a "b" c\n',
      'in.csv, line 2: a double quote stands inside a value. A value with quotes must be in double quotes, and each quote in it doubled ("").',
    ],
    [
      'Latin-1',
      Buffer.from('user,item\nu,a\nRené,x\n', 'latin1'),
      'in.csv, line 3: not valid UTF-8. If the file is in Latin-1 (Windows-1252), pass --encoding latin1.',
    ],
    [
      'UTF-16',
      Buffer.from('\uFEFFuser,item\nu,a\n', 'utf16le'),
      'in.csv, line 1: not valid UTF-8. The file begins like UTF-16: pass --encoding utf-16le.',
    ],
  ])('names file and line: %s', async (_, content, message) => {
    expect(await complaint(read(content))).toBe(`input-malformed: ${message}`);
  });

  it.each(['\n', '\r\n', '\r'])('counts lines that end in %j', async (end) => {
    const text = ['user,item,rating', 'u,a,5', 'u,b,5', '', 'u,c,x', ''].join(end);
    expect(await complaint(read(text))).toMatch(/^input-malformed: in.csv, line 5, column rating/);
  });

  it('names file and line in JSON Lines', async () => {
    const jsonl = (text: string) => complaint(read(text, {}, 'in.jsonl'));
    expect(await jsonl('{"user":1,"item":2}\n{"user":1,')).toMatch(
      /^input-malformed: in.jsonl, line 2: not JSON \(/,
    );
    expect(await jsonl('[{"user":1}]')).toContain('line 1: a JSON object is wanted');
    expect(await jsonl('[\n{"user":1}]')).toContain('A JSON array is not read: write one object a line.');
    expect(await jsonl('{"user":12345678901234567890,"item":2}')).toBe(
      'input-malformed: in.jsonl, line 1, column user: the number is above 2^53 and has lost digits. Write such ids as strings.',
    );
    expect(await jsonl('{"user":[1],"item":2}')).toContain(
      'line 1, column user: a list, where one value is wanted',
    );
  });

  it.each([
    [
      'a rating',
      '{"user":"u","item":"a"}\n\n{"user":"u","item":"b","rating":1}',
      'line 3: the member "rating" looks like the rating, but the file\'s first object lacks it. Write it in every line, or pass --rating-column none to ignore it.',
    ],
    [
      'an event type',
      '{"user":"u","item":"a","qty":1}\n{"user":"u","item":"b","qty":1,"Event-Type":"dislike"}',
      'line 2: the member "Event-Type" looks like the event, but the file\'s first object lacks it. Write it in every line, or pass --event-column none to ignore it.',
    ],
    [
      'a count',
      '{"user":"u","item":"a"}\n{"user":"u","item":"b","quantity":-1}',
      'line 2: the member "quantity" looks like the count, but the file\'s first object lacks it. Write it in every line, or pass --count-column none to ignore it.',
    ],
    [
      'a time',
      '{"user":"u","item":"a","rating":5}\n{"user":"u","item":"a","rating":1,"ts":1}',
      'line 2: the member "ts" looks like the time, but the file\'s first object lacks it. Write it in every line, or pass --time-column none to ignore it.',
    ],
    [
      'a better name for the user',
      '{"session":"s","item":"a"}\n{"session":"s","user_id":"u","item":"b"}',
      'line 2: the member "user_id" looks like the user, but the file\'s first object lacks it. Write it in every line, or pass --user-column session to read the user from there.',
    ],
  ])('refuses JSON Lines in which %s turns up late', async (_, text, message) => {
    expect(await complaint(read(text, {}, 'in.jsonl'))).toBe(`input-malformed: in.jsonl, ${message}`);
  });

  it('takes late members that change nothing, or that the caller has decided on', async () => {
    const rated =
      '{"user":"u","item":"a","rating":5}\n{"user":"u","item":"b","rating":1,"type":"x","qty":2,"note":"y"}';
    expect(pairs((await read(rated, {}, 'in.jsonl')).interactions)).toEqual(['u a 1 1', 'u b -1 1']);
    const late = '{"user":"u","item":"a"}\n{"user":"u","item":"b","rating":1}';
    const { report } = await read(late, { columns: { rating: 'none' } }, 'in.jsonl');
    expect(report).toMatchObject({ kind: 'pairs', likes: 2 });
  });

  it('says what is wrong with the file itself', async () => {
    expect(await complaint(readInteractions(['/nowhere/in.csv']))).toBe(
      'file-unreadable: /nowhere/in.csv: there is no such file. Check the path; it is relative to the folder you are in.',
    );
    expect(await complaint(readInteractions([import.meta.dirname]))).toMatch(
      /^file-unreadable: .*it is a folder/,
    );
    const cut = gzipSync(`user,item\n${'u,a\n'.repeat(1000)}`).subarray(0, 40);
    expect(await complaint(read(cut, {}, 'in.csv.gz'))).toMatch(
      /^input-malformed: in.csv.gz: the gzip data is damaged or cut off/,
    );
  });

  it('stops at a file that has no lines', async () => {
    const zeros = gzipSync(Buffer.alloc(70 * 1024 * 1024, 'x'));
    expect(await complaint(read(zeros, {}, 'in.csv.gz'))).toBe(
      'input-malformed: in.csv.gz: a line is longer than 64 MiB, so it is no CSV, TSV or JSON Lines. Is it the right file?',
    );
  });

  it('lists the columns when one that was named is not there', async () => {
    expect(await complaint(read('user,item\nu,a\n', { columns: { item: 'sku' } }))).toBe(
      'input-malformed: in.csv: there is no column "sku" (--item-column). The columns are: "user", "item".',
    );
  });

  it('refuses files of different kinds', async () => {
    const files = givenFiles({ 'a.csv': 'user,item,rating\nu,a,5\n', 'b.csv': 'user,item\nu,a\n' });
    expect(await complaint(readInteractions(Object.values(files)))).toContain(
      'b.csv: it holds pairs, and a.csv holds ratings',
    );
  });
});

const DATA = join(import.meta.dirname, '../../../../shared/data');

if (existsSync(DATA)) {
  describe('the data in ../shared/data', () => {
    it('reads goodbooks', async () => {
      const { report } = await readInteractions([join(DATA, 'goodbooks/ratings.csv')]);
      expect(report).toMatchObject({
        kind: 'ratings',
        rows: 298_176,
        pairs: 298_176,
        users: 2672,
        dropped: [],
      });
    });

    it('reads Online Retail as it is, without its guests and returns', async () => {
      const { report } = await readInteractions([join(DATA, 'online-retail/online_retail.csv.gz')]);
      expect(report).toMatchObject({ kind: 'counts', rows: 541_909, kept: 397_924 });
      expect(report.dropped.map(({ rows }) => rows)).toEqual([135_080, 8905]);
    });

    it('reads the plays of Last.fm', async () => {
      const options = { skipLines: 2, columnNames: ['user', 'item', 'count'] };
      const { report } = await readInteractions([join(DATA, 'lastfm/user_artists.dat')], options);
      expect(report).toMatchObject({ kind: 'counts', pairs: 92_834, users: 1892, items: 17_632 });
    });
  });
} else {
  it('has no real data to read: ../shared/data is not there', () => expect(existsSync(DATA)).toBe(false));
}
