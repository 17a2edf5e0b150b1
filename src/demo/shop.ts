/** The shop's state and everything that a visitor can do. Views read it; nothing else writes it. */
import { type EngineName, type Item, LocavoreError, type ProfileEvent, type Recommender } from '../index.ts';
import { ItemCache } from './item-cache.ts';
import { remember } from './known-visitor.ts';
import { motionAllowed } from './motion.ts';
import { openRecommender } from './opening.ts';
import { readPage } from './read-page.ts';
import type { Route } from './router.ts';
import { SearchIndex } from './search-index.ts';
import { chooseStarters, STARTERS } from './starters.ts';
import { initialState, type PageData, type ShopState, type Toast } from './state.ts';
import { titleOf } from './text.ts';

const SHELF_SIZE = 12;
const RECENT = 8;

export class Shop {
  readonly state: ShopState = initialState();

  readonly #changed: () => void;
  readonly #items = new ItemCache();
  #recommender: Recommender | undefined;
  #route: Route = { name: 'home' };
  #pageCall = 0;
  #refreshing: Promise<void> | undefined;
  #stale = false;
  #toasts = 0;
  #greetingDecided = false;
  search: SearchIndex | undefined;

  constructor(changed: () => void) {
    this.#changed = changed;
    for (const type of ['online', 'offline']) {
      addEventListener(type, () => this.#set({ online: navigator.onLine }));
    }
  }

  #set(change: Partial<ShopState>): void {
    Object.assign(this.state, change);
    this.#changed();
  }

  async open(): Promise<void> {
    this.#set({ status: { kind: 'opening', progress: null } });
    try {
      const recommender = await openRecommender((progress) => {
        if (this.state.status.kind === 'opening') this.#set({ status: { kind: 'opening', progress } });
      });
      this.#recommender = recommender;
      this.search = new SearchIndex(recommender);
      recommender.on('change', () => void this.refresh());
      recommender.on('update', () => this.#set({ update: true }));
      await this.refresh();
      this.#set({ status: { kind: 'open' } });
      void this.#loadPage();
      const [info, genres] = await Promise.all([recommender.info(), recommender.facets('category')]);
      this.#set({ info, genres });
    } catch (error) {
      const code = error instanceof LocavoreError ? error.code : null;
      this.#set({ status: { kind: 'failed', code, message: messageOf(error) } });
    }
  }

  /** A fresh shelf and profile; calls during a refresh are gathered into one more. */
  refresh(): Promise<void> {
    if (this.#refreshing) {
      this.#stale = true;
      return this.#refreshing;
    }
    this.#refreshing = (async () => {
      try {
        do {
          this.#stale = false;
          await this.#refreshOnce();
        } while (this.#stale);
      } finally {
        this.#refreshing = undefined;
      }
    })();
    return this.#refreshing;
  }

  async #refreshOnce(): Promise<void> {
    const recommender = this.#recommender;
    if (!recommender) return;
    const start = performance.now();
    const [shelf, profile] = await Promise.all([
      recommender.recommend({ limit: SHELF_SIZE }),
      recommender.profile.summary(),
    ]);
    const shelfMs = performance.now() - start;
    this.#items.add(...shelf.items.map(({ item }) => item));
    const first = profile.liked.length + profile.purchased.length + profile.inCart.length < 2;
    if (!this.#greetingDecided) {
      this.#greetingDecided = true;
      this.state.greeting = first;
    }
    remember(!first);
    // The shelf does not wait for what stands around it.
    this.#set({ shelf, profile, shelfMs });
    if (this.state.greeting && this.state.starters.length === 0) {
      const { items } = await recommender.browse({ sort: 'popular', limit: 120 });
      const starters = chooseStarters(items, STARTERS);
      this.#items.add(...starters);
      this.#set({ starters });
    }
    const [recent, basket] = await Promise.all([
      this.#items.fetch(profile.viewed.slice(0, RECENT), recommender),
      this.#items.fetch(profile.inCart, recommender),
    ]);
    this.#set({ recent, basket });
    if (this.#route.name === 'privacy') void this.#loadPage(true);
  }

  /** Shows a route; resolves when its content is there. */
  async go(route: Route): Promise<void> {
    if (route.name !== 'home' && this.state.profile.liked.length >= 2) this.state.greeting = false;
    if (route.name !== 'basket') this.state.thanks = null;
    this.#route = route;
    await this.#loadPage();
  }

