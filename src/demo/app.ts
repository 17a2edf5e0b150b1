/** Puts the state on the page: routes, focus, keys, and one render per change. */
import { html, render, type TemplateResult } from 'lit';
import type { EngineName, Item } from '../index.ts';
import { motionAllowed, withMotion } from './motion.ts';
import { type Meter, onMeter } from './network-meter.ts';
import { parseRoute, type Route, routeHref } from './router.ts';
import { SearchBox } from './search-box.ts';
import { Shop } from './shop.ts';
import type { ShopState } from './state.ts';
import { titleOf } from './text.ts';
import { basket } from './views/basket.ts';
import { bookPage } from './views/book.ts';
import { browse } from './views/browse.ts';
import { eraseQuestion, failed, footer, header, notices, toast } from './views/frame.ts';
import { home } from './views/home.ts';
import { privacy } from './views/privacy.ts';
import { searchPage } from './views/search.ts';
import { shelf, skeleton } from './views/shelf.ts';
import { workings } from './views/workings.ts';

/** Long enough to read, and to reach with the keyboard. */
const TOAST_MS = 10_000;
const SHOP_NAME = 'Quire Lane Books';

export class App {
  readonly shop: Shop;
  readonly searchBox: SearchBox;
  route: Route = parseRoute(location.hash);
  workingsOpen = false;
  engineWish: EngineName | 'auto' = 'auto';
  engineProblem: string | null = null;
  engineBusy = false;
  readonly meter: Readonly<Meter>;
  readonly #root: HTMLElement;
  #queued = false;
  #shelfKey = '';
  #firstShelf = false;
  #toastTimer: ReturnType<typeof setTimeout> | undefined;
  #toastKey = 0;
  #focusToast = false;
  readonly #scroll = new Map<string, number>();

  constructor(root: HTMLElement, meter: Readonly<Meter>) {
    this.#root = root;
    this.meter = meter;
    this.shop = new Shop(() => this.render());
    this.searchBox = new SearchBox(this.shop, () => this.render());
  }

  get state(): ShopState {
    return this.shop.state;
  }

  start(): void {
    this.#root.replaceChildren();
    // Places are remembered per history entry; the browser cannot, since content comes after the hash has changed.
    history.scrollRestoration = 'manual';
    addEventListener('hashchange', (event) => void this.#navigate(new URL(event.oldURL).hash));
    addEventListener('keydown', (event) => this.#key(event));
    onMeter(() => this.render());
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.render());
    // The recommender starts its worker at once, and draws nothing yet: the two overlap.
    void this.shop.open();
    void this.shop.go(this.route);
    this.#draw();
  }

  /** Many changes in one task are one render. */
  render(): void {
    if (this.#queued) return;
    this.#queued = true;
    queueMicrotask(() => {
      this.#queued = false;
      this.#draw();
    });
  }

  #draw(): void {
    const key = this.state.shelf?.items.map(({ id }) => id).join() ?? '';
    const shelfMoved = this.#shelfKey !== '' && key !== this.#shelfKey && this.route.name === 'home';
    this.#shelfKey = key;
    const change = () => render(this.#template(), this.#root);
    if (shelfMoved) withMotion(change);
    else change();
    this.#afterDraw();
  }

  #template(): TemplateResult {
    const { status } = this.state;
    return html`${header(this)}${notices(this)}
      <main id="main" tabindex="-1">
        ${status.kind === 'failed' ? failed(this, status.code, status.message) : this.#page()}
      </main>
      ${footer(this)}${workings(this)}${eraseQuestion(this)}${toast(this)}`;
  }

  #page(): TemplateResult {
    const { route } = this;
    const { page, status } = this.state;
    if (page.name === 'failed') {
      return html`<section class="section narrow" role="alert"><h1 class="as-h2" tabindex="-1">That did not work</h1><p>${page.message}</p></section>`;
    }
    switch (route.name) {
      case 'home':
        return home(this);
      case 'browse':
        return browse(this, route);
      case 'book':
        if (page.name === 'book') return bookPage(this, page.item, page.similar);
        if (page.name === 'unknown-book') return this.#missing('This book is not in the shop.');
        return html`<div class="book is-waiting" aria-busy="true"><span class="blank-cover is-large"></span></div>`;
      case 'search':
        return page.name === 'search' && page.query === route.query
          ? searchPage(this, page.query, page.items, page.complete)
          : searchPage(this, route.query, null, false);
      case 'basket':
        return status.kind === 'open' ? basket(this) : skeleton(0, 'row');
      case 'privacy':
        return privacy(this);
      case 'missing':
        return this.#missing('There is no such page.');
    }
  }

