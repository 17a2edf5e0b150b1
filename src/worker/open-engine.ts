import { begunReason, keyOf, type RememberedChoice } from '../engine/choice.ts';
import type { Engine, EngineName } from '../engine/engine.ts';
import { createWasmEngine } from '../engine/wasm/engine.ts';
import { LocavoreError } from '../errors.ts';
import type { ItemMatrix } from '../pack/pack.ts';
import type { EngineChoice } from '../recommender.ts';
import type { SettingStore } from '../store/store.ts';

export interface OpenedEngine {
  engine: Engine;
  choice: EngineChoice;
}

/** The setting that holds the outcome of the last measurement. */
export const REMEMBERED_KEY = 'engine';

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
  if (remembered) load(remembered.name).catch(() => {});
  // Where WebGPU lost, asking for its adapter again would cost every opening tens of milliseconds. A new GPU is then
  // noticed with the browser's next version, which is part of the key.
  return remembered && remembered.name !== 'webgpu' ? { ...remembered, adapter: null } : remembered;
}

/**
 * The engine of an opening: the named or remembered one, else one to begin with. A named engine that cannot run here is
 * replaced, and `onFallback` told: a shelf is worth more than a wish.
 */
export async function openEngine(
  wanted: EngineName | 'auto',
  matrix: ItemMatrix,
  remembered: RememberedChoice | undefined,
  onFallback: (message: string) => void,
): Promise<OpenedEngine & { isSettled: boolean }> {
  // What nearly every opening comes to needs no more code than this.
  const held = remembered?.key === keyOf(matrix) ? remembered : undefined;
  if (wanted === 'auto' && (held === undefined || held.name === 'wasm')) {
    try {
      const engine = await createWasmEngine(matrix);
      const { reason = begunReason, measured = [] } = held ?? {};
      const { name, description } = engine;
      return { engine, choice: { name, description, reason, measured }, isSettled: held !== undefined };
    } catch (error) {
      if (!(error instanceof LocavoreError)) throw error;
    }
  }
  const engineOptions = { allowSoftware: wanted === 'webgpu' };
  const { startEngine } = await import('../engine/start.ts');
  return startEngine(matrix, { preferred: wanted, remembered, onFallback, engineOptions });
}

/** WASM is there already. */
async function load(name: EngineName): Promise<void> {
  if (name === 'js') await import('../engine/js/engine.ts');
  if (name === 'webgpu') await import('../engine/webgpu/engine.ts');
}
