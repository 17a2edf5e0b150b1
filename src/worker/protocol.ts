/** What crosses the wall between a page and its worker: types only, all of them plain data. */
import type { ErrorData } from '../errors.ts';
import type { ProfileApi, Progress, Recommender, RecommenderEvent } from '../recommender.ts';
import type { CheckedOptions } from './check-options.ts';

/** Every call that the client forwards, by the name it has on the wire. */
export interface Methods extends Pick<Recommender, PlainMethod> {
  'profile.summary': ProfileApi['summary'];
  'profile.events': ProfileApi['events'];
  'profile.export': ProfileApi['export'];
  'profile.import': ProfileApi['import'];
  'profile.erase': ProfileApi['erase'];
  'profile.pause': ProfileApi['pause'];
  'profile.resume': ProfileApi['resume'];
}

type PlainMethod = 'info' | 'record' | 'recommend' | 'similar' | 'items' | 'browse' | 'facets' | 'useEngine';

export type MethodName = keyof Methods;

export type ToWorker =
  /** The first message. Answered with the id 0. */
  | { type: 'open'; options: CheckedOptions }
  /** Aborts the opening. */
  | { type: 'abort' }
  | { type: 'call'; id: number; method: MethodName; args: unknown[] }
  | { type: 'destroy' };

export type FromWorker =
  /** The script has loaded: the worker was not refused. */
  | { type: 'hello' }
  | { type: 'result'; id: number; value: unknown }
  | { type: 'error'; id: number; error: ErrorData }
  | { type: 'progress'; progress: Progress }
  | { type: 'event'; event: RecommenderEvent }
  | { type: 'log'; message: string };

/** A Worker, a worker's own scope, or a MessagePort. */
export interface Port {
  postMessage(message: unknown): void;
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void;
  removeEventListener(type: 'message', listener: (event: MessageEvent) => void): void;
  /** MessagePorts deliver nothing before it. */
  start?(): void;
  /** Ends a worker from inside, or closes a MessagePort. */
  close?(): void;
}
