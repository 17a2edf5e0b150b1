/** Flags from the configuration file, under those of the command line. */
import { LocavoreError } from '../errors.ts';
import { type FlagSpecs, type FlagValues, parseFlags } from './flags.ts';
import type { PackConfig } from './pack-config.ts';

/**
 * The configuration's flags are defaults: one on the command line wins. They pass the same checks. Flags that only
 * other commands have are passed over, so that `evaluate` can use the configuration of `train`.
 */
export function withConfigFlags<T extends FlagSpecs>(
  command: string,
  specs: T,
  given: FlagValues<T>,
  config: PackConfig,
  known: FlagSpecs = specs,
): FlagValues<T> {
  const argv = Object.entries(config.flags ?? {})
    .filter(([flag]) => Object.hasOwn(specs, flag) || !Object.hasOwn(known, flag))
    .flatMap(([flag, value]) =>
      value === true ? [`--${flag}`] : value === false ? [] : [`--${flag}=${value}`],
    );
  try {
    const defaults = parseFlags(command, specs, argv).flags;
    const set = Object.entries(given).filter(([, value]) => isSet(value));
    return { ...defaults, ...(Object.fromEntries(set) as FlagValues<T>) };
  } catch (error) {
    throw error instanceof LocavoreError
      ? new LocavoreError('input-malformed', `the configuration's member "flags": ${error.message}`, {
          cause: error,
        })
      : error;
  }
}

function isSet(value: unknown): boolean {
  return value !== undefined && value !== false && !(Array.isArray(value) && value.length === 0);
}
