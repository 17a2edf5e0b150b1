/** `<locavore-shelf limit="8" item="B123">`: a shelf of recommendations. Loaded by `script.ts` when it is needed. */
import { createRecommender } from '../create-recommender.ts';
import type { Recommender } from '../recommender.ts';
import { type EmbedConfig, readLimit } from './config.ts';
import { type CardAction, render } from './render.ts';
import type { RetryLater } from './retry-later.ts';
import { shelfStyles } from './styles.ts';

/** One recommender for every shelf of the page, made when the first shelf connects. */
let shared: () => Promise<Recommender>;
/** The script's own, so that it is downloaded once. */
let retryLater: RetryLater;

/**
 * Attributes: `limit` (brought into 1 … 100, default 8), `item` (id of the page's product: items like it; empty is absent).
 * Events, bubbling: `locavore-click` and `locavore-feedback` with `detail: { id }`, `locavore-error` with `detail: { error }`.
 * Parts: `list`, `card`, `image`, `title`, `creator`, `reason`, `dislike`. Children are shown until items are ready.
 */
class LocavoreShelf extends HTMLElement {
  static readonly observedAttributes = ['limit', 'item'];
  #newestUpdate = 0;
  #failed = 0;
  #unsubscribe: (() => void) | null = null;

  get limit(): number {
    return readLimit(this.getAttribute('limit'));
  }
  set limit(value: number) {
    this.setAttribute('limit', String(value));
  }
  get item(): string | null {
    return this.getAttribute('item') || null;
  }
  set item(value: string | null) {
    if (value === null) this.removeAttribute('item');
    else this.setAttribute('item', value);
  }

  connectedCallback(): void {
    if (!this.shadowRoot) {
      // What the page set before the element was defined hides the accessors: set it again, through them.
      for (const [name, value] of Object.entries(this)) {
        if (Reflect.deleteProperty(this, name)) Reflect.set(this, name, value);
      }
      const root = this.attachShadow({ mode: 'open' });
      root.adoptedStyleSheets = [shelfStyles()];
      render(root, [], this.#act);
    }
    void this.#update();
  }

  disconnectedCallback(): void {
    this.#unsubscribe?.();
    this.#unsubscribe = null;
  }

  attributeChangedCallback(): void {
    void this.#update();
  }

  readonly #act: CardAction = (type, id) => {
    this.#emit(type === 'click' ? 'locavore-click' : 'locavore-feedback', { id });
    shared()
      .then((recommender) => recommender.record({ type, item: id }))
      .catch((error: unknown) => this.#emit('locavore-error', { error }));
  };

  #emit(name: string, detail: object): void {
    this.dispatchEvent(new CustomEvent(name, { bubbles: true, composed: true, detail }));
  }

  /** The newest call wins, and calls of one task are one. */
  async #update(): Promise<void> {
    const update = ++this.#newestUpdate;
    const isOld = () => update !== this.#newestUpdate || !this.isConnected;
    await new Promise((resolve) => setTimeout(resolve));
    if (isOld()) return;
    // A connected shelf has one.
    const root = this.shadowRoot!;
    let recommender: Recommender | undefined;
    try {
      recommender = await shared();
      if (isOld()) return;
      this.#unsubscribe ??= recommender.on('change', () => void this.#update());
      const { limit, item } = this;
      const shelf = item
        ? await recommender.similar(item, { limit })
        : await recommender.recommend({ limit });
      if (!isOld()) render(root, shelf.items, this.#act);
    } catch (error) {
      if (isOld()) return;
      render(root, [], this.#act);
      this.#emit('locavore-error', { error });
      // A pack that could not be opened may be there later; a request that was refused stays refused.
      if (!recommender) retryLater(++this.#failed, () => void (isOld() || this.#update()));
    }
  }
}

/** Defines the elements once per page; the configuration of the first call holds. */
export function defineElements(config: EmbedConfig, retry: RetryLater): void {
  if (customElements.get('locavore-shelf')) return;
  retryLater = retry;
  let opened: Promise<Recommender> | undefined;
  shared = () =>
    (opened ??= createRecommender(config).catch((error: unknown) => {
      // The next call tries again.
      opened = undefined;
      throw error;
    }));
  customElements.define('locavore-shelf', LocavoreShelf);
}
