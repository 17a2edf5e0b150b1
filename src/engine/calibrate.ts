/**
 * Picks the fastest engine on this device by trying them: plain JavaScript and WASM on a sample of the rows, then
 * WebGPU, but only where a sweep is long enough for a GPU to win and there is a GPU.
 */
import type { ItemMatrix } from '../pack/pack.ts';
import type { Bytes, Milliseconds } from '../units.ts';
import { type EngineChoice, type EngineMeasurement, keyOf, type RememberedChoice } from './choice.ts';
import { createEngine } from './create.ts';
import type { Engine, EngineName, SearchRequest } from './engine.ts';
import {
  attempt,
  type ChooseOptions,
  choiceOf,
  createOrFallBack,
  currentAdapter,
  LABELS,
  settledEngine,
} from './start.ts';

/** JavaScript sweeps this much in about 3 ms on a slow laptop; its time over the whole catalogue is proportional. */
const SAMPLE_BYTES: Bytes = 512 * 1024;
/** A shelf's usual request: a taste vector and a few recent items. */
const SAMPLE_QUERIES = 4;
const SAMPLE_K = 100;
/** Browsers round their clocks to 0.1 ms; a measurement goes on for this long. */
const MEASURING: Milliseconds = 3;
/** What a submit and a read-back take on a GPU even if there is nothing to do. */
const GPU_ROUND_TRIP: Milliseconds = 2;

export interface ChosenEngine {
  engine: Engine;
  choice: EngineChoice;
  /** To store for the next visit; `null` if nothing was measured. */
  remember: RememberedChoice | null;
}

/**
 * Measuring takes under 30 ms besides loading what it measures. WebGPU is compiled only where it can win.
 * @throws LocavoreError `invalid-argument` for a matrix that contradicts itself.
 */
export async function chooseEngine(matrix: ItemMatrix, options: ChooseOptions = {}): Promise<ChosenEngine> {
  const settled = await settledEngine(matrix, options);
  if (settled) return { ...settled, remember: null };
  return measure(matrix, options);
}

async function measure(matrix: ItemMatrix, options: ChooseOptions): Promise<ChosenEngine> {
  const sample = sampleOf(matrix);
  const factor = sample.count === 0 ? 1 : matrix.count / sample.count;
  const measured: EngineMeasurement[] = [];
  let best: EngineMeasurement & { ms: Milliseconds } = { name: 'js', ms: Number.POSITIVE_INFINITY };
  const note = (measurement: EngineMeasurement) => {
    measured.push(measurement);
    const { name, ms } = measurement;
    if (ms !== null && ms < best.ms) best = { name, ms };
  };
  for (const name of ['js', 'wasm'] as const) {
    note(
      await attempt(name, async () => {
        const engine = await createEngine(name, sample);
        const ms = (await timeSearch(engine, matrix.dimension)) * factor;
        engine.destroy();
        return ms;
      }),
    );
  }
  let gpu: Engine | null = null;
  let adapter: string | null = null;
  if (best.ms > GPU_ROUND_TRIP) {
    adapter = await currentAdapter();
    note(
      await attempt('webgpu', async () => {
        // Over all rows: a GPU's time is not proportional to them, and if it wins, this is the engine.
        gpu = await createEngine('webgpu', matrix, options.engineOptions);
        return timeSearch(gpu, matrix.dimension);
      }),
    );
  } else {
    const floor = `a round trip to a GPU takes ${GPU_ROUND_TRIP} ms or more`;
    note({ name: 'webgpu', ms: null, unavailable: `not tried: ${floor}, a search here ${format(best.ms)}` });
  }
  const reason = reasonFor(best, measured);
  const remember: RememberedChoice = { key: keyOf(matrix), adapter, name: best.name, reason, measured };
  if (best.name === 'webgpu') return { engine: gpu!, choice: choiceOf(gpu!, reason, measured), remember };
  (gpu as Engine | null)?.destroy();
  const chosen = await createOrFallBack(best.name, matrix, options, reason, measured);
  return { ...chosen, remember };
}

/** Mean of the searches within {@link MEASURING}, after one that warms up. */
async function timeSearch(engine: Engine, dimension: number): Promise<Milliseconds> {
  const request = sampleRequest(dimension);
  await engine.search(request);
  const start = performance.now();
  let searches = 0;
  let elapsed = 0;
  do {
    await engine.search(request);
    searches++;
    elapsed = performance.now() - start;
  } while (elapsed < MEASURING);
  return elapsed / searches;
}

/** Queries that are not alike, so that no engine profits from luck. */
function sampleRequest(dimension: number): SearchRequest {
  const queries = Array.from({ length: SAMPLE_QUERIES }, (_, n) =>
    Float32Array.from({ length: dimension }, (_, d) => Math.sin((n + 1) * (d + 1))),
  );
  return { queries, k: SAMPLE_K };
}

/** The first rows, without copying. */
function sampleOf(matrix: ItemMatrix): ItemMatrix {
  const count = Math.min(matrix.count, Math.floor(SAMPLE_BYTES / matrix.stride));
  const rows = matrix.rows.subarray(0, count * matrix.stride);
  return { ...matrix, count, rows, scales: matrix.scales.subarray(0, count) };
}

function reasonFor(best: { name: EngineName; ms: Milliseconds }, measured: EngineMeasurement[]): string {
  const others = measured.filter(({ name }) => name !== best.name);
  const parts = others.map(({ name, ms, unavailable }) =>
    ms === null ? `${LABELS[name]}: ${unavailable}` : `${LABELS[name]} ${format(ms)}`,
  );
  return `Fastest here: ${format(best.ms)} a search; ${parts.join('; ')}`;
}

function format(ms: Milliseconds): string {
  return `${ms.toFixed(ms < 10 ? 2 : 0)} ms`;
}
