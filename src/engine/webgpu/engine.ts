/**
 * The WebGPU engine's host. The matrix lies in GPU memory, cut into shards that a binding can hold. A search is four
 * kernels in one submit and one read-back: sweep (every row, the best of each tile), select (the k best tiles),
 * gather (their rows again, down to the k-th best), rank (the k best in order).
 */
import { LocavoreError } from '../../errors.ts';
import type { ItemMatrix } from '../../pack/pack.ts';
import { type Engine, type EngineOptions, MAX_QUERIES, type SearchRequest, type TopK } from '../engine.ts';
import { maskLength } from '../exclusion-mask.ts';
import { keysToTopK } from '../keys.ts';
import { checkMatrix, destroyedError, type PreparedSearch, prepareSearch } from '../prepare.ts';
import { BufferPool } from './buffers.ts';
import { adapterName, hasPackedDot, requestDevice } from './device.ts';
import * as layout from './layout.ts';
import * as pipelines from './pipelines.ts';
import { type ShardBuffers, uploadShard } from './shards.ts';

export interface WebGpuEngine extends Engine {
  /** For whoever shares it, such as a ranker. Destroyed with the engine unless it was handed in. */
  readonly device: GPUDevice;
}

export interface WebGpuOptions extends EngineOptions {
  /** Work on this device, and leave it alive in the end. `allowSoftware` then plays no part. */
  device?: GPUDevice;
}

/**
 * @throws LocavoreError `engine-unavailable` where there is no adapter but a software one; `engine-failed` when GPU
 * memory runs out; `invalid-argument` for a matrix that contradicts itself.
 */
export async function createWebGpuEngine(
  matrix: ItemMatrix,
  options: WebGpuOptions = {},
): Promise<WebGpuEngine> {
  checkMatrix(matrix);
  const device = options.device ?? (await requestDevice(options.allowSoftware ?? false));
  const host = new Host(matrix, device, options);
  try {
    await host.upload(matrix);
    return host;
  } catch (error) {
    host.destroy();
    throw error;
  }
}

class Host implements WebGpuEngine {
  readonly name = 'webgpu';
  readonly description: string;
  readonly device: GPUDevice;
  readonly #ownsDevice: boolean;
  /** The matrix without its arrays, which the GPU has. */
  readonly #shape: ItemMatrix;
  readonly #variant: pipelines.Variant;
  readonly #ranges: layout.ItemRange[];
  readonly #maxWorkgroups: number;
  readonly #pool: BufferPool;
  #shards: ShardBuffers[] = [];
  #maskIsClear = true;
  #lost: string | null = null;
  #destroyed = false;
  /** Searches share buffers, so each waits for the one before. */
  #queue: Promise<unknown> = Promise.resolve();

