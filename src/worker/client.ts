/** The page's side of the wire: the same interface as the recommender itself. */
import { errorFromData, LocavoreError } from '../errors.ts';
import type { OnceLogger } from '../log.ts';
import type { ProfileApi, Progress, Recommender, RecommenderEvent } from '../recommender.ts';
import type { CheckedOptions } from './check-options.ts';
import { destroyedError, Emitter } from './emitter.ts';
import type { FromWorker, MethodName, Methods, Port, ToWorker } from './protocol.ts';

export interface ClientHooks {
  onProgress?: (progress: Progress) => void;
  signal?: AbortSignal;
  logger: OnceLogger;
  /** Called once, after `destroy` or a failure: ends the worker. */
  onEnd?: () => void;
}

interface Pending {
  resolve(value: never): void;
  reject(error: Error): void;
}

/** The id under which the opening is answered. */
const OPENING = 0;

export class RecommenderClient implements Recommender {
  readonly profile: ProfileApi;
  /** Resolves once the worker's script has loaded. */
  readonly hello: Promise<void>;
  readonly #port: Port;
  readonly #hooks: ClientHooks;
  readonly #pending = new Map<number, Pending>();
  readonly #emitter = new Emitter();
  #lastId = OPENING;
  /** Why no call can be made any more. */
  #ended: LocavoreError | undefined;
  #sayHello!: () => void;

  constructor(port: Port, hooks: ClientHooks) {
    this.#port = port;
    this.#hooks = hooks;
    this.hello = new Promise((resolve) => {
      this.#sayHello = resolve;
    });
    const forward = <M extends MethodName>(method: M): Methods[M] =>
      ((...args: unknown[]) => this.#call(method, args)) as Methods[M];
    this.profile = {
      summary: forward('profile.summary'),
      events: forward('profile.events'),
      export: forward('profile.export'),
      import: forward('profile.import'),
      erase: forward('profile.erase'),
      pause: forward('profile.pause'),
      resume: forward('profile.resume'),
    };
    port.addEventListener('message', this.#onMessage);
    port.start?.();
  }

  /** Opens the recommender at the other end. On an error the client has ended. */
  async open(options: CheckedOptions): Promise<void> {
    const { signal } = this.#hooks;
    const abort = (): void => {
      // Not left to the worker to answer: its script may still be loading.
      this.#send({ type: 'abort' });
      this.#settle(OPENING)?.reject(
        new LocavoreError('aborted', "Opening the recommender was aborted by the caller's signal.", {
          cause: signal?.reason,
        }),
      );
    };
    try {
      const opened = this.#expect<void>(OPENING, { type: 'open', options });
      if (signal?.aborted) abort();
      signal?.addEventListener('abort', abort);
      await opened;
    } catch (error) {
      this.destroy();
      throw error;
    } finally {
      signal?.removeEventListener('abort', abort);
    }
  }

  info: Recommender['info'] = () => this.#call('info', []);
  record: Recommender['record'] = (input) => this.#call('record', [input]);
  recommend: Recommender['recommend'] = (request) => this.#call('recommend', [request]);
  similar: Recommender['similar'] = (item, request) => this.#call('similar', [item, request]);
  items: Recommender['items'] = (ids) => this.#call('items', [ids]);
  browse: Recommender['browse'] = (query) => this.#call('browse', [query]);
  facets: Recommender['facets'] = (role) => this.#call('facets', [role]);
  useEngine: Recommender['useEngine'] = (engine) => this.#call('useEngine', [engine]);

  on(event: RecommenderEvent, listener: () => void): () => void {
    return this.#emitter.on(event, listener);
  }

  destroy(): void {
    if (this.#ended) return;
    this.#send({ type: 'destroy' });
    this.#end(destroyedError());
  }

  /** The worker died: everything pending, and every later call, rejects with `worker-failed`. */
  fail(reason: string): void {
    if (this.#ended) return;
    this.#end(
      new LocavoreError(
        'worker-failed',
        `The recommender's worker failed (${reason}): create a new recommender.`,
      ),
    );
  }

  #end(error: LocavoreError): void {
    this.#ended = error;
    this.#port.removeEventListener('message', this.#onMessage);
    this.#emitter.clear();
    for (const { reject } of this.#pending.values()) reject(error);
    this.#pending.clear();
    this.#hooks.onEnd?.();
  }

  #call<M extends MethodName>(method: M, args: unknown[]): Promise<Awaited<ReturnType<Methods[M]>>> {
    const id = ++this.#lastId;
    return this.#expect(id, { type: 'call', id, method, args });
  }

  #expect<T>(id: number, message: ToWorker): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (this.#ended) throw this.#ended;
      this.#pending.set(id, { resolve: resolve as Pending['resolve'], reject });
      try {
        this.#send(message);
      } catch (cause) {
        this.#pending.delete(id);
        const reason = cause instanceof Error ? cause.message : String(cause);
        throw new LocavoreError(
          'invalid-argument',
          `An argument cannot be sent to the worker (${reason}): pass plain data, without functions or DOM nodes.`,
          { cause },
        );
      }
    });
  }

  #send(message: ToWorker): void {
    this.#port.postMessage(message);
  }

  readonly #onMessage = ({ data }: MessageEvent): void => {
    const message = data as FromWorker;
    switch (message.type) {
      case 'hello':
        this.#sayHello();
        break;
      case 'result':
        this.#settle(message.id)?.resolve(message.value as never);
        break;
      case 'error':
        this.#settle(message.id)?.reject(errorFromData(message.error));
        break;
      case 'progress':
        this.#hooks.onProgress?.(message.progress);
        break;
      case 'event':
        this.#emitter.emit(message.event);
        break;
      case 'log':
        this.#hooks.logger.relay(message.message);
        break;
      default:
        message satisfies never;
    }
  };

  #settle(id: number): Pending | undefined {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    return pending;
  }
}
