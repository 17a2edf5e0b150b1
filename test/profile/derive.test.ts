import { describe, expect, test } from 'vitest';
import { DEFAULT_TUNING } from '../../src/pack/defaults.ts';
import type { SignalType } from '../../src/pack/format.ts';
import { decayedConfidence } from '../../src/profile/decay.ts';
import { deriveProfile } from '../../src/profile/derive.ts';
import type { ProfileEvent } from '../../src/profile/events.ts';
import { DAY_MS } from '../../src/units.ts';
import { event, NOW, packOf } from '../pipeline/fixtures.ts';

const pack = packOf({ vectors: Array.from({ length: 6 }, (_, i) => [i, 1]) });
const derive = (...events: ProfileEvent[]) => deriveProfile(events, pack, NOW);
const undoOf = (target: ProfileEvent): ProfileEvent => ({
  id: `undo-${target.id}`,
  type: 'undo',
  item: target.item,
  at: NOW,
  undoes: target.id,
});

describe('decay', () => {
  const weight = { confidence: 0.8, halfLifeDays: 10 };

  test('halves per half-life', () => {
    expect(decayedConfidence(weight, NOW, NOW)).toBe(0.8);
    expect(decayedConfidence(weight, NOW - 10 * DAY_MS, NOW)).toBeCloseTo(0.4, 12);
    expect(decayedConfidence(weight, NOW - 25 * DAY_MS, NOW)).toBeCloseTo(0.8 * 2 ** -2.5, 12);
  });

  test('never fades without a half-life', () => {
    expect(decayedConfidence({ confidence: 0.8, halfLifeDays: null }, 0, NOW)).toBe(0.8);
  });

  test('an event of tomorrow is fresh, not more than fresh', () => {
    expect(decayedConfidence(weight, NOW + DAY_MS, NOW)).toBe(0.8);
  });
});