  /** @param quiet keeps what is shown until the new content is there. */
  async #loadPage(quiet = false): Promise<void> {
    const call = ++this.#pageCall;
    const route = this.#route;
    if (route.name === 'home' || route.name === 'basket' || route.name === 'missing') {
      this.#set({ page: { name: 'none' } });
      return;
    }
    const kept = route.name === 'browse' && this.state.page.name === 'browse';
    if (!quiet && !kept) this.#set({ page: { name: 'loading' } });
    if (!this.#recommender) return;
    try {
      const page = await readPage(route, this.#recommender, this.#items, this.search!);
      if (call !== this.#pageCall) return;
      this.#set({ page });
      this.#afterPage(page);
    } catch (error) {
      if (call === this.#pageCall) this.#set({ page: { name: 'failed', message: messageOf(error) } });
    }
  }

  #afterPage(page: PageData): void {
    const recommender = this.#recommender!;
    // A view is noted once per visit of the page, not whenever the page is read again.
    if (page.name === 'book' && !page.noted) {
      page.noted = true;
      void this.#record(() => recommender.record({ type: 'view', item: page.item.id }), true);
    }
    if (page.name === 'privacy') void this.readInfo();
    if (page.name === 'search' && !page.complete) {
      const route = this.#route;
      void this.search?.build().then(() => {
        if (this.#route === route) void this.#loadPage(true);
      });
    }
  }

  async #record(act: () => Promise<ProfileEvent | null>, quiet = false): Promise<ProfileEvent | null> {
    try {
      const event = await act();
      if (event === null && !quiet) {
        this.toast('Nothing was noted: you have paused your profile.', {
          label: 'Resume',
          run: () => void this.setPaused(false),
        });
      }
      await this.refresh();
      return event;
    } catch (error) {
      this.toast(messageOf(error));
      await this.refresh().catch(() => {});
      return null;
    }
  }

  async toggleLike(item: Item): Promise<void> {
    const { profile } = this.state;
    const liked = profile.liked.includes(item.id);
    this.#items.add(item);
    // Shown at once; the refresh that follows corrects it if the device refuses.
    const without = (ids: string[]) => ids.filter((id) => id !== item.id);
    this.#set({
      profile: {
        ...profile,
        liked: liked ? without(profile.liked) : [item.id, ...profile.liked],
        disliked: without(profile.disliked),
      },
    });
    await this.#record(() =>
      this.#recommender!.record(
        liked ? { type: 'undo', item: item.id, of: 'like' } : { type: 'like', item: item.id },
      ),
    );
  }

  async dislike(item: Item): Promise<void> {
    this.#items.add(item);
    this.#set({ leaving: new Set([...this.state.leaving, item.id]) });
    const left = motionAllowed() ? new Promise((resolve) => setTimeout(resolve, 170)) : Promise.resolve();
    const recorded = this.#recommender!.record({ type: 'dislike', item: item.id });
    const event = await this.#record(async () => {
      const [stored] = await Promise.all([recorded, left]);
      return stored;
    });
    const leaving = new Set(this.state.leaving);
    leaving.delete(item.id);
    this.#set({ leaving });
    if (event) {
      this.toast(`“${titleOf(item)}” and its like will keep away.`, {
        label: 'Undo',
        run: () => void this.takeBack(event.id),
      });
    }
  }

  /** Takes back one event. */
  async takeBack(event: string): Promise<void> {
    await this.#record(() => this.#recommender!.record({ type: 'undo', event }));
  }

  async takeBackDislike(item: Item): Promise<void> {
    await this.#record(() => this.#recommender!.record({ type: 'undo', item: item.id, of: 'dislike' }));
  }

  async addToBasket(item: Item): Promise<void> {
    this.#items.add(item);
    const event = await this.#record(() => this.#recommender!.record({ type: 'cart', item: item.id }));
    if (event) {
      this.toast(`“${titleOf(item)}” is in your basket.`, {
        label: 'Open basket',
        run: () => {
          location.hash = '#/basket';
        },
      });
    }
  }

  async removeFromBasket(item: Item): Promise<void> {
    await this.#record(() => this.#recommender!.record({ type: 'undo', item: item.id, of: 'cart' }));
  }

  /** Records purchases; no money moves and nothing is sent. */
  async checkOut(): Promise<void> {
    const items = this.state.basket;
    for (const { id } of items) {
      const event = await this.#record(() => this.#recommender!.record({ type: 'purchase', item: id }));
      if (event === null) return;
    }
    // A purchase may leave the older basket event standing: take it back, so that the basket is empty.
    for (const { id } of items) {
      if (!this.state.profile.inCart.includes(id)) continue;
      await this.#record(() => this.#recommender!.record({ type: 'undo', item: id, of: 'cart' }));
    }
    this.#set({ thanks: items.length });
  }

  /** Resolves to null, or to why the engine cannot run. */
  async useEngine(engine: EngineName | 'auto'): Promise<string | null> {
    try {
      const choice = await this.#recommender!.useEngine(engine);
      if (this.state.info) this.state.info = { ...this.state.info, engine: choice };
      await this.refresh();
      return null;
    } catch (error) {
      return messageOf(error);
    }
  }

  /** Where the recommender runs, and what it has asked of the network, as of now. */
  async readInfo(): Promise<void> {
    const info = await this.#recommender?.info();
    if (info) this.#set({ info });
  }

  async exportProfile(): Promise<void> {
    const data = await this.#recommender!.profile.export();
    const url = URL.createObjectURL(new Blob([JSON.stringify(data, null, 2)], { type: 'application/json' }));
    const link = document.createElement('a');
    link.href = url;
    link.download = 'quire-lane-profile.json';
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
  }

  async importProfile(file: File): Promise<void> {
    try {
      let data: unknown;
      try {
        data = JSON.parse(await file.text());
      } catch {
        throw new Error(`“${file.name}” is not a JSON file. Choose one that “Export” wrote.`);
      }
      const { imported, skipped } = await this.#recommender!.profile.import(data, { mode: 'merge' });
      await this.refresh();
      this.toast(`${imported} events added${skipped > 0 ? `, ${skipped} were already here` : ''}.`);
    } catch (error) {
      this.toast(messageOf(error));
    }
  }

  async erase(): Promise<void> {
    try {
      await this.#recommender!.profile.erase();
      this.#greetingDecided = false;
      this.state.thanks = null;
      await this.refresh();
      this.toast('Everything about you has been erased from this device.');
    } catch (error) {
      this.toast(messageOf(error));
    }
  }

  async setPaused(paused: boolean): Promise<void> {
    try {
      await (paused ? this.#recommender!.profile.pause() : this.#recommender!.profile.resume());
      await this.refresh();
      this.toast(paused ? 'Paused: nothing more is noted.' : 'Resumed: your shelf learns again.');
    } catch (error) {
      this.toast(messageOf(error));
    }
  }

  toast(text: string, action?: Toast['action']): void {
    this.#set({ toast: { key: ++this.#toasts, text, action } });
  }

  dismissToast(): void {
    if (this.state.toast) this.#set({ toast: null });
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
