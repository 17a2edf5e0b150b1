/**
 * The recommender itself, once its store, pack and engine are open. What a first shelf does without is imported where it
 * is used, so that a storefront loads it later.
 */
import type { EngineName } from '../engine/engine.ts';
import { LocavoreError } from '../errors.ts';
import type { OnceLogger } from '../log.ts';
import type { NetworkCount } from '../pack/fetch.ts';
import { packBytes } from '../pack/manifest.ts';
import type { Item, Pack } from '../pack/pack.ts';
import { recommend } from '../pipeline/recommend.ts';
import type { PipelineInput, RecommendRequest, Shelf } from '../pipeline/types.ts';
import { deriveProfile } from '../profile/derive.ts';
import type { ProfileEvent, RecordInput } from '../profile/events.ts';
import type {
  BrowseQuery,
  EngineChoice,
  ProfileApi,
  Recommender,
  RecommenderEvent,
  RecommenderInfo,
} from '../recommender.ts';
import { type OpenedPack, revalidatePack } from '../store/install.ts';
import type { Store } from '../store/store.ts';
import type { ItemId, ItemIndex, Milliseconds } from '../units.ts';
import { openChangeChannel } from './change-channel.ts';
import { type CheckedOptions, checkEngineName } from './check-options.ts';
import { destroyedError, Emitter } from './emitter.ts';
import type { EngineSlot } from './engine-slot.ts';
import { createProfileApi } from './profile-api.ts';

/** What changes the engine after the opening. */
const engineChanges = () => import('./change-engine.ts');

/** A page that asks for nothing still learns of updates, this long after opening. */
const REVALIDATE_AFTER: Milliseconds = 3_000;

export interface Belongings {
  options: CheckedOptions;
  thread: 'worker' | 'main';
  logger: OnceLogger;
  network: NetworkCount;
  store: Store;
  opened: OpenedPack;
  slot: EngineSlot;
  /** Measure the engines after the first shelf. */
  mustMeasure: boolean;
}

export class LocalRecommender implements Recommender {
  readonly profile: ProfileApi;
  readonly #own: Belongings;
  readonly #pack: Pack;
  readonly #emitter = new Emitter();
  readonly #channel: { post(): void; close(): void };
  readonly #ending = new AbortController();
  /** Ends with the last write so far: writes happen one after another, and reads wait for those before them. */
  #writes: Promise<unknown> = Promise.resolve();
  #engineChanges: Promise<unknown> = Promise.resolve();
  #revalidation: ReturnType<typeof setTimeout> | undefined;
  #mustRevalidate: boolean;
  #mustMeasure: boolean;
  #hasShown = false;

  constructor(own: Belongings) {
    this.#own = own;
    this.#pack = own.opened.pack;
    this.#channel =
      own.store.kind === 'memory'
        ? { post: () => {}, close: () => {} }
        : openChangeChannel(own.options.namespace, () => this.#emitter.emit('change'));
    this.profile = createProfileApi({
      namespace: own.options.namespace,
      store: own.store,
      read: (work) => this.#read(work),
      write: (work) => this.#write(work),
    });
    this.#mustMeasure = own.mustMeasure;
    this.#mustRevalidate = !own.opened.isCurrent;
    if (this.#mustRevalidate) {
      this.#revalidation = setTimeout(() => void this.#revalidate(), REVALIDATE_AFTER);
      (this.#revalidation as { unref?: () => void }).unref?.();
    }
  }

  info(): Promise<RecommenderInfo> {
    return this.#call(async () => {
      // A measurement under way is awaited, so that what is told of the engine stays true.
      await this.#engineChanges;
      const { name, contentVersion, items, dimension, card, fields } = this.#pack.manifest;
      const { options, opened, thread, store, slot, network } = this.#own;
      const bytes = packBytes(this.#pack.manifest);
      return {
        pack: { name, contentVersion, items, dimension, card, fields, url: options.url, bytes },
        engine: slot.choice,
        thread,
        storage: store.kind,
        fromStorage: opened.fromStorage,
        network: { ...network, bodyBytesSent: 0 },
      };
    });
  }

  record(input: RecordInput): Promise<ProfileEvent | null> {
    return this.#write(async () => {
      const { recordEvent } = await import('./record-event.ts');
      const value = await recordEvent(input, this.#own.store.events, (id) => this.#indexOf(id));
      return { value, changed: value !== null };
    });
  }

  recommend(request: RecommendRequest = {}): Promise<Shelf> {
    return this.#shelf(request, recommend);
  }

