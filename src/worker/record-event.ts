import type { ProfileEvent, RecordInput } from '../profile/events.ts';
import { makeEvent } from '../profile/record.ts';
import type { EventStore } from '../store/store.ts';
import type { ItemId, ItemIndex } from '../units.ts';
import { PAUSED_KEY } from './profile-api.ts';

/**
 * Makes an event of what a caller records, and stores it; null while the profile is paused. Whether it is paused and what
 * an undo takes back is read in the transaction that stores: another tab may pause or erase the profile at any time.
 * @param indexOf throws for an item that the pack does not have
 * @throws LocavoreError `invalid-argument`, and what `indexOf` throws; nothing is then stored
 */
export function recordEvent(
  input: RecordInput,
  events: EventStore,
  indexOf: (item: ItemId) => ItemIndex,
): Promise<ProfileEvent | null> {
  return events.appendIf(PAUSED_KEY, (existing, paused) => {
    const event = makeEvent(input, existing, Date.now(), newId);
    // An undo may concern an item that has left the catalogue since.
    if (event.type !== 'undo') indexOf(event.item);
    return paused === true ? null : event;
  });
}

/** 128 random bits. `crypto.randomUUID` is missing on pages without HTTPS. */
function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
