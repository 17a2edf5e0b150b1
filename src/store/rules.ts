/** What IndexedDB and its memory twin have in common. */
import { LocavoreError } from '../errors.ts';
import type { ProfileEvent } from '../profile/events.ts';
import type { StoredEvents } from './store.ts';

/** Frozen, oldest first; the sort is stable, so events of one time keep the order in which they were stored. */
export function byTime(events: readonly ProfileEvent[]): StoredEvents {
  return Object.freeze(events.map((event) => Object.freeze(event)).sort((a, b) => a.at - b.at));
}

export function missingShardError(url: string, file: string): LocavoreError {
  return new LocavoreError(
    'storage-unavailable',
    `The pack ${url} cannot be committed: its shard ${file} is not stored. Store it again, then commit.`,
  );
}
