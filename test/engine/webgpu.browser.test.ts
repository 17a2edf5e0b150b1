/** The battery in Chromium: the plain engine, WASM, and WebGPU with and without dot4I8Packed. */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { EngineOptions } from '../../src/engine/engine.ts';
import { createJsEngine } from '../../src/engine/js/engine.ts';
import { createWasmEngine } from '../../src/engine/wasm/engine.ts';
import { createWebGpuEngine } from '../../src/engine/webgpu/engine.ts';
import type { ItemMatrix } from '../../src/pack/pack.ts';
import { engineContract } from './contract.ts';
import { AWKWARD_SIZES, DIMENSIONS, expectSameAsJs, expectSameAsJsEverywhere } from './equality.ts';
import { emptyMatrix, randomMask, randomMatrix, randomQuery } from './matrices.ts';
import { engineProperties } from './properties.ts';

/** One device for all tests of this file, so that each kernel is compiled once. */
let device: GPUDevice;
const uncaptured: string[] = [];

beforeAll(async () => {
  const adapter = await navigator.gpu.requestAdapter();
  if (adapter === null) throw new Error('No adapter: start Chromium with SOFTWARE_WEBGPU_FLAGS.');
  device = await adapter.requestDevice();
  device.addEventListener('uncapturederror', ({ error }) => uncaptured.push(error.message));
});

afterAll(async () => {
  // Error events come after the work that caused them.
  await device.queue.onSubmittedWorkDone();
  device.destroy();
  expect(uncaptured).toEqual([]);
});

const packed = (matrix: ItemMatrix, options: EngineOptions = {}) =>
  createWebGpuEngine(matrix, { ...options, device, emulateDot4: false });
const emulated = (matrix: ItemMatrix, options: EngineOptions = {}) =>
  createWebGpuEngine(matrix, { ...options, device, emulateDot4: true });

engineContract('js', createJsEngine);
engineContract('wasm', createWasmEngine);
engineContract('webgpu with dot4I8Packed', packed);
engineContract('webgpu, dot4 emulated', emulated);

test('this browser has dot4I8Packed, so that both variants are tested', async () => {
  const matrix = emptyMatrix(1, 16);
  // A software adapter is slow at dot4I8Packed: left to choose, the engine does without.
  const engines = [
    await packed(matrix),
    await emulated(matrix),
    await createWebGpuEngine(matrix, { device }),
  ];
  expect(engines.map(({ description }) => description)).toEqual([
    'WebGPU on google swiftshader, dot4I8Packed',
    'WebGPU on google swiftshader, emulated dot4',
    'WebGPU on google swiftshader, emulated dot4',
  ]);
});

for (const [name, create] of [
  ['webgpu with dot4I8Packed', packed],
  ['webgpu, dot4 emulated', emulated],
] as const) {
  describe(`${name} equals js, bit for bit`, () => {
    for (const size of AWKWARD_SIZES) {
      test(`${size} items`, async () => {
        const matrix = randomMatrix(size, 64, size);
        const engine = await create(matrix);
        await expectSameAsJsEverywhere(engine, matrix);
        engine.destroy();
      });
    }

    for (const dimension of DIMENSIONS) {
      test(`dimension ${dimension}`, async () => {
        const matrix = randomMatrix(3_001, dimension, dimension);
        const engine = await create(matrix);
        await expectSameAsJsEverywhere(engine, matrix);
        engine.destroy();
      });
    }

    test('over one binding: the rows in 4 buffers, the last one smaller', async () => {
      const matrix = randomMatrix(10_007, 32, 1);
      const engine = await create(matrix, { maxStorageBufferBindingSize: 3_000 * 32 });
      await expectSameAsJsEverywhere(engine, matrix);
      engine.destroy();
    });

    test('over one binding: 101 buffers of a few rows', async () => {
      const matrix = randomMatrix(303, 64, 2);
      const engine = await create(matrix, { maxStorageBufferBindingSize: 3 * 64 + 63 });
      await expectSameAsJsEverywhere(engine, matrix);
      engine.destroy();
    });

    test('over one dispatch dimension: 5 workgroups at most', async () => {
      const matrix = randomMatrix(20_000, 16, 3);
      const engine = await create(matrix, { maxWorkgroupsPerDimension: 5 });
      await expectSameAsJsEverywhere(engine, matrix);
      engine.destroy();
    });

    test('the best items next to each other, as in a catalogue sorted by kind', async () => {
      const matrix = emptyMatrix(30_000, 16);
      for (let item = 0; item < 30_000; item++) {
        matrix.rows[item * 16] = item >= 12_000 && item < 14_000 ? 100 : item % 90;
      }
      const query = Float32Array.from({ length: 16 }, (_, d) => (d === 0 ? 1 : 0));
      const engine = await create(matrix);
      await expectSameAsJs(engine, matrix, { queries: [query], k: 1000 });
      engine.destroy();
    });

    test('the best items in one tile: as far apart as the tiles are many', async () => {
      // 64 rows per tile at k = 1: 6,401 items are 101 tiles.
      const matrix = emptyMatrix(6_401, 16);
      for (let item = 0; item < 6_401; item++) matrix.rows[item * 16] = item % 101 === 7 ? 50 : 1;
      const query = Float32Array.from({ length: 16 }, (_, d) => (d === 0 ? 1 : 0));
      const engine = await create(matrix);
      for (const k of [1, 2, 10, 100]) await expectSameAsJs(engine, matrix, { queries: [query], k });
      engine.destroy();
    });

    test('64 queries at k = 1,000', async () => {
      const matrix = randomMatrix(5_000, 32, 4);
      const engine = await create(matrix);
      const queries = Array.from({ length: 64 }, (_, seed) => randomQuery(32, seed));
      await expectSameAsJs(engine, matrix, { queries, k: 1000 });
      engine.destroy();
    });
  });

  engineProperties(name, create, 150);

  test(`${name}: queries whose intermediate results exceed one binding are split, and equal js`, async () => {
    const matrix = randomMatrix(5_000, 32, 5);
    // The rows fit, and the tiles of 7 queries (7 × 2,501 × 8 bytes), not those of 8.
    const engine = await create(matrix, { maxStorageBufferBindingSize: 5_000 * 32 });
    const submit = vi.spyOn(device.queue, 'submit');
    try {
      for (const [queryCount, submits] of [
        [7, 1],
        [8, 2],
        [15, 3],
      ]) {
        const queries = Array.from({ length: queryCount }, (_, seed) => randomQuery(32, seed));
        submit.mockClear();
        await expectSameAsJs(engine, matrix, { queries, k: 1000, exclude: randomMask(5_000, 0.3, 6) });
        expect(submit).toHaveBeenCalledTimes(submits);
      }
    } finally {
      submit.mockRestore();
      engine.destroy();
    }
  });
}

