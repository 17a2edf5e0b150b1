/** Other engines after the opening: measured, asked for, or in place of one that failed. Loaded when one is needed. */
import { chooseEngine } from '../engine/calibrate.ts';
import { createEngine } from '../engine/create.ts';
import type { EngineName } from '../engine/engine.ts';
import { choiceOf } from '../engine/start.ts';
import { LocavoreError } from '../errors.ts';
import type { ItemMatrix } from '../pack/pack.ts';
import type { EngineChoice } from '../recommender.ts';
import type { SettingStore } from '../store/store.ts';
import { type OpenedEngine, REMEMBERED_KEY } from './open-engine.ts';

/** What stands in for an engine that failed, best first. */
const FALLBACKS: readonly EngineName[] = ['wasm', 'js'];

/** The fastest engine on this device, measured now and remembered for the next opening. */
export async function measuredEngine(matrix: ItemMatrix, settings: SettingStore): Promise<OpenedEngine> {
  const { engine, choice, remember } = await chooseEngine(matrix);
  // Storing it may fail or take its time: the next visit then measures again.
  if (remember) void settings.set(REMEMBERED_KEY, remember).catch(() => {});
  return { engine, choice };
}

/**
 * The engine that a caller asks for: `auto` measures again, a name must run.
 * @throws LocavoreError `engine-unavailable`
 */
export async function switchEngine(
  wanted: EngineName | 'auto',
  matrix: ItemMatrix,
  settings: SettingStore,
): Promise<OpenedEngine> {
  if (wanted === 'auto') return measuredEngine(matrix, settings);
  // A software adapter is no GPU, unless somebody insists.
  const engine = await createEngine(wanted, matrix, { allowSoftware: wanted === 'webgpu' });
  return { engine, choice: choiceOf(engine, 'It was asked for by name.', []) };
}

/**
 * The next engine after one failed at work.
 * @throws LocavoreError the failure itself where there is no other engine
 */
export async function fallbackEngine(
  failed: EngineChoice,
  matrix: ItemMatrix,
  error: LocavoreError,
): Promise<OpenedEngine> {
  for (const name of FALLBACKS) {
    if (name === failed.name) continue;
    try {
      const engine = await createEngine(name, matrix);
      const reason = `The engine "${failed.name}" failed at work, and "${name}" replaced it.`;
      return { engine, choice: choiceOf(engine, reason, []) };
    } catch (cause) {
      if (!(cause instanceof LocavoreError)) throw cause;
    }
  }
  throw error;
}
