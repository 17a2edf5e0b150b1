import { LocavoreError } from '../errors.ts';
import { summariseEvents } from '../profile/summary.ts';
import type { ProfileApi } from '../recommender.ts';
import type { SettingStore, Store } from '../store/store.ts';

const PAUSED_KEY = 'profile.paused';

/** Asked of the store every time: another tab may have paused the profile a moment ago. */
export async function isPaused(settings: SettingStore): Promise<boolean> {
  return (await settings.get<boolean>(PAUSED_KEY)) === true;
}

/** Loaded when first needed: no shelf waits for it. */
const transfer = () => import('../profile/transfer.ts');

interface Access {
  namespace: string;
  store: Store;
  read<T>(work: () => Promise<T>): Promise<T>;
  write<T>(work: () => Promise<{ value: T; changed: boolean }>): Promise<T>;
}

export function createProfileApi({ namespace, store, read, write }: Access): ProfileApi {
  const { events, settings } = store;
  const changed = <T>(value: T) => ({ value, changed: true });
  return {
    summary: () =>
      read(async () => {
        const [all, paused] = await Promise.all([events.all(), isPaused(settings)]);
        return { paused, events: all.length, ...summariseEvents(all) };
      }),
    events: () => read(async () => [...(await events.all())]),
    export: () =>
      read(async () => {
        const [{ exportProfile }, all, paused] = await Promise.all([
          transfer(),
          events.all(),
          isPaused(settings),
        ]);
        return exportProfile(all, { namespace, paused, now: Date.now() });
      }),
    import: (data, options = {}) =>
      write(async () => {
        const { mode = 'replace' } = options;
        if (mode !== 'replace' && mode !== 'merge') {
          throw new LocavoreError(
            'invalid-argument',
            `profile.import: mode is ${JSON.stringify(mode)}, expected "replace" or "merge".`,
          );
        }
        // Whether this device is paused stays its own affair, whatever the file says.
        const imported = (await transfer()).parseProfileExport(data).events;
        if (mode === 'replace') {
          await events.replace(imported);
          return changed({ imported: imported.length, skipped: 0 });
        }
        const added = await events.merge(imported);
        return changed({ imported: added, skipped: imported.length - added });
      }),
    erase: () => write(async () => changed(await events.clear())),
    pause: () => write(async () => changed(await settings.set(PAUSED_KEY, true))),
    resume: () => write(async () => changed(await settings.delete(PAUSED_KEY))),
  };
}
