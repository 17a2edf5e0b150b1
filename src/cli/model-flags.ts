/** Flags for the hyper-parameters, shared by the commands that train. */
import type { AlsOptions } from '../train/als.ts';
import { DEFAULT_ALS } from '../train/als.ts';
import { DEFAULT_NEIGHBOURS, type NeighbourOptions } from '../train/neighbours.ts';
import type { RunOptions } from '../train/threads.ts';
import type { Terminal } from './command.ts';
import type { FlagValues } from './flags.ts';

export const MODEL_FLAGS = {
  dimensions: { kind: 'number', min: 1, max: 128, integer: true },
  iterations: { kind: 'number', min: 1, max: 1000, integer: true },
  alpha0: { kind: 'number', above: 0 },
  lambda: { kind: 'number', above: 0 },
  nu: { kind: 'number', min: 0, max: 1 },
  'dislike-confidence': { kind: 'number', min: 0, max: 100 },
  'neutral-confidence': { kind: 'number', min: 0, max: 100 },
  neighbours: { kind: 'number', min: 1, max: 1000, integer: true },
  'neighbour-lambda': { kind: 'number', above: 0 },
  memory: { kind: 'number', min: 16, integer: true },
  seed: { kind: 'number', min: 0, max: 2 ** 32 - 1, integer: true },
  threads: { kind: 'number', min: 1, max: 1024, integer: true },
} as const;

export const MODEL_HELP = `Training:
  --dimensions N             components of a vector, 1 to 128, default ${DEFAULT_ALS.dimension}
  --iterations N             epochs of ALS, default ${DEFAULT_ALS.iterations}
  --alpha0 X                 weight of what was not observed, default ${DEFAULT_ALS.alpha0}
  --lambda X                 regularisation, default ${DEFAULT_ALS.lambda}
  --nu X                     exponent of the frequency in the regularisation, 0 to 1, default ${DEFAULT_ALS.nu}
  --dislike-confidence X     confidence of a dislike in ALS, default ${DEFAULT_ALS.dislikeConfidence}
  --neutral-confidence X     confidence of a rating that is neither, default ${DEFAULT_ALS.neutralConfidence}
  --neighbours N             neighbour weights kept per item, default ${DEFAULT_NEIGHBOURS.keep}
  --neighbour-lambda X       regularisation of the neighbour weights, default ${DEFAULT_NEIGHBOURS.lambda}
  --memory MIB               working memory for the neighbour weights, default ${DEFAULT_NEIGHBOURS.maxBytes / 1024 ** 2}
  --seed N                   default ${DEFAULT_ALS.seed}; same data, flags and seed give the same bytes
  --threads N                default: the number of cores; never changes a result
`;

type ModelFlagValues = FlagValues<typeof MODEL_FLAGS>;

/** Only what was given: the trainer has the defaults. */
export function modelOptions(flags: ModelFlagValues): {
  als: Partial<AlsOptions>;
  neighbours: Partial<NeighbourOptions>;
} {
  return {
    als: given({
      dimension: flags.dimensions,
      iterations: flags.iterations,
      alpha0: flags.alpha0,
      lambda: flags.lambda,
      nu: flags.nu,
      dislikeConfidence: flags['dislike-confidence'],
      neutralConfidence: flags['neutral-confidence'],
      seed: flags.seed,
    }),
    neighbours: given({
      keep: flags.neighbours,
      lambda: flags['neighbour-lambda'],
      maxBytes: flags.memory === undefined ? undefined : flags.memory * 1024 ** 2,
    }),
  };
}

export function runOptions(flags: ModelFlagValues, terminal: Terminal): RunOptions {
  return {
    ...given({ threads: flags.threads }),
    signal: terminal.signal,
    onProgress: ({ phase, done, total }) => terminal.progress.update(phase, done, total),
  };
}

function given<T extends object>(values: T): Partial<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<T>;
}
