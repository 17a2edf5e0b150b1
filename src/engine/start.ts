/**
 * The engine of an opening, without measuring: the one asked for, the remembered one, or one to begin with, and what stands in where
 * it cannot run. Loaded where WASM is not simply taken.
 */
import { LocavoreError } from '../errors.ts';
import type { ItemMatrix } from '../pack/pack.ts';
import type { Milliseconds } from '../units.ts';
import {
  begunReason,
  type EngineChoice,
  type EngineMeasurement,
  keyOf,
  type RememberedChoice,
} from './choice.ts';
import { createEngine } from './create.ts';
import type { Engine, EngineName, EngineOptions } from './engine.ts';

const FALLBACKS: readonly EngineName[] = ['webgpu', 'wasm', 'js'];
export const LABELS: Record<EngineName, string> = { js: 'JavaScript', wasm: 'WASM', webgpu: 'WebGPU' };

export interface ChooseOptions {
  /** Default `auto`: measure. A name: that engine, or where it cannot run the next of webgpu, wasm, js. */
  preferred?: EngineName | 'auto';
  /** What an earlier call gave as `remember`. Obeyed if the catalogue and the device are still the same. */
  remembered?: RememberedChoice | null;
  /** Told once if the preferred or remembered engine cannot run here. */
  onFallback?: (message: string) => void;
  engineOptions?: EngineOptions;
}

export interface StartedEngine {
  engine: Engine;
  choice: EngineChoice;
  /** False: nobody asked for this engine and nothing is remembered, so that it is worth measuring (`calibrate.ts`). */
  isSettled: boolean;
}

/**
 * Takes the time of making one engine. A shelf need not wait for a measurement.
 * @throws LocavoreError `engine-unavailable` if no engine runs; `invalid-argument` for a matrix that contradicts itself.
 */
export async function startEngine(matrix: ItemMatrix, options: ChooseOptions = {}): Promise<StartedEngine> {
  const settled = await settledEngine(matrix, options);
  if (settled) return { ...settled, isSettled: true };
  const quiet = { ...options, onFallback: undefined };
  return { ...(await createOrFallBack('wasm', matrix, quiet, begunReason, [])), isSettled: false };
}

/** The engine asked for by name or remembered, or what stands in for it; `null` if there is neither. */
export async function settledEngine(
  matrix: ItemMatrix,
  options: ChooseOptions,
): Promise<{ engine: Engine; choice: EngineChoice } | null> {
  const { preferred = 'auto', remembered } = options;
  if (preferred !== 'auto') {
    return createOrFallBack(preferred, matrix, options, 'It was asked for by name.', []);
  }
  if (remembered && (await stillHolds(remembered, matrix))) {
    return createOrFallBack(remembered.name, matrix, options, remembered.reason, remembered.measured);
  }
  return null;
}

/** The named engine, or the next that runs. The reason then says so. */
export async function createOrFallBack(
  wanted: EngineName,
  matrix: ItemMatrix,
  options: ChooseOptions,
  reason: string,
  measured: EngineMeasurement[],
): Promise<{ engine: Engine; choice: EngineChoice }> {
  const refusals: EngineMeasurement[] = [];
  for (const name of [wanted, ...FALLBACKS.filter((other) => other !== wanted)]) {
    let engine: Engine | null = null;
    const refusal = await attempt(name, async () => {
      engine = await createEngine(name, matrix, options.engineOptions);
      return 0;
    });
    if (engine === null) {
      refusals.push(refusal);
      continue;
    }
    if (refusals.length === 0) return { engine, choice: choiceOf(engine, reason, measured) };
    const why = `${LABELS[wanted]} was wanted but cannot run: ${refusals[0].unavailable}`;
    options.onFallback?.(`${LABELS[name]} stands in. ${why}`);
    return { engine, choice: choiceOf(engine, why, [...measured, ...refusals]) };
  }
  throw new LocavoreError('engine-unavailable', `No engine can run here: ${refusals[0].unavailable}`);
}

/** Turns "cannot run here" into a measurement; every other error is the caller's. */
export async function attempt(
  name: EngineName,
  work: () => Promise<Milliseconds>,
): Promise<EngineMeasurement> {
  try {
    return { name, ms: await work() };
  } catch (error) {
    const cannotRun =
      error instanceof LocavoreError &&
      (error.code === 'engine-unavailable' || error.code === 'engine-failed');
    if (!cannotRun) throw error;
    return { name, ms: null, unavailable: error.message };
  }
}

export function choiceOf(engine: Engine, reason: string, measured: EngineMeasurement[]): EngineChoice {
  return { name: engine.name, description: engine.description, reason, measured };
}

async function stillHolds(remembered: RememberedChoice, matrix: ItemMatrix): Promise<boolean> {
  if (remembered.key !== keyOf(matrix)) return false;
  return remembered.adapter === null || remembered.adapter === (await currentAdapter());
}

export async function currentAdapter(): Promise<string> {
  return (await import('./webgpu/device.ts')).currentAdapterName();
}
