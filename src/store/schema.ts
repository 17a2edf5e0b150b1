import type { DBSchema, IDBPDatabase } from 'idb';
import type { ProfileEvent } from '../profile/events.ts';
import type { StoredPack } from './store.ts';

/** Raise it with every change of the schema, and add a step to {@link upgrade}. */
export const SCHEMA_VERSION = 1;

export const databaseName = (namespace: string): string => `locavore:${namespace}`;

export interface Schema extends DBSchema {
  /** By the URL of the pack's folder. */
  packs: { key: string; value: StoredPack };
  /** By SHA-256. */
  shards: { key: string; value: ArrayBuffer };
  /** By a growing number, so that events of one millisecond keep their order. */
  events: { key: number; value: ProfileEvent; indexes: { id: string } };
  settings: { key: string; value: unknown };
}

export type StoreName = 'packs' | 'shards' | 'events' | 'settings';

/** Brings a database from any earlier version to {@link SCHEMA_VERSION}; every step must be kept for good. */
export function upgrade(db: IDBPDatabase<Schema>, from: number): void {
  if (from < 1) {
    db.createObjectStore('packs', { keyPath: 'url' });
    db.createObjectStore('shards');
    db.createObjectStore('events', { autoIncrement: true }).createIndex('id', 'id', { unique: true });
    db.createObjectStore('settings');
  }
}
