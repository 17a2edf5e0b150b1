import type { SignalType, Tuning } from '../pack/format.ts';
import type { Pack } from '../pack/pack.ts';
import type { EpochMs, ItemIndex } from '../units.ts';
import { dayOf, decayedConfidence } from './decay.ts';
import type { ProfileEvent } from './events.ts';
import { type ItemState, itemStates } from './item-states.ts';
import type { Observation, Profile } from './profile.ts';

/** Below this confidence an observation says nothing any more and is dropped. */
const LEAST_CONFIDENCE = 1e-4;

const POSITIVE: readonly SignalType[] = ['view', 'click', 'like', 'cart', 'purchase'];

/**
 * Reads a profile out of the stored events, against one pack, at one moment.
 *
 * - Each event's confidence is the pack's weight for its type, halved per half-life.
 * - Repeats of a type on one day (UTC) count once: reloading a page teaches nothing.
 * - The positive events of an item merge by noisy-or under a ceiling M, the greatest weight of any positive signal:
 *   `M · (1 − Π (1 − c/M))`. One event alone keeps its own confidence; many weak ones approach M and never pass it.
 * - A dislike overrules the item's positive signals, and only a later like lifts it. Of several dislikes the
 *   strongest counts. The hard rule (`disliked`) does not fade, however faint the confidence has become.
 */
export function deriveProfile(
  events: readonly ProfileEvent[],
  pack: Pick<Pack, 'catalogue' | 'manifest'>,
  now: EpochMs,
): Profile {
  const signals = pack.manifest.tuning.signals;
  const observations: Observation[] = [];
  const disliked = new Set<ItemIndex>();
  const purchased = new Set<ItemIndex>();
  const inCart = new Set<ItemIndex>();
  const liked = new Set<ItemIndex>();
  const views: { item: ItemIndex; position: number }[] = [];
  let unknownItems = 0;

  for (const state of itemStates(events)) {
    const item = pack.catalogue.indexOf(state.item);
    if (item < 0) {
      unknownItems += state.events.length;
      continue;
    }
    if (state.disliked) disliked.add(item);
    if (state.liked) liked.add(item);
    if (state.purchased) purchased.add(item);
    if (state.inCart) inCart.add(item);
    if (state.viewedAt >= 0) views.push({ item, position: state.viewedAt });
    const observation = observe(state, item, signals, now);
    if (observation !== null) observations.push(observation);
  }

  observations.sort((a, b) => b.at - a.at || a.item - b.item);
  views.sort((a, b) => b.position - a.position);
  const viewed = views.map((view) => view.item);
  return { observations, disliked, purchased, inCart, liked, viewed, unknownItems };
}

function observe(
  state: ItemState,
  item: ItemIndex,
  signals: Tuning['signals'],
  now: EpochMs,
): Observation | null {
  const ceiling = POSITIVE.reduce((most, type) => Math.max(most, signals[type].confidence), 0);
  const counted = new Set<string>();
  let remaining = 1;
  let strongest = -1;
  let strongestConfidence = 0;
  let at = Number.NEGATIVE_INFINITY;
  // Newest first: of a day's repeats the newest counts, and of equally strong events the newest is named.
  for (let e = state.events.length - 1; e >= 0; e--) {
    const event = state.events[e];
    if ((event.type === 'dislike') !== state.disliked) continue;
    const key = `${event.type} ${dayOf(event.at)}`;
    if (counted.has(key)) continue;
    counted.add(key);
    const confidence = decayedConfidence(signals[event.type], event.at, now);
    if (confidence <= 0) continue;
    at = Math.max(at, event.at);
    if (confidence > strongestConfidence) {
      strongest = e;
      strongestConfidence = confidence;
    }
    if (!state.disliked) remaining *= 1 - confidence / ceiling;
  }
  if (strongest < 0) return null;
  const single = counted.size === 1 || state.disliked;
  const confidence = single ? strongestConfidence : ceiling * (1 - remaining);
  if (confidence < LEAST_CONFIDENCE) return null;
  return {
    item,
    confidence,
    preference: state.disliked ? 0 : 1,
    at,
    signal: state.events[strongest].type,
  };
}
