import { describe, expect, test } from 'vitest';
import { SearchIndex } from '../../src/demo/search-index.ts';
import type { BrowseQuery, Item, Recommender } from '../../src/index.ts';
import { inventBooks, readBooks } from './books-pack.ts';

/** A recommender that can only be leafed through. */
function shelves(items: readonly Item[]): Recommender {
  const browse = async ({ offset = 0, limit = 50 }: BrowseQuery) => ({
    total: items.length,
    items: items.slice(offset, offset + limit),
  });
  return { browse } as unknown as Recommender;
}

const item = (id: string, title: string, creator: string, series?: string): Item =>
  ({ id, title, creator, series, categories: [] }) as unknown as Item;

/** Most popular first. */
const FEW: Item[] = [
  item('hp1', 'Harry Potter and the Sorcerer’s Stone', 'J.K. Rowling', 'Harry Potter'),
  item('mockingbird', 'To Kill a Mockingbird', 'Harper Lee'),
  item('gatsby', 'The Great Gatsby', 'F. Scott Fitzgerald'),
  item('hundred', 'One Hundred Years of Solitude', 'Gabriel García Márquez'),
  item('a', 'A', 'Nobody'),
  ...Array.from({ length: 600 }, (_, i) => item(`x${i}`, `The Book of ${i}`, `Author ${i}`)),
  item('harris', 'Harry', 'Somebody Potts'),
];

const built = new Map<readonly Item[], SearchIndex>();

/** Built once for each list. */
async function indexOf(items: readonly Item[]): Promise<SearchIndex> {
  const index = built.get(items) ?? new SearchIndex(shelves(items));
  built.set(items, index);
  await index.build();
  return index;
}

const ids = (found: Item[]) => found.map(({ id }) => id);

describe('a few books', () => {
  test('short typos are forgiven', async () => {
    const index = await indexOf(FEW);
    expect(ids(index.find('hary poter', 3))[0]).toBe('hp1');
    expect(ids(index.find('gatsbi', 3))[0]).toBe('gatsby');
  });

  test('an unfinished word finds, accents or not', async () => {
    const index = await indexOf(FEW);
    expect(ids(index.find('harry p', 3))[0]).toBe('hp1');
    expect(ids(index.find('garcia marq', 3))).toEqual(['hundred']);
  });

  test('of equal matches the better known comes first', async () => {
    const index = await indexOf(FEW);
    const found = ids(index.find('the book of', 10)).filter((id) => id.startsWith('x'));
    const ranks = found.map((id) => Number(id.slice(1)));
    expect(ranks[0]).toBeLessThan(20);
  });

  test('some words count where none has all', async () => {
    const index = await indexOf(FEW);
    expect(ids(index.find('gatsby mockingbird zzzzzz', 5)).sort()).toEqual(['gatsby', 'mockingbird']);
    expect(index.find('zzzzzzzz', 5)).toEqual([]);
    expect(index.find('  ', 5)).toEqual([]);
  });

  test('answers while it grows, the best known first, and says so after every chunk', async () => {
    const index = new SearchIndex(shelves(FEW));
    const sizes: number[] = [];
    let early: string[] | null = null;
    const end = index.onGrowth(() => {
      sizes.push(index.size);
      early ??= ids(index.find('harry', 5));
    });
    await index.build();
    end();
    expect(early).toEqual(['hp1']);
    expect(sizes[0]).toBeLessThan(60);
    expect(sizes.at(-1)).toBe(FEW.length);
    expect(index.complete).toBe(true);
  });

  test('no longer tells whoever has stopped listening', async () => {
    const index = new SearchIndex(shelves(FEW));
    let calls = 0;
    const end = index.onGrowth(() => {
      calls++;
      end();
    });
    await index.build();
    expect(calls).toBe(1);
  });
});

const books = readBooks();
const source = books ? 'the books of models/books' : 'invented books: models/books is absent';

describe(`search in ${source}`, () => {
  const items = (books ?? inventBooks())
    .slice(0, 1000)
    .map(({ id, title, author, series }) => item(id, title, author, series));

  test('one letter or one small word finds well-known books first', async () => {
    const index = await indexOf(items);
    const rank = new Map(items.map(({ id }, i) => [id, i]));
    for (const query of ['the', 'a']) {
      const found = index.find(query, 7);
      expect(found).toHaveLength(7);
      const median = found.map(({ id }) => rank.get(id)!).sort((x, y) => x - y)[3];
      expect(median, query).toBeLessThan(200);
    }
  });

  if (books) {
    test.each(['hary poter', 'harry p', 'harry potter', 'potter'])(
      '“%s” finds Harry Potter',
      async (query) => {
        const index = await indexOf(items);
        const found = index.find(query, 5);
        expect(found.filter(({ series }) => series?.includes('Harry Potter')).length).toBeGreaterThanOrEqual(
          4,
        );
      },
    );
  }
});