  constructor(matrix: ItemMatrix, device: GPUDevice, options: WebGpuOptions) {
    const { limits } = device;
    const packed = hasPackedDot() && !(options.emulateDot4 ?? device.adapterInfo.isFallbackAdapter);
    this.device = device;
    this.description = `WebGPU on ${adapterName(device.adapterInfo)}, ${packed ? 'dot4I8Packed' : 'emulated dot4'}`;
    this.#ownsDevice = options.device === undefined;
    this.#shape = { ...matrix, rows: new Int8Array(0), scales: new Float32Array(0) };
    this.#variant = { stride: matrix.stride, packed };
    const bindingSize = Math.min(limits.maxStorageBufferBindingSize, limits.maxBufferSize);
    this.#ranges = layout.splitItems(
      matrix.count,
      matrix.stride,
      options.maxStorageBufferBindingSize ?? bindingSize,
    );
    this.#maxWorkgroups = options.maxWorkgroupsPerDimension ?? limits.maxComputeWorkgroupsPerDimension;
    this.#pool = new BufferPool(device);
    void device.lost.then(({ reason, message }) => {
      this.#lost = message || reason;
    });
  }

  /** Fills the shards, and compiles what the first search needs meanwhile. */
  async upload(matrix: ItemMatrix): Promise<void> {
    const { device } = this;
    await this.#guard('uploading the matrix', async () => {
      const compiling = pipelines.compileKernels(device, this.#variant, 1);
      const errors = captureErrors(device, () => {
        this.#shards = this.#ranges.map((range) => uploadShard(device, matrix, range));
      });
      await Promise.all([compiling, errors]);
    });
  }

  async search(request: SearchRequest): Promise<TopK[]> {
    if (this.#destroyed) throw destroyedError();
    const prepared = prepareSearch(this.#shape, request);
    if (prepared.queries.length === 0) return [];
    if (prepared.k === 0) return prepared.queries.map(() => keysToTopK(new Uint32Array(0), 1));
    const result = this.#queue.then(() => this.#guard('searching', () => this.#run(prepared)));
    this.#queue = result.catch(() => {});
    return result;
  }

  destroy(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    this.#pool.destroy();
    for (const { rows, scales } of this.#shards) {
      rows.destroy();
      scales.destroy();
    }
    if (this.#ownsDevice) this.device.destroy();
  }

  async #run(prepared: PreparedSearch): Promise<TopK[]> {
    const { queries, k } = prepared;
    const plan = layout.planSearch(this.#ranges, k, queries.length);
    const { maxStorageBufferBindingSize } = this.device.limits;
    if (queries.length > 1 && Math.max(...Object.values(plan.bytes)) > maxStorageBufferBindingSize) {
      // Only with many millions of items: two sweeps, one after the other.
      const half = queries.length >> 1;
      const first = await this.#run({ ...prepared, queries: queries.slice(0, half) });
      return [...first, ...(await this.#run({ ...prepared, queries: queries.slice(half) }))];
    }
    const kernels = await pipelines.compileKernels(
      this.device,
      this.#variant,
      layout.blockSize(queries.length),
    );
    const readback = this.#pool.get(
      'readback',
      plan.bytes.results,
      GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ,
    );
    const errors = captureErrors(this.device, () => {
      this.#write(prepared, plan);
      this.device.queue.submit([this.#encode(plan, kernels, readback)]);
    });
    await Promise.all([errors, readback.mapAsync(GPUMapMode.READ, 0, plan.bytes.results)]);
    const results = new Uint32Array(readback.getMappedRange(0, plan.bytes.results).slice(0));
    readback.unmap();
    return queries.map(({ queryScale }, n) => {
      const first = 2 * (MAX_QUERIES + n * k);
      return keysToTopK(results.subarray(first, first + 2 * results[2 * n]), queryScale);
    });
  }

  #write({ queries, exclude }: PreparedSearch, plan: layout.SearchPlan): void {
    const { queue } = this.device;
    queue.writeBuffer(this.#params(plan), 0, layout.paramsOf(plan));
    queue.writeBuffer(
      this.#queries(),
      0,
      layout.packQueries(queries, this.#shape.stride, this.#variant.packed),
    );
    if (exclude === null && this.#maskIsClear) return;
    queue.writeBuffer(
      this.#mask(),
      0,
      new Uint32Array(exclude ?? new Uint32Array(maskLength(this.#shape.count))),
    );
    this.#maskIsClear = exclude === null;
  }

  #encode(plan: layout.SearchPlan, kernels: pipelines.Kernels, readback: GPUBuffer): GPUCommandBuffer {
    const { STORAGE, COPY_SRC } = GPUBufferUsage;
    const tiles = this.#pool.get('tiles', plan.bytes.tiles, STORAGE);
    const selections = this.#pool.get('selections', MAX_QUERIES * 16, STORAGE);
    const winners = this.#pool.get('winners', plan.bytes.winners, STORAGE);
    const candidates = this.#pool.get('candidates', plan.bytes.candidates, STORAGE);
    const results = this.#pool.get('results', plan.bytes.results, STORAGE | COPY_SRC);
    const encoder = this.device.createCommandEncoder({ label: 'locavore search' });
    const pass = encoder.beginComputePass();
    const dispatch = (
      pipeline: GPUComputePipeline,
      buffers: GPUBuffer[],
      [x, y, z]: [number, number, number],
      shard = 0,
    ) => {
      const params = {
        buffer: this.#params(plan),
        offset: shard * layout.PARAMS_ALIGNMENT,
        size: layout.PARAMS_BYTES,
      };
      const entries = [params, ...buffers.map((buffer) => ({ buffer }))];
      pass.setPipeline(pipeline);
      pass.setBindGroup(
        0,
        this.device.createBindGroup({
          layout: pipeline.getBindGroupLayout(0),
          entries: entries.map((resource, binding) => ({ binding, resource })),
        }),
      );
      pass.dispatchWorkgroups(x, y, z);
    };
    for (const [n, { rows, scales }] of this.#shards.entries()) {
      const size = layout.dispatchSize(plan.shards[n].tiles, this.#maxWorkgroups);
      const blocks = Math.ceil(plan.queryCount / kernels.block);
      dispatch(kernels.sweep, [this.#queries(), rows, scales, this.#mask(), tiles], [blocks, ...size], n);
    }
    dispatch(kernels.select, [tiles, selections, winners], [plan.queryCount, 1, 1]);
    for (const [n, { rows, scales }] of this.#shards.entries()) {
      const size = layout.dispatchSize(plan.winnerCapacity * plan.tileSize, this.#maxWorkgroups);
      dispatch(
        kernels.gather,
        [this.#queries(), rows, scales, this.#mask(), selections, winners, candidates],
        [...size, plan.queryCount],
        n,
      );
    }
    dispatch(
      kernels.rank,
      [selections, candidates, results],
      [layout.rankWorkgroups(plan), 1, plan.queryCount],
    );
    pass.end();
    encoder.copyBufferToBuffer(results, 0, readback, 0, plan.bytes.results);
    return encoder.finish();
  }

  #params({ shards }: layout.SearchPlan): GPUBuffer {
    const bytes = shards.length * layout.PARAMS_ALIGNMENT;
    return this.#pool.get('params', bytes, GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST);
  }

  #queries(): GPUBuffer {
    const bytes = layout.queryBytes(this.#shape.stride, this.#variant.packed);
    return this.#pool.get('queries', bytes, GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST);
  }

  #mask(): GPUBuffer {
    const bytes = maskLength(this.#shape.count) * 4;
    return this.#pool.get('mask', bytes, GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST);
  }

  /** Gives every failure of the GPU its typed error. */
  async #guard<T>(doing: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (cause) {
      if (this.#destroyed) throw destroyedError();
      // The promise of the loss may settle after the failure that it caused.
      await new Promise((resolve) => setTimeout(resolve));
      const why = this.#lost === null ? (cause as Error).message : `the GPU device was lost (${this.#lost})`;
      throw new LocavoreError(
        'engine-failed',
        `webgpu engine: failed while ${doing}: ${why}. Create the engine again, or use engine "wasm".`,
        { cause },
      );
    }
  }
}

/** Rejects with the first error that the GPU process reports for what `work` issues. Other work is not affected. */
async function captureErrors(device: GPUDevice, work: () => void): Promise<void> {
  device.pushErrorScope('validation');
  device.pushErrorScope('out-of-memory');
  let reports: Promise<GPUError | null>[] = [];
  try {
    work();
  } finally {
    reports = [device.popErrorScope(), device.popErrorScope()];
  }
  const error = (await Promise.all(reports)).find((report) => report !== null);
  if (error) throw new Error(error.message);
}
