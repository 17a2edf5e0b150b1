import type { EngineName } from '../engine/engine.ts';
import { LocavoreError } from '../errors.ts';
import { packFolderUrl } from '../pack/folder-url.ts';
import type { RecommenderOptions } from '../recommender.ts';

/** What decides what a recommender is: plain data, fit for the wire. */
export interface CheckedOptions {
  /** Absolute URL of the pack's folder, with a final slash. */
  url: string;
  namespace: string;
  engine: EngineName | 'auto';
  persist: boolean;
}

export const ENGINE_CHOICES: readonly (EngineName | 'auto')[] = ['auto', 'webgpu', 'wasm', 'js'];

function invalid(name: string, value: unknown, expected: string): never {
  const shown = typeof value === 'string' ? JSON.stringify(value) : String(value);
  throw new LocavoreError(
    'invalid-argument',
    `createRecommender: ${name} is ${shown}, expected ${expected}.`,
  );
}

/**
 * @param base what a relative pack URL is relative to: the page's address
 * @throws LocavoreError `invalid-argument`, naming the option and its value
 */
export function checkOptions(options: RecommenderOptions, base: string | undefined): CheckedOptions {
  if (typeof options !== 'object' || options === null) {
    invalid('the argument', options, "an object such as { pack: '/models/books/' }");
  }
  const { pack, namespace = 'default', engine = 'auto', persist = true, worker = 'auto' } = options;
  if (typeof pack !== 'string' || pack === '') {
    invalid('pack', pack, 'the URL of a pack\'s folder, such as "/models/books/"');
  }
  if (typeof namespace !== 'string' || !/^[\w.-]{1,64}$/.test(namespace)) {
    invalid('namespace', namespace, '1 to 64 letters, digits, "-", "_" and "."');
  }
  checkEngineName(engine, 'createRecommender: engine');
  if (typeof persist !== 'boolean') invalid('persist', persist, 'true or false');
  if (!(worker === 'auto' || worker === false || typeof worker === 'string' || worker instanceof URL)) {
    invalid('worker', worker, "'auto', false, or the URL of the worker's script");
  }
  if (options.onProgress !== undefined && typeof options.onProgress !== 'function') {
    invalid('onProgress', options.onProgress, 'a function');
  }
  if (options.signal !== undefined && typeof options.signal?.addEventListener !== 'function') {
    invalid('signal', options.signal, 'an AbortSignal');
  }
  if (options.logger && typeof options.logger.warn !== 'function') {
    invalid('logger', options.logger, 'an object with a function "warn", such as console, or null');
  }
  return { url: packFolderUrl(pack, base), namespace, engine, persist };
}

/** @throws LocavoreError `invalid-argument` */
export function checkEngineName(engine: unknown, who: string): asserts engine is EngineName | 'auto' {
  if (ENGINE_CHOICES.includes(engine as EngineName)) return;
  const shown = typeof engine === 'string' ? JSON.stringify(engine) : String(engine);
  throw new LocavoreError(
    'invalid-argument',
    `${who} is ${shown}, expected one of ${ENGINE_CHOICES.map((name) => `"${name}"`).join(', ')}.`,
  );
}
