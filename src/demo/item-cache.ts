/** Books that the page has seen, so that it need not ask the recommender for them again. */
import type { Item, Recommender } from '../index.ts';

export class ItemCache {
  readonly #items = new Map<string, Item>();

  add(...items: readonly Item[]): void {
    for (const item of items) this.#items.set(item.id, item);
  }

  /** Items by id, in order; ids that this catalogue lacks are passed over. */
  async fetch(ids: readonly string[], recommender: Recommender): Promise<Item[]> {
    const missing = ids.filter((id) => !this.#items.has(id));
    if (missing.length > 0) {
      const asked = await recommender.items(missing).catch(async () => {
        // One unknown id fails the whole question: ask one by one.
        const each = await Promise.allSettled(missing.map((id) => recommender.items([id])));
        return each.flatMap((one) => (one.status === 'fulfilled' ? one.value : []));
      });
      this.add(...asked);
    }
    return ids.flatMap((id) => this.#items.get(id) ?? []);
  }
}
