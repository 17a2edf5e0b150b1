import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LocavoreError } from '../../src/errors.ts';
import type { ProfileEvent } from '../../src/profile/events.ts';
import { exportProfile, mergeEvents, parseProfileExport } from '../../src/profile/transfer.ts';

const events: ProfileEvent[] = [
  { id: 'a', type: 'like', item: 'B1', at: 1 },
  { id: 'b', type: 'undo', item: 'B1', at: 2, undoes: 'a' },
];
const file = () => exportProfile(events, { namespace: 'my-shop', paused: true, now: 3 });

function failure(data: unknown): string {
  try {
    parseProfileExport(data);
  } catch (error) {
    expect(error).toBeInstanceOf(LocavoreError);
    expect((error as LocavoreError).code).toBe('profile-malformed');
    return (error as LocavoreError).message;
  }
  throw new Error('nothing was thrown');
}

describe('profile export', () => {
  test('comes back the same, as an object and as text', () => {
    expect(file()).toEqual({
      format: 'locavore-profile',
      version: 1,
      namespace: 'my-shop',
      exportedAt: 3,
      paused: true,
      events,
    });
    expect(parseProfileExport(file())).toEqual(file());
    expect(parseProfileExport(JSON.stringify(file()))).toEqual(file());
  });

  test('any list of well-formed events survives the round trip', () => {
    const signal = fc.record({
      type: fc.constantFrom('view', 'click', 'like', 'dislike', 'cart', 'purchase'),
      item: fc.string({ minLength: 1, maxLength: 30 }),
      at: fc.integer({ min: 0, max: 8.64e15 }),
    });
    fc.assert(
      fc.property(fc.array(signal), (list) => {
        const made = list.map((entry, i) => ({ id: `e${i}`, ...entry })) as ProfileEvent[];
        const exported = exportProfile(made, { namespace: 'n', paused: false, now: 1 });
        expect(parseProfileExport(JSON.stringify(exported)).events).toEqual(made);
      }),
    );
  });

  test('members that are not known are dropped, prototypes are not touched', () => {
    const hostile = JSON.parse(
      '{"format":"locavore-profile","version":1,"namespace":"n","exportedAt":1,"paused":false,"__proto__":{"polluted":1},' +
        '"events":[{"id":"a","type":"like","item":"B1","at":1,"__proto__":{"polluted":1},"extra":2}]}',
    );
    const parsed = parseProfileExport(hostile);
    expect(parsed.events).toEqual([{ id: 'a', type: 'like', item: 'B1', at: 1 }]);
    expect(Object.getPrototypeOf(parsed.events[0])).toBe(Object.prototype);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  const withEvent = (event: unknown) => ({ ...file(), events: [...events, event] });
  const good = { id: 'c', type: 'like', item: 'B1', at: 1 };

  test.each<[string, unknown, RegExp]>([
    ['null', null, /null where an object was expected/],
    ['an array', [], /an array of 0 where an object was expected/],
    ['text that is not JSON', '<!doctype html>', /not JSON/],
    ['another format', { ...file(), format: 'mbox' }, /format is "mbox", not "locavore-profile"/],
    ['another version', { ...file(), version: 2 }, /version 2 and this release reads version 1/],
    ['no namespace', { ...file(), namespace: undefined }, /namespace is undefined/],
    ['a strange namespace', { ...file(), namespace: '../x' }, /namespace is "\.\.\/x"/],
    ['a time that is text', { ...file(), exportedAt: '3' }, /"exportedAt" is "3"/],
    ['paused as text', { ...file(), paused: 'no' }, /"paused" is "no"/],
    ['no list of events', { ...file(), events: { length: 1e9 } }, /"events" is .* not an array/],
    ['too many events', { ...file(), events: new Array(1_000_001) }, /holds 1000001 events; at most 1000000/],
    ['a hole in the events', { ...file(), events: new Array(1) }, /event 0: it is undefined/],
    ['an event that is text', withEvent('like'), /event 2: it is "like"/],
    ['an id twice', withEvent({ ...good, id: 'a' }), /event 2: its id "a" is used by an earlier event/],
    ['an empty id', withEvent({ ...good, id: '' }), /event 2: its id is ""/],
    ['an endless id', withEvent({ ...good, id: 'x'.repeat(1e6) }), /event 2: its id is "x{57}…"/],
    ['an item that is a number', withEvent({ ...good, item: 7 }), /event 2: its item is 7/],
    ['NaN as time', withEvent({ ...good, at: Number.NaN }), /event 2: its time "at" is NaN/],
    ['a time beyond all dates', withEvent({ ...good, at: 1e300 }), /event 2: its time "at" is 1e\+300/],
    ['an unknown type', withEvent({ ...good, type: 'love' }), /event 2: its type is "love"/],
    ['a type from the prototype', withEvent({ ...good, type: 'constructor' }), /its type is "constructor"/],
    ['an undo of nothing', withEvent({ ...good, type: 'undo' }), /an undo and "undoes" is undefined/],
    ['an undo of itself', withEvent({ ...good, type: 'undo', undoes: 'c' }), /an undo of itself/],
    ['a like that undoes', withEvent({ ...good, undoes: 'a' }), /it is a like and carries "undoes"/],
  ])('refuses %s', (_, data, message) => {
    expect(failure(data)).toMatch(message);
    expect(failure(data)).toMatch(/Nothing was imported\.$/);
  });

  test('whatever JSON comes in, the answer is a profile or a typed error', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(failure(value)).not.toBe('');
      }),
    );
  });
});

describe('mergeEvents', () => {
  test('skips known ids and repeats, and orders by time', () => {
    const stored: ProfileEvent[] = [{ id: 'a', type: 'like', item: 'B1', at: 5 }];
    const added: ProfileEvent[] = [
      { id: 'c', type: 'view', item: 'B2', at: 9 },
      { id: 'a', type: 'dislike', item: 'B1', at: 7 },
      { id: 'b', type: 'view', item: 'B2', at: 1 },
      { id: 'b', type: 'view', item: 'B2', at: 1 },
    ];
    const merged = mergeEvents(stored, added);
    expect(merged.events.map(({ id }) => id)).toEqual(['b', 'a', 'c']);
    expect(merged.events[1].type).toBe('like');
    expect(merged).toMatchObject({ imported: 2, skipped: 2 });
  });
});
