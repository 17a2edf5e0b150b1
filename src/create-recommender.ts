import { LocavoreError } from './errors.ts';
import { OnceLogger } from './log.ts';
import type { CreateRecommender, Recommender, RecommenderOptions } from './recommender.ts';
import { type CheckedOptions, checkOptions } from './worker/check-options.ts';
import { RecommenderClient } from './worker/client.ts';

/** A worker that was told to end gets this long to store what is under way. */
const GRACE_MS = 1_000;

/**
 * Opens a recommender: in a worker where the page allows one, else on this thread, with one warning.
 *
 * A first visit downloads the pack and stores it; later visits open it from the device and ask the server, after the
 * first answer, whether there is a newer one.
 *
 * @throws LocavoreError `invalid-argument` (an option), `pack-unreachable`, `pack-malformed`, `pack-version`,
 * `pack-corrupt`, `worker-failed`, `aborted`
 */
export const createRecommender: CreateRecommender = async (options) => {
  const checked = checkOptions(options, globalThis.location?.href);
  if (options.signal?.aborted) throw abortedError(options.signal);
  if (options.worker !== false && typeof Worker !== 'undefined') {
    const recommender = await openInWorker(checked, options);
    if (recommender) return recommender;
  }
  const { openLocal } = await import('./worker/local.ts');
  const { onProgress, signal, logger } = options;
  return openLocal(checked, { onProgress, signal, logger, thread: 'main' });
};

/** @returns `null` where the page does not allow the worker */
async function openInWorker(
  checked: CheckedOptions,
  { worker: script = 'auto', onProgress, signal, logger: sink }: RecommenderOptions,
): Promise<Recommender | null> {
  const logger = new OnceLogger(sink);
  const refuse = (reason: string): null => {
    logger.warn(
      'worker-refused',
      `the worker could not be started (${reason}); the page's own thread computes recommendations. Allow it (worker-src 'self'), serve its script from the page's origin, or pass worker: false.`,
    );
    return null;
  };
  let worker: Worker;
  try {
    worker = startWorker(script);
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
  const client = new RecommenderClient(worker, {
    onProgress,
    signal,
    logger,
    onEnd: () => {
      setTimeout(() => worker.terminate(), GRACE_MS);
    },
  });
  let isLoaded = false;
  const refused = new Promise<string>((resolve) => {
    worker.addEventListener('error', (event) => {
      const reason = event.message || 'its script was blocked or not found';
      if (isLoaded) client.fail(reason);
      else resolve(reason);
    });
    worker.addEventListener('messageerror', () => client.fail('a message could not be read'));
  });
  const opening = client.open(checked);
  opening.catch(() => {});
  const loaded = client.hello.then(() => {
    isLoaded = true;
  });
  const reason = await Promise.race([loaded, refused, opening]);
  if (typeof reason === 'string') {
    client.destroy();
    return refuse(reason);
  }
  await opening;
  return client;
}

function startWorker(script: NonNullable<RecommenderOptions['worker']>): Worker {
  if (script === 'auto' || script === false) {
    // Bundlers recognise exactly this expression, and make the worker a file of its own.
    return new Worker(new URL('./worker/entry.ts', import.meta.url), { type: 'module', name: 'locavore' });
  }
  return new Worker(script, { type: 'module', name: 'locavore' });
}

function abortedError(signal: AbortSignal): LocavoreError {
  return new LocavoreError(
    'aborted',
    "createRecommender was aborted by the caller's signal before it began.",
    {
      cause: signal.reason,
    },
  );
}
