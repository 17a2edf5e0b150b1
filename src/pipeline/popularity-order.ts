import type { Pack } from '../pack/pack.ts';

const orders = new WeakMap<Float32Array, Uint32Array>();

/** All items, most popular first, ties to the lower index. Sorted once per pack and kept. */
export function popularityOrder(pack: Pick<Pack, 'popularity'>): Uint32Array {
  const { popularity } = pack;
  let order = orders.get(popularity);
  if (order === undefined) {
    order = Uint32Array.from(popularity, (_, i) => i).sort((a, b) => popularity[b] - popularity[a] || a - b);
    orders.set(popularity, order);
  }
  return order;
}
