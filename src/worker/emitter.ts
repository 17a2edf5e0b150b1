import { LocavoreError } from '../errors.ts';
import type { RecommenderEvent } from '../recommender.ts';

export function destroyedError(): LocavoreError {
  return new LocavoreError(
    'destroyed',
    'The recommender was destroyed before this call was answered: create a new one.',
  );
}

/** Subscriptions to a recommender's events. */
export class Emitter {
  readonly #listeners = new Map<RecommenderEvent, Set<() => void>>([
    ['change', new Set()],
    ['update', new Set()],
  ]);

  /** @throws LocavoreError `invalid-argument` for an unknown event */
  on(event: RecommenderEvent, listener: () => void): () => void {
    const listeners = this.#listeners.get(event);
    if (!listeners) {
      throw new LocavoreError(
        'invalid-argument',
        `There is no event ${JSON.stringify(event)}: listen to "change" or "update".`,
      );
    }
    // Wrapped, so that one function subscribed twice is two subscriptions.
    const entry = (): void => listener();
    listeners.add(entry);
    return () => {
      listeners.delete(entry);
    };
  }

  emit(event: RecommenderEvent): void {
    for (const listener of [...this.#listeners.get(event)!]) {
      try {
        listener();
      } catch (error) {
        // A listener's mistake is the page's: it is reported there, and harms neither the others nor the recommender.
        globalThis.reportError ? globalThis.reportError(error) : console.error(error);
      }
    }
  }

  clear(): void {
    for (const listeners of this.#listeners.values()) listeners.clear();
  }
}
