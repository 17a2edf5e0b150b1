/** What a route shows, asked of the recommender. */
import type { Recommender } from '../index.ts';
import type { ItemCache } from './item-cache.ts';
import type { Route } from './router.ts';
import type { SearchIndex } from './search-index.ts';
import type { PageData } from './state.ts';
import { titleOf } from './text.ts';

export const PAGE_SIZE = 24;
export const SEARCH_RESULTS = 48;
const SIMILAR = 6;
/** A search answers after this long at the latest, with what is indexed by then. */
const PATIENCE_MS = 250;

/** Routes whose content is not already in the shop's state. */
export type AskedRoute = Exclude<Route, { name: 'home' | 'basket' | 'missing' }>;

export async function readPage(
  route: AskedRoute,
  recommender: Recommender,
  cache: ItemCache,
  search: SearchIndex,
): Promise<PageData> {
  switch (route.name) {
    case 'browse': {
      const filter = {
        ...(route.genre === null ? {} : { categories: [route.genre] }),
        ...(route.creator === null ? {} : { creators: [route.creator] }),
      };
      const offset = (route.page - 1) * PAGE_SIZE;
      const { total, items } = await recommender.browse({
        filter,
        sort: route.sort,
        offset,
        limit: PAGE_SIZE,
      });
      cache.add(...items);
      return { name: 'browse', total, items };
    }
    case 'book': {
      const [item] = await cache.fetch([route.id], recommender);
      if (item === undefined) return { name: 'unknown-book', id: route.id };
      const similar = await recommender.similar(route.id, { limit: SIMILAR });
      cache.add(...similar.items.map((one) => one.item));
      return { name: 'book', item, similar, noted: false };
    }
    case 'search': {
      const patience = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
      await Promise.race([search.build(), patience]);
      const items = search.find(route.query, SEARCH_RESULTS);
      cache.add(...items);
      return { name: 'search', query: route.query, items, complete: search.complete };
    }
    case 'privacy': {
      const events = await recommender.profile.events();
      const items = await cache.fetch([...new Set(events.map((event) => event.item))], recommender);
      return { name: 'privacy', events, titles: new Map(items.map((item) => [item.id, titleOf(item)])) };
    }
  }
}
