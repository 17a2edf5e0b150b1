/** One door to all engines. WASM is what nearly every page begins with; the others are loaded when first asked for. */
import { LocavoreError } from '../errors.ts';
import type { ItemMatrix } from '../pack/pack.ts';
import type { Engine, EngineName, EngineOptions } from './engine.ts';
import { createWasmEngine } from './wasm/engine.ts';

/**
 * Makes an engine over a matrix, which may be empty.
 * @throws LocavoreError `engine-unavailable`, naming what is missing; `engine-failed` when memory runs out;
 * `invalid-argument` for a matrix that contradicts itself.
 */
export async function createEngine(
  name: EngineName,
  matrix: ItemMatrix,
  options: EngineOptions = {},
): Promise<Engine> {
  switch (name) {
    case 'js':
      return (await import('./js/engine.ts')).createJsEngine(matrix);
    case 'wasm':
      return createWasmEngine(matrix);
    case 'webgpu': {
      if (typeof navigator === 'undefined' || navigator.gpu === undefined) throw noWebGpu();
      return (await import('./webgpu/engine.ts')).createWebGpuEngine(matrix, options);
    }
  }
}

/** Known before the chunk is loaded, so that browsers without WebGPU never download it. */
function noWebGpu(): LocavoreError {
  return new LocavoreError(
    'engine-unavailable',
    'webgpu engine: this environment has no WebGPU (navigator.gpu is missing; it needs HTTPS or localhost). ' +
      'Use engine "wasm" or "auto".',
  );
}
