import { describe, expect, test } from 'vitest';
import { bookHref, browseHref, parseRoute, type Route, routeHref } from '../../src/demo/router.ts';

const ROUTES: Route[] = [
  { name: 'home' },
  { name: 'browse', genre: null, creator: null, sort: 'popular', page: 1 },
  { name: 'browse', genre: 'Women’s Fiction & more?', creator: null, sort: 'newest', page: 12 },
  { name: 'browse', genre: null, creator: 'Gabriel García Márquez', sort: 'catalogue', page: 2 },
  { name: 'book', id: '7' },
  { name: 'book', id: 'a/b?c#d%' },
  { name: 'search', query: 'tolkien & co' },
  { name: 'basket' },
  { name: 'privacy' },
];

describe('routes', () => {
  test.each(ROUTES)('$name survives the way through its address', (route) => {
    expect(parseRoute(routeHref(route))).toEqual(route);
  });

  test.each(['', '#', '#/'])('%j is home', (hash) => {
    expect(parseRoute(hash)).toEqual({ name: 'home' });
  });

  test.each(['#/nowhere', '#/book', '#/book/1/2', '#/basket/1', '#/book/%E0%A4%A'])(
    '%j is missing',
    (hash) => {
      expect(parseRoute(hash)).toEqual({ name: 'missing' });
    },
  );

  test.each(['0', '-1', '1.5', 'x', '1e9'])('page %j falls back to the first', (page) => {
    expect(parseRoute(`#/browse?page=${page}`)).toMatchObject({ page: 1 });
  });

  test('an unknown order falls back to the popular', () => {
    expect(parseRoute('#/browse?sort=price')).toMatchObject({ sort: 'popular' });
  });

  test('links are short', () => {
    expect(browseHref()).toBe('#/browse');
    expect(browseHref({ genre: 'Fantasy' })).toBe('#/browse?genre=Fantasy');
    expect(bookHref('7')).toBe('#/book/7');
  });
});
