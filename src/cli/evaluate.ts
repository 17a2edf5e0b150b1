/** `locavore evaluate`: ranking quality on held-out data. */

import { evaluate } from '../train/evaluate.ts';
import type { Interactions } from '../train/interactions.ts';
import { cardCommand } from './card-command.ts';
import { CATALOGUE_FLAGS, CATALOGUE_HELP, readCatalogueFiles } from './catalogue-files.ts';
import { type Command, command } from './command.ts';
import { withConfigFlags } from './config-flags.ts';
import { evaluationJson } from './evaluation-file.ts';
import { usage } from './flags.ts';
import {
  INTERACTION_FLAGS,
  INTERACTION_HELP,
  interactionOptions,
  readInteractionFiles,
} from './input-flags.ts';
import { metricsTable } from './inspect.ts';
import { MODEL_FLAGS, MODEL_HELP, modelOptions, runOptions } from './model-flags.ts';
import { readPackConfig } from './pack-config.ts';
import { grouped } from './text-table.ts';
import { trainFlags } from './train.ts';

const HELP = `Trains on one part of the data and scores every generator, and the whole pipeline, on the other.

Usage: locavore evaluate --train FILE --heldout FILE [--history FILE] [FLAGS]

  --train FILE               what the models learn from; may be given several times, as may the next two
  --heldout FILE             what the users did afterwards: what to predict
  --history FILE             what is known of these users: their vectors are folded in from it. Default: the
                             training data is the users' history
  --items FILE               the catalogue: its items are ranked too, and the pipeline's caps see their creators
  --config FILE              as for "locavore train": its fields, tuning and flags hold here too
  --json                     {"als": {"recall@20": …, "ndcg@20": …}, "neighbours": …, "popular": …,
                             "pipeline": …, "protocol": "…"}; the input of "locavore train --evaluation"

All items are ranked, without sampling; what is in a user's history is left out. Recall@20 is the hits over the
held-out likes; NDCG@20 has its ideal over the smaller of 20 and the held-out likes; both are means over the users
with at least one held-out like. "popular", "als" and "neighbours" are the trainer's, in full precision; "alsPage",
"neighboursPage" and "pipeline" go through the code and the int8 numbers of the page.

${CATALOGUE_HELP}
${MODEL_HELP}
${INTERACTION_HELP}
Example:
  locavore evaluate --train train.csv --history history.csv --heldout heldout.csv --dimensions 128
`;

const FLAGS = {
  train: { kind: 'texts' },
  heldout: { kind: 'texts' },
  history: { kind: 'texts' },
  config: { kind: 'text' },
  json: { kind: 'switch' },
  ...CATALOGUE_FLAGS,
  ...MODEL_FLAGS,
  ...INTERACTION_FLAGS,
} as const;

export const evaluateCommand: Command = command({
  name: 'evaluate',
  summary: 'score every generator and the pipeline on held-out data',
  help: HELP,
  flags: FLAGS,
  async run({ flags: given, positionals, argv }, terminal) {
    if (positionals.length > 0) {
      throw usage(
        'evaluate',
        `${JSON.stringify(positionals[0])} has no flag: files are given with --train, --history and --heldout.`,
      );
    }
    for (const name of ['train', 'heldout'] as const) {
      if (given[name].length === 0) throw usage('evaluate', `--${name} is missing.`);
    }
    const config = given.config === undefined ? {} : await readPackConfig(given.config);
    const flags = withConfigFlags('evaluate', FLAGS, given, config, trainFlags);
    const options = interactionOptions(flags);
    const read = async (what: string, files: readonly string[]): Promise<Interactions> =>
      (await readInteractionFiles(what, files, options, terminal)).interactions;

    const catalogue = (await readCatalogueFiles(flags, config, terminal)) ?? undefined;
    const train = await read('training data', flags.train);
    const history = flags.history.length === 0 ? null : await read('histories', flags.history);
    const heldOut = await read('held-out data', flags.heldout);
    const { users, items, metrics } = await evaluate(
      { train, history, heldOut, catalogue },
      { ...modelOptions(flags), ...(config.tuning && { tuning: config.tuning }) },
      runOptions(flags, terminal),
    );
    const made = cardCommand(
      'evaluate',
      argv.filter((argument) => argument !== '--json'),
    );
    const protocol = `${protocolText(users, items, history !== null)} Made by: ${made}`;
    terminal.out(
      flags.json
        ? evaluationJson({ protocol, metrics: metrics as never })
        : `${metricsTable(Object.fromEntries(Object.entries(metrics).map(([model, row]) => [model, { users, ...row }])))}\n`,
    );
    if (!flags.json) terminal.note(protocol);
  },
});

function protocolText(users: number, items: number, strong: boolean): string {
  return `${grouped(users)} ${strong ? 'users that the training data does not have' : 'users of the training data'} with at least one held-out like; all ${grouped(items)} items ranked but those of the user's history.`;
}
