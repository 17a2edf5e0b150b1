/** Validation data taken out of training data, so that nothing is ever chosen on the users it is judged on. */
import { LocavoreError } from '../errors.ts';
import type { EpochMs, ItemIndex } from '../units.ts';
import type { Interactions } from './interactions.ts';
import { createRandom, randomBelow } from './random.ts';

/** One item of a user's history, as {@link Interactions} has it. */
export interface HistoryEntry {
  item: ItemIndex;
  preference: number;
  weight: number;
  /** null where the data has no times. */
  time: EpochMs | null;
}

/** A user to score: what their browser knows, and what it should predict. */
export interface Query {
  user: string;
  history: HistoryEntry[];
  /** Held-out likes; items of the history are not among them. */
  relevant: ReadonlySet<ItemIndex>;
}

export interface Split {
  train: Interactions;
  /** Users with at least one held-out like and one known item. Items are numbered as in `train`. */
  queries: Query[];
}

export interface HoldOutOptions {
  /** Share of the users held out whole, 0 … 1. Default 0.2. */
  users?: number;
  /** Share of a held-out user's pairs that is hidden, 0 … 1; rounded, at least one. Default 0.2. */
  hidden?: number;
  /** Default 1. */
  seed?: number;
}

/** Strong generalisation: whole users are held out, and part of what they rated is hidden. Items keep their numbers. */
export function holdOutUsers(interactions: Interactions, options: HoldOutOptions = {}): Split {
  const { users: share = 0.2, hidden = 0.2, seed = 1 } = options;
  for (const [name, value] of Object.entries({ users: share, hidden })) {
    if (!(value > 0 && value < 1)) {
      throw new LocavoreError('invalid-argument', `${name} must be between 0 and 1, got ${value}`);
    }
  }
  const next = createRandom(seed);
  const count = interactions.userIds.length;
  const order = shuffled(count, next);
  const held = new Uint8Array(count);
  for (let i = 0; i < Math.round(count * share); i++) held[order[i]] = 1;

  const queries: Query[] = [];
  for (const { user, from, to } of eachUser(interactions)) {
    if (held[user] === 0) continue;
    const hide = new Set(shuffled(to - from, next).slice(0, Math.max(1, Math.round((to - from) * hidden))));
    const history: HistoryEntry[] = [];
    const relevant = new Set<ItemIndex>();
    for (let e = from; e < to; e++) {
      if (!hide.has(e - from)) history.push(entry(interactions, e));
      else if (interactions.preferences[e] > 0) relevant.add(interactions.items[e]);
    }
    if (relevant.size > 0 && history.length > 0) {
      queries.push({ user: interactions.userIds[user], history, relevant });
    }
  }
  return { train: selectPairs(interactions, (e) => held[interactions.users[e]] === 0), queries };
}

/**
 * By time: pairs that first occur at `cut` or later are hidden, and the training data is the users' history. A pair of
 * before is history even if it was repeated later; its preference and its weight are those of all its rows.
 * @throws LocavoreError `invalid-argument` for data without times
 */
export function holdOutLater(interactions: Interactions, cut: EpochMs): Split {
  const { firstTimes } = interactions;
  if (firstTimes === null) {
    throw new LocavoreError(
      'invalid-argument',
      'a split by time needs interactions with times; these have none',
    );
  }
  const before = clipTimes(interactions, cut);
  const train = selectPairs(before, (e) => firstTimes[e] < cut);
  const known = new Uint8Array(interactions.itemIds.length);
  for (const item of train.items) known[item] = 1;
  const queries: Query[] = [];
  for (const { user, from, to } of eachUser(interactions)) {
    const history: HistoryEntry[] = [];
    const relevant = new Set<ItemIndex>();
    for (let e = from; e < to; e++) {
      if (firstTimes[e] < cut) history.push(entry(before, e));
      else if (interactions.preferences[e] > 0 && known[interactions.items[e]] === 1) {
        relevant.add(interactions.items[e]);
      }
    }
    if (relevant.size > 0 && history.length > 0) {
      queries.push({ user: interactions.userIds[user], history, relevant });
    }
  }
  return { train, queries };
}

/** A repeat after the cut must not make an item of the history look fresh: such a pair has its first time instead. */
function clipTimes(interactions: Interactions, cut: EpochMs): Interactions {
  const { times, firstTimes } = interactions;
  if (times === null || firstTimes === null) return interactions;
  return { ...interactions, times: times.map((time, e) => (time < cut ? time : firstTimes[e])) };
}

