/**
 * What the events say about the shopper, against one pack, at one moment. Derived, never stored.
 */
import type { SignalType } from '../pack/format.ts';
import type { EpochMs, ItemIndex } from '../units.ts';

/** One item's standing evidence, its events merged. */
export interface Observation {
  item: ItemIndex;
  /** Confidence c after decay, > 0. */
  confidence: number;
  /** 1: liked in some way. 0: disliked. */
  preference: 1 | 0;
  /** The newest event that counts. */
  at: EpochMs;
  /** The strongest event: what a reason names. */
  signal: SignalType;
}

export interface Profile {
  /** One per item, newest first. A dislike overrules older positive signals on its item; a later like lifts it. */
  readonly observations: readonly Observation[];
  readonly disliked: ReadonlySet<ItemIndex>;
  readonly purchased: ReadonlySet<ItemIndex>;
  readonly inCart: ReadonlySet<ItemIndex>;
  readonly liked: ReadonlySet<ItemIndex>;
  /** Viewed or clicked, newest first, without repeats. */
  readonly viewed: readonly ItemIndex[];
  /** Standing events on items that this pack does not have. */
  readonly unknownItems: number;
}
