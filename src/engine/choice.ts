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
