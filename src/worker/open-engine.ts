import type { RememberedChoice } from '../engine/choice.ts';
import { createEngine } from '../engine/create.ts';
import type { Engine, EngineName } from '../engine/engine.ts';
import { choiceOf, startEngine } from '../engine/start.ts';
import { LocavoreError } from '../errors.ts';
import type { ItemMatrix } from '../pack/pack.ts';
import type { EngineChoice } from '../recommender.ts';
import type { SettingStore } from '../store/store.ts';

export interface OpenedEngine {
  engine: Engine;
  choice: EngineChoice;
}

const REMEMBERED_KEY = 'engine';
/** What stands in for an engine that failed, best first. */
const FALLBACKS: readonly EngineName[] = ['wasm', 'js'];

/**
 * What an earlier visit measured, for {@link openEngine}; meanwhile the engine's code is loaded. Ask while the pack is
 * still being read. Never rejects: without it, this visit measures.
 */
export async function rememberedChoice(
  wanted: EngineName | 'auto',
  settings: SettingStore,
): Promise<RememberedChoice | undefined> {
  if (wanted !== 'auto') {
    load(wanted).catch(() => {});
    return undefined;
  }
  const remembered = await settings.get<RememberedChoice>(REMEMBERED_KEY).catch(() => undefined);
  load(remembered?.name ?? 'wasm').catch(() => {});
  // Where WebGPU lost, asking for its adapter again would cost every opening tens of milliseconds. A new GPU is then
  // noticed with the browser's next version, which is part of the key.
  return remembered && remembered.name !== 'webgpu' ? { ...remembered, adapter: null } : remembered;
}

/**
 * The engine of an opening: the named or remembered one, else one to begin with. A named engine that cannot run here is
 * replaced, and `onFallback` told: a shelf is worth more than a wish.
 */
export function openEngine(
  wanted: EngineName | 'auto',
  matrix: ItemMatrix,
  remembered: RememberedChoice | undefined,
  onFallback: (message: string) => void,
): Promise<OpenedEngine & { isSettled: boolean }> {
  const engineOptions = { allowSoftware: wanted === 'webgpu' };
  return startEngine(matrix, { preferred: wanted, remembered, onFallback, engineOptions });
}

/** The fastest engine on this device, measured now and remembered for the next opening. */
export async function measuredEngine(matrix: ItemMatrix, settings: SettingStore): Promise<OpenedEngine> {
  const { chooseEngine } = await import('../engine/calibrate.ts');
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

function load(name: EngineName): Promise<unknown> {
  switch (name) {
    case 'js':
      return import('../engine/js/engine.ts');
    case 'wasm':
      return import('../engine/wasm/engine.ts');
    case 'webgpu':
      return import('../engine/webgpu/engine.ts');
  }
}
