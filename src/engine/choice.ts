import type { ItemMatrix } from '../pack/pack.ts';
import type { Milliseconds } from '../units.ts';
import type { EngineName } from './engine.ts';

/** Which engine works, and why: for people, and for a bug report. */
export interface EngineChoice {
  name: EngineName;
  description: string;
  /** Why this one, in a sentence. */
  reason: string;
  /** Every engine: milliseconds of the calibration, or why it has none. */
  measured: EngineMeasurement[];
}

export interface EngineMeasurement {
  name: EngineName;
  /** One search of the calibration over the whole catalogue; `null` if it was not measured. */
  ms: Milliseconds | null;
  /** Why it was not measured: what the device lacks, or why it could not have won. */
  unavailable?: string;
}

/** A calibration's outcome, fit for storing. It holds for one catalogue size on one device. */
export interface RememberedChoice {
  /** What the outcome depends on: sizes, browser, release of the calibration. */
  key: string;
  /** The adapter that WebGPU was measured on, or what was said of it; `null` if WebGPU had no part. */
  adapter: string | null;
  name: EngineName;
  reason: string;
  measured: EngineMeasurement[];
}

/** Why WASM serves where nothing is measured: it runs almost everywhere and starts in milliseconds. */
export const begunReason =
  'Not measured yet: it starts at once, and only a GPU on a large catalogue is faster.';

/** Raised when engines change enough for old outcomes to mislead. */
const RELEASE = 1;

/** The key of a {@link RememberedChoice} for a catalogue on this device. */
export function keyOf({ count, dimension }: ItemMatrix): string {
  const agent = typeof navigator === 'undefined' ? 'no browser' : navigator.userAgent;
  return `${RELEASE}|${count}×${dimension}|${agent}`;
}