/** The time before which the given share of all pairs first occurs: where {@link holdOutLater} may cut. */
export function timeQuantile(interactions: Interactions, share: number): EpochMs | null {
  const { firstTimes } = interactions;
  if (firstTimes === null || firstTimes.length === 0) return null;
  const { length } = firstTimes;
  return firstTimes.toSorted()[Math.min(length - 1, Math.floor(length * share))];
}

/**
 * Queries from files: `history` null means that the training data is the users' history. Everything must be numbered
 * alike, see {@link alignItems}; a held-out like on an item that is in the history is dropped.
 */
export function queriesFrom(history: Interactions, heldOut: Interactions): Query[] {
  const known = new Map<string, HistoryEntry[]>();
  for (const { user, from, to } of eachUser(history)) {
    const entries: HistoryEntry[] = [];
    for (let e = from; e < to; e++) entries.push(entry(history, e));
    known.set(history.userIds[user], entries);
  }
  const queries: Query[] = [];
  for (const { user, from, to } of eachUser(heldOut)) {
    const id = heldOut.userIds[user];
    const entries = known.get(id);
    if (entries === undefined) continue;
    const seen = new Set(entries.map(({ item }) => item));
    const relevant = new Set<ItemIndex>();
    for (let e = from; e < to; e++) {
      if (heldOut.preferences[e] > 0 && !seen.has(heldOut.items[e])) relevant.add(heldOut.items[e]);
    }
    if (relevant.size > 0) queries.push({ user: id, history: entries, relevant });
  }
  return queries;
}

/**
 * Numbers the items of interactions by another list.
 * @returns the interactions without the pairs whose item the list lacks, and how many those were
 */
export function alignItems(
  interactions: Interactions,
  itemIds: string[],
): { interactions: Interactions; dropped: number } {
  const position = new Map(itemIds.map((id, index) => [id, index]));
  const numbers = Int32Array.from(interactions.itemIds, (id) => position.get(id) ?? -1);
  const { users, items } = interactions;
  const kept: number[] = [];
  for (let e = 0; e < items.length; e++) if (numbers[items[e]] >= 0) kept.push(e);
  // Renumbering may break the order by item within a user.
  kept.sort((a, b) => users[a] - users[b] || numbers[items[a]] - numbers[items[b]]);
  const aligned = takePairs(interactions, kept);
  aligned.items = aligned.items.map((item) => numbers[item]);
  return { interactions: { ...aligned, itemIds }, dropped: items.length - kept.length };
}

/** The pairs for which `keep` holds; users left without a pair vanish, items stay. */
export function selectPairs(interactions: Interactions, keep: (pair: number) => boolean): Interactions {
  const kept: number[] = [];
  for (let e = 0; e < interactions.users.length; e++) if (keep(e)) kept.push(e);
  return takePairs(interactions, kept);
}

function takePairs(interactions: Interactions, pairs: readonly number[]): Interactions {
  const { userIds, users, items, preferences, weights, times, firstTimes, itemIds } = interactions;
  const numbers = new Int32Array(userIds.length).fill(-1);
  const keptIds: string[] = [];
  for (const e of pairs) {
    if (numbers[users[e]] >= 0) continue;
    numbers[users[e]] = keptIds.length;
    keptIds.push(userIds[users[e]]);
  }
  return {
    userIds: keptIds,
    itemIds,
    users: Uint32Array.from(pairs, (e) => numbers[users[e]]),
    items: Uint32Array.from(pairs, (e) => items[e]),
    preferences: Int8Array.from(pairs, (e) => preferences[e]),
    weights: Float32Array.from(pairs, (e) => weights[e]),
    times: times === null ? null : Float64Array.from(pairs, (e) => times[e]),
    firstTimes: firstTimes === null ? null : Float64Array.from(pairs, (e) => firstTimes[e]),
  };
}

function* eachUser({ users }: Interactions): Generator<{ user: number; from: number; to: number }> {
  for (let from = 0; from < users.length; ) {
    let to = from + 1;
    while (to < users.length && users[to] === users[from]) to++;
    yield { user: users[from], from, to };
    from = to;
  }
}

const entry = ({ items, preferences, weights, times }: Interactions, e: number): HistoryEntry => ({
  item: items[e],
  preference: preferences[e],
  weight: weights[e],
  time: times === null ? null : times[e],
});

function shuffled(count: number, next: () => number): Uint32Array {
  const order = Uint32Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = randomBelow(next, i + 1);
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}
