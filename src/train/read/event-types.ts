/** Usual names of event types, as signals of the profile. */
import type { SignalType } from '../../pack/format.ts';
import { normalised } from './columns.ts';

const EVENT_NAMES: Record<SignalType, readonly string[]> = {
  view: ['view', 'pageview', 'detail', 'detailview', 'itemview', 'productview', 'viewitem'],
  click: ['click', 'open'],
  like: ['like', 'favorite', 'favourite', 'wishlist', 'addtowishlist', 'star', 'upvote', 'thumbsup'],
  dislike: ['dislike', 'downvote', 'thumbsdown', 'notinterested', 'hide'],
  cart: ['cart', 'addtocart', 'addtobasket', 'basket', 'cartadd'],
  purchase: ['purchase', 'buy', 'bought', 'order', 'transaction', 'checkout', 'sale'],
};
const SIGNAL_OF = new Map(
  Object.entries(EVENT_NAMES).flatMap(([signal, names]) => names.map((name) => [name, signal as SignalType])),
);

/** Undefined for a name that is none of the usual ones. */
export function signalOf(eventType: string): SignalType | undefined {
  return SIGNAL_OF.get(normalised(eventType));
}
