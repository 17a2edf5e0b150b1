import type { Interactions } from '../../../src/train/interactions.ts';

/** From rows of preferences: `null` is unobserved. Users are u0 …, items i0 …. */
export function interactionsOf(
  rows: readonly (readonly (number | null)[])[],
  time?: (pair: number) => number,
  firstTime = time,
) {
  const users: number[] = [];
  const items: number[] = [];
  const preferences: number[] = [];
  rows.forEach((row, user) => {
    row.forEach((preference, item) => {
      if (preference === null) return;
      users.push(user);
      items.push(item);
      preferences.push(preference);
    });
  });
  const interactions: Interactions = {
    userIds: rows.map((_, user) => `u${user}`),
    itemIds: (rows[0] ?? []).map((_, item) => `i${item}`),
    users: Uint32Array.from(users),
    items: Uint32Array.from(items),
    preferences: Int8Array.from(preferences),
    weights: new Float32Array(users.length).fill(1),
    times: time === undefined ? null : Float64Array.from(users, (_, pair) => time(pair)),
    firstTimes: firstTime === undefined ? null : Float64Array.from(users, (_, pair) => firstTime(pair)),
  };
  return interactions;
}

/** Pseudo-random preferences: about `density` of the pairs are observed, one in eight of them a dislike. */
export function randomInteractions(users: number, items: number, density: number, seed = 1): Interactions {
  let state = seed;
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  return interactionsOf(
    Array.from({ length: users }, () =>
      Array.from({ length: items }, () => (next() < density ? (next() < 0.125 ? -1 : 1) : null)),
    ),
  );
}

/**
 * A checkerboard: users like the items of their own parity, all but one in `holes`. What a model of the data must put
 * first for user u is the item that was held out, u itself.
 */
export function checkerboard(size: number): Interactions {
  return interactionsOf(
    Array.from({ length: size }, (_, user) =>
      Array.from({ length: size }, (_, item) => (item % 2 === user % 2 && item !== user ? 1 : null)),
    ),
  );
}