test('webgpu and wasm equal js over 4,194,305 items: 65,537 tiles of 64, more than 16 bits can number', async () => {
  const matrix = emptyMatrix(4_194_305, 16);
  const words = new Int32Array(matrix.rows.buffer);
  for (let word = 0; word < words.length; word++) words[word] = Math.imul(word, 0x9e3779b1) & 0x7f7f7f7f;
  const request = { queries: [randomQuery(16, 9)], k: 1000 };
  for (const create of [packed, createWasmEngine]) {
    const engine = await create(matrix);
    await expectSameAsJs(engine, matrix, request);
    engine.destroy();
  }
});

describe('when the GPU fails', () => {
  const request = { queries: [randomQuery(16, 1)], k: 5 };

  test('a lost device gives engine-failed, now and later', async () => {
    const engine = await createWebGpuEngine(randomMatrix(100, 16), { allowSoftware: true });
    await engine.search(request);
    engine.device.destroy();
    await engine.device.lost;
    for (let time = 0; time < 2; time++) {
      await expect(engine.search(request)).rejects.toMatchObject({
        code: 'engine-failed',
        message: expect.stringMatching(
          /^webgpu engine: failed while searching: the GPU device was lost \(.+\)\. Create the engine again, or use engine "wasm"\.$/,
        ),
      });
    }
    engine.destroy();
  });

  test('destroy during a search rejects that search', async () => {
    const engine = await createWebGpuEngine(randomMatrix(50_000, 64), { allowSoftware: true });
    const search = engine.search({ queries: [randomQuery(64, 1)], k: 5 });
    engine.destroy();
    await expect(search).rejects.toMatchObject({ code: 'destroyed' });
  });

  test('a software adapter is refused unless it is allowed', async () => {
    await expect(createWebGpuEngine(randomMatrix(10, 16))).rejects.toMatchObject({
      code: 'engine-unavailable',
      message:
        'webgpu engine: the only adapter, google swiftshader, is software, which is no GPU. Use engine "wasm" or ' +
        '"auto"; a test may pass allowSoftware.',
    });
  });

  test('searches that wait when the engine is destroyed leave no buffer on a shared device', async () => {
    const alive = new Set<GPUBuffer>();
    const createBuffer = device.createBuffer.bind(device);
    const spy = vi.spyOn(device, 'createBuffer').mockImplementation((descriptor) => {
      const buffer = createBuffer(descriptor);
      const destroy = buffer.destroy.bind(buffer);
      buffer.destroy = () => {
        alive.delete(buffer);
        return destroy();
      };
      alive.add(buffer);
      return buffer;
    });
    try {
      const engine = await packed(randomMatrix(100, 16));
      await engine.search(request);
      expect(alive.size).toBeGreaterThan(5);
      const searches = [engine.search(request), engine.search(request)];
      // The first one has begun, the second one waits.
      await Promise.resolve();
      engine.destroy();
      for (const search of searches) await expect(search).rejects.toMatchObject({ code: 'destroyed' });
      expect([...alive].map(({ label }) => label)).toEqual([]);
    } finally {
      spy.mockRestore();
    }
  });

  test('a shared device survives its engine', async () => {
    (await packed(randomMatrix(10, 16))).destroy();
    const engine = await packed(randomMatrix(10, 16));
    expect((await engine.search(request))[0].count).toBe(5);
    engine.destroy();
  });
});
