/**
 * Data-parallel jobs on all cores. A job is cut into numbered blocks that depend on nothing but the job's input, and
 * every block writes to places of its own in shared memory, so the result is the same to the byte for any number of
 * threads. Which thread takes which block is left to chance.
 */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { LocavoreError } from '../errors.ts';
import { JOBS, type JobContexts, type JobName } from './jobs.ts';

export interface Progress {
  /** What is being computed: `als`, `neighbours`, `evaluation`. */
  phase: string;
  /** Steps done and in all, 0 … total. */
  done: number;
  total: number;
}

export interface RunOptions {
  /** Default: the number of cores. 1: everything on the calling thread. Never changes a result. */
  threads?: number;
  signal?: AbortSignal;
  onProgress?(progress: Progress): void;
  /** Where the worker's script is. Default: beside this module. */
  workerUrl?: URL;
}

/** What a worker is sent for one job. `control` is i32[2] in shared memory: the next block, and 1 for "stop". */
export interface JobMessage {
  name: JobName;
  context: JobContexts[JobName];
  blocks: number;
  control: Int32Array<SharedArrayBuffer>;
}

export type JobReply = { done: true } | { error: unknown };

const YIELD_MS = 30;
const WATCH_MS = 200;

export function throwIfAborted(signal: AbortSignal | undefined, what: string): void {
  if (signal?.aborted) throw new LocavoreError('aborted', `${what} was aborted by its signal`);
}

export class Threads {
  readonly #signal: AbortSignal | undefined;
  readonly #workers: Worker[] = [];

  constructor(run: RunOptions = {}) {
    this.#signal = run.signal;
    const threads = run.threads ?? availableParallelism();
    if (!Number.isInteger(threads) || threads < 1 || threads > 1024) {
      throw new LocavoreError(
        'invalid-argument',
        `threads must be an integer from 1 to 1024, got ${threads}`,
      );
    }
    // Node cannot start a worker from TypeScript: unless it was built, this module works on the calling thread.
    const built = import.meta.url.endsWith('.js');
    const url = run.workerUrl ?? (built ? new URL('./thread-entry.js', import.meta.url) : null);
    if (url === null || threads === 1) return;
    for (let i = 0; i < threads; i++) this.#workers.push(new Worker(url));
  }

  /** How many threads work; 1 is the calling thread alone. */
  get count(): number {
    return Math.max(1, this.#workers.length);
  }

  /**
   * Runs blocks 0 … blocks − 1 of a job and resolves when all are done.
   * @param onBlocks told now and then how many blocks have been begun
   * @throws LocavoreError `aborted` once the signal has fired and no thread works any more.
   */
  async run<N extends JobName>(
    name: N,
    context: JobContexts[N],
    blocks: number,
    onBlocks?: (begun: number) => void,
  ): Promise<void> {
    throwIfAborted(this.#signal, 'training');
    if (blocks === 0) return;
    if (this.#workers.length === 0) return this.#runHere(name, context, blocks, onBlocks);
    const control = new Int32Array(new SharedArrayBuffer(8));
    const stop = () => Atomics.store(control, 1, 1);
    this.#signal?.addEventListener('abort', stop);
    const watch = () => onBlocks?.(Math.min(blocks, Atomics.load(control, 0)));
    const timer = onBlocks === undefined ? undefined : setInterval(watch, WATCH_MS);
    try {
      const message: JobMessage = { name, context, blocks, control };
      const outcomes = await Promise.allSettled(this.#workers.map((worker) => ask(worker, message, stop)));
      for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
    } finally {
      clearInterval(timer);
      this.#signal?.removeEventListener('abort', stop);
    }
    throwIfAborted(this.#signal, 'training');
  }

  async #runHere<N extends JobName>(
    name: N,
    context: JobContexts[N],
    blocks: number,
    onBlocks?: (begun: number) => void,
  ): Promise<void> {
    const work = JOBS[name](context);
    let last = performance.now();
    for (let block = 0; block < blocks; block++) {
      work(block);
      if (performance.now() - last < YIELD_MS) continue;
      await new Promise((resolve) => setImmediate(resolve));
      throwIfAborted(this.#signal, 'training');
      onBlocks?.(block + 1);
      last = performance.now();
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.#workers.splice(0).map((worker) => worker.terminate()));
  }
}

function ask(worker: Worker, message: JobMessage, stop: () => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (error?: unknown) => {
      worker.off('message', onMessage).off('error', settle).off('exit', onExit);
      if (error === undefined) return resolve();
      stop();
      reject(error);
    };
    const onMessage = (reply: JobReply) => settle('error' in reply ? reply.error : undefined);
    const onExit = (code: number) =>
      settle(new LocavoreError('worker-failed', `a training thread exited (${code})`));
    worker.on('message', onMessage).on('error', settle).on('exit', onExit);
    worker.postMessage(message);
  });
}

/** f32[length] in memory that threads share. */
export const sharedFloat32 = (length: number) => new Float32Array(new SharedArrayBuffer(length * 4));
/** f64[length] in memory that threads share. */
export const sharedFloat64 = (length: number) => new Float64Array(new SharedArrayBuffer(length * 8));
/** u32[length] in memory that threads share. */
export const sharedUint32 = (length: number) => new Uint32Array(new SharedArrayBuffer(length * 4));
