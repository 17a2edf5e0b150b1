import type { SignalType } from '../pack/format.ts';
import type { EpochMs, ItemId } from '../units.ts';

export type { SignalType };

/** What a caller records. */
export type RecordInput =
  | { type: SignalType; item: ItemId /** Default: now. */; at?: EpochMs }
  /** Takes back one event by its id. */
  | { type: 'undo'; event: string; at?: EpochMs }
  /**
   * Takes back the newest standing event on the item, of type `of` if it is given ("removed from the cart"); without `of` a
   * view or a click only if nothing else stands.
   */
  | { type: 'undo'; item: ItemId; of?: SignalType; at?: EpochMs };

/** An event as it is stored: the profile is nothing but a list of these. Items by id, so that it outlives packs. */
export interface ProfileEvent {
  /** Unique within the profile. */
  id: string;
  type: SignalType | 'undo';
  /** For `undo`: the item of the event taken back. */
  item: ItemId;
  at: EpochMs;
  /** For `undo`: the id of the event taken back. */
  undoes?: string;
}

/** The file that `profile.export()` gives and `profile.import()` takes. */
export interface ProfileExport {
  format: 'locavore-profile';
  version: 1;
  namespace: string;
  exportedAt: EpochMs;
  paused: boolean;
  events: ProfileEvent[];
}
