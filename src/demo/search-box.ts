/** The behaviour of the search box: what is typed, what is suggested, and the keys. */
import type { Item } from '../index.ts';
import { bookHref, routeHref } from './router.ts';
import type { Shop } from './shop.ts';

const SUGGESTIONS = 7;
/** While the index is being built, the box searches again once it has grown by this factor: each search costs time too. */
const GROWTH = 1.25;

export class SearchBox {
  query = '';
  open = false;
  /** −1: the typed text itself. */
  active = -1;
  suggestions: Item[] = [];
  readonly #shop: Shop;
  readonly #changed: () => void;
  /** Size of the index at the last search. */
  #searched = 0;
  #stopListening: (() => void) | undefined;

  constructor(shop: Shop, changed: () => void) {
    this.#shop = shop;
    this.#changed = changed;
  }

  focus(): void {
    this.open = true;
    const { search } = this.#shop;
    if (search && !search.complete) {
      // The books most asked for come first, so an unfinished index already answers.
      this.#stopListening?.();
      this.#stopListening = search.onGrowth(() => this.#grown());
      // A failure leaves the box without suggestions; the next focus tries again.
      search.build().catch(() => {});
    }
    this.#suggest();
  }

  /** The index has more books: suggestions may change, but never under a visitor's choice. */
  #grown(): void {
    if (this.#shop.search?.complete) this.#stopListening?.();
    if (!this.open || this.query.trim() === '' || this.active >= 0) return;
    const { size = 0, complete = false } = this.#shop.search ?? {};
    if (!complete && size < GROWTH * this.#searched) return;
    const before = this.suggestions.map(({ id }) => id).join();
    this.suggestions = this.#find();
    const same = before === this.suggestions.map(({ id }) => id).join();
    if (!same || (this.suggestions.length === 0 && this.#shop.search?.complete)) this.#changed();
  }

  #find(): Item[] {
    this.#searched = this.#shop.search?.size ?? 0;
    return this.#shop.search?.find(this.query, SUGGESTIONS) ?? [];
  }

  blur(): void {
    this.open = false;
    this.#stopListening?.();
    this.#changed();
  }

  type(query: string): void {
    this.query = query;
    this.open = true;
    this.active = -1;
    this.#suggest();
  }

  #suggest(): void {
    this.suggestions = this.#find();
    if (this.active >= this.suggestions.length) this.active = -1;
    this.#changed();
  }

  key(event: KeyboardEvent): void {
    const { length } = this.suggestions;
    switch (event.key) {
      case 'ArrowDown':
      case 'ArrowUp': {
        event.preventDefault();
        this.open = true;
        if (length > 0) {
          // The text itself is one stop of the circle.
          const step = event.key === 'ArrowDown' ? 1 : -1;
          this.active = ((this.active + 1 + step + length + 1) % (length + 1)) - 1;
        }
        this.#changed();
        return;
      }
      case 'Escape':
        event.preventDefault();
        if (this.open && this.query !== '') this.open = false;
        else this.query = '';
        this.active = -1;
        this.#changed();
        return;
      case 'Enter':
        if (this.open && this.active >= 0) {
          event.preventDefault();
          this.choose(this.active);
        }
        return;
      default:
    }
  }

  choose(index: number): void {
    const item = this.suggestions[index];
    if (item === undefined) return;
    this.#close();
    location.hash = bookHref(item.id);
  }

  submit(): void {
    const query = this.query.trim();
    if (query === '') return;
    this.#close();
    location.hash = routeHref({ name: 'search', query });
  }

  #close(): void {
    this.open = false;
    this.active = -1;
    this.#changed();
  }
}
