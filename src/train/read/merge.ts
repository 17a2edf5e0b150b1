/** From a log of rows to one entry per user–item pair. */
import type { Interactions } from '../interactions.ts';

/** One kept row as the merge sees it. */
export interface Observation {
  /** 1, 0 or −1, as in {@link Interactions}. */
  preference: number;
  /** Confidence, or a count to be summed. */
  amount: number;
  time: number;
}

/** How the rows of one pair, oldest first, become one. */
export type MergeRule = (observations: readonly Observation[]) => { preference: number; weight: number };

/** A log of rows in growing typed arrays: 33 bytes a row. */
export class InteractionLog {
  readonly userIds: string[] = [];
  readonly itemIds: string[] = [];
  readonly #userIndex = new Map<string, number>();
  readonly #itemIndex = new Map<string, number>();
  #users = new Uint32Array(1 << 12);
  #items = new Uint32Array(1 << 12);
  #preferences = new Int8Array(1 << 12);
  #amounts = new Float64Array(1 << 12);
  #times = new Float64Array(1 << 12);
  length = 0;

  add(user: string, item: string, { preference, amount, time }: Observation): void {
    if (this.length === this.#users.length) this.#grow();
    const at = this.length++;
    this.#users[at] = numbered(user, this.#userIndex, this.userIds);
    this.#items[at] = numbered(item, this.#itemIndex, this.itemIds);
    this.#preferences[at] = preference;
    this.#amounts[at] = amount;
    this.#times[at] = time;
  }

  #grow(): void {
    const size = this.#users.length * 2;
    const grown = <T extends Uint32Array | Int8Array | Float64Array>(from: T, to: T): T => {
      to.set(from);
      return to;
    };
    this.#users = grown(this.#users, new Uint32Array(size));
    this.#items = grown(this.#items, new Uint32Array(size));
    this.#preferences = grown(this.#preferences, new Int8Array(size));
    this.#amounts = grown(this.#amounts, new Float64Array(size));
    this.#times = grown(this.#times, new Float64Array(size));
  }

  /** Rows by user, then item, then time; rows of equal time stay in the order of the file. */
  #order(): Uint32Array {
    const starts = new Uint32Array(this.userIds.length + 1);
    for (let i = 0; i < this.length; i++) starts[this.#users[i] + 1]++;
    for (let u = 0; u < this.userIds.length; u++) starts[u + 1] += starts[u];
    const next = starts.slice();
    const order = new Uint32Array(this.length);
    for (let i = 0; i < this.length; i++) order[next[this.#users[i]]++] = i;
    for (let u = 0; u < this.userIds.length; u++) {
      order
        .subarray(starts[u], starts[u + 1])
        .sort((a, b) => this.#items[a] - this.#items[b] || this.#times[a] - this.#times[b] || a - b);
    }
    return order;
  }

  merge(rule: MergeRule, hasTimes: boolean): Interactions {
    const order = this.#order();
    const users = new Uint32Array(this.length);
    const items = new Uint32Array(this.length);
    const preferences = new Int8Array(this.length);
    const weights = new Float32Array(this.length);
    const times = hasTimes ? new Float64Array(this.length) : null;
    const firstTimes = hasTimes ? new Float64Array(this.length) : null;
    let pairs = 0;
    for (let start = 0; start < this.length; pairs++) {
      const user = this.#users[order[start]];
      const item = this.#items[order[start]];
      const observations: Observation[] = [];
      let at = start;
      for (; at < this.length; at++) {
        const row = order[at];
        if (this.#users[row] !== user || this.#items[row] !== item) break;
        observations.push({
          preference: this.#preferences[row],
          amount: this.#amounts[row],
          time: this.#times[row],
        });
      }
      const { preference, weight } = rule(observations);
      users[pairs] = user;
      items[pairs] = item;
      preferences[pairs] = preference;
      weights[pairs] = weight;
      if (times !== null) times[pairs] = observations[observations.length - 1].time;
      if (firstTimes !== null) firstTimes[pairs] = observations[0].time;
      start = at;
    }
    return {
      userIds: this.userIds,
      itemIds: this.itemIds,
      users: users.slice(0, pairs),
      items: items.slice(0, pairs),
      preferences: preferences.slice(0, pairs),
      weights: weights.slice(0, pairs),
      times: times?.slice(0, pairs) ?? null,
      firstTimes: firstTimes?.slice(0, pairs) ?? null,
    };
  }
}

function numbered(id: string, index: Map<string, number>, ids: string[]): number {
  let position = index.get(id);
  if (position === undefined) {
    position = ids.push(id) - 1;
    index.set(id, position);
  }
  return position;
}
