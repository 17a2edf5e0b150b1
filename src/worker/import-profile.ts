import { LocavoreError } from '../errors.ts';
import { MAX_AHEAD } from '../profile/limits.ts';
import { parseProfileExport } from '../profile/transfer.ts';
import type { EventStore } from '../store/store.ts';

interface ImportOutcome {
  value: { imported: number; skipped: number };
  changed: boolean;
}

/**
 * Replaces the stored events by an export's, or adds those that are not stored yet. Whether this device is paused stays its own
 * affair, whatever the file says.
 * @throws LocavoreError `profile-malformed`, `invalid-argument`; nothing is then changed
 */
export async function importProfile(
  data: unknown,
  { mode = 'replace' }: { mode?: 'replace' | 'merge' } = {},
  events: EventStore,
): Promise<ImportOutcome> {
  if (mode !== 'replace' && mode !== 'merge') {
    throw new LocavoreError(
      'invalid-argument',
      `profile.import: mode is ${JSON.stringify(mode)}, expected "replace" or "merge".`,
    );
  }
  // An event dated far ahead would overrule everything that the shopper says of its item until then.
  const latest = Date.now() + MAX_AHEAD;
  const imported = parseProfileExport(data).events.map((event) => ({
    ...event,
    at: Math.min(event.at, latest),
  }));
  if (mode === 'replace') {
    await events.replace(imported);
    return { value: { imported: imported.length, skipped: 0 }, changed: true };
  }
  const added = await events.merge(imported);
  return { value: { imported: added, skipped: imported.length - added }, changed: true };
}
