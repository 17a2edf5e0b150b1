/**
 * Search over the whole catalogue, built in small steps while the page is idle. The most popular books come first, so
 * that an unfinished index already answers usefully.
 */
import type MiniSearch from 'minisearch';
import type { Item, Recommender } from '../index.ts';

/** Books asked of the recommender at once, and books indexed between two breaths. */
const PAGE = 250;
const CHUNK = 40;

interface Entry {
  id: string;
  title: string;
  creator: string;
  series: string;
}

const idle = (): Promise<void> =>
  new Promise((resolve) => {
    if ('requestIdleCallback' in globalThis) requestIdleCallback(() => resolve(), { timeout: 500 });
    else setTimeout(resolve, 16);
  });

/** Accents off, so that "Garcia Marquez" finds "García Márquez". */
const plain = (term: string): string => term.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '');

export class SearchIndex {
  readonly #recommender: Recommender;
  readonly #items = new Map<string, Item>();
  #index: MiniSearch<Entry> | undefined;
  #building: Promise<void> | undefined;
  #stopped = false;
  complete = false;

  constructor(recommender: Recommender) {
    this.#recommender = recommender;
  }

  get size(): number {
    return this.#items.size;
  }

  /** Starts once; resolves when every book is in. */
  build(): Promise<void> {
    this.#building ??= this.#build().catch((error: unknown) => {
      this.#building = undefined;
      throw error;
    });
    return this.#building;
  }

  async #build(): Promise<void> {
    const { default: Index } = await import('minisearch');
    const index = new Index<Entry>({
      fields: ['title', 'creator', 'series'],
      processTerm: (term) => plain(term) || null,
      searchOptions: {
        boost: { title: 2 },
        prefix: true,
        fuzzy: (term) => (term.length > 4 ? 0.2 : 0),
        combineWith: 'AND',
      },
    });
    this.#index = index;
    for (let offset = 0; !this.#stopped; offset += PAGE) {
      await idle();
      const { items, total } = await this.#recommender.browse({ sort: 'popular', offset, limit: PAGE });
      for (let at = 0; at < items.length && !this.#stopped; at += CHUNK) {
        const chunk = items.slice(at, at + CHUNK).filter(({ id }) => !this.#items.has(id));
        for (const item of chunk) this.#items.set(item.id, item);
        await index.addAllAsync(
          chunk.map(({ id, title = '', creator = '', series = '' }) => ({ id, title, creator, series })),
          { chunkSize: CHUNK },
        );
        await idle();
      }
      if (items.length === 0 || offset + items.length >= total) break;
    }
    this.complete = !this.#stopped;
  }

  /** Best first. An empty query finds nothing. */
  find(query: string, limit: number): Item[] {
    if (this.#index === undefined || query.trim() === '') return [];
    return this.#index
      .search(query)
      .slice(0, limit)
      .map(({ id }) => this.#items.get(id as string)!);
  }

  stop(): void {
    this.#stopped = true;
  }
}
