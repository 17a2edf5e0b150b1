import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { type CoverBook, coverStyle, drawCover, splitTitle } from '../../src/demo/covers/cover.ts';
import { LAYOUTS, WIDTH } from '../../src/demo/covers/layouts.ts';
import { MOTIFS } from '../../src/demo/covers/motifs.ts';
import { contrast, PALETTES } from '../../src/demo/covers/palettes.ts';
import type { Shape } from '../../src/demo/covers/shape.ts';
import { estimate, fitText } from '../../src/demo/covers/type.ts';
import { inventBooks, readBooks, readBooksByFame } from './books-pack.ts';

const found = readBooks();
const books = found ?? inventBooks();
/** Null where the pack is absent: then there is no fame to go by. */
const wellKnown = readBooksByFame()?.slice(0, 200) ?? null;
const source = found ? 'the books of models/books' : 'invented books: models/books is absent';

/** The drawing alone: all text left out. */
function picture(shape: Shape): unknown {
  const children = (shape.children ?? []).filter(({ tag }) => tag !== 'text').map(picture);
  return [shape.tag, shape.attributes, children];
}

const digest = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value)).digest('base64');

function flat(shape: Shape): Shape[] {
  return [shape, ...(shape.children ?? []).flatMap(flat)];
}

const texts = (shape: Shape): Shape[] => flat(shape).filter(({ tag }) => tag === 'text');

describe(`covers of ${source}`, () => {
  const covers = books.map((book) => drawCover(book, estimate));

  test('no two are alike, even without their text', () => {
    const first = new Map<string, string>();
    const doubles: string[] = [];
    covers.forEach((cover, i) => {
      const key = digest(picture(cover));
      const other = first.get(key);
      if (other) doubles.push(`${other} and ${books[i].id}`);
      first.set(key, books[i].id);
    });
    expect(doubles).toEqual([]);
    expect(first.size).toBe(books.length);
  });

  test('every layout, motif and palette is in use, none for more than a fifth of the books', () => {
    for (const [key, names] of [
      ['layout', Object.keys(LAYOUTS)],
      ['motif', Object.keys(MOTIFS)],
      ['palette', Object.keys(PALETTES)],
    ] as const) {
      const counts = new Map<string, number>();
      for (const book of books) {
        const name = coverStyle(book)[key];
        counts.set(name, (counts.get(name) ?? 0) + 1);
      }
      expect([...counts.keys()].sort()).toEqual([...names].sort());
      expect(Math.max(...counts.values())).toBeLessThan(books.length / 5);
    }
  });

  test('text stays inside the cover', () => {
    const outside: string[] = [];
    covers.forEach((cover, i) => {
      const height = Number(String(cover.attributes.viewBox).split(' ')[3]);
      for (const { attributes, text } of texts(cover)) {
        const y = Number(attributes.y);
        if (y < 0 || y > height || text === '') outside.push(`${books[i].id}: ${text}`);
      }
    });
    expect(outside).toEqual([]);
  });

  test('each is cheap: a bounded number of elements, and no number that is not finite', () => {
    for (const cover of covers) {
      const shapes = flat(cover);
      expect(shapes.length).toBeLessThan(160);
      for (const { attributes } of shapes) {
        for (const value of Object.values(attributes)) {
          if (String(value).includes('NaN') || String(value).includes('Infinity'))
            throw new Error(`not finite: ${value}`);
        }
      }
    }
  });

  test('of the 200 best-known books, no two of different series share layout, palette, ground and face', () => {
    const first = new Map<string, CoverBook>();
    const alike: string[] = [];
    for (const book of wellKnown ?? []) {
      const { layout, palette } = coverStyle(book);
      const all = flat(drawCover(book, estimate));
      const [title] = all
        .filter(({ tag }) => tag === 'text')
        .sort((a, b) => Number(b.attributes['font-size']) - Number(a.attributes['font-size']));
      const face = ['font-family', 'font-weight', 'font-style', 'text-anchor'].map(
        (name) => title.attributes[name],
      );
      const ground = all.find(({ tag }) => tag === 'rect')?.attributes.fill;
      const key = [layout, palette, ground, ...face].join('/');
      const other = first.get(key);
      const sameSeries = book.series !== undefined && other?.series === book.series;
      if (other && !sameSeries) alike.push(`${other.title} and ${book.title}`);
      first.set(key, book);
    }
    expect(wellKnown === null || wellKnown.length === 200).toBe(true);
    expect(alike).toEqual([]);
  });

  test('the title is on the cover, or its beginning', () => {
    for (let i = 0; i < books.length; i += 37) {
      const words = texts(covers[i])
        .map(({ text }) => text)
        .join(' ')
        .toLowerCase();
      const [start] = splitTitle(books[i].title).title.toLowerCase().split(/\s+/);
      expect(words).toContain(start);
    }
  });
});

