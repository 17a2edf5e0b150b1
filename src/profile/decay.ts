import type { SignalWeight } from '../pack/format.ts';
import { DAY_MS, type EpochMs } from '../units.ts';

/**
 * Confidence of one event today: `confidence · 2^(−age / half-life)`. An event from the future (another device's
 * clock) counts as fresh, never as more than fresh.
 */
export function decayedConfidence(weight: SignalWeight, at: EpochMs, now: EpochMs): number {
  if (weight.halfLifeDays === null) return weight.confidence;
  const ageDays = Math.max(0, now - at) / DAY_MS;
  return weight.confidence * 2 ** (-ageDays / weight.halfLifeDays);
}

/** The day of an event, for counting repeats once. */
export function dayOf(at: EpochMs): number {
  return Math.floor(at / DAY_MS);
}
