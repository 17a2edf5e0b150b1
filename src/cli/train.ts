/** `locavore train`: from interactions and a catalogue to a pack. */
import { basename } from 'node:path';
import type { ModelCard } from '../pack/format.ts';
import { trainPackParts } from '../train/train-pack.ts';
import { cardCommand } from './card-command.ts';
import { CATALOGUE_FLAGS, CATALOGUE_HELP, readCatalogueFiles } from './catalogue-files.ts';
import { type Command, command } from './command.ts';
import { withConfigFlags } from './config-flags.ts';
import { deliverPack } from './deliver-pack.ts';
import { readEvaluation } from './evaluation-file.ts';
import { type FlagValues, usage } from './flags.ts';
import {
  INTERACTION_FLAGS,
  INTERACTION_HELP,
  interactionOptions,
  readInteractionFiles,
} from './input-flags.ts';
import { MODEL_FLAGS, MODEL_HELP, modelOptions, runOptions } from './model-flags.ts';
import { type PackConfig, readPackConfig } from './pack-config.ts';
import { checkTarget } from './pack-folder.ts';
import { grouped } from './text-table.ts';

const HELP = `Trains a pack: item vectors by implicit ALS, neighbour lists by EASE, popularity, and the catalogue.

Usage: locavore train INTERACTIONS… --items CATALOGUE --out DIR [FLAGS]

  --items FILE               the catalogue; further --items are joined to it by the item's id. Without any, the
                             pack has the ids alone
  --out DIR                  where the pack goes; a pack that is there is replaced, whole or not at all
  --config FILE              JSON: name, card (title, description, licence, attribution), fields of the catalogue
                             with their columns, roles and clean-up rules, tuning, and flags;
                             models/books.config.json is an example
  --name NAME                letters, digits, - and _; default: the last part of --out
  --title TEXT, --licence SPDX, --attribution TEXT
                             for the card
  --evaluation FILE          figures for the card: what "locavore evaluate … --json" printed
  --no-neighbours            leave the neighbour lists out
  --json                     print the card and the counts as JSON

${CATALOGUE_HELP}
${MODEL_HELP}
${INTERACTION_HELP}
Examples:
  locavore train orders.csv --items products.csv --out models/shop
  locavore train plays.tsv.gz --items artists.tsv --out models/music --count-weights log --dimensions 128
`;

export const trainFlags = {
  ...CATALOGUE_FLAGS,
  out: { kind: 'text' },
  config: { kind: 'text' },
  name: { kind: 'text' },
  title: { kind: 'text' },
  licence: { kind: 'text' },
  attribution: { kind: 'text' },
  evaluation: { kind: 'text' },
  'no-neighbours': { kind: 'switch' },
  json: { kind: 'switch' },
  ...MODEL_FLAGS,
  ...INTERACTION_FLAGS,
} as const;

type TrainFlags = FlagValues<typeof trainFlags>;

export const trainCommand: Command = command({
  name: 'train',
  summary: 'train a pack from interactions and a catalogue',
  help: HELP,
  flags: trainFlags,
  async run({ flags: given, positionals: files, argv }, terminal) {
    const started = performance.now();
    if (files.length === 0) throw usage('train', 'no file of interactions is given.');
    if (given.out === undefined) throw usage('train', '--out is missing: the folder for the pack.');
    const config = given.config === undefined ? {} : await readPackConfig(given.config);
    const flags = withConfigFlags('train', trainFlags, given, config);
    const out = given.out;
    await checkTarget(out);
    const card = await cardOf(flags, config, argv);
    const name = flags.name ?? config.name ?? basename(out);

    const catalogue = await readCatalogueFiles(flags, config, terminal);
    const { interactions } = await readInteractionFiles(
      'interactions',
      files,
      {
        ...interactionOptions(flags),
        knownItems: catalogue === null ? undefined : new Set(catalogue.data.ids),
      },
      terminal,
    );
    const parts = await trainPackParts(
      interactions,
      catalogue ?? { data: { ids: interactions.itemIds, columns: {} }, fields: [] },
      {
        name,
        card,
        ...modelOptions(flags),
        ...(config.tuning && { tuning: config.tuning }),
        withoutNeighbours: flags['no-neighbours'],
      },
      runOptions(flags, terminal),
    );
    if (flags['no-neighbours']) parts.neighbours = null;
    await deliverPack(out, parts, flags.json, terminal);
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
    terminal.note(
      `${((performance.now() - started) / 1000).toFixed(1)} s, ${((userCPUTime + systemCPUTime) / 1e6).toFixed(1)} s of CPU time, ${grouped(Math.round(maxRSS / 1024))} MiB at the peak`,
    );
  },
});

async function cardOf(flags: TrainFlags, config: PackConfig, argv: readonly string[]): Promise<ModelCard> {
  const { title, description, licence, attribution } = { ...config.card };
  const optional = {
    description,
    licence: flags.licence ?? licence,
    attribution: flags.attribution ?? attribution,
    evaluation: flags.evaluation === undefined ? undefined : await readEvaluation(flags.evaluation),
  };
  return {
    title: flags.title ?? title ?? flags.name ?? basename(flags.out as string),
    ...Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined)),
    command: cardCommand('train', argv),
  };
}
