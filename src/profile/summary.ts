import type { ItemId } from '../units.ts';
import type { ProfileEvent } from './events.ts';
import { type ItemState, itemStates } from './item-states.ts';

/** Standing items by signal, newest first: what the privacy panel shows. Needs no pack. */
export interface ProfileLists {
  liked: ItemId[];
  disliked: ItemId[];
  inCart: ItemId[];
  purchased: ItemId[];
  viewed: ItemId[];
}

export function summariseEvents(events: readonly ProfileEvent[]): ProfileLists {
  const states = itemStates(events);
  const list = (holds: (state: ItemState) => boolean, types: readonly string[]) =>
    states
      .filter(holds)
      .map((state) => ({
        item: state.item,
        at: state.events.reduce((at, event) => (types.includes(event.type) ? Math.max(at, event.at) : at), 0),
      }))
      .sort((a, b) => b.at - a.at)
      .map((entry) => entry.item);
  return {
    liked: list((state) => state.liked, ['like']),
    disliked: list((state) => state.disliked, ['dislike']),
    inCart: list((state) => state.inCart, ['cart']),
    purchased: list((state) => state.purchased, ['purchase']),
    viewed: list((state) => state.viewedAt >= 0, ['view', 'click']),
  };
}
