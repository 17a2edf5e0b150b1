import { describe, expect, it } from 'vitest';
import type { Interactions } from '../../src/train/interactions.ts';
import { alignItems, holdOutLater, holdOutUsers, queriesFrom, timeQuantile } from '../../src/train/split.ts';
import { interactionsOf, randomInteractions } from './support/interactions.ts';

const pairs = ({ userIds, itemIds, users, items, preferences }: Interactions) =>
  [...users].map((user, e) => `${userIds[user]} ${itemIds[items[e]]} ${preferences[e]}`);

describe('holding out users', () => {
  const data = randomInteractions(100, 50, 0.4);
  const split = holdOutUsers(data, { seed: 3 });

  it('takes whole users out of the training data', () => {
    const trained = new Set(split.train.userIds);
    expect(trained.size).toBe(80);
    expect(split.queries.length).toBeGreaterThan(15);
    for (const { user } of split.queries) expect(trained.has(user)).toBe(false);
    const remaining = new Set(pairs(split.train));
    expect(pairs(data).filter((pair) => trained.has(pair.split(' ')[0]))).toEqual([...remaining]);
  });

  it('hides a fifth of a held-out user’s pairs, and only likes are to be predicted', () => {
    for (const { user, history, relevant } of split.queries) {
      const own = pairs(data).filter((pair) => pair.startsWith(`${user} `));
      expect(history.length).toBe(own.length - Math.round(own.length / 5));
      for (const item of relevant) {
        expect(own).toContain(`${user} i${item} 1`);
        expect(history.some((entry) => entry.item === item)).toBe(false);
      }
    }
  });

  it('depends on the seed alone', () => {
    expect(holdOutUsers(data, { seed: 3 })).toEqual(split);
    expect(holdOutUsers(data, { seed: 4 }).queries).not.toEqual(split.queries);
  });

  it('refuses shares outside 0 … 1', () => {
    expect(() => holdOutUsers(data, { users: 1 })).toThrow('users must be between 0 and 1, got 1');
    expect(() => holdOutUsers(data, { hidden: 0 })).toThrow('hidden must be between 0 and 1, got 0');
  });
});

describe('holding out later interactions', () => {
  it('trains on what was before and predicts what came after, for users and items known before', () => {
    const data = interactionsOf(
      [
        [1, 1, 1, null],
        [1, null, 1, 1],
        [null, null, 1, null],
      ],
      (pair) => [10, 20, 30, 5, 40, 50, 60][pair],
    );
    const { train, queries } = holdOutLater(data, 30);
    expect(pairs(train)).toEqual(['u0 i0 1', 'u0 i1 1', 'u1 i0 1']);
    // i2 and i3 are not known before the cut, so nothing can predict them.
    expect(queries).toEqual([]);
    expect(holdOutLater(data, 35).queries.map(({ user, relevant }) => [user, ...relevant])).toEqual([
      ['u1', 2],
    ]);
    expect(timeQuantile(data, 0.5)).toBe(30);
  });

  it('takes a pair that is repeated after the cut for history, with its time from before the cut', () => {
    const data = interactionsOf(
      [
        [1, 1, null],
        [null, 1, 1],
        [1, null, 1],
      ],
      (pair) => [50, 40, 15, 20, 45, 60][pair],
      (pair) => [10, 40, 15, 20, 45, 55][pair],
    );
    const { train, queries } = holdOutLater(data, 30);
    expect(pairs(train)).toEqual(['u0 i0 1', 'u1 i1 1', 'u1 i2 1']);
    expect([...(train.times ?? [])]).toEqual([10, 15, 20]);
    // u0's repeat of i0 is no target; u2 was not known before.
    expect(queries).toEqual([
      { user: 'u0', history: [{ item: 0, preference: 1, weight: 1, time: 10 }], relevant: new Set([1]) },
    ]);
    expect(timeQuantile(data, 0.5)).toBe(40);
  });

  it('keeps first times where pairs are selected and items renumbered', () => {
    const data = interactionsOf(
      [[1, 1]],
      (pair) => 10 + pair,
      (pair) => pair,
    );
    const { interactions } = alignItems(data, ['i1', 'i0']);
    expect([...(interactions.firstTimes ?? [])]).toEqual([1, 0]);
    expect(alignItems(interactionsOf([[1]]), ['i0']).interactions.firstTimes).toBe(null);
  });

  it('needs times', () => {
    expect(() => holdOutLater(interactionsOf([[1]]), 0)).toThrow(
      'a split by time needs interactions with times',
    );
  });
});

describe('queries from files', () => {
  it('joins history and held-out by user id, and drops likes that the history knows', () => {
    const history = interactionsOf([
      [1, 0, null, null],
      [null, null, 1, null],
    ]);
    const heldOut = interactionsOf([
      [1, null, 1, -1],
      [null, null, 1, 1],
      [1, null, null, null],
    ]);
    const queries = queriesFrom(history, heldOut);
    expect(queries.map(({ user, relevant }) => [user, ...relevant])).toEqual([
      ['u0', 2],
      ['u1', 3],
    ]);
    expect(queries[0].history).toEqual([
      { item: 0, preference: 1, weight: 1, time: null },
      { item: 1, preference: 0, weight: 1, time: null },
    ]);
  });
});

describe('aligning items', () => {
  it('renumbers, keeps the order by user and item, and counts what the list lacks', () => {
    const data = interactionsOf([
      [1, -1, 1],
      [null, null, 1],
    ]);
    const { interactions, dropped } = alignItems(data, ['i2', 'new', 'i1']);
    expect(dropped).toBe(1);
    expect(pairs(interactions)).toEqual(['u0 i2 1', 'u0 i1 -1', 'u1 i2 1']);
    expect([...interactions.items]).toEqual([0, 2, 0]);
  });
});
