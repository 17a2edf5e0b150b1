import type { Profile } from '../../profile/profile.ts';
import type { ItemIndex } from '../../units.ts';

/** How many of the newest positive observations the `recent` generator starts from. */
export const RECENT_ITEMS = 8;
/**
 * The item of the page speaks as loudly as this share of everything positive that is known of the shopper, and at least as
 * loudly as one like does by default: what is looked at now must not drown in a long history.
 */
const PAGE_ITEM_SHARE = 0.5;
const LEAST_PAGE_ITEM_WEIGHT = 1;

/** An item that speaks for (or against) others. */
export interface Anchor {
  item: ItemIndex;
  /** Signed: the confidence of the observation, negative for a dislike. Not 0. */
  weight: number;
  /** Position among the profile's observations; −1 for the item of the page. */
  observation: number;
}

/** Every observation, dislikes with a negative weight, and the item of the page. */
export function neighbourAnchors(observations: Profile['observations'], pageItem: ItemIndex | -1): Anchor[] {
  const anchors = observations.map(({ item, confidence, preference }, observation) => ({
    item,
    weight: preference === 1 ? confidence : -confidence,
    observation,
  }));
  const positive = anchors.reduce((sum, { weight }) => sum + Math.max(0, weight), 0);
  return withPageItem(anchors, pageItem, Math.max(LEAST_PAGE_ITEM_WEIGHT, PAGE_ITEM_SHARE * positive));
}

/** The newest {@link RECENT_ITEMS} positive observations, and the item of the page. */
export function recentAnchors(observations: Profile['observations'], pageItem: ItemIndex | -1): Anchor[] {
  const anchors: Anchor[] = [];
  for (let o = 0; o < observations.length && anchors.length < RECENT_ITEMS; o++) {
    const { item, confidence, preference } = observations[o];
    if (preference === 1) anchors.push({ item, weight: confidence, observation: o });
  }
  return withPageItem(anchors, pageItem, LEAST_PAGE_ITEM_WEIGHT);
}

function withPageItem(anchors: Anchor[], pageItem: ItemIndex | -1, weight: number): Anchor[] {
  if (pageItem >= 0) anchors.push({ item: pageItem, weight, observation: -1 });
  return anchors;
}
