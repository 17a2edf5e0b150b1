/** The worker's side of the wire: opens a recommender, and hands calls to it. */
import { errorToData, LocavoreError } from '../errors.ts';
import type { Recommender, RecommenderOptions } from '../recommender.ts';
import type { CheckedOptions } from './check-options.ts';
import type { FromWorker, MethodName, Port, ToWorker } from './protocol.ts';

export type Open = (
  options: CheckedOptions,
  hooks: Pick<RecommenderOptions, 'onProgress' | 'signal' | 'logger'>,
) => Promise<Recommender>;

/** Serves one recommender over a port, and says hello. After `destroy` the port is closed. */
export function serve(port: Port, open: Open): void {
  const send = (message: FromWorker): void => port.postMessage(message);
  const aborting = new AbortController();
  let opening: Promise<Recommender> | undefined;

  const underWay = new Set<Promise<void>>();

  const answer = (id: number, work: () => Promise<unknown>): void => {
    const answering = Promise.resolve()
      .then(work)
      .then((value) => send({ type: 'result', id, value }))
      // Also for a result that cannot cross: whoever asked would wait for ever.
      .catch((error: unknown) => send({ type: 'error', id, error: errorToData(error) }));
    underWay.add(answering);
    void answering.finally(() => underWay.delete(answering));
  };

  const start = async (options: CheckedOptions): Promise<Recommender> => {
    const recommender = await open(options, {
      onProgress: (progress) => send({ type: 'progress', progress }),
      signal: aborting.signal,
      logger: {
        warn: (message) => send({ type: 'log', message }),
      },
    });
    for (const event of ['change', 'update'] as const) {
      recommender.on(event, () => send({ type: 'event', event }));
    }
    return recommender;
  };

  const onMessage = ({ data }: MessageEvent): void => {
    const message = data as ToWorker;
    switch (message.type) {
      case 'open':
        opening ??= start(message.options);
        answer(0, async () => {
          await opening;
        });
        break;
      case 'abort':
        aborting.abort();
        break;
      case 'call':
        answer(message.id, async () => {
          if (!opening)
            throw new LocavoreError('worker-failed', 'A call came before the recommender was opened.');
          return call(await opening, message.method, message.args);
        });
        break;
      case 'destroy':
        port.removeEventListener('message', onMessage);
        aborting.abort();
        void Promise.resolve(opening)
          .then(
            (recommender) => recommender?.destroy(),
            () => {},
          )
          // What was recorded last is stored before the worker ends.
          .then(() => Promise.allSettled(underWay))
          .then(() => port.close?.());
        break;
      default:
        message satisfies never;
    }
  };
  port.addEventListener('message', onMessage);
  port.start?.();
  send({ type: 'hello' });
}

/** What may be called: a name off the wire never reaches an arbitrary member. The type says that none is missing. */
const METHODS: Record<MethodName, true> = {
  info: true,
  record: true,
  recommend: true,
  similar: true,
  items: true,
  browse: true,
  facets: true,
  useEngine: true,
  'profile.summary': true,
  'profile.events': true,
  'profile.export': true,
  'profile.import': true,
  'profile.erase': true,
  'profile.pause': true,
  'profile.resume': true,
};

type Method = (...args: unknown[]) => Promise<unknown>;

function call(recommender: Recommender, name: MethodName, args: unknown[]): Promise<unknown> {
  if (!Object.hasOwn(METHODS, name)) {
    throw new LocavoreError(
      'worker-failed',
      `The worker has no method ${JSON.stringify(name)}: page and worker are of different releases of Locavore.`,
    );
  }
  const [owner, member] = name.startsWith('profile.')
    ? [recommender.profile, name.slice('profile.'.length)]
    : [recommender, name];
  return (owner as unknown as Record<string, Method>)[member](...args);
}
