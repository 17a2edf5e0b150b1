import { describe, expect, it } from 'vitest';
import { createCatalogue } from '../../src/pack/catalogue.ts';
import { numberColumn, stringColumn, tagsColumn } from '../../src/pack/columns.ts';
import type { FieldEntry } from '../../src/pack/format.ts';
import { caught } from '../support/caught.ts';

const fields: FieldEntry[] = [
  { name: 'Title', type: 'string', role: 'title' },
  { name: 'author', type: 'string', role: 'creator' },
  { name: 'tags', type: 'tags', role: 'category' },
  { name: 'price', type: 'number', role: 'price' },
  { name: 'pages', type: 'number' },
  { name: 'moods', type: 'tags' },
];
const catalogue = createCatalogue(
  {
    ids: ['a', 'b', 'c', 'd'],
    columns: {
      Title: stringColumn(['One', '', 'Three', null]),
      author: stringColumn(['X', 'Y', 'X', undefined]),
      tags: tagsColumn([['p', 'q', 'p'], [], ['q', ''], []]),
      price: numberColumn([1.5, Number.NaN, 0, null]),
      pages: numberColumn([100, null, null, null]),
      moods: tagsColumn([['dark'], [], [], []]),
    },
  },
  fields,
);

describe('createCatalogue', () => {
  it('builds items with every fact that is there and none that is not', () => {
    expect(catalogue.item(0)).toEqual({
      id: 'a',
      title: 'One',
      creator: 'X',
      categories: ['p', 'q'],
      price: 1.5,
      facts: { pages: 100, moods: ['dark'] },
    });
    expect(catalogue.item(1)).toEqual({ id: 'b', creator: 'Y' });
    expect(catalogue.item(2)).toEqual({ id: 'c', title: 'Three', creator: 'X', categories: ['q'], price: 0 });
    expect(catalogue.item(3)).toEqual({ id: 'd' });
  });

  it('finds items by id', () => {
    expect(catalogue.indexOf('c')).toBe(2);
    expect(catalogue.indexOf('C')).toBe(-1);
    expect(catalogue.indexOf('toString')).toBe(-1);
    expect(caught(() => catalogue.item(4)).message).toContain('Item index 4 is outside the catalogue');
  });

  it('gives one code per distinct string, coded or not', () => {
    for (const [role, labels] of [
      ['creator', ['X', 'Y', 'X', undefined]],
      ['title', ['One', undefined, 'Three', undefined]],
    ] as const) {
      const codes = catalogue.codes(role)!;
      expect([...codes].map((code) => (code < 0 ? undefined : catalogue.label(role, code)))).toEqual(labels);
      expect(catalogue.codes(role)).toBe(codes);
    }
    expect(catalogue.codes('category')).toBeNull();
    expect(catalogue.codes('price')).toBeNull();
    expect(catalogue.codes('series')).toBeNull();
  });

  it('gives tags by role', () => {
    expect(catalogue.tags('category')).toEqual({ codes: [[0, 1], [], [1], []], labels: ['p', 'q'] });
    expect(catalogue.tags('creator')).toBeNull();
    expect(catalogue.tags('image')).toBeNull();
  });
});
