import { LocavoreError } from '../errors.ts';
import type { OnceLogger } from '../log.ts';
import { openIndexedDbStore } from './indexeddb.ts';
import type { Store } from './store.ts';

/**
 * Opens the namespace's database. Where the browser refuses storage, the memory twin stands in, with one warning: a
 * shopper who forbids storage still gets recommendations.
 */
export async function openStore(namespace: string, persist: boolean, logger: OnceLogger): Promise<Store> {
  if (!persist) return memoryStore();
  try {
    return await openIndexedDbStore(namespace, {
      onBlocked: () =>
        logger.warn(
          'other-tab-blocking',
          'another tab of this site holds an older version of the database open: close or reload it.',
        ),
    });
  } catch (error) {
    if (!(error instanceof LocavoreError)) throw error;
    logger.warn(
      'storage-in-memory',
      `profile and pack are kept in memory and gone with the page. ${error.message}`,
    );
    return memoryStore();
  }
}

/** Few pages need it, so it is not part of what every page loads. */
async function memoryStore(): Promise<Store> {
  return (await import('./memory.ts')).createMemoryStore();
}
