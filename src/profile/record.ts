import { LocavoreError } from '../errors.ts';
import type { EpochMs } from '../units.ts';
import { isId, isRecord, isSignalType, isTime, show } from './check.ts';
import type { ProfileEvent, RecordInput } from './events.ts';
import { MAX_AHEAD, MAX_ID_LENGTH, SIGNAL_TYPES } from './limits.ts';
import { standingEvents, takenBack } from './standing.ts';

/** How often a fresh id may collide with a stored one before the generator is called broken. */
const ID_ATTEMPTS = 8;

/**
 * Turns what a caller records into the event to store. Whether the pack knows the item is for the caller to ask.
 *
 * @param existing every stored event of the profile, undos included.
 * @param newId gives fresh ids, for example `crypto.randomUUID`.
 * @throws LocavoreError `invalid-argument`: an unknown type, an empty or overlong id, a time that is NaN, negative or more
 * than a day ahead of `now`, an undo of an event that does not exist or is already taken back, an undo on an item
 * without a standing event.
 */
export function makeEvent(
  input: RecordInput,
  existing: readonly ProfileEvent[],
  now: EpochMs,
  newId: () => string,
): ProfileEvent {
  if (!isRecord(input))
    throw invalid(`record() takes an object such as { type: 'like', item: 'B123' }, not ${show(input)}.`);
  if (input.type === 'undo') {
    const target =
      'event' in input && input.event !== undefined
        ? namedEvent(input.event, existing)
        : newestEvent(
            'item' in input ? input.item : undefined,
            'of' in input ? input.of : undefined,
            existing,
          );
    const at = checkedTime(input.at, now);
    return { id: freshId(existing, newId), type: 'undo', item: target.item, at, undoes: target.id };
  }
  if (!isSignalType(input.type)) {
    throw invalid(
      `record() does not know the type ${show(input.type)}; it is one of ${SIGNAL_TYPES.join(', ')} or undo.`,
    );
  }
  const item = checkedItem(input.item);
  // What is said now is said last, even where the clock was set back since the item's newest event.
  const at = input.at === undefined ? Math.max(now, newestTime(item, existing)) : checkedTime(input.at, now);
  return { id: freshId(existing, newId), type: input.type, item, at };
}

function newestTime(item: string, existing: readonly ProfileEvent[]): EpochMs {
  return existing.reduce((newest, event) => (event.item === item ? Math.max(newest, event.at) : newest), 0);
}

function namedEvent(id: unknown, existing: readonly ProfileEvent[]): ProfileEvent {
  const target = existing.find((event) => event.id === id);
  if (target === undefined) {
    throw invalid(
      `record() cannot undo the event ${show(id)}: the profile has no event of this id. Pass the id that record() resolved to.`,
    );
  }
  if (takenBack(existing).has(target.id)) {
    throw invalid(
      `record() cannot undo the event ${show(id)}: it is already taken back. To restore it, undo the undo.`,
    );
  }
  return target;
}

function newestEvent(item: unknown, of: unknown, existing: readonly ProfileEvent[]): ProfileEvent {
  const id = checkedItem(item);
  if (of !== undefined && !isSignalType(of)) {
    throw invalid(`record() cannot undo the type ${show(of)}; "of" is one of ${SIGNAL_TYPES.join(', ')}.`);
  }
  const ofItem = standingEvents(existing).filter(
    (event) => event.item === id && (of === undefined || event.type === of),
  );
  // "Take it back" means what the shopper said of the item, not that they looked at it since.
  const said = ofItem.filter(({ type }) => type !== 'view' && type !== 'click');
  const target = said.at(-1) ?? ofItem.at(-1);
  if (target === undefined) {
    throw invalid(
      `record() has nothing to undo: no ${of === undefined ? 'event' : `"${of}"`} stands on item ${show(id)}.`,
    );
  }
  return target;
}

function checkedItem(item: unknown): string {
  if (isId(item)) return item;
  throw invalid(`record() takes an item id of 1 … ${MAX_ID_LENGTH} characters, not ${show(item)}.`);
}

function checkedTime(at: unknown, now: EpochMs): EpochMs {
  if (at === undefined) return now;
  if (!isTime(at)) {
    throw invalid(
      `record() takes "at" in milliseconds since 1970 (as Date.now() gives it), not ${show(at)}.`,
    );
  }
  if (at > now + MAX_AHEAD) {
    throw invalid(
      `record() takes no event from the future: "at" ${at} is more than a day after this device's clock (${now}).`,
    );
  }
  return at;
}

function freshId(existing: readonly ProfileEvent[], newId: () => string): string {
  let id: unknown;
  for (let attempt = 0; attempt < ID_ATTEMPTS; attempt++) {
    id = newId();
    if (isId(id) && !existing.some((event) => event.id === id)) return id;
  }
  throw invalid(
    `The generator of event ids gave nothing new in ${ID_ATTEMPTS} attempts (last ${show(id)}); pass one that gives unique strings.`,
  );
}

function invalid(message: string): LocavoreError {
  return new LocavoreError('invalid-argument', message);
}
