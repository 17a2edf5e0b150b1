/** A time: milliseconds since 1970-01-01 UTC, as `Date.now()` gives it. */
export type EpochMs = number;
/** A duration in milliseconds. */
export type Milliseconds = number;
/** A duration in days of 24 hours. */
export type Days = number;
export type Bytes = number;
/** The position of an item in its pack: 0 … items − 1. Valid for one version of a pack; never stored in a profile. */
export type ItemIndex = number;
/** The shop's own identifier of an item, always a string. */
export type ItemId = string;

export const DAY_MS: Milliseconds = 86_400_000;
