/** Engines that cannot run say why. Node has no WebGPU; WebAssembly is taken away or refused. */
import { afterEach, expect, test, vi } from 'vitest';
import { createEngine } from '../../src/engine/create.ts';
import { MAX_PAGES, memoryLayout, PAGE } from '../../src/engine/wasm/memory.ts';
import { expectError } from './contract.ts';
import { emptyMatrix } from './matrices.ts';

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

test('no WebGPU', async () => {
  await expectError(
    createEngine('webgpu', emptyMatrix(1, 16)),
    'engine-unavailable',
    'webgpu engine: this environment has no WebGPU (navigator.gpu is missing; it needs HTTPS or localhost). Use ' +
      'engine "wasm" or "auto".',
  );
});

test('no WebAssembly', async () => {
  vi.stubGlobal('WebAssembly', undefined);
  await expectError(
    createEngine('wasm', emptyMatrix(1, 16)),
    'engine-unavailable',
    'wasm engine: this environment has no WebAssembly (a lockdown mode switches it off). Use engine "js".',
  );
});

test('WebAssembly without SIMD', async () => {
  vi.spyOn(WebAssembly, 'compile').mockRejectedValue(new WebAssembly.CompileError('invalid opcode'));
  vi.spyOn(WebAssembly, 'validate').mockReturnValue(false);
  await expectError(
    createEngine('wasm', emptyMatrix(1, 16)),
    'engine-unavailable',
    'wasm engine: this browser has WebAssembly without SIMD. Update it, or use engine "js".',
  );
});

test('no memory for the matrix', async () => {
  vi.spyOn(WebAssembly, 'Memory').mockImplementation(function refuse() {
    throw new RangeError('could not allocate memory');
  });
  await expectError(
    createEngine('wasm', emptyMatrix(1, 16)),
    'engine-failed',
    'wasm engine: no memory for 0.5 MiB. Close other pages or use a smaller pack.',
  );
});

test('the memory of the largest matrix that WebAssembly addresses is within 4 GiB', () => {
  const fits = memoryLayout(33_000_000, 120 + 8);
  expect(fits.pages).toBeGreaterThan(MAX_PAGES);
  const { pages, scratch } = memoryLayout(32_000_000, 128);
  expect(pages).toBeLessThanOrEqual(MAX_PAGES);
  expect(scratch + 16).toBeLessThanOrEqual(pages * PAGE);
});
