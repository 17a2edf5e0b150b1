import { expect, test } from 'vitest';
import { chooseStarters } from '../../src/demo/starters.ts';

const item = (id: string, creator: string, ...categories: string[]) => ({ id, creator, categories });

test('starters are of different kinds and by different authors', () => {
  const popular = [
    item('1', 'A', 'Fantasy'),
    item('2', 'A', 'Classics'),
    item('3', 'B', 'Fantasy'),
    item('4', 'C', 'Classics', 'Fantasy'),
    item('5', 'D', 'Mystery'),
  ];
  expect(chooseStarters(popular, 3).map(({ id }) => id)).toEqual(['1', '4', '5']);
});

test('what kinds leave open is filled by popularity, still one book an author', () => {
  const popular = [item('1', 'A', 'Essays'), item('2', 'A', 'Essays'), item('3', 'B', 'Essays')];
  expect(chooseStarters(popular, 6).map(({ id }) => id)).toEqual(['1', '3']);
  expect(chooseStarters([], 6)).toEqual([]);
});
