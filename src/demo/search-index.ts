/**
 * Search over the whole catalogue, built in small steps while the page is idle. The most popular books come first, so
 * that an unfinished index already answers usefully.
 */
import type MiniSearch from 'minisearch';
import type { Item, Recommender } from '../index.ts';

/** Books asked of the recommender at once, and books indexed between two breaths. */
const PAGE = 250;
const CHUNK = 40;

/** Of two equal matches, the best-known book counts this many times as much as an unknown one … */
const FAME = 4;
/** … and the book of this rank half as much more. */
const FAME_RANKS = 300;

/** With fewer finds than this, the spelling is doubted. */
const FEW = 3;

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
  /** Position by popularity: the order in which the books came. */
  readonly #ranks = new Map<string, number>();
  readonly #listeners = new Set<() => void>();
  complete = false;

  constructor(recommender: Recommender) {
    this.#recommender = recommender;
  }

  /** Calls after every chunk that has become findable. The function returned ends it. */
  onGrowth(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
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
        fuzzy: (term) => (term.length > 3 ? 0.25 : 0),
        weights: { fuzzy: 0.3, prefix: 0.6 },
        combineWith: 'AND',
      },
    });
    this.#index = index;
    for (let offset = 0; !this.#stopped; offset += PAGE) {
      await idle();
      const { items, total } = await this.#recommender.browse({ sort: 'popular', offset, limit: PAGE });
      for (let at = 0; at < items.length && !this.#stopped; at += CHUNK) {
        const chunk = items.slice(at, at + CHUNK).filter(({ id }) => !this.#items.has(id));
        for (const item of chunk) {
          this.#ranks.set(item.id, this.#items.size);
          this.#items.set(item.id, item);
        }
        await index.addAllAsync(
          chunk.map(({ id, title = '', creator = '', series = '' }) => ({ id, title, creator, series })),
          { chunkSize: CHUNK },
        );
        if (this.#stopped) break;
        for (const listener of [...this.#listeners]) listener();
        await idle();
      }
      if (items.length === 0 || offset + items.length >= total) break;
    }
    this.complete = !this.#stopped;
    if (this.complete) for (const listener of [...this.#listeners]) listener();
  }

  #fame(id: string): number {
    return 1 + (FAME - 1) / (1 + this.#ranks.get(id)! / FAME_RANKS);
  }

  /**
   * Best first: books with all words of the query; where they are few, with words spelt nearly so; where there is none, with some of
   * the words. An empty query finds nothing.
   */
  find(query: string, limit: number): Item[] {
    if (this.#index === undefined || query.trim() === '') return [];
    // One to three letters say little about the book, so its fame says more.
    const weight = query.trim().length <= 3 ? 3 : 1;
    const boostDocument = (id: unknown) => this.#fame(id as string) ** weight;
    // As it is spelt first: "ring" should not bring every King.
    let found = this.#index.search(query, { fuzzy: false, boostDocument });
    if (found.length < FEW) found = this.#index.search(query, { boostDocument });
    if (found.length === 0) found = this.#index.search(query, { boostDocument, combineWith: 'OR' });
    return found.slice(0, limit).map(({ id }) => this.#items.get(id as string)!);
  }

  stop(): void {
    this.#stopped = true;
  }
}
