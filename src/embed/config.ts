import type { EngineName } from '../engine/engine.ts';

/** What the script tag says, as plain data: every value is still a string of the page. */
export interface EmbedConfig {
  /** URL of the pack's folder, from `data-pack`; relative to the page. */
  pack: string;
  /** From `data-namespace`. Default `default`. */
  namespace: string;
  /** From `data-engine`. Default `auto`. */
  engine: EngineName | 'auto';
}

const ENGINES: readonly string[] = ['auto', 'js', 'wasm', 'webgpu'];

/**
 * Reads the configuration from a script element's `data-*`.
 * @throws TypeError naming the attribute, its value and what it should be.
 */
export function readConfig(dataset: Readonly<Record<string, string | undefined>>): EmbedConfig {
  const { pack, namespace = 'default', engine = 'auto' } = dataset;
  if (!pack) {
    throw new TypeError('locavore: the script tag has no data-pack. Add data-pack="/path/to/pack/".');
  }
  if (!ENGINES.includes(engine)) {
    throw new TypeError(
      `locavore: data-engine is ${JSON.stringify(engine)}; it must be one of ${ENGINES.join(', ')}.`,
    );
  }
  return { pack, namespace, engine: engine as EmbedConfig['engine'] };
}

/** A shelf's `limit`: a whole number brought into 1 … 100; 8 where the attribute is absent or no number. */
export function readLimit(value: string | null): number {
  const limit = Number.parseInt(value ?? '', 10);
  return Number.isNaN(limit) ? 8 : Math.min(Math.max(limit, 1), 100);
}
