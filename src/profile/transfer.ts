import { LocavoreError } from '../errors.ts';
import type { EpochMs } from '../units.ts';
import { isId, isRecord, isSignalType, isTime, show } from './check.ts';
import type { ProfileEvent, ProfileExport } from './events.ts';
import { MAX_EVENTS, MAX_EXPORT_LENGTH, MAX_ID_LENGTH, SIGNAL_TYPES } from './limits.ts';

const FORMAT = 'locavore-profile';
const VERSION = 1;
const NAMESPACE = /^[A-Za-z0-9._-]{1,64}$/;

/** Everything that is stored about the shopper, as plain data fit for `JSON.stringify`. */
export function exportProfile(
  events: readonly ProfileEvent[],
  about: { namespace: string; paused: boolean; now: EpochMs },
): ProfileExport {
  return {
    format: FORMAT,
    version: VERSION,
    namespace: about.namespace,
    exportedAt: about.now,
    paused: about.paused,
    events: events.map(copyEvent),
  };
}

/**
 * Reads an export: the object, or its JSON text. The result is a fresh copy that holds the known members only.
 * @throws LocavoreError `profile-malformed`; the message names the event and what is wrong with it.
 */
export function parseProfileExport(data: unknown): ProfileExport {
  const file = typeof data === 'string' ? parseText(data) : data;
  if (!isRecord(file)) throw malformed(`it is ${show(file)} where an object was expected.`);
  if (file.format !== FORMAT) throw malformed(`its format is ${show(file.format)}, not "${FORMAT}".`);
  if (file.version !== VERSION) {
    throw malformed(
      `it has version ${show(file.version)} and this release reads version ${VERSION}; update the release or export it again.`,
    );
  }
  const { namespace, exportedAt, paused, events } = file;
  if (typeof namespace !== 'string' || !NAMESPACE.test(namespace)) {
    throw malformed(`its namespace is ${show(namespace)}; it has 1 … 64 letters, digits, "-", "_" or ".".`);
  }
  if (!isTime(exportedAt))
    throw malformed(`"exportedAt" is ${show(exportedAt)}, not a time in milliseconds.`);
  if (typeof paused !== 'boolean') throw malformed(`"paused" is ${show(paused)}, not true or false.`);
  if (!Array.isArray(events)) throw malformed(`"events" is ${show(events)}, not an array.`);
  if (events.length > MAX_EVENTS) {
    throw malformed(`it holds ${events.length} events; at most ${MAX_EVENTS} are read.`);
  }
  const ids = new Set<string>();
  const parsed: ProfileEvent[] = [];
  for (let e = 0; e < events.length; e++) {
    const event = parseEvent(events[e], e);
    if (ids.has(event.id))
      throw malformed(`event ${e}: its id ${show(event.id)} is used by an earlier event.`);
    ids.add(event.id);
    parsed.push(event);
  }
  return { format: FORMAT, version: VERSION, namespace, exportedAt, paused, events: parsed };
}

/**
 * Adds events to a profile; those whose ids are known are skipped. The result is ordered by time, and events of one
 * time keep their order.
 */
export function mergeEvents(
  stored: readonly ProfileEvent[],
  added: readonly ProfileEvent[],
): { events: ProfileEvent[]; imported: number; skipped: number } {
  const known = new Set(stored.map((event) => event.id));
  const fresh: ProfileEvent[] = [];
  for (const event of added) {
    if (known.has(event.id)) continue;
    known.add(event.id);
    fresh.push(event);
  }
  const events = [...stored, ...fresh].sort((a, b) => a.at - b.at);
  return { events, imported: fresh.length, skipped: added.length - fresh.length };
}

function parseText(text: string): unknown {
  if (text.length > MAX_EXPORT_LENGTH) {
    throw malformed(`its text has ${text.length} characters; at most ${MAX_EXPORT_LENGTH} are read.`);
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw malformed('its text is not JSON.', cause);
  }
}

function parseEvent(value: unknown, position: number): ProfileEvent {
  const fail = (problem: string) => malformed(`event ${position}: ${problem}`);
  if (!isRecord(value)) throw fail(`it is ${show(value)} where an object was expected.`);
  const { id, type, item, at, undoes } = value;
  if (!isId(id)) throw fail(`its id is ${show(id)}; it has 1 … ${MAX_ID_LENGTH} characters.`);
  if (!isId(item)) throw fail(`its item is ${show(item)}; it is an id of 1 … ${MAX_ID_LENGTH} characters.`);
  if (!isTime(at)) throw fail(`its time "at" is ${show(at)}, not milliseconds since 1970.`);
  if (type === 'undo') {
    if (!isId(undoes)) throw fail(`it is an undo and "undoes" is ${show(undoes)}, not the id of an event.`);
    if (undoes === id) throw fail('it is an undo of itself.');
    return { id, type, item, at, undoes };
  }
  if (!isSignalType(type)) {
    throw fail(`its type is ${show(type)}; it is one of ${SIGNAL_TYPES.join(', ')} or undo.`);
  }
  if (undoes !== undefined) throw fail(`it is a ${type} and carries "undoes", which only an undo has.`);
  return { id, type, item, at };
}

function copyEvent(event: ProfileEvent): ProfileEvent {
  const { id, type, item, at, undoes } = event;
  return undoes === undefined ? { id, type, item, at } : { id, type, item, at, undoes };
}

function malformed(problem: string, cause?: unknown): LocavoreError {
  return new LocavoreError(
    'profile-malformed',
    `This is no profile that export() wrote: ${problem} Nothing was imported.`,
    { cause },
  );
}
