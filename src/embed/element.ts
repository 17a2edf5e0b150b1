/** `<locavore-shelf limit="8" item="B123">`: a shelf of recommendations. Loaded by `script.ts` when it is needed. */
import { createRecommender } from '../create-recommender.ts';
import type { ShelfItem } from '../pipeline/types.ts';
import type { Recommender } from '../recommender.ts';
import type { EmbedConfig } from './config.ts';
import { render } from './render.ts';
import { shelfStyles } from './styles.ts';

/** One recommender for every shelf of the page, made when the first shelf connects. */
let shared: (() => Promise<Recommender>) | undefined;

const DEFAULT_LIMIT = 8;

/**
 * Attributes: `limit` (1 … 100, default 8), `item` (id of the page's product: items like it).
 * Events, bubbling: `locavore-click` and `locavore-feedback` with `detail: { id }`, `locavore-error` with `detail: { error }`.
 * Parts: `list`, `card`, `image`, `title`, `creator`, `reason`, `dislike`. Children are shown until items are ready.
 */
class LocavoreShelf extends HTMLElement {
  static readonly observedAttributes = ['limit', 'item'];
  #root: ShadowRoot | null = null;
  #newestUpdate = 0;
  #unsubscribe: (() => void) | null = null;

  get limit(): number {
    const value = Number(this.getAttribute('limit') ?? DEFAULT_LIMIT);
    return Number.isInteger(value) && value >= 1 && value <= 100 ? value : DEFAULT_LIMIT;
  }
  set limit(value: number) {
    this.setAttribute('limit', String(value));
  }
  get item(): string | null {
    return this.getAttribute('item');
  }
  set item(value: string | null) {
    if (value === null) this.removeAttribute('item');
    else this.setAttribute('item', value);
  }

  connectedCallback(): void {
    if (!this.#root) {
      this.#root = this.attachShadow({ mode: 'open' });
      this.#root.adoptedStyleSheets = [shelfStyles()];
      render(this.#root, { state: 'loading' }, this.#actions);
    }
    void this.#update();
  }

  disconnectedCallback(): void {
    this.#unsubscribe?.();
    this.#unsubscribe = null;
  }

  attributeChangedCallback(): void {
    if (this.isConnected && this.#root) void this.#update();
  }

  readonly #actions = {
    open: (shown: ShelfItem) => {
      this.#emit('locavore-click', { id: shown.id });
      this.#record('click', shown);
    },
    dislike: (shown: ShelfItem) => {
      this.#emit('locavore-feedback', { id: shown.id });
      this.#record('dislike', shown);
    },
  };

  #record(type: 'click' | 'dislike', shown: ShelfItem): void {
    shared?.()
      .then((recommender) => recommender.record({ type, item: shown.id }))
      .catch((error: unknown) => this.#emit('locavore-error', { error }));
  }

  #emit(name: string, detail: object): void {
    this.dispatchEvent(new CustomEvent(name, { bubbles: true, composed: true, detail }));
  }

  async #update(): Promise<void> {
    const update = ++this.#newestUpdate;
    const root = this.#root;
    if (!shared || !root) return;
    try {
      const recommender = await shared();
      if (!this.isConnected) return;
      this.#unsubscribe ??= recommender.on('change', () => void this.#update());
      const { limit, item } = this;
      const shelf =
        item === null ? await recommender.recommend({ limit }) : await recommender.similar(item, { limit });
      // The newest call wins.
      if (update !== this.#newestUpdate) return;
      const isEmpty = shelf.items.length === 0;
      render(root, isEmpty ? { state: 'fallback' } : { state: 'ready', items: shelf.items }, this.#actions);
    } catch (error) {
      if (update !== this.#newestUpdate) return;
      render(root, { state: 'fallback' }, this.#actions);
      this.#emit('locavore-error', { error });
    }
  }
}

/** Defines the elements once per page; the configuration of the first call holds. */
export function defineElements(config: EmbedConfig): void {
  if (customElements.get('locavore-shelf')) return;
  let opened: Promise<Recommender> | undefined;
  shared = () => (opened ??= createRecommender(config));
  customElements.define('locavore-shelf', LocavoreShelf);
}
