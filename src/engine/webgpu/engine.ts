/**
 * The WebGPU engine's host. The matrix lies in GPU memory, cut into shards that a binding can hold. A search is four
 * kernels in one submit and one read-back: sweep (every row, the best of each tile), select (the k best tiles),
 * gather (their rows again, down to the k-th best), rank (the k best in order).
 */
import { LocavoreError } from '../../errors.ts';
import type { ItemMatrix } from '../../pack/pack.ts';
import type { Bytes } from '../../units.ts';
import { createMask, maskLength } from '../bit-mask.ts';
import { type Engine, type EngineOptions, MAX_QUERIES, type SearchRequest, type TopK } from '../engine.ts';
import { keysToTopK } from '../keys.ts';
import { checkMatrix, destroyedError, type PreparedSearch, prepareSearch } from '../prepare.ts';
import { BufferPool } from './buffers.ts';
import { captureErrors } from './capture-errors.ts';
import { adapterName, hasPackedDot, requestDevice } from './device.ts';
import * as layout from './layout.ts';
import * as pipelines from './pipelines.ts';
import { encodeSearch, type SearchInputs } from './search-pass.ts';
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
  /** What one binding can hold. */
  readonly #bindingSize: Bytes;
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
    this.#bindingSize = Math.min(
      options.maxStorageBufferBindingSize ?? Number.POSITIVE_INFINITY,
      limits.maxStorageBufferBindingSize,
      limits.maxBufferSize,
    );
    this.#ranges = layout.splitItems(matrix.count, matrix.stride, this.#bindingSize);
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
    // The mask is the caller's, who may change it while the search waits for its turn.
    const exclude = request.exclude?.slice();
    const prepared = prepareSearch(this.#shape, { ...request, exclude });
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
    if (this.#destroyed) throw destroyedError();
    const { queries, k } = prepared;
    const plan = layout.planSearch(this.#ranges, k, queries.length);
    if (queries.length > 1 && Math.max(...Object.values(plan.bytes)) > this.#bindingSize) {
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
    const { COPY_DST, MAP_READ } = GPUBufferUsage;
    const readback = this.#pool.get('readback', plan.bytes.results, COPY_DST | MAP_READ);
    const errors = captureErrors(this.device, () => {
      const inputs = this.#inputs(plan);
      this.#write(prepared, plan, inputs);
      const commands = encodeSearch(this.device, this.#pool, {
        plan,
        kernels,
        inputs,
        readback,
        maxWorkgroups: this.#maxWorkgroups,
      });
      this.device.queue.submit([commands]);
    });
    await Promise.all([errors, readback.mapAsync(GPUMapMode.READ, 0, plan.bytes.results)]);
    const results = new Uint32Array(readback.getMappedRange(0, plan.bytes.results).slice(0));
    readback.unmap();
    return queries.map(({ queryScale }, n) => {
      const first = 2 * (MAX_QUERIES + n * k);
      return keysToTopK(results.subarray(first, first + 2 * results[2 * n]), queryScale);
    });
  }

  #write({ queries, exclude }: PreparedSearch, plan: layout.SearchPlan, inputs: SearchInputs): void {
    const { queue } = this.device;
    const { stride, count } = this.#shape;
    queue.writeBuffer(inputs.params, 0, layout.paramsOf(plan));
    queue.writeBuffer(inputs.queries, 0, layout.packQueries(queries, stride, this.#variant.packed));
    if (exclude === null && this.#maskIsClear) return;
    queue.writeBuffer(inputs.mask, 0, exclude === null ? createMask(count) : new Uint32Array(exclude));
    this.#maskIsClear = exclude === null;
  }

  #inputs({ shards }: layout.SearchPlan): SearchInputs {
    const { UNIFORM, STORAGE, COPY_DST } = GPUBufferUsage;
    const { stride, count } = this.#shape;
    const queryBytes = layout.queryBytes(stride, this.#variant.packed);
    return {
      params: this.#pool.get('params', shards.length * layout.PARAMS_ALIGNMENT, UNIFORM | COPY_DST),
      queries: this.#pool.get('queries', queryBytes, UNIFORM | COPY_DST),
      mask: this.#pool.get('mask', maskLength(count) * 4, STORAGE | COPY_DST),
      shards: this.#shards,
    };
  }

  /** Gives every failure of the GPU its typed error. */
  async #guard<T>(doing: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (cause) {
      // The next search starts afresh: these may be half written, or mapped. After destroy, they may be new.
      this.#pool.destroy();
      this.#maskIsClear = true;
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