  #missing(words: string): TemplateResult {
    const popular = this.state.shelf?.items.slice(0, 6) ?? [];
    return html`<section class="section" data-testid="missing">
      <h1 class="as-h2" tabindex="-1">Not on our shelves</h1>
      <p class="lead">${words} <a href="#/">Back to the shop</a></p>
      ${shelf(
        popular.map(({ item, reasons }) => ({ item, reason: reasons[0] })),
        this,
        { kind: 'row', level: 2 },
      )}
    </section>`;
  }

  #afterDraw(): void {
    document.title = this.#title();
    if (!this.#firstShelf && this.state.shelf !== null && this.route.name === 'home') {
      this.#firstShelf = true;
      // Two frames: the first paints, the second proves it.
      requestAnimationFrame(() => requestAnimationFrame(() => performance.mark('locavore:first-shelf')));
    }
    const { toast: shown } = this.state;
    if (shown && shown.key !== this.#toastKey) {
      this.#toastKey = shown.key;
      this.releaseToast();
      if (this.#focusToast) document.querySelector<HTMLElement>('.toast-action')?.focus();
      this.#focusToast = false;
    }
  }

  #title(): string {
    const { route } = this;
    const { page } = this.state;
    switch (route.name) {
      case 'home':
        return `${SHOP_NAME}: ten thousand books, and a shelf of your own`;
      case 'browse':
        return `${route.creator ?? route.genre ?? 'All books'} · ${SHOP_NAME}`;
      case 'book':
        return `${page.name === 'book' ? titleOf(page.item) : 'Book'} · ${SHOP_NAME}`;
      case 'search':
        return `“${route.query}” · ${SHOP_NAME}`;
      case 'basket':
        return `Basket · ${SHOP_NAME}`;
      case 'privacy':
        return `Privacy · ${SHOP_NAME}`;
      case 'missing':
        return `Not found · ${SHOP_NAME}`;
    }
  }

  async #navigate(from: string): Promise<void> {
    // The skip link and the like: a place on this page, not another page.
    if (location.hash !== '' && !location.hash.startsWith('#/')) return;
    this.#scroll.set(routeHref(parseRoute(from)), scrollY);
    const before = this.route;
    this.route = parseRoute(location.hash);
    const isBack = history.state?.seen === true;
    history.replaceState({ seen: true }, '');
    if (this.route.name !== 'search') this.searchBox.query = '';
    const shown = this.shop.go(this.route);
    const samePlace = before.name === 'browse' && this.route.name === 'browse';
    if (!samePlace) scrollTo(0, 0);
    await shown;
    this.#draw();
    if (isBack) scrollTo(0, this.#scroll.get(routeHref(this.route)) ?? 0);
    else if (samePlace) scrollTo(0, 0);
    if (!isBack || document.activeElement === document.body) {
      this.#root.querySelector<HTMLElement>('main h1')?.focus({ preventScroll: true });
    }
  }

  #key(event: KeyboardEvent): void {
    const inField = (event.target as Element).closest?.('input, textarea, select, [contenteditable]');
    if (event.key === '/' && !inField && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      document.querySelector<HTMLInputElement>('#search')?.focus();
    }
  }

  skip(event: Event): void {
    event.preventDefault();
    this.#root.querySelector<HTMLElement>('#main')?.focus();
  }

  /** "Not interested": with the keyboard, focus goes to Undo, since the button that had it goes away. */
  dismiss(item: Item, event: Event): void {
    this.#focusToast = (event.currentTarget as Element).matches(':focus-visible');
    void this.shop.dislike(item);
  }

  openWorkings(): void {
    this.workingsOpen = true;
    this.engineProblem = null;
    void this.shop.readInfo();
    this.#draw();
    document.querySelector<HTMLDialogElement>('#workings')?.showModal();
  }

  workingsClosed(): void {
    this.workingsOpen = false;
    this.render();
  }

  async useEngine(name: EngineName | 'auto'): Promise<void> {
    this.engineProblem = null;
    this.engineBusy = true;
    this.render();
    this.engineProblem = await this.shop.useEngine(name);
    this.engineBusy = false;
    if (this.engineProblem === null) this.engineWish = name;
    this.render();
  }

  askErase(): void {
    document.querySelector<HTMLDialogElement>('#erase-question')?.showModal();
  }

  holdToast(): void {
    clearTimeout(this.#toastTimer);
  }

  releaseToast(): void {
    clearTimeout(this.#toastTimer);
    this.#toastTimer = setTimeout(() => this.shop.dismissToast(), TOAST_MS);
  }

  runToast(): void {
    const action = this.state.toast?.action;
    this.closeToast();
    action?.run();
  }

  closeToast(): void {
    const hadFocus = document.activeElement?.closest('.toast') !== null;
    clearTimeout(this.#toastTimer);
    this.shop.dismissToast();
    // Focus must not fall off the page with the toast.
    if (hadFocus)
      this.#root
        .querySelector<HTMLElement>('[data-testid="shelf"] .card-title a, main h1')
        ?.focus({ preventScroll: !motionAllowed() });
  }
}
