import { describe, expect, test } from 'vitest';
import { LocavoreError } from '../../src/errors.ts';
import type { ProfileEvent, RecordInput } from '../../src/profile/events.ts';
import { makeEvent } from '../../src/profile/record.ts';
import { standingEvents } from '../../src/profile/standing.ts';
import { DAY_MS } from '../../src/units.ts';

const NOW = 1_700_000_000_000;
let next = 0;
const newId = () => `new-${next++}`;
const make = (input: RecordInput, existing: ProfileEvent[] = []) => makeEvent(input, existing, NOW, newId);
const stored = (
  id: string,
  type: ProfileEvent['type'],
  item: string,
  at: number,
  undoes?: string,
): ProfileEvent => (undoes === undefined ? { id, type, item, at } : { id, type, item, at, undoes });

function failure(input: unknown, existing: ProfileEvent[] = []): LocavoreError {
  try {
    make(input as RecordInput, existing);
  } catch (error) {
    expect(error).toBeInstanceOf(LocavoreError);
    return error as LocavoreError;
  }
  throw new Error('nothing was thrown');
}

describe('makeEvent', () => {
  test('gives a signal an id and the time', () => {
    expect(make({ type: 'like', item: 'B1' })).toEqual({
      id: expect.stringMatching(/^new-/),
      type: 'like',
      item: 'B1',
      at: NOW,
    });
    expect(make({ type: 'view', item: 'B1', at: 5 }).at).toBe(5);
  });

  test('undo by event names the event and its item', () => {
    const event = make({ type: 'undo', event: 'a' }, [stored('a', 'dislike', 'B1', 1)]);
    expect(event).toMatchObject({ type: 'undo', item: 'B1', undoes: 'a', at: NOW });
  });

  test('undo by item takes the newest standing event, of the named type if there is one', () => {
    const events = [
      stored('a', 'cart', 'B1', 1),
      stored('b', 'like', 'B1', 3),
      stored('c', 'view', 'B1', 2),
      stored('d', 'like', 'B2', 9),
    ];
    expect(make({ type: 'undo', item: 'B1' }, events).undoes).toBe('b');
    expect(make({ type: 'undo', item: 'B1', of: 'cart' }, events).undoes).toBe('a');
    const undone = [...events, stored('e', 'undo', 'B1', 4, 'b')];
    expect(make({ type: 'undo', item: 'B1' }, undone).undoes).toBe('a');
  });

  test('undo by item passes over views and clicks unless nothing else stands', () => {
    const events = [stored('a', 'dislike', 'B1', 1), stored('b', 'view', 'B1', 2)];
    expect(make({ type: 'undo', item: 'B1' }, events).undoes).toBe('a');
    expect(make({ type: 'undo', item: 'B1' }, events.slice(1)).undoes).toBe('b');
    expect(make({ type: 'undo', item: 'B1', of: 'view' }, events).undoes).toBe('b');
  });

  test('what is said now is said last, though the clock was set back', () => {
    const events = [stored('a', 'like', 'B1', NOW + 5_000)];
    expect(make({ type: 'dislike', item: 'B1' }, events).at).toBe(NOW + 5_000);
    expect(make({ type: 'dislike', item: 'B2' }, events).at).toBe(NOW);
    const all = [...events, { ...make({ type: 'dislike', item: 'B1' }, events), id: 'z' }];
    expect(standingEvents(all).at(-1)?.type).toBe('dislike');
  });

  test('an undo can be undone, by its id', () => {
    const events = [stored('a', 'like', 'B1', 1), stored('b', 'undo', 'B1', 2, 'a')];
    expect(make({ type: 'undo', event: 'b' }, events)).toMatchObject({ item: 'B1', undoes: 'b' });
  });

  test('a fresh id avoids the stored ones, and a broken generator is named', () => {
    const existing = [stored('same', 'like', 'B1', 1)];
    const ids = ['same', 'other'];
    expect(makeEvent({ type: 'like', item: 'B2' }, existing, NOW, () => ids.shift()!).id).toBe('other');
    expect(() => makeEvent({ type: 'like', item: 'B2' }, existing, NOW, () => 'same')).toThrow(
      /gave nothing new in 8 attempts \(last "same"\)/,
    );
  });

  test.each([
    [null, /takes an object/],
    ['like', /takes an object/],
    [{ type: 'love', item: 'B1' }, /does not know the type "love"; it is one of view, click, like/],
    [{ item: 'B1' }, /does not know the type undefined/],
    [{ type: 'like' }, /item id of 1 … 1000 characters, not undefined/],
    [{ type: 'like', item: '' }, /item id of 1 … 1000 characters, not ""/],
    [{ type: 'like', item: 7 }, /not 7/],
    [{ type: 'like', item: 'x'.repeat(1001) }, /item id/],
    [{ type: 'like', item: 'B1', at: Number.NaN }, /milliseconds since 1970 .* not NaN/],
    [{ type: 'like', item: 'B1', at: -1 }, /not -1/],
    [{ type: 'like', item: 'B1', at: Number.POSITIVE_INFINITY }, /not Infinity/],
    [{ type: 'like', item: 'B1', at: '2020-01-01' }, /not "2020-01-01"/],
    [{ type: 'like', item: 'B1', at: NOW + 2 * DAY_MS }, /no event from the future/],
    [{ type: 'undo', event: 'nope' }, /cannot undo the event "nope": the profile has no event of this id/],
    [{ type: 'undo', item: 'B9' }, /nothing to undo: no event stands on item "B9"/],
    [{ type: 'undo', item: 'B1', of: 'cart' }, /nothing to undo: no "cart" stands on item "B1"/],
    [{ type: 'undo', item: 'B1', of: 'undo' }, /cannot undo the type "undo"/],
    [{ type: 'undo' }, /item id/],
  ])('refuses %j', (input, message) => {
    const error = failure(input, [stored('a', 'like', 'B1', 1)]);
    expect(error.code).toBe('invalid-argument');
    expect(error.message).toMatch(message);
  });

  test('refuses to undo twice', () => {
    const events = [stored('a', 'like', 'B1', 1), stored('b', 'undo', 'B1', 2, 'a')];
    expect(failure({ type: 'undo', event: 'a' }, events).message).toMatch(/already taken back/);
    expect(failure({ type: 'undo', item: 'B1' }, events).message).toMatch(/nothing to undo/);
  });

  test('a clock a few hours ahead is tolerated', () => {
    expect(make({ type: 'like', item: 'B1', at: NOW + 3_600_000 }).at).toBe(NOW + 3_600_000);
  });
});
