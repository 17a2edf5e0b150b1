import type { ProfileEvent } from './events.ts';

/** An event that is not an `undo`. */
export type SignalEvent = ProfileEvent & { type: Exclude<ProfileEvent['type'], 'undo'> };

/**
 * The ids of the events that an undo has taken back.
 *
 * An undo takes effect while it stands itself: undoing an undo restores the event, undoing that takes it back again.
 * The order of the list does not matter, so that a clock that was set back between an event and its undo does no harm.
 * An undo that names an unknown event has no effect, and neither have undos that name each other in a circle (only a
 * forged import holds such).
 */
export function takenBack(events: readonly ProfileEvent[]): Set<string> {
  const byId = new Map<string, ProfileEvent>();
  /** Undos that name the event and are not decided yet. */
  const undecided = new Map<string, number>();
  for (const event of events) byId.set(event.id, event);
  for (const event of byId.values()) {
    if (event.undoes !== undefined) undecided.set(event.undoes, (undecided.get(event.undoes) ?? 0) + 1);
  }
  // Every undo names one event, so the undos form chains: decide from their open ends. No recursion: a chain may be long.
  const gone = new Set<string>();
  const ready: ProfileEvent[] = [];
  for (const event of byId.values()) if (!undecided.has(event.id)) ready.push(event);
  for (let event = ready.pop(); event !== undefined; event = ready.pop()) {
    const target = event.undoes;
    if (target === undefined) continue;
    if (!gone.has(event.id)) gone.add(target);
    const left = undecided.get(target)! - 1;
    undecided.set(target, left);
    if (left === 0) {
      const next = byId.get(target);
      if (next !== undefined) ready.push(next);
    }
  }
  return gone;
}

/**
 * The signals that count: no undos, nothing that was taken back. Oldest first; events of one millisecond keep the
 * order in which they are listed.
 */
export function standingEvents(events: readonly ProfileEvent[]): SignalEvent[] {
  const gone = takenBack(events);
  const standing = events.filter(
    (event): event is SignalEvent => event.type !== 'undo' && !gone.has(event.id),
  );
  return standing.sort((a, b) => a.at - b.at);
}
