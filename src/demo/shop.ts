/** The shop's state and everything that a visitor can do. Views read it; nothing else writes it. */
import {
  type EngineName,
  type Item,
  LocavoreError,
  type ProfileEvent,
  type Progress,
  type Recommender,
} from '../index.ts';
import { ItemCache } from './item-cache.ts';
import { remember } from './known-visitor.ts';
import { motionAllowed } from './motion.ts';
import { openRecommender } from './opening.ts';
import { readPage } from './read-page.ts';
import type { Route } from './router.ts';
import { SearchIndex } from './search-index.ts';
import { chooseStarters, STARTERS } from './starters.ts';
import { initialState, type PageData, type ShopState, type Toast } from './state.ts';
import { backText, ENOUGH_TASTE, likedText, sentAwayText, tasteOf, titleOf, unlikedText } from './text.ts';

const SHELF_SIZE = 12;
const RECENT = 8;
/** More than are shown: those sent away have successors. */
const STARTER_POOL = 2 * STARTERS;
/** An opening that takes longer is spoken of. */
const SLOW_MS = 300;
/** Two tabs may have said the same thing twice; no number of them keeps a page busy for ever. */
const MOST_UNDOS = 50;

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
  #starterPool: Item[] = [];
  /** Likes and their undoing, one after the other: in whichever order they were pressed, the last one stands. */
  #likes: Promise<void> = Promise.resolve();
  readonly #adding = new Set<string>();
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
    this.#set({ status: { kind: 'opening', progress: null, slow: false } });
    const opening = (change: { progress?: Progress; slow?: boolean }) => {
      const { status } = this.state;
      if (status.kind === 'opening') this.#set({ status: { ...status, ...change } });
    };
    const timer = setTimeout(() => opening({ slow: true }), SLOW_MS);
    try {
      this.#recommender ??= this.#connect(await openRecommender((progress) => opening({ progress })));
      await this.refresh();
      this.#set({ status: { kind: 'open' } });
    } catch (error) {
      const code = error instanceof LocavoreError ? error.code : null;
      this.#set({ status: { kind: 'failed', code, message: messageOf(error) } });
      return;
    } finally {
      clearTimeout(timer);
    }
    // What stands around the shelf may fail without it.
    void this.readInfo();
    void this.#readGenres();
    await this.#loadPage();
  }

  #connect(recommender: Recommender): Recommender {
    this.search = new SearchIndex(recommender);
    recommender.on('change', () => void this.refresh().catch((error) => this.toast(messageOf(error))));
    recommender.on('update', () => this.#set({ update: true }));
    return recommender;
  }

  async #readGenres(): Promise<void> {
    try {
      this.#set({ genres: await this.#recommender!.facets('category') });
    } catch {
      // The shop is whole without its list of genres.
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
    const [profile] = await Promise.all([
      recommender.profile.summary(),
      this.state.greeting ? this.#readStarters(recommender) : null,
    ]);
    const first = tasteOf(profile) < ENOUGH_TASTE;
    if (!this.#greetingDecided) {
      this.#greetingDecided = true;
      this.state.greeting = first;
    }
    remember(!first);
    const sentAway = new Set(profile.disliked);
    if (this.state.greeting) await this.#readStarters(recommender);
    const starters = this.#starterPool.filter(({ id }) => !sentAway.has(id)).slice(0, STARTERS);
    const start = performance.now();
    // Until the shelf is personal, it would repeat the well-known books of the greeting above it.
    const exclude = this.state.greeting && first ? starters.map(({ id }) => id) : [];
    const shelf = await recommender.recommend({ limit: SHELF_SIZE, exclude });
    const shelfMs = performance.now() - start;
    this.#items.add(...shelf.items.map(({ item }) => item));
    // The shelf does not wait for what stands around it.
    this.#set({ shelf, profile, shelfMs, starters });
    const viewed = profile.viewed.filter((id) => !sentAway.has(id));
    const [recent, basket] = await Promise.all([
      this.#items.fetch(viewed.slice(0, RECENT), recommender),
      this.#items.fetch(profile.inCart, recommender),
    ]);
    this.#set({ recent, basket });
    if (this.#route.name === 'privacy') void this.#loadPage(true);
  }

  async #readStarters(recommender: Recommender): Promise<void> {
    if (this.#starterPool.length > 0) return;
    const { items } = await recommender.browse({ sort: 'popular', limit: 120 });
    this.#starterPool = chooseStarters(items, STARTER_POOL);
    this.#items.add(...this.#starterPool);
  }

  /** Shows a route; resolves when its content is there. */
  async go(route: Route): Promise<void> {
    if (route.name !== 'home' && tasteOf(this.state.profile) >= ENOUGH_TASTE) this.state.greeting = false;
    if (route.name !== 'basket') this.state.thanks = null;
    else this.#dismissBasketToast();
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
          run: () => this.setPaused(false),
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
    const before = this.#likes;
    this.#likes = (async () => {
      await before;
      await this.#storeLike(item, !liked);
    })();
    await this.#likes;
  }

  async #storeLike(item: Item, like: boolean): Promise<void> {
    if (!like) {
      await this.#takeBackAll([item], 'like');
      return;
    }
    const fromShelf =
      this.#route.name === 'home' && (this.state.shelf?.items.some(({ id }) => id === item.id) ?? false);
    const event = await this.#record(() => this.#recommender!.record({ type: 'like', item: item.id }));
    // A liked book leaves the shelf: say where it went.
    if (event && fromShelf) this.#toastGroup('liked', item);
  }

  async dislike(item: Item): Promise<void> {
    // A second click while the card is on its way out is not a second dislike.
    if (this.state.leaving.has(item.id) || this.state.profile.disliked.includes(item.id)) return;
    this.#items.add(item);
    this.#set({ leaving: new Set([...this.state.leaving, item.id]) });
    const left = motionAllowed() ? new Promise((resolve) => setTimeout(resolve, 170)) : Promise.resolve();
    const event = await this.#record(async () => {
      const [stored] = await Promise.all([
        this.#recommender!.record({ type: 'dislike', item: item.id }),
        left,
      ]);
      return stored;
    });
    const leaving = new Set(this.state.leaving);
    leaving.delete(item.id);
    this.#set({ leaving });
    if (event) this.#toastGroup('sent-away', item);
  }

  /** One toast, and one undo, for actions of the same kind in quick succession. */
  #toastGroup(kind: 'liked' | 'sent-away', item: Item): void {
    const shown = this.state.toast?.group;
    const before = shown?.kind === kind ? shown.items.filter(({ id }) => id !== item.id) : [];
    const items = [...before, item];
    const liked = kind === 'liked';
    this.toast(
      liked ? likedText(items) : sentAwayText(items),
      {
        label: 'Undo',
        run: () => (liked ? this.#takeBackLikes(items) : this.takeBackDislikes(items)),
        focus: { id: item.id, control: liked ? 'like' : 'dismiss' },
      },
      { group: { kind, items } },
    );
  }

  async #takeBackLikes(items: readonly Item[]): Promise<void> {
    if (await this.#takeBackAll(items, 'like')) this.toast(unlikedText(items));
  }

  async takeBackDislikes(items: readonly Item[]): Promise<void> {
    if (await this.#takeBackAll(items, 'dislike')) this.toast(backText(items));
  }

  /** Takes back every standing event of one type on each item; whether all could be. */
  async #takeBackAll(items: readonly Item[], of: 'like' | 'dislike' | 'cart'): Promise<boolean> {
    const recommender = this.#recommender!;
    const list = ({ like: 'liked', dislike: 'disliked', cart: 'inCart' } as const)[of];
    let last: ProfileEvent | null = null;
    const stands = async (id: string) => (await recommender.profile.summary())[list].includes(id);
    for (const { id } of items) {
      for (let i = 0; i < MOST_UNDOS && (await stands(id)); i++) {
        last = await this.#record(() => recommender.record({ type: 'undo', item: id, of }));
        if (last === null) return false;
      }
    }
    // Another tab may have been first.
    if (last === null) await this.refresh().catch((error) => this.toast(messageOf(error)));
    return true;
  }

  /**
   * Takes back one event.
   *
   * @param words what it was, for the visitor: "Liked “Emma”".
   */
  async takeBack(event: string, words: string): Promise<void> {
    const undo = await this.#record(() => this.#recommender!.record({ type: 'undo', event }));
    if (undo) this.toast(`Taken back: ${words}.`);
  }

  async addToBasket(item: Item): Promise<void> {
    if (this.#adding.has(item.id) || this.state.profile.inCart.includes(item.id)) return;
    this.#items.add(item);
    this.#adding.add(item.id);
    const event = await this.#record(() => this.#recommender!.record({ type: 'cart', item: item.id }));
    this.#adding.delete(item.id);
    if (event && this.#route.name !== 'basket') {
      this.toast(
        `“${titleOf(item)}” is in your basket.`,
        {
          label: 'Open basket',
          run: () => {
            location.hash = '#/basket';
          },
        },
        { about: 'basket' },
      );
    }
  }

  async removeFromBasket(item: Item): Promise<void> {
    this.#dismissBasketToast();
    if (!(await this.#takeBackAll([item], 'cart'))) return;
    this.toast(
      `“${titleOf(item)}” is out of your basket.`,
      {
        label: 'Undo',
        run: () => this.addToBasket(item),
        focus: { id: item.id, control: 'remove' },
      },
      { about: 'basket' },
    );
  }

  #dismissBasketToast(): void {
    if (this.state.toast?.about === 'basket') this.dismissToast();
  }

  /** Records purchases; no money moves and nothing is sent. */
  async checkOut(): Promise<void> {
    this.#dismissBasketToast();
    const items = this.state.basket;
    for (const { id } of items) {
      const event = await this.#record(() => this.#recommender!.record({ type: 'purchase', item: id }));
      if (event === null) return;
    }
    // A purchase may leave older basket events standing: take them back, so that the basket is empty.
    if (await this.#takeBackAll(items, 'cart')) this.#set({ thanks: items.length });
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
    try {
      const info = await this.#recommender?.info();
      if (info) this.#set({ info });
    } catch {
      // Shown where it is known; nothing waits for it.
    }
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

  toast(text: string, action?: Toast['action'], more: Pick<Toast, 'group' | 'about'> = {}): void {
    this.#set({ toast: { key: ++this.#toasts, text, action, ...more } });
  }

  dismissToast(): void {
    if (this.state.toast) this.#set({ toast: null });
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
