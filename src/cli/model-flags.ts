/** Flags for the hyper-parameters, shared by the commands that train. */
import type { AlsOptions } from '../train/als.ts';
import { type ModelDefaults, PURCHASE_DEFAULTS, RATING_DEFAULTS } from '../train/defaults.ts';
import type { NeighbourOptions } from '../train/neighbours.ts';
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
  'neighbour-method': { kind: 'choice', of: ['local', 'exact'] },
  'neighbour-candidates': { kind: 'number', min: 1, max: 4096, integer: true },
  'neighbour-neutral': { kind: 'number', min: -10, max: 10 },
  'neighbour-dislike': { kind: 'number', min: -10, max: 10 },
  memory: { kind: 'number', min: 16, integer: true },
  seed: { kind: 'number', min: 0, max: 2 ** 32 - 1, integer: true },
  threads: { kind: 'number', min: 1, max: 1024, integer: true },
} as const;

/** `0.4`, or `0.4 for ratings, 0.2 for other data` where the defaults depend on the data. */
function byDefault(pick: (defaults: ModelDefaults) => number): string {
  const [ratings, others] = [pick(RATING_DEFAULTS), pick(PURCHASE_DEFAULTS)];
  return ratings === others
    ? `default ${ratings}`
    : `default ${ratings} for ratings, ${others} for other data`;
}

export const MODEL_HELP = `Training (the defaults were chosen by "locavore tune"; find those of your data with it):
  --dimensions N             components of a vector, 1 to 128, ${byDefault(({ als }) => als.dimension)}
  --iterations N             epochs of ALS, ${byDefault(({ als }) => als.iterations)}
  --alpha0 X                 weight of what was not observed, ${byDefault(({ als }) => als.alpha0)}
  --lambda X                 regularisation, ${byDefault(({ als }) => als.lambda)}
  --nu X                     exponent of the frequency in it, 0 to 1, ${byDefault(({ als }) => als.nu)}
  --dislike-confidence X     confidence of a dislike, ${byDefault(({ als }) => als.dislikeConfidence)}
  --neutral-confidence X     confidence of a rating that is neither, as a weak like,
                             ${byDefault(({ als }) => als.neutralConfidence)}
  --neighbours N             neighbour weights kept per item, ${byDefault(({ neighbours }) => neighbours.keep)}
  --neighbour-lambda X       regularisation of the neighbour weights,
                             ${byDefault(({ neighbours }) => neighbours.lambda)}
  --neighbour-method local|exact
                             one regression per item, over the items most often seen with it or over all,
                             default ${RATING_DEFAULTS.neighbours.method}
  --neighbour-candidates N   how many items local takes, ${byDefault(({ neighbours }) => neighbours.localCandidates)}
  --neighbour-neutral X, --neighbour-dislike X
                             what a neutral rating (${byDefault(({ neighbours }) => neighbours.neutralValue)}) and a dislike
                             (${byDefault(({ neighbours }) => neighbours.dislikeValue)}) count there, where a like counts 1
  --memory MIB               working memory of exact; above it local, which grows with the data's pairs and items alone,
                             is taken, ${byDefault(({ neighbours }) => neighbours.maxBytes / 1024 ** 2)}
  --seed N                   ${byDefault(({ als }) => als.seed)}; same data, flags and seed give the same bytes
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
      method: flags['neighbour-method'],
      localCandidates: flags['neighbour-candidates'],
      neutralValue: flags['neighbour-neutral'],
      dislikeValue: flags['neighbour-dislike'],
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