describe('deriveProfile', () => {
  test('one event alone keeps its own confidence', () => {
    for (const type of ['view', 'click', 'like', 'cart', 'purchase'] as SignalType[]) {
      const { observations } = derive(event(type, 2, NOW));
      expect(observations).toEqual([
        {
          item: 2,
          confidence: DEFAULT_TUNING.signals[type].confidence,
          preference: 1,
          at: NOW,
          signal: type,
        },
      ]);
    }
  });

  test('positive events merge by noisy-or under the greatest weight', () => {
    const { observations } = derive(event('view', 1, NOW), event('click', 1, NOW), event('cart', 1, NOW));
    expect(observations).toHaveLength(1);
    expect(observations[0].confidence).toBeCloseTo(1 - 0.9 * 0.8 * 0.4, 12);
    expect(observations[0].signal).toBe('cart');
  });

  test('the ceiling scales with the weights', () => {
    const signals = { ...DEFAULT_TUNING.signals };
    signals.purchase = { confidence: 40, halfLifeDays: null };
    signals.cart = { confidence: 10, halfLifeDays: null };
    const heavy = packOf({ vectors: [[1, 0]], tuning: { signals } });
    const { observations } = deriveProfile([event('cart', 0), event('purchase', 0)], heavy, NOW);
    expect(observations[0].confidence).toBeCloseTo(40, 12);
    const carts = [event('cart', 0, NOW - DAY_MS), event('cart', 0, NOW)];
    expect(deriveProfile(carts, heavy, NOW).observations[0].confidence).toBeCloseTo(40 * (1 - 0.75 ** 2), 12);
  });

  test('reloading a page teaches nothing, coming back another day does', () => {
    const once = derive(event('view', 1, NOW)).observations[0].confidence;
    const reloaded = derive(
      event('view', 1, NOW - 2000),
      event('view', 1, NOW - 1000),
      event('view', 1, NOW),
    );
    expect(reloaded.observations[0].confidence).toBe(once);
    const clicked = derive(event('view', 1, NOW - 1000), event('view', 1, NOW), event('click', 1, NOW));
    expect(clicked.observations[0].confidence).toBeCloseTo(1 - 0.9 * 0.8, 9);
    const returned = derive(event('view', 1, NOW - DAY_MS), event('view', 1, NOW));
    expect(returned.observations[0].confidence).toBeGreaterThan(once * 1.5);
  });

  test('the strongest event after decay is the one a reason names', () => {
    const { observations } = derive(event('cart', 1, NOW - 300 * DAY_MS), event('click', 1, NOW));
    expect(observations[0].signal).toBe('click');
  });

  test('observations come newest first, one per item', () => {
    const { observations } = derive(
      event('like', 4, NOW - 5),
      event('like', 1, NOW - 3),
      event('view', 4, NOW - 1),
      event('like', 2, NOW - 4),
    );
    expect(observations.map(({ item }) => item)).toEqual([4, 1, 2]);
  });

  test('a dislike overrules older positives, a later like lifts it', () => {
    const bought = event('purchase', 3, NOW - 50);
    const disliked = derive(bought, event('like', 3, NOW - 40), event('dislike', 3, NOW - 30));
    expect(disliked.observations).toEqual([
      { item: 3, confidence: 0.2, preference: 0, at: NOW - 30, signal: 'dislike' },
    ]);
    expect([...disliked.disliked]).toEqual([3]);
    expect(disliked.liked.size).toBe(0);
    expect([...disliked.purchased]).toEqual([3]);

    const lifted = derive(bought, event('dislike', 3, NOW - 30), event('like', 3, NOW - 20));
    expect(lifted.disliked.size).toBe(0);
    expect(lifted.observations[0]).toMatchObject({ item: 3, preference: 1 });
  });

  test('a view, click, cart or purchase after a dislike does not lift it', () => {
    for (const type of ['view', 'click', 'cart', 'purchase'] as SignalType[]) {
      const { observations, disliked } = derive(event('dislike', 3, NOW - 30), event(type, 3, NOW));
      expect([...disliked]).toEqual([3]);
      expect(observations).toMatchObject([{ item: 3, preference: 0, signal: 'dislike' }]);
    }
  });

  test('like and dislike of one millisecond: the later recorded wins', () => {
    expect(derive(event('like', 3, NOW), event('dislike', 3, NOW)).disliked.has(3)).toBe(true);
    expect(derive(event('dislike', 3, NOW), event('like', 3, NOW)).disliked.has(3)).toBe(false);
  });

  test('undoing a dislike brings the older like back', () => {
    const dislike = event('dislike', 3, NOW - 5);
    const profile = derive(event('like', 3, NOW - 10), dislike, undoOf(dislike));
    expect(profile.disliked.size).toBe(0);
    expect([...profile.liked]).toEqual([3]);
    expect(profile.observations).toMatchObject([{ item: 3, preference: 1, signal: 'like' }]);
  });

  test('the hard rule of a dislike outlives its confidence', () => {
    const signals = { ...DEFAULT_TUNING.signals, dislike: { confidence: 1, halfLifeDays: 1 } };
    const fading = packOf({ vectors: [[1, 0]], tuning: { signals } });
    const profile = deriveProfile([event('dislike', 0, NOW - 400 * DAY_MS)], fading, NOW);
    expect(profile.observations).toEqual([]);
    expect([...profile.disliked]).toEqual([0]);
  });

  test('a signal of weight 0 is kept in the sets and teaches nothing', () => {
    const signals = { ...DEFAULT_TUNING.signals, purchase: { confidence: 0, halfLifeDays: null } };
    const silent = packOf({ vectors: [[1, 0]], tuning: { signals } });
    const profile = deriveProfile([event('purchase', 0)], silent, NOW);
    expect(profile.observations).toEqual([]);
    expect([...profile.purchased]).toEqual([0]);
  });

  test('a purchase empties the cart, a newer cart event fills it again', () => {
    expect(derive(event('cart', 1, NOW - 9), event('purchase', 1, NOW - 5)).inCart.size).toBe(0);
    expect([...derive(event('purchase', 1, NOW - 9), event('cart', 1, NOW - 5)).inCart]).toEqual([1]);
    const cart = event('cart', 1, NOW - 9);
    expect(derive(cart, undoOf(cart)).inCart.size).toBe(0);
  });

  test('viewed holds views and clicks, newest first, without repeats', () => {
    const { viewed } = derive(
      event('view', 5, NOW - 9),
      event('click', 2, NOW - 8),
      event('view', 0, NOW - 7),
      event('view', 5, NOW - 6),
      event('like', 1, NOW - 5),
    );
    expect(viewed).toEqual([5, 0, 2]);
  });

  test('standing events on unknown items are counted, taken-back ones are not', () => {
    const undone = event('like', 99);
    const profile = derive(event('like', 1), event('like', 98), event('view', 98), undone, undoOf(undone));
    expect(profile.unknownItems).toBe(2);
    expect(profile.observations).toHaveLength(1);
  });

  test('no events, empty profile', () => {
    expect(derive()).toEqual({
      observations: [],
      disliked: new Set(),
      purchased: new Set(),
      inCart: new Set(),
      liked: new Set(),
      viewed: [],
      unknownItems: 0,
    });
  });
});
