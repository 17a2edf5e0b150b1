/** Pages live behind the hash, so that any static host can serve the shop. */
import type { BrowseQuery } from '../index.ts';

export type Sort = NonNullable<BrowseQuery['sort']>;
const SORTS: readonly Sort[] = ['popular', 'newest', 'catalogue'];

export type Route =
  | { name: 'home' }
  | { name: 'browse'; genre: string | null; creator: string | null; sort: Sort; page: number }
  | { name: 'book'; id: string }
  | { name: 'search'; query: string }
  | { name: 'basket' }
  | { name: 'privacy' }
  | { name: 'missing' };

/** Reads a hash such as `#/browse?genre=Fantasy&page=2`. */
export function parseRoute(hash: string): Route {
  const [path, query = ''] = hash.replace(/^#/, '').split('?');
  const params = new URLSearchParams(query);
  const [first = '', second = '', ...rest] = path.split('/').filter(Boolean);
  if (rest.length > 0) return { name: 'missing' };
  switch (first) {
    case '':
      return { name: 'home' };
    case 'browse': {
      const sort = params.get('sort') as Sort;
      const page = Number(params.get('page') ?? 1);
      return {
        name: 'browse',
        genre: params.get('genre'),
        creator: params.get('by'),
        sort: SORTS.includes(sort) ? sort : 'popular',
        page: Number.isInteger(page) && page >= 1 && page <= 10_000 ? page : 1,
      };
    }
    case 'book':
      try {
        return second === '' ? { name: 'missing' } : { name: 'book', id: decodeURIComponent(second) };
      } catch {
        return { name: 'missing' };
      }
    case 'search':
      return { name: 'search', query: params.get('q') ?? '' };
    case 'basket':
    case 'privacy':
      return second === '' ? { name: first } : { name: 'missing' };
    default:
      return { name: 'missing' };
  }
}

/** The inverse of {@link parseRoute}. */
export function routeHref(route: Route): string {
  switch (route.name) {
    case 'home':
    case 'missing':
      return '#/';
    case 'browse': {
      const params = new URLSearchParams();
      if (route.genre !== null) params.set('genre', route.genre);
      if (route.creator !== null) params.set('by', route.creator);
      if (route.sort !== 'popular') params.set('sort', route.sort);
      if (route.page !== 1) params.set('page', String(route.page));
      return `#/browse${params.size > 0 ? `?${params}` : ''}`;
    }
    case 'book':
      return `#/book/${encodeURIComponent(route.id)}`;
    case 'search':
      return `#/search?${new URLSearchParams({ q: route.query })}`;
    case 'basket':
    case 'privacy':
      return `#/${route.name}`;
  }
}

export const bookHref = (id: string): string => routeHref({ name: 'book', id });

export const browseHref = (query: Partial<Extract<Route, { name: 'browse' }>> = {}): string =>
  routeHref({ name: 'browse', genre: null, creator: null, sort: 'popular', page: 1, ...query });
