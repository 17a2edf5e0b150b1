import { describe, expect, test } from 'vitest';
import { LocavoreError } from '../../src/errors.ts';
import { type BrowseInput, browse, facets } from '../../src/pipeline/browse.ts';
import { filterMask } from '../../src/pipeline/filter.ts';
import type { ItemFilter } from '../../src/pipeline/types.ts';
import { packOf } from './fixtures.ts';

const pack = packOf({
  vectors: [[1], [1], [1], [1], [1]],
  popularity: [0.1, 0.5, 0.2, 0.5, 0],
  creators: ['Ada', 'Ben', null, 'Ada', 'Ada'],
  categories: [['crime'], ['crime', 'poetry'], [], ['poetry'], ['crime']],
  years: [2001, 1999, null, 2001, 2010],
  prices: [5, 10, 15, null, 20],
});
const bare = packOf({ vectors: [[1], [1]] });
const found = (filter: ItemFilter) => browse(pack, { filter, sort: 'catalogue' }).indices;

describe('filter', () => {
  test.each<[ItemFilter, number[]]>([
    [{}, [0, 1, 2, 3, 4]],
    [{ categories: ['poetry'] }, [1, 3]],
    [{ categories: ['poetry', 'crime'] }, [0, 1, 3, 4]],
    [{ categories: ['unheard of'] }, []],
    [{ categories: [] }, []],
    [{ creators: ['Ada'] }, [0, 3, 4]],
    [{ creators: ['Ada'], categories: ['poetry'] }, [3]],
    [{ year: { min: 2001 } }, [0, 3, 4]],
    [{ year: { max: 2001 } }, [0, 1, 3]],
    [{ year: { min: 2001, max: 2001 } }, [0, 3]],
    [{ year: { min: 2002, max: 2001 } }, []],
    [{ price: { min: 10, max: 15 } }, [1, 2]],
    [{ price: {} }, [0, 1, 2, 4]],
    [{ price: { max: Number.POSITIVE_INFINITY } }, [0, 1, 2, 4]],
  ])('%j passes %j', (filter, expected) => {
    expect(found(filter)).toEqual(expected);
  });

  test('on a fact that the catalogue does not have passes nothing', () => {
    for (const filter of [{ categories: ['a'] }, { creators: ['a'] }, { year: {} }, { price: { max: 1 } }]) {
      expect(browse(bare, { filter }).total).toBe(0);
    }
  });

  test('masks are kept, and infinite bounds are not mistaken for each other', () => {
    const { catalogue } = pack;
    expect(filterMask(catalogue, { year: { min: 2001 } })).toBe(
      filterMask(catalogue, { year: { min: 2001 } }),
    );
    expect(found({ year: { min: Number.POSITIVE_INFINITY } })).toEqual([]);
    expect(found({ year: { min: Number.NEGATIVE_INFINITY } })).toEqual([0, 1, 3, 4]);
    for (let year = 0; year < 40; year++) filterMask(catalogue, { year: { min: year } });
    expect(found({ year: { min: 2001 } })).toEqual([0, 3, 4]);
  });
});

describe('browse', () => {
  test('orders by popularity, by the catalogue and by year', () => {
    expect(browse(pack).indices).toEqual([1, 3, 2, 0, 4]);
    expect(browse(pack, { sort: 'catalogue' }).indices).toEqual([0, 1, 2, 3, 4]);
    expect(browse(pack, { sort: 'newest' }).indices).toEqual([4, 3, 0, 1, 2]);
    expect(browse(bare, { sort: 'newest' }).indices).toEqual([0, 1]);
  });

  test('gives one page and the total of what passes', () => {
    const query: BrowseInput = { filter: { creators: ['Ada'] }, limit: 1 };
    expect(browse(pack, query)).toEqual({ total: 3, indices: [3] });
    expect(browse(pack, { ...query, offset: 2 })).toEqual({ total: 3, indices: [4] });
    expect(browse(pack, { ...query, offset: 3 })).toEqual({ total: 3, indices: [] });
    expect(browse(pack, { limit: 0 })).toEqual({ total: 5, indices: [] });
  });

  test.each<[unknown, RegExp]>([
    [{ offset: -1 }, /"offset" is -1/],
    [{ offset: 0.5 }, /"offset" is 0.5/],
    [{ limit: -1 }, /"limit" is -1; pass a whole number from 0 to 10000/],
    [{ limit: 10_001 }, /"limit" is 10001/],
    [{ limit: Number.NaN }, /"limit" is NaN/],
    [{ sort: 'price' }, /"sort" is price; pass popular, catalogue or newest/],
    [{ filter: 'crime' }, /"filter" must be an object/],
    [{ filter: { categories: 'crime' } }, /"filter.categories" must be a list/],
    [{ filter: { year: 2000 } }, /"filter.year" must be an object/],
    [{ filter: { price: { max: Number.NaN } } }, /"filter.price.max" is NaN/],
  ])('refuses %j', (query, message) => {
    const call = () => browse(pack, query as BrowseInput);
    expect(call).toThrow(LocavoreError);
    expect(call).toThrow(message);
  });
});

describe('facets', () => {
  test('counts labels, most frequent first, and leaves out what no item has', () => {
    expect(facets(pack, 'category')).toEqual([
      { label: 'crime', count: 3 },
      { label: 'poetry', count: 2 },
    ]);
    expect(facets(pack, 'creator')).toEqual([
      { label: 'Ada', count: 3 },
      { label: 'Ben', count: 1 },
    ]);
    expect(facets(bare, 'category')).toEqual([]);
    expect(() => facets(pack, 'title' as 'creator')).toThrow(/category and creator, not of title/);
  });
});
