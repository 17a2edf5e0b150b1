/** The trainer's input in memory. Users and items are numbered in order of first appearance. */
export interface Interactions {
  userIds: string[];
  itemIds: string[];
  /** Parallel arrays, one entry per user–item pair (repeats already merged), sorted by user, then item. */
  users: Uint32Array;
  items: Uint32Array;
  /** 1: liked, bought, played. −1: disliked (explicit rating ≤ 2). 0: known but neither (rating 3). */
  preferences: Int8Array;
  /** Confidence weight of the pair, > 0; 1 unless the data has counts. */
  weights: Float32Array;
  /** Last time of the pair in epoch ms; null where the data has no times. */
  times: Float64Array | null;
  /** First time of the pair in epoch ms, at most its entry of `times`; null where the data has no times. */
  firstTimes: Float64Array | null;
}
