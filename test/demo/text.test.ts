import { describe, expect, test } from 'vitest';
import { pageNumbers } from '../../src/demo/page-numbers.ts';
import {
  authorOf,
  backText,
  bytes,
  coverOf,
  likedText,
  milliseconds,
  plural,
  reasonText,
  sentAwayText,
  tasteOf,
  titleOf,
  unlikedText,
  year,
} from '../../src/demo/text.ts';

test('authors are named up to two', () => {
  expect(authorOf({ id: '1' })).toBe('');
  expect(authorOf({ id: '1', creator: 'Ursula K. Le Guin' })).toBe('Ursula K. Le Guin');
  expect(authorOf({ id: '1', creator: 'Neil Gaiman, Terry Pratchett' })).toBe(
    'Neil Gaiman & Terry Pratchett',
  );
  expect(authorOf({ id: '1', creator: 'A, B, C' })).toBe('A and others');
});

test('a book without a title is named by its id', () => {
  expect(titleOf({ id: '42' })).toBe('Book 42');
  expect(coverOf({ id: '42', facts: { volume: '3' } })).toMatchObject({ title: 'Book 42', volume: '3' });
});

test('numbers are for people', () => {
  expect([bytes(0), bytes(999), bytes(1_500), bytes(45_000), bytes(3_300_000)]).toEqual([
    '0 B',
    '999 B',
    '1.5 kB',
    '45 kB',
    '3.3 MB',
  ]);
  expect([milliseconds(0), milliseconds(0.25), milliseconds(12.4)]).toEqual([
    '< 0.01 ms',
    '0.25 ms',
    '12 ms',
  ]);
  expect([plural(1, 'book'), plural(1_234, 'book')]).toEqual(['1 book', '1,234 books']);
  expect([year(-750), year(1937)]).toEqual(['750 BC', '1937']);
});

describe('reasons', () => {
  test.each([
    [{ kind: 'because', signal: 'like', item: '1', title: 'Emma' }, 'Because you liked', 'Emma'],
    [{ kind: 'because', signal: 'view', item: '1' }, 'Because you looked at', '1'],
    [{ kind: 'because', signal: 'purchase', item: '1', title: 'Emma' }, 'Because you bought', 'Emma'],
    [{ kind: 'similar', item: '1', title: 'Emma' }, 'In the vein of', 'Emma'],
    [{ kind: 'popular' }, 'Popular with readers', undefined],
  ] as const)('%o', (reason, lead, title) => {
    const text = reasonText(reason);
    expect(text.lead).toBe(lead);
    expect(text.title).toBe(title);
  });
});

test('page numbers leave gaps', () => {
  expect(pageNumbers(1, 1)).toEqual([1]);
  expect(pageNumbers(1, 12)).toEqual([1, 2, null, 12]);
  expect(pageNumbers(5, 12)).toEqual([1, null, 4, 5, 6, null, 12]);
  expect(pageNumbers(12, 12)).toEqual([1, null, 11, 12]);
});

test('a book counts once as a taste, however often it was chosen', () => {
  const nothing = {
    paused: false,
    events: 0,
    liked: [],
    disliked: [],
    inCart: [],
    purchased: [],
    viewed: [],
  };
  expect(tasteOf(nothing)).toBe(0);
  expect(tasteOf({ ...nothing, viewed: ['1', '2'], disliked: ['3'] })).toBe(0);
  expect(tasteOf({ ...nothing, liked: ['1'], inCart: ['1'], purchased: ['1', '2'] })).toBe(2);
});

test('one message tells of one book by its title, of more by their number', () => {
  const one = [{ id: '1', title: '1984' }];
  const two = [...one, { id: '2', title: 'Emma' }];
  expect(sentAwayText(one)).toBe('You won’t see “1984” again, and fewer books like it.');
  expect(sentAwayText(two)).toBe('2 books will keep away.');
  for (const words of [likedText, backText, unlikedText]) {
    expect(words(one)).toContain('“1984”');
    expect(words(two)).toMatch(/2 (books|likes)/);
  }
});
