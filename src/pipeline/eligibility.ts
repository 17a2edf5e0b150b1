import { createMask, hasBit, setAllBut, setBit } from '../engine/bit-mask.ts';
import type { Pack } from '../pack/pack.ts';
import type { Profile } from '../profile/profile.ts';
import type { ItemIndex } from '../units.ts';
import type { CheckedRequest } from './check-request.ts';
import type { ExclusionRule } from './types.ts';

/** Which items may come out at all. */
export interface Eligibility {
  /** Set: left out. Goes into the engine's search, so that k stays full. */
  mask: Uint32Array;
  /** Items whose bit is clear. */
  eligible: number;
  /** Items left out, by the first rule that applies, in the order of {@link ExclusionRule}. */
  excluded: Partial<Record<ExclusionRule, number>>;
}

/** The hard rules, as a mask made before any candidate is generated. */
export function determineEligibility(pack: Pack, profile: Profile, request: CheckedRequest): Eligibility {
  const count = pack.matrix.count;
  const mask = createMask(count);
  const excluded: Eligibility['excluded'] = {};
  let eligible = count;
  const note = (rule: ExclusionRule, items: number) => {
    if (items > 0) excluded[rule] = items;
    eligible -= items;
  };
  const leaveOut = (rule: ExclusionRule, items: Iterable<ItemIndex>) => {
    let added = 0;
    for (const item of items) if (setBit(mask, item)) added++;
    note(rule, added);
  };
  leaveOut('disliked', profile.disliked);
  leaveOut('purchased', profile.purchased);
  leaveOut('in-cart', profile.inCart);
  leaveOut('excluded', request.exclude);
  if (request.passing !== null) {
    note('filtered', setAllBut(mask, request.passing, count));
  }
  if (request.pageItem >= 0) leaveOut('page-item', [request.pageItem]);
  leaveOut('liked', profile.liked);
  return { mask, eligible, excluded };
}

/**
 * The hard rules once more, for what is about to be shown, read from the profile and not from the mask: a mistake between
 * mask and shelf must not put a disliked item on the page.
 */
export function hardRules(profile: Profile, request: CheckedRequest): (index: ItemIndex) => boolean {
  const { passing } = request;
  return (index) =>
    !profile.disliked.has(index) &&
    !profile.purchased.has(index) &&
    !profile.inCart.has(index) &&
    !profile.liked.has(index) &&
    !request.exclude.has(index) &&
    index !== request.pageItem &&
    (passing === null || hasBit(passing, index));
}