  similar(item: ItemId, request: Omit<RecommendRequest, 'context'> = {}): Promise<Shelf> {
    return this.#shelf(request, async (input) => {
      const index = this.#indexOf(item);
      return (await import('../pipeline/similar.ts')).similar(input, index);
    });
  }

  items(ids: ItemId[]): Promise<Item[]> {
    return this.#call(async () => {
      if (!Array.isArray(ids)) {
        throw new LocavoreError('invalid-argument', `items: ${String(ids)} is not an array of item ids.`);
      }
      return ids.map((id) => this.#pack.catalogue.item(this.#indexOf(id)));
    });
  }

  browse(query?: BrowseQuery): Promise<{ total: number; items: Item[] }> {
    return this.#call(async () => {
      const { browse } = await import('../pipeline/browse.ts');
      const { total, indices } = browse(this.#pack, query);
      return { total, items: indices.map((index) => this.#pack.catalogue.item(index)) };
    });
  }

  facets(role: 'category' | 'creator'): Promise<{ label: string; count: number }[]> {
    return this.#call(async () => {
      const { facets } = await import('../pipeline/browse.ts');
      return facets(this.#pack, role).map((facet) => ({ ...facet }));
    });
  }

  useEngine(name: EngineName | 'auto'): Promise<EngineChoice> {
    return this.#call(async () => {
      checkEngineName(name, 'useEngine: the engine');
      this.#mustMeasure = false;
      return this.#changeEngine(async () => {
        const { slot, store } = this.#own;
        const { engine, choice } = await (await engineChanges()).switchEngine(
          name,
          this.#pack.matrix,
          store.settings,
        );
        slot.swap(engine, choice);
        return choice;
      });
    });
  }

  on(event: RecommenderEvent, listener: () => void): () => void {
    return this.#emitter.on(event, listener);
  }

  destroy(): void {
    if (this.#ending.signal.aborted) return;
    this.#ending.abort();
    clearTimeout(this.#revalidation);
    this.#emitter.clear();
    // What was recorded before is still stored, and told to the other tabs.
    void this.#writes.finally(() => {
      this.#channel.close();
      this.#own.store.close();
    });
    void this.#engineChanges.finally(() => this.#own.slot.destroy());
  }

  /** @throws LocavoreError `unknown-item` */
  #indexOf(id: ItemId): ItemIndex {
    const index = this.#pack.catalogue.indexOf(id);
    if (index >= 0) return index;
    const { name, contentVersion, items } = this.#pack.manifest;
    throw new LocavoreError(
      'unknown-item',
      `The pack "${name}" (version ${contentVersion}, ${items} items) has no item ${JSON.stringify(id)}: pass an id of its catalogue, or make the pack again with this item.`,
    );
  }

  #shelf(request: RecommendRequest, rank: (input: PipelineInput) => Promise<Shelf>): Promise<Shelf> {
    return this.#read(async () => {
      const now = Date.now();
      const profile = deriveProfile(await this.#own.store.events.all(), this.#pack, now);
      const attempt = (): Promise<Shelf> =>
        this.#own.slot.use((engine, { reason }) =>
          rank({ pack: this.#pack, engine, engineReason: reason, profile, request, now }),
        );
      const used = this.#own.slot.choice;
      try {
        const shelf = await attempt();
        this.#afterShelf();
        return shelf;
      } catch (error) {
        if (!(error instanceof LocavoreError && error.code === 'engine-failed')) throw error;
        await this.#replaceFailedEngine(used, error);
        return attempt();
      }
    });
  }

  /** After the first shelf, which must wait for none of this. A failure leaves the engine that serves. */
  #afterShelf(): void {
    if (this.#hasShown) return;
    this.#hasShown = true;
    setTimeout(
      () => void import('./load-the-rest.ts').then(({ loadTheRest }) => loadTheRest()).catch(() => {}),
    );
    if (!this.#mustMeasure) return;
    const { slot, store } = this.#own;
    const used = slot.choice;
    void this.#changeEngine(async () => {
      // The answer leaves the worker first.
      await new Promise((resolve) => setTimeout(resolve));
      if (this.#ending.signal.aborted || slot.choice !== used) return;
      const { engine, choice } = await (await engineChanges()).measuredEngine(
        this.#pack.matrix,
        store.settings,
      );
      slot.swap(engine, choice);
    }).catch(() => {});
  }

  /** A GPU may be lost at any time; the shelf must not be. */
  #replaceFailedEngine(failed: EngineChoice, error: LocavoreError): Promise<void> {
    return this.#changeEngine(async () => {
      const { slot, logger } = this.#own;
      if (slot.choice !== failed) return;
      const { engine, choice } = await (await engineChanges()).fallbackEngine(
        failed,
        this.#pack.matrix,
        error,
      );
      slot.swap(engine, choice);
      logger.warn('engine-fallback', `${choice.reason} ${error.message}`);
    });
  }

  #changeEngine<T>(work: () => Promise<T>): Promise<T> {
    const change = this.#engineChanges.then(work);
    this.#engineChanges = change.catch(() => {});
    return change;
  }

  async #call<T>(work: () => Promise<T>): Promise<T> {
    const { signal } = this.#ending;
    if (signal.aborted) throw destroyedError();
    try {
      const value = await work();
      if (signal.aborted) throw destroyedError();
      this.#answered();
      return value;
    } catch (error) {
      throw signal.aborted ? destroyedError() : error;
    }
  }

  /** Sees every write that was called before it. */
  #read<T>(work: () => Promise<T>): Promise<T> {
    return this.#call(() => this.#writes.then(work));
  }

  #write<T>(work: () => Promise<{ value: T; changed: boolean }>): Promise<T> {
    return this.#call(() => {
      const write = this.#writes.then(work).then(({ value, changed }) => {
        if (changed) {
          this.#channel.post();
          this.#emitter.emit('change');
        }
        return value;
      });
      this.#writes = write.catch(() => {});
      return write;
    });
  }

  /** The network comes after the first answer: a stored pack serves at once. */
  #answered(): void {
    if (!this.#mustRevalidate) return;
    clearTimeout(this.#revalidation);
    this.#revalidation = setTimeout(() => void this.#revalidate());
  }

  async #revalidate(): Promise<void> {
    if (!this.#mustRevalidate) return;
    this.#mustRevalidate = false;
    const { store, options, opened, network, logger } = this.#own;
    const { signal } = this.#ending;
    try {
      const result = await revalidatePack(store.packs, options.url, opened.manifestText, {
        signal,
        count: network,
      });
      if (result === 'updated' && !signal.aborted) this.#emitter.emit('update');
    } catch (error) {
      if (signal.aborted) return;
      const message = error instanceof Error ? error.message : String(error);
      logger.warn('update-failed', `no newer pack could be loaded; the stored one keeps serving. ${message}`);
    }
  }
}
