/** Puts the state on the page: routes, focus, keys, and one render per change. */
import { html, render, type TemplateResult } from 'lit';
import type { EngineName, Item } from '../index.ts';
import { keepFocus } from './keep-focus.ts';
import { withMotion } from './motion.ts';
import { type Meter, onMeter } from './network-meter.ts';
import { parseRoute, type Route } from './router.ts';
import { entryKey, ScrollPlaces, tabStorage } from './scroll-places.ts';
import { SearchBox } from './search-box.ts';
import { Shop } from './shop.ts';
import type { ShopState, Toast } from './state.ts';
import { titleOf } from './text.ts';
import { basket } from './views/basket.ts';
import { bookPage } from './views/book.ts';
import { browse } from './views/browse.ts';
import { eraseQuestion, failed, footer, header, notices, openingNote, toast } from './views/frame.ts';
import { home } from './views/home.ts';
import { privacy } from './views/privacy.ts';
import { searchPage } from './views/search.ts';
import { shelf, skeleton } from './views/shelf.ts';
import { workings } from './views/workings.ts';

/** Long enough to read, and to reach with the keyboard. */
const TOAST_MS = 10_000;
/** Content that has not come by then has no place to return to. */
const RETURN_MS = 4_000;
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
  #beforeToast: HTMLElement | null = null;
  readonly #places = new ScrollPlaces(tabStorage());
  #entry = '';
  #returnTo: { y: number; until: number } | null = null;
  #navigations = 0;

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
    // Cards change places: a browser that holds on to one of them would scroll the page under the visitor's hand.
    this.#root.style.setProperty('overflow-anchor', 'none');
    // Places are remembered per history entry; the browser cannot, since content comes after the hash has changed.
    history.scrollRestoration = 'manual';
    const { key } = entryKey();
    this.#entry = key;
    this.#return();
    addEventListener('pagehide', () => this.#places.save(this.#entry, scrollY));
    // Whoever moves by hand is not moved again.
    for (const type of ['wheel', 'touchstart', 'pointerdown', 'keydown'])
      addEventListener(type, () => (this.#returnTo = null), { passive: true });
    addEventListener('hashchange', () => void this.#navigate());
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
    const change = () => keepFocus(this.#root, () => render(this.#template(), this.#root));
    if (shelfMoved) withMotion(change);
    else change();
    this.#afterDraw();
  }

  #template(): TemplateResult {
    const { status } = this.state;
    return html`${header(this)}${notices(this)}
      <main id="main" tabindex="-1">
        ${status.kind === 'failed' && this.#needsBooks() ? failed(this, status.code, status.message) : this.#page()}
      </main>
      ${footer(this)}${workings(this)}${eraseQuestion(this)}${openingNote(this)}${toast(this)}`;
  }

  #needsBooks(): boolean {
    return this.route.name !== 'privacy' && this.route.name !== 'missing';
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
    this.#tryReturn();
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

  async #navigate(): Promise<void> {
    // The skip link and the like: a place on this page, not another page.
    if (location.hash !== '' && !location.hash.startsWith('#/')) return;
    const navigation = ++this.#navigations;
    this.#places.save(this.#entry, scrollY);
    const { key, known: isBack } = entryKey();
    this.#entry = key;
    this.#returnTo = null;
    const before = this.route;
    this.route = parseRoute(location.hash);
    if (this.route.name !== 'search') this.searchBox.query = '';
    for (const dialog of document.querySelectorAll<HTMLDialogElement>('dialog[open]')) dialog.close();
    const shown = this.shop.go(this.route);
    const samePlace = before.name === 'browse' && this.route.name === 'browse';
    if (!samePlace) scrollTo({ top: 0, behavior: 'instant' });
    await shown;
    // Overtaken by the next one.
    if (navigation !== this.#navigations) return;
    this.#draw();
    if (isBack) this.#return();
    else if (samePlace) scrollTo({ top: 0, behavior: 'instant' });
    if (!isBack || document.activeElement === document.body) this.focusHeading();
  }

  /** Back to where this history entry was left, as soon as the page is tall enough. */
  #return(): void {
    const y = this.#places.find(this.#entry);
    this.#returnTo = y > 0 ? { y, until: performance.now() + RETURN_MS } : null;
    if (this.#returnTo === null) scrollTo({ top: 0, behavior: 'instant' });
    this.#tryReturn();
  }

  #tryReturn(): void {
    if (this.#returnTo === null) return;
    const { y, until } = this.#returnTo;
    if (performance.now() > until) this.#returnTo = null;
    if (!this.#contentShown()) return;
    scrollTo({ top: y, behavior: 'instant' });
    if (Math.abs(scrollY - y) <= 1) this.#returnTo = null;
  }

  #contentShown(): boolean {
    const { page, shelf: result, status } = this.state;
    if (status.kind === 'opening') return false;
    return this.route.name === 'home' ? result !== null : page.name !== 'loading';
  }

  focusHeading(): void {
    this.#root.querySelector<HTMLElement>('main h1')?.focus({ preventScroll: true });
  }

  #key(event: KeyboardEvent): void {
    const inField = (event.target as Element).closest?.('input, textarea, select, [contenteditable]');
    if (event.key === '/' && !inField && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      document.querySelector<HTMLInputElement>('#search')?.focus();
    }
    // A dialog and the search box have their own use for it.
    if (
      event.key === 'Escape' &&
      !event.defaultPrevented &&
      !inField &&
      !document.querySelector('dialog[open]')
    ) {
      this.closeToast();
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

  async erase(): Promise<void> {
    await this.shop.erase();
    this.#draw();
    this.focusHeading();
  }

  async checkOut(): Promise<void> {
    await this.shop.checkOut();
    this.#draw();
    this.focusHeading();
  }

  async tryAgain(): Promise<void> {
    await this.shop.open();
    this.#draw();
    this.focusHeading();
  }

  holdToast(event?: FocusEvent): void {
    clearTimeout(this.#toastTimer);
    const from = event?.relatedTarget;
    if (from instanceof HTMLElement && !from.closest('.toast')) this.#beforeToast = from;
  }

  releaseToast(): void {
    clearTimeout(this.#toastTimer);
    this.#toastTimer = setTimeout(() => this.closeToast(), TOAST_MS);
  }

  async runToast(): Promise<void> {
    const action = this.state.toast?.action;
    this.closeToast();
    if (!action) return;
    await action.run();
    this.#draw();
    if (action.focus) this.#focusControl(action.focus);
  }

  /** What an undo has brought back takes the focus, and is scrolled to only if it is out of sight. */
  #focusControl({ id, control }: NonNullable<NonNullable<Toast['action']>['focus']>): void {
    const found =
      this.#root.querySelector<HTMLElement>(`main [data-id="${CSS.escape(id)}"] .${control}`) ??
      (this.route.name === 'book' && this.route.id === id
        ? this.#root.querySelector<HTMLElement>(`main .${control}-full`)
        : null);
    if (found) {
      found.focus({ preventScroll: true });
      found.scrollIntoView({ block: 'nearest' });
    } else if (document.activeElement === document.body) this.focusHeading();
  }

  closeToast(): void {
    const hadFocus = (document.activeElement?.closest('.toast') ?? null) !== null;
    clearTimeout(this.#toastTimer);
    this.shop.dismissToast();
    if (!hadFocus) return;
    // Focus must not fall off the page with the toast.
    if (this.#beforeToast?.isConnected) this.#beforeToast.focus({ preventScroll: true });
    else this.focusHeading();
  }
}
