import type { ProfileApi } from '../recommender.ts';
import type { SettingStore, Store } from '../store/store.ts';

/** The setting that is `true` while nothing is recorded. */
export const PAUSED_KEY = 'profile.paused';

/** Asked of the store every time: another tab may have paused the profile a moment ago. */
async function isPaused(settings: SettingStore): Promise<boolean> {
  return (await settings.get<boolean>(PAUSED_KEY)) === true;
}

interface Access {
  namespace: string;
  store: Store;
  read<T>(work: () => Promise<T>): Promise<T>;
  write<T>(work: () => Promise<{ value: T; changed: boolean }>): Promise<T>;
}

/** What a shelf does without is loaded when it is first called. */
export function createProfileApi({ namespace, store, read, write }: Access): ProfileApi {
  const { events, settings } = store;
  const changed = <T>(value: T) => ({ value, changed: true });
  return {
    summary: () =>
      read(async () => {
        const [{ summariseEvents }, all, paused] = await Promise.all([
          import('../profile/summary.ts'),
          events.all(),
          isPaused(settings),
        ]);
        return { paused, events: all.length, ...summariseEvents(all) };
      }),
    events: () => read(async () => structuredClone([...(await events.all())])),
    export: () =>
      read(async () => {
        const [{ exportProfile }, all, paused] = await Promise.all([
          import('../profile/transfer.ts'),
          events.all(),
          isPaused(settings),
        ]);
        return exportProfile(all, { namespace, paused, now: Date.now() });
      }),
    import: (data, options) =>
      write(async () => (await import('./import-profile.ts')).importProfile(data, options, events)),
    erase: () => write(async () => changed(await events.clear())),
    pause: () => write(async () => changed(await settings.set(PAUSED_KEY, true))),
    resume: () => write(async () => changed(await settings.delete(PAUSED_KEY))),
  };
}
