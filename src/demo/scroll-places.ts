/**
 * How far each entry of the tab's history was scrolled. The browser cannot know: content comes after the hash has changed.
 * Kept for as long as the tab lives, so that a reload comes back to its place.
 */

const STORAGE_KEY = 'quire:places';
/** Old entries go first. */
const MOST = 100;

export class ScrollPlaces {
  readonly #storage: Pick<Storage, 'getItem' | 'setItem'> | null;
  readonly #places: Map<string, number>;

  /** @param storage null where there is none: places then last as long as the page. */
  constructor(storage: Pick<Storage, 'getItem' | 'setItem'> | null) {
    this.#storage = storage;
    this.#places = read(storage);
  }

  save(key: string, y: number): void {
    this.#places.delete(key);
    this.#places.set(key, Math.round(y));
    for (const old of this.#places.keys()) {
      if (this.#places.size <= MOST) break;
      this.#places.delete(old);
    }
    try {
      this.#storage?.setItem(STORAGE_KEY, JSON.stringify([...this.#places]));
    } catch {
      // Full or forbidden: the map serves until a reload.
    }
  }

  /** 0 for an entry that was never left. */
  find(key: string): number {
    return this.#places.get(key) ?? 0;
  }
}

function read(storage: Pick<Storage, 'getItem'> | null): Map<string, number> {
  try {
    const stored: unknown = JSON.parse(storage?.getItem(STORAGE_KEY) ?? '[]');
    const pairs = Array.isArray(stored) ? stored : [];
    return new Map(
      pairs.filter((pair) => typeof pair?.[0] === 'string' && Number.isFinite(pair[1]) && pair[1] >= 0),
    );
  } catch {
    return new Map();
  }
}

/** The tab's storage, or null where the browser refuses it. */
export function tabStorage(): Storage | null {
  try {
    return sessionStorage;
  } catch {
    return null;
  }
}

/** The key of the current history entry, given to it here if it has none; `known` if it was seen before. */
export function entryKey(): { key: string; known: boolean } {
  const stored: unknown = history.state?.key;
  if (typeof stored === 'string') return { key: stored, known: true };
  const key = `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;
  history.replaceState({ key }, '');
  return { key, known: false };
}
