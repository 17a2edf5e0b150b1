/** The choice where there is an adapter, though a software one. */
import { afterEach, expect, test, vi } from 'vitest';
import { chooseEngine } from '../../src/engine/calibrate.ts';
import { createEngine } from '../../src/engine/create.ts';
import { expectError } from './contract.ts';
import { emptyMatrix, randomMatrix } from './matrices.ts';

afterEach(() => vi.restoreAllMocks());

/** Large enough for a search to take longer than a GPU's round trip. */
const large = emptyMatrix(1_500_000, 16);

test('a software adapter is no GPU: nothing is compiled, and the reason says so', async () => {
  const requestDevice = vi.spyOn(GPUAdapter.prototype, 'requestDevice');
  const { choice, remember } = await chooseEngine(large);
  expect(requestDevice).not.toHaveBeenCalled();
  expect(choice.name).toBe('wasm');
  expect(choice.measured[2].unavailable).toBe(
    'webgpu engine: the only adapter, google swiftshader, is software, which is no GPU. Use engine "wasm" or ' +
      '"auto"; a test may pass allowSoftware.',
  );
  expect(remember!.adapter).toBe('google swiftshader');
});

test('an adapter that is accepted is measured', async () => {
  const { choice } = await chooseEngine(large, { engineOptions: { allowSoftware: true } });
  expect(choice.measured[2]).toMatchObject({ name: 'webgpu', ms: expect.any(Number) });
});

test('a choice that was made on another adapter is made again', async () => {
  const { remember } = await chooseEngine(large);
  const remembered = { ...remember!, adapter: 'another adapter', name: 'js' as const };
  expect((await chooseEngine(large, { remembered })).choice.name).toBe('wasm');
  const obeyed = await chooseEngine(large, { remembered: { ...remembered, adapter: remember!.adapter } });
  expect(obeyed.choice.name).toBe('js');
});

test('without an adapter the engine says so, and auto does without', async () => {
  vi.spyOn(navigator.gpu, 'requestAdapter').mockResolvedValue(null);
  await expectError(
    createEngine('webgpu', randomMatrix(1, 16)),
    'engine-unavailable',
    'webgpu engine: the browser has WebGPU but offers no adapter: the GPU or its driver is missing, blocked or ' +
      'switched off. Use engine "wasm" or "auto".',
  );
  const { choice } = await chooseEngine(large);
  expect(choice.name).toBe('wasm');
});
