/** A Chromium without the flags of the software adapter, where `requestAdapter` really gives null. */
import { expect, test } from 'vitest';
import { chooseEngine } from '../../src/engine/calibrate.ts';
import { createEngine } from '../../src/engine/create.ts';
import { randomMatrix, randomQuery } from './matrices.ts';

test('webgpu is unavailable and says why; asked for by name, wasm stands in', async () => {
  const matrix = randomMatrix(100, 16);
  await expect(createEngine('webgpu', matrix, { allowSoftware: true })).rejects.toMatchObject({
    code: 'engine-unavailable',
    message: expect.stringMatching(
      /^webgpu engine: (the browser has WebGPU but offers no adapter|this environment has no WebGPU)/,
    ),
  });
  const { engine, choice } = await chooseEngine(matrix, { preferred: 'webgpu' });
  expect(choice.name).toBe('wasm');
  expect(choice.reason).toMatch(/^WebGPU was wanted but cannot run: webgpu engine: /);
  expect((await engine.search({ queries: [randomQuery(16, 1)], k: 3 }))[0].count).toBe(3);
});