describe('one cover', () => {
  const book: CoverBook = { id: '7', title: 'The Hobbit', author: 'J.R.R. Tolkien', genres: ['Fantasy'] };

  test('is the same whenever it is drawn', () => {
    expect(drawCover(book, estimate)).toEqual(drawCover({ ...book }, estimate));
  });

  test('belongs to the id: another title does not change the style', () => {
    const { layout, motif, palette } = coverStyle(book);
    expect(coverStyle({ ...book })).toMatchObject({ layout, motif, palette });
  });

  test('volumes of a series share their design, and their neighbours differ in colour', () => {
    const volumes = [1, 2, 3, 4].map((volume) =>
      coverStyle({ id: `v${volume}`, series: 'Earthsea', volume: String(volume), genres: ['Fantasy'] }),
    );
    expect(new Set(volumes.map(({ layout, motif }) => `${layout}/${motif}`)).size).toBe(1);
    expect(new Set(volumes.map(({ palette }) => palette)).size).toBe(4);
  });

  test('carries hostile text as text only', () => {
    const title = '"><script>alert(1)</script><img src=x onerror=alert(1)> &amp; {{x}}';
    const cover = drawCover({ ...book, title, author: '</text><script>' }, estimate);
    for (const shape of flat(cover)) {
      expect(['svg', 'g', 'rect', 'path', 'circle', 'ellipse', 'line', 'text']).toContain(shape.tag);
      for (const value of Object.values(shape.attributes)) expect(String(value)).not.toContain('<');
      for (const name of Object.keys(shape.attributes)) expect(name).not.toMatch(/^on|href|^style$/);
    }
  });
});

describe('palettes', () => {
  test.each(Object.entries(PALETTES))('%s: dark on light is readable', (_, { dark, light }) => {
    expect(contrast(dark, light)).toBeGreaterThan(10);
  });

  test('contrast is that of WCAG', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
    expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.478, 2);
  });
});

describe('fitText', () => {
  const face = { font: 'serif', weight: 400 } as const;
  const width = (line: string, size: number) => estimate(line, face) * size;

  test('no line is wider than its space, whatever the title', () => {
    for (const { title } of books) {
      const { lines, size, height } = fitText(
        title,
        face,
        { width: 170, height: 90, largest: 30, smallest: 9 },
        estimate,
      );
      for (const line of lines) {
        // A last line with an ellipsis after a single long word may be a shade over.
        if (!line.endsWith('…')) expect(width(line, size)).toBeLessThanOrEqual(170.5);
      }
      expect(height).toBeLessThanOrEqual(Math.max(90, size * 1.15) + 0.01);
    }
  });

  test('a short title takes the largest size, in one line', () => {
    expect(
      fitText('Emma', face, { width: 170, height: 90, largest: 30, smallest: 9 }, estimate),
    ).toMatchObject({
      lines: ['Emma'],
      size: 30,
    });
  });

  test('an endless title ends in an ellipsis', () => {
    const setting = fitText(
      'word '.repeat(200),
      face,
      { width: 100, height: 40, largest: 20, smallest: 9 },
      estimate,
    );
    expect(setting.lines.at(-1)).toMatch(/ …$/);
    expect(setting.height).toBeLessThanOrEqual(40);
  });

  test('one word wider than the space is set smaller than the smallest size', () => {
    const setting = fitText(
      'Donaudampfschifffahrtsgesellschaft',
      face,
      { width: 60, height: 40, largest: 20, smallest: 9 },
      estimate,
    );
    expect(setting.lines).toHaveLength(1);
    expect(width(setting.lines[0], setting.size)).toBeLessThanOrEqual(60.01);
  });

  test('lines are evened out', () => {
    const { lines } = fitText(
      'One Hundred Years of Solitude',
      face,
      { width: 120, height: 90, largest: 14, smallest: 9 },
      estimate,
    );
    expect(lines).toEqual(['One Hundred', 'Years of Solitude']);
  });
});

test('a title is parted from its subtitle', () => {
  expect(splitTitle('Quiet: The Power of Introverts')).toEqual({
    title: 'Quiet',
    subtitle: 'The Power of Introverts',
  });
  expect(splitTitle('Stories (Collected)')).toEqual({ title: 'Stories', subtitle: 'Collected' });
  expect(splitTitle('1984')).toEqual({ title: '1984' });
});

test('the width of a cover is that of its view box', () => {
  expect(String(drawCover(books[0], estimate).attributes.viewBox)).toMatch(
    new RegExp(`^0 0 ${WIDTH} (29|30|31)\\d$`),
  );
});
