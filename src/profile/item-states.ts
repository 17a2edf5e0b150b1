import type { ItemId } from '../units.ts';
import type { ProfileEvent } from './events.ts';
import { type SignalEvent, standingEvents } from './standing.ts';

/** What stands about one item, before any pack is asked. */
export interface ItemState {
  item: ItemId;
  /** Standing signals on the item, oldest first. */
  events: SignalEvent[];
  /** A dislike stands and no like is newer. Views, carts and purchases do not lift a dislike. */
  disliked: boolean;
  /** A like stands and no dislike is newer. */
  liked: boolean;
  purchased: boolean;
  /** In the cart and not bought since. */
  inCart: boolean;
  /** Position in the standing list of the newest view or click; −1 for none. */
  viewedAt: number;
}

/** Groups the standing events by item. Items come in the order of their oldest standing event. */
export function itemStates(events: readonly ProfileEvent[]): ItemState[] {
  const states = new Map<ItemId, ItemState>();
  let position = 0;
  for (const event of standingEvents(events)) {
    let state = states.get(event.item);
    if (state === undefined) {
      state = {
        item: event.item,
        events: [],
        disliked: false,
        liked: false,
        purchased: false,
        inCart: false,
        viewedAt: -1,
      };
      states.set(event.item, state);
    }
    state.events.push(event);
    switch (event.type) {
      case 'like':
        state.liked = true;
        state.disliked = false;
        break;
      case 'dislike':
        state.liked = false;
        state.disliked = true;
        break;
      case 'cart':
        state.inCart = true;
        break;
      case 'purchase':
        state.purchased = true;
        state.inCart = false;
        break;
      case 'view':
      case 'click':
        state.viewedAt = position;
        break;
    }
    position++;
  }
  return [...states.values()];
}
