/** Node has no WebGPU: the choice is between WASM and JavaScript. */
import { afterEach, expect, test, vi } from 'vitest';
import { chooseEngine } from '../../src/engine/calibrate.ts';
import type { RememberedChoice } from '../../src/engine/choice.ts';
import { emptyMatrix, randomMatrix, randomQuery } from './matrices.ts';

afterEach(() => vi.unstubAllGlobals());

test('auto measures, takes the fastest, and says why the others lost', async () => {
  const { engine, choice, remember } = await chooseEngine(randomMatrix(20_000, 64));
  expect(choice.measured.map(({ name }) => name)).toEqual(['js', 'wasm', 'webgpu']);
  const times = choice.measured.filter(({ ms }) => ms !== null).sort((a, b) => a.ms! - b.ms!);
  expect(choice.name).toBe(times[0].name);
  expect(engine.name).toBe(choice.name);
  expect(choice.description).toBe(engine.description);
  expect(choice.reason).toMatch(/^Fastest here: [\d.]+ ms a search; JavaScript [\d.]+ ms; WebGPU: /);
  expect(remember).toMatchObject({ name: choice.name, reason: choice.reason, measured: choice.measured });
  const [result] = await engine.search({ queries: [randomQuery(64, 1)], k: 5 });
  expect(result.count).toBe(5);
});

test('the chosen engine searches all items, not the sample', async () => {
  const matrix = randomMatrix(40_000, 128);
  matrix.rows.fill(127, 39_999 * 128);
  matrix.scales[39_999] = 1;
  const { engine } = await chooseEngine(matrix);
  const [result] = await engine.search({ queries: [new Float32Array(128).fill(1)], k: 1 });
  expect([...result.indices]).toEqual([39_999]);
});

test('where a search is short, WebGPU is not tried', async () => {
  const { choice } = await chooseEngine(randomMatrix(100, 16));
  expect(choice.measured[2]).toMatchObject({
    name: 'webgpu',
    ms: null,
    unavailable: expect.stringMatching(
      /^not tried: a round trip to a GPU takes 2 ms or more, a search here /,
    ),
  });
});

test('an empty catalogue has an engine too', async () => {
  const { engine } = await chooseEngine(emptyMatrix(0, 16));
  expect((await engine.search({ queries: [new Float32Array(16)], k: 3 }))[0].count).toBe(0);
});

test('what is remembered is obeyed without measuring', async () => {
  const matrix = randomMatrix(1_000, 32);
  const { remember } = await chooseEngine(matrix);
  const remembered: RememberedChoice = { ...remember!, name: 'js', reason: 'It won before.', measured: [] };
  const again = await chooseEngine(matrix, { remembered });
  expect(again.choice).toEqual({
    name: 'js',
    description: 'JavaScript, one thread',
    reason: 'It won before.',
    measured: [],
  });
  expect(again.remember).toBeNull();
});

test('what is remembered of another catalogue is measured anew', async () => {
  const { remember } = await chooseEngine(randomMatrix(1_000, 32));
  const other = await chooseEngine(randomMatrix(1_001, 32), { remembered: remember });
  expect(other.remember!.key).not.toBe(remember!.key);
});

test('an engine asked for by name is used', async () => {
  const { engine, choice, remember } = await chooseEngine(randomMatrix(10, 16), { preferred: 'js' });
  expect(engine.name).toBe('js');
  expect(choice).toMatchObject({ name: 'js', reason: 'It was asked for by name.', measured: [] });
  expect(remember).toBeNull();
});

test('where the named engine cannot run, the next stands in and the reason says so', async () => {
  const told: string[] = [];
  const { choice } = await chooseEngine(randomMatrix(10, 16), {
    preferred: 'webgpu',
    onFallback: (message) => told.push(message),
  });
  expect(choice.name).toBe('wasm');
  expect(choice.reason).toMatch(
    /^WebGPU was wanted but cannot run: webgpu engine: this environment has no WebGPU/,
  );
  expect(told).toEqual([`WASM stands in. ${choice.reason}`]);
});

test('without WebAssembly JavaScript remains', async () => {
  vi.stubGlobal('WebAssembly', undefined);
  const { choice } = await chooseEngine(randomMatrix(10, 16), { preferred: 'webgpu' });
  expect(choice.name).toBe('js');
  expect(choice.measured.map(({ name, ms }) => [name, ms])).toEqual([
    ['webgpu', null],
    ['wasm', null],
  ]);
  expect((await chooseEngine(randomMatrix(10, 16))).choice.name).toBe('js');
});
