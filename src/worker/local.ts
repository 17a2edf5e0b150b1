/** Opens the recommender itself, on whatever thread it is asked to. */
import { LocavoreError } from '../errors.ts';
import { OnceLogger } from '../log.ts';
import type { NetworkCount } from '../pack/fetch.ts';
import { packBytes } from '../pack/manifest.ts';
import type { Progress, Recommender, RecommenderOptions } from '../recommender.ts';
import { openPack } from '../store/install.ts';
import { openStore } from '../store/open.ts';
import type { CheckedOptions } from './check-options.ts';
import { EngineSlot } from './engine-slot.ts';
import { LocalRecommender } from './local-recommender.ts';
import { openEngine, rememberedChoice } from './open-engine.ts';

export interface LocalHooks extends Pick<RecommenderOptions, 'onProgress' | 'signal' | 'logger'> {
  thread: 'worker' | 'main';
}

/**
 * Opens the store, the pack and the engine.
 * @throws LocavoreError whatever {@link openPack} and the engine throw; `aborted`
 */
export async function openLocal(options: CheckedOptions, hooks: LocalHooks): Promise<Recommender> {
  const { signal } = hooks;
  const logger = new OnceLogger(hooks.logger);
  const network: NetworkCount = { requests: 0, bytesReceived: 0 };
  const store = await openStore(options.namespace, options.persist, logger);
  let slot: EngineSlot | undefined;
  try {
    const remembered = rememberedChoice(options.engine, store.settings);
    const opened = await openPack(store.packs, options.url, {
      signal,
      count: network,
      onProgress: hooks.onProgress,
      onNotStored: ({ message }) =>
        logger.warn('storage-in-memory', `the pack is kept in memory and gone with the page. ${message}`),
    });
    const total = packBytes(opened.pack.manifest);
    const report = (phase: Progress['phase']): void => hooks.onProgress?.({ phase, loaded: total, total });
    report('engine');
    const { engine, choice, isSettled } = await openEngine(
      options.engine,
      opened.pack.matrix,
      await remembered,
      (message) => logger.warn('engine-fallback', message),
    );
    slot = new EngineSlot(engine, choice);
    if (signal?.aborted) {
      throw new LocavoreError('aborted', "Opening the recommender was aborted by the caller's signal.", {
        cause: signal.reason,
      });
    }
    report('ready');
    // A measurement would hold up a page that the recommender shares a thread with.
    const mustMeasure = !isSettled && hooks.thread === 'worker';
    return new LocalRecommender({
      options,
      thread: hooks.thread,
      logger,
      network,
      store,
      opened,
      slot,
      mustMeasure,
    });
  } catch (error) {
    slot?.destroy();
    store.close();
    throw error;
  }
}
