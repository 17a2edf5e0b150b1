/** `locavore tune`: hyper-parameters chosen on validation users taken from the training data. */
import { type Trial, type TuneResult, tune } from '../train/tune.ts';
import { type Command, command } from './command.ts';
import { withConfigFlags } from './config-flags.ts';
import { usage } from './flags.ts';
import {
  INTERACTION_FLAGS,
  INTERACTION_HELP,
  interactionOptions,
  readInteractionFiles,
} from './input-flags.ts';
import { MODEL_FLAGS, MODEL_HELP, modelOptions, runOptions } from './model-flags.ts';
import { readPackConfig } from './pack-config.ts';
import { textTable } from './text-table.ts';
import { trainFlags } from './train.ts';

const HELP = `Chooses hyper-parameters on validation data taken from the training data.

Usage: locavore tune INTERACTIONS… [FLAGS]

  --validation users|time    users: whole users are held out, a fifth of each hidden; time: the fifth of all
                             pairs that first occurs last is hidden. Default: time where the data has times
  --folds N                  validation sets by users to average over, 1 to 10, default 2
  --config FILE              as for "locavore train": its tuning and flags hold here too
  --json                     {"flags": …, "tuning": …, "trials": […]}; flags and tuning are members of a
                             configuration file for "locavore train --config"

One parameter is tried after the other, the best value of each kept: those of ALS, of the neighbour weights, and of
the blended score. Dozens of models are trained, which takes minutes to hours. Give the interactions that a final
evaluation trains on, never those that it holds out.

${MODEL_HELP}
${INTERACTION_HELP}
Example:
  locavore tune train.csv --dimensions 64 --json > tuned.json
`;

const FLAGS = {
  validation: { kind: 'choice', of: ['users', 'time'] },
  folds: { kind: 'number', min: 1, max: 10, integer: true },
  config: { kind: 'text' },
  json: { kind: 'switch' },
  ...MODEL_FLAGS,
  ...INTERACTION_FLAGS,
} as const;

export const tuneCommand: Command = command({
  name: 'tune',
  summary: 'choose hyper-parameters on validation users',
  help: HELP,
  flags: FLAGS,
  async run({ flags: given, positionals: files }, terminal) {
    if (files.length === 0) throw usage('tune', 'no file of interactions is given.');
    const config = given.config === undefined ? {} : await readPackConfig(given.config);
    const flags = withConfigFlags('tune', FLAGS, given, config, trainFlags);
    const { interactions } = await readInteractionFiles(
      'interactions',
      files,
      interactionOptions(flags),
      terminal,
    );
    const { validation, folds } = flags;
    const result = await tune(
      interactions,
      {
        ...modelOptions(flags),
        ...(config.tuning && { tuning: config.tuning }),
        ...(validation && { validation }),
        ...(folds !== undefined && { folds }),
      },
      { ...runOptions(flags, terminal), onTrial: (trial) => terminal.note(trialText(trial)) },
    );
    const chosen = chosenFlags(result);
    const { blend, trials } = result;
    terminal.out(
      flags.json
        ? `${JSON.stringify({ flags: chosen, tuning: { blend }, trials }, null, 2)}\n`
        : `${textTable(Object.entries(chosen).map(([flag, value]) => [`--${flag}`, String(value)]))}\n${textTable(
            Object.entries(blend).map(([name, value]) => [`tuning.blend.${name}`, String(value)]),
          )}\n`,
    );
  },
});

function chosenFlags({ als, neighbours }: TuneResult): Record<string, number> {
  return {
    dimensions: als.dimension,
    iterations: als.iterations,
    alpha0: als.alpha0,
    lambda: als.lambda,
    nu: als.nu,
    'dislike-confidence': als.dislikeConfidence,
    'neutral-confidence': als.neutralConfidence,
    neighbours: neighbours.keep,
    'neighbour-lambda': neighbours.lambda,
    'neighbour-candidates': neighbours.localCandidates,
    'neighbour-neutral': neighbours.neutralValue,
    'neighbour-dislike': neighbours.dislikeValue,
  };
}

function trialText({ model, values, metrics }: Trial): string {
  const tried = Object.entries(values).map(([name, value]) => `${name} ${value}`);
  const figures = Object.entries(metrics).map(([name, value]) => `${name} ${value.toFixed(4)}`);
  return `${model}: ${tried.join(', ')}: ${figures.join(', ')}`;
}
