import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ProfileEvent } from '../../src/profile/events.ts';
import { standingEvents, takenBack } from '../../src/profile/standing.ts';

const like = (id: string, at = 0, item = 'book'): ProfileEvent => ({ id, type: 'like', item, at });
const undo = (id: string, undoes: string, at = 0): ProfileEvent => ({
  id,
  type: 'undo',
  item: 'book',
  at,
  undoes,
});
const ids = (events: readonly ProfileEvent[]) => standingEvents(events).map((event) => event.id);

describe('standing events', () => {
  test('an undo takes its event back and is no signal itself', () => {
    expect(ids([like('a'), like('b'), undo('c', 'a')])).toEqual(['b']);
  });

  test('undoing an undo restores the event, and undoing that takes it back again', () => {
    const events = [like('a'), undo('b', 'a'), undo('c', 'b')];
    expect(ids(events)).toEqual(['a']);
    expect(ids([...events, undo('d', 'c')])).toEqual([]);
  });

  test('a second undo keeps the event away when the first is undone', () => {
    expect(ids([like('a'), undo('b', 'a'), undo('c', 'a'), undo('d', 'b')])).toEqual([]);
  });

  test('an undo that a clock set back has dated before its event still counts', () => {
    expect(ids([undo('b', 'a', 5), like('a', 10)])).toEqual([]);
  });

  test('an undo of an unknown event has no effect', () => {
    expect(ids([like('a'), undo('b', 'gone')])).toEqual(['a']);
  });

  test('undos in a circle neither hang nor take anything back', () => {
    expect(ids([like('a'), undo('b', 'c'), undo('c', 'b')])).toEqual(['a']);
    expect([...takenBack([undo('b', 'c'), undo('c', 'b')])]).toEqual([]);
  });

  test('come oldest first, and in listed order within one millisecond', () => {
    expect(ids([like('late', 9), like('b', 3), like('a', 3)])).toEqual(['b', 'a', 'late']);
  });

  test('a chain of 100,000 undos is decided without recursion', () => {
    const chain = [like('0')];
    for (let i = 1; i <= 100_000; i++) chain.push(undo(String(i), String(i - 1)));
    expect(ids(chain)).toEqual(['0']);
    expect(ids(chain.slice(0, -1))).toEqual([]);
  });

  test('the order of the list does not matter', () => {
    const events = fc.array(fc.record({ undoes: fc.nat({ max: 12 }), isUndo: fc.boolean() }), {
      maxLength: 12,
    });
    const shuffled = events.chain((list) =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray([...list.keys()], { minLength: list.length })),
    );
    fc.assert(
      fc.property(shuffled, ([list, order]) => {
        const made = list.map(({ undoes, isUndo }, i) =>
          isUndo ? undo(String(i), String(undoes)) : like(String(i)),
        );
        const again = order.map((i) => made[i]);
        expect(new Set(ids(again))).toEqual(new Set(ids(made)));
      }),
    );
  });
});
