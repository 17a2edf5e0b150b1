import { type IDBPDatabase, type IDBPTransaction, openDB } from 'idb';
import { LocavoreError } from '../errors.ts';
import type { Milliseconds } from '../units.ts';
import { databaseName, SCHEMA_VERSION, type Schema, type StoreName, upgrade } from './schema.ts';

/** Safari has left `open` unanswered for ever; a page must not wait for that. */
const OPEN_TIMEOUT: Milliseconds = 10_000;

export type Transaction<Mode extends IDBTransactionMode> = IDBPTransaction<Schema, StoreName[], Mode>;

/**
 * One connection that survives its own death: browsers close connections under a page (iOS in the background, a
 * deleted database, another tab that upgrades), so a transaction that finds it closed is tried once more on a new one.
 * The work of a transaction may therefore run twice, and commit twice where the connection died right after a commit:
 * it must be idempotent.
 */
export class Database {
  readonly #namespace: string;
  readonly #onBlocked: () => void;
  #connection: Promise<IDBPDatabase<Schema>> | undefined;
  #closed = false;
  /** Grows with every connection that was lost: what was cached from an earlier one may be gone. */
  generation = 0;

  constructor(namespace: string, onBlocked: () => void = () => {}) {
    this.#namespace = namespace;
    this.#onBlocked = onBlocked;
  }

  /** @throws LocavoreError `storage-unavailable` */
  async open(): Promise<void> {
    try {
      await this.#connect();
    } catch (error) {
      throw this.#explain(error);
    }
  }

  read<T>(stores: StoreName[], work: (tx: Transaction<'readonly'>) => Promise<T>): Promise<T> {
    return this.#retry((db) => work(db.transaction(stores, 'readonly')));
  }

  /** Resolves once the transaction is committed; an error thrown by `work` rolls it back. */
  write<T>(stores: StoreName[], work: (tx: Transaction<'readwrite'>) => Promise<T>): Promise<T> {
    return this.#retry(async (db) => {
      const tx = db.transaction(stores, 'readwrite');
      const working = work(tx).catch((error: unknown) => {
        try {
          tx.abort();
        } catch {
          // It is already over.
        }
        throw error;
      });
      const [worked, done] = await Promise.allSettled([working, tx.done]);
      // The reason of an abort (the quota) is the transaction's; its requests only say "aborted".
      if (worked.status === 'rejected' && !isNamed(worked.reason, 'AbortError')) throw worked.reason;
      if (done.status === 'rejected') throw done.reason;
      if (worked.status === 'rejected') throw worked.reason;
      return worked.value;
    });
  }

  close(): void {
    this.#closed = true;
    this.#drop();
  }

  async #retry<T>(work: (db: IDBPDatabase<Schema>) => Promise<T>): Promise<T> {
    try {
      return await work(await this.#connect());
    } catch (error) {
      if (this.#closed || !isConnectionLost(error)) throw this.#explain(error);
      this.#drop();
    }
    try {
      return await work(await this.#connect());
    } catch (error) {
      throw this.#explain(error);
    }
  }

  #connect(): Promise<IDBPDatabase<Schema>> {
    if (this.#closed) {
      throw new LocavoreError('storage-unavailable', 'The store was closed: open a new recommender.');
    }
    if (!this.#connection) {
      const connection = this.#openDatabase(() => {
        if (this.#connection === connection) this.#drop();
      });
      this.#connection = connection;
      connection.catch(() => {
        if (this.#connection === connection) this.#connection = undefined;
      });
    }
    return this.#connection;
  }

  async #openDatabase(onLost: () => void): Promise<IDBPDatabase<Schema>> {
    if (!isPresent()) {
      throw new LocavoreError(
        'storage-unavailable',
        'This page has no IndexedDB (a sandboxed frame, or storage switched off): pass persist: false, or allow storage.',
      );
    }
    const opening = openDB<Schema>(databaseName(this.#namespace), SCHEMA_VERSION, {
      upgrade,
      blocked: () => this.#onBlocked(),
      // Another tab wants to upgrade or delete the database: stand aside at once, reopen when needed.
      blocking: onLost,
      terminated: onLost,
    });
    let timer: ReturnType<typeof setTimeout> | undefined;
    const timeout = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        reject(
          new LocavoreError(
            'storage-unavailable',
            `IndexedDB did not open within ${OPEN_TIMEOUT / 1000} s: close other tabs of this site, or restart the browser.`,
          ),
        );
      }, OPEN_TIMEOUT);
    });
    try {
      return await Promise.race([opening, timeout]);
    } catch (error) {
      // Should it open after all, it must not block other tabs.
      opening.then(
        (db) => db.close(),
        () => {},
      );
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  #drop(): void {
    const connection = this.#connection;
    this.#connection = undefined;
    this.generation++;
    connection?.then(
      (db) => db.close(),
      () => {},
    );
  }

  #explain(error: unknown): LocavoreError {
    if (error instanceof LocavoreError) return error;
    const database = `The database "${databaseName(this.#namespace)}"`;
    const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    if (isNamed(error, 'QuotaExceededError')) {
      return new LocavoreError(
        'storage-full',
        `${database} is over this site's quota (${reason}): free storage on the device, or serve a smaller pack.`,
        { cause: error },
      );
    }
    if (isNamed(error, 'VersionError')) {
      return new LocavoreError(
        'storage-unavailable',
        `${database} was written by a newer release of Locavore: reload the page to get that release.`,
        { cause: error },
      );
    }
    return new LocavoreError(
      'storage-unavailable',
      `${database} cannot be used (${reason}): the browser may block storage for this site; pass persist: false to do without.`,
      { cause: error },
    );
  }
}

function isPresent(): boolean {
  try {
    return typeof indexedDB !== 'undefined' && indexedDB !== null;
  } catch {
    // A sandboxed frame throws at the mere mention.
    return false;
  }
}

function isNamed(error: unknown, name: string): boolean {
  return typeof error === 'object' && error !== null && (error as { name?: unknown }).name === name;
}

/** Closed connections say InvalidStateError; iOS says UnknownError; a transaction cut off in the middle, AbortError. */
function isConnectionLost(error: unknown): boolean {
  return ['InvalidStateError', 'UnknownError', 'AbortError'].some((name) => isNamed(error, name));
}
