/** What the views read. */
import type { Item, ProfileEvent, ProfileSummary, Progress, RecommenderInfo, Shelf } from '../index.ts';
import { isKnown } from './known-visitor.ts';

const EMPTY_PROFILE: ProfileSummary = {
  paused: false,
  events: 0,
  liked: [],
  disliked: [],
  inCart: [],
  purchased: [],
  viewed: [],
};

export interface Toast {
  /** Distinguishes toasts with the same words. */
  key: number;
  text: string;
  action?: {
    label: string;
    run: () => void | Promise<void>;
    /** What has the focus after the action: a control of this item, once it is on the page again. */
    focus?: { id: string; control: ToastControl };
  };
  /** Quick actions of one kind share a toast, so that each can be undone. */
  group?: { kind: 'liked' | 'sent-away'; items: readonly Item[] };
  /** Out of place once the basket is open or has changed. */
  about?: 'basket';
}

/** The class of the control that a visitor used. */
export type ToastControl = 'dismiss' | 'like' | 'remove';

export type PageData =
  | { name: 'none' }
  | { name: 'loading' }
  | { name: 'browse'; total: number; items: Item[] }
  | { name: 'book'; item: Item; similar: Shelf | null /** The view has been recorded. */; noted: boolean }
  | { name: 'search'; query: string; items: Item[]; complete: boolean }
  | { name: 'privacy'; events: ProfileEvent[]; titles: Map<string, string> }
  | { name: 'unknown-book'; id: string }
  | { name: 'failed'; message: string };

export interface ShopState {
  status:
    | {
        kind: 'opening';
        progress: Progress | null /** It takes long enough to speak of it. */;
        slow: boolean;
      }
    | { kind: 'failed'; code: string | null; message: string }
    | { kind: 'open' };
  info: RecommenderInfo | null;
  profile: ProfileSummary;
  shelf: Shelf | null;
  /** From the last action to its shelf, as the page measured it. */
  shelfMs: number | null;
  genres: { label: string; count: number }[];
  starters: Item[];
  /** The greeting of a first visit stays until the visitor leaves the page that showed it. */
  greeting: boolean;
  recent: Item[];
  basket: Item[];
  /** Cards on their way out. */
  leaving: ReadonlySet<string>;
  page: PageData;
  toast: Toast | null;
  online: boolean;
  /** A newer catalogue waits for the next visit. */
  update: boolean;
  /** The order that was just placed, for thanks. */
  thanks: number | null;
}

export function initialState(): ShopState {
  return {
    status: { kind: 'opening', progress: null, slow: false },
    info: null,
    profile: EMPTY_PROFILE,
    shelf: null,
    shelfMs: null,
    genres: [],
    starters: [],
    greeting: !isKnown(),
    recent: [],
    basket: [],
    leaving: new Set(),
    page: { name: 'none' },
    toast: null,
    online: navigator.onLine,
    update: false,
    thanks: null,
  };
}
