/** The behaviour of the search box: what is typed, what is suggested, and the keys. */
import type { Item } from '../index.ts';
import { bookHref, routeHref } from './router.ts';
import type { Shop } from './shop.ts';

const SUGGESTIONS = 7;

export class SearchBox {
  query = '';
  open = false;
  /** −1: the typed text itself. */
  active = -1;
  suggestions: Item[] = [];
  readonly #shop: Shop;
  readonly #changed: () => void;

  constructor(shop: Shop, changed: () => void) {
    this.#shop = shop;
    this.#changed = changed;
  }

  focus(): void {
    this.open = true;
    void this.#shop.search?.build().then(() => this.#suggest());
    this.#suggest();
  }

  blur(): void {
    this.open = false;
    this.#changed();
  }

  type(query: string): void {
    this.query = query;
    this.open = true;
    this.active = -1;
    this.#suggest();
  }

  #suggest(): void {
    this.suggestions = this.#shop.search?.find(this.query, SUGGESTIONS) ?? [];
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
