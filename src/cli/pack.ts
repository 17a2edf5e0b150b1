/** `locavore pack`: a pack from item vectors that were trained elsewhere. */
import { basename } from 'node:path';
import { LocavoreError } from '../errors.ts';
import { DEFAULT_TUNING } from '../pack/defaults.ts';
import type { FoldIn } from '../pack/format.ts';
import type { PackParts } from '../pack/parts.ts';
import { quantiseRows } from '../pack/quantise.ts';
import { trainPopularity } from '../train/popularity.ts';
import { type ItemVectors, readVectors } from '../train/read/vectors.ts';
import { alignItems } from '../train/split.ts';
import { gramOf } from '../train/train-pack.ts';
import { cardCommand } from './card-command.ts';
import { CATALOGUE_FLAGS, CATALOGUE_HELP, readCatalogueFiles } from './catalogue-files.ts';
import { type Command, command, type Terminal } from './command.ts';
import { deliverPack } from './deliver-pack.ts';
import { usage } from './flags.ts';
import {
  INTERACTION_FLAGS,
  INTERACTION_HELP,
  interactionOptions,
  readInteractionFiles,
  tableOptions,
} from './input-flags.ts';
import { readPackConfig } from './pack-config.ts';
import { checkTarget } from './pack-folder.ts';
import { grouped } from './text-table.ts';

const HELP = `Makes a pack from item vectors that were trained elsewhere: Spark ALS and others.

Usage: locavore pack VECTORS… --out DIR [--items CATALOGUE] [FLAGS]

VECTORS are files of CSV, TSV or JSON Lines, also gzipped, or a folder of such part files, with
  - an id and a column "vector", "features", "embedding" or "factors": a JSON list, or numbers separated by
    spaces, commas, semicolons or |;
  - or an id and numbered columns: f0, f1, f2, …
up to 128 components. Parquet, which Spark saves an ALSModel in, is not read yet. Write the factors as JSON first:
  spark.read.parquet("model/itemFactors").write.json("item-factors")

  --out DIR                  where the pack goes; a pack that is there is replaced, whole or not at all
  --items FILE               the catalogue: the pack has its items; those without a vector get one of zeros
  --interactions FILE        who liked what, for the popularity prior; without it nothing is popular
  --fold-in mean|als         how a shopper's vector is made. mean (default): the weighted mean of the liked items'
                             vectors; right for vectors of any origin. als: solved with the Gram matrix of the
                             vectors; for vectors of implicit ALS
  --alpha0 X, --lambda X, --nu X
                             for als: the weight of the unobserved (default 1, as in Spark), the regularisation
                             (required) and its exponent (default 0)
  --vector-column NAME, --vector-id-column NAME
                             default: by usual names
  --config FILE, --name NAME, --title TEXT, --licence SPDX, --attribution TEXT
                             as for "locavore train"
  --json                     print the counts as JSON

${CATALOGUE_HELP}
${INTERACTION_HELP}
Example:
  locavore pack item-factors/ --items products.csv --out models/shop
`;

const FLAGS = {
  out: { kind: 'text' },
  interactions: { kind: 'texts' },
  'fold-in': { kind: 'choice', of: ['mean', 'als'] },
  alpha0: { kind: 'number', above: 0 },
  lambda: { kind: 'number', above: 0 },
  nu: { kind: 'number', min: 0, max: 1 },
  'vector-column': { kind: 'text' },
  'vector-id-column': { kind: 'text' },
  config: { kind: 'text' },
  name: { kind: 'text' },
  title: { kind: 'text' },
  licence: { kind: 'text' },
  attribution: { kind: 'text' },
  json: { kind: 'switch' },
  ...CATALOGUE_FLAGS,
  ...INTERACTION_FLAGS,
} as const;

export const packCommand: Command = command({
  name: 'pack',
  summary: 'make a pack from item vectors trained elsewhere',
  help: HELP,
  flags: FLAGS,
  async run({ flags, positionals, argv }, terminal) {
    if (positionals.length === 0) throw usage('pack', 'no file of vectors is given.');
    if (flags.out === undefined) throw usage('pack', '--out is missing: the folder for the pack.');
    const foldIn = foldInOf(flags['fold-in'] ?? 'mean', flags);
    const config = flags.config === undefined ? {} : await readPackConfig(flags.config);
    await checkTarget(flags.out);

    terminal.progress.update('reading vectors', 0, 0);
    const found = await readVectors(positionals, {
      ...tableOptions(flags),
      id: flags['vector-id-column'],
      vector: flags['vector-column'],
      signal: terminal.signal,
    });
    const { dimension } = found;
    terminal.note(`vectors: ${grouped(found.ids.length)} of ${dimension} components`);
    const catalogue = (await readCatalogueFiles(flags, config, terminal)) ?? {
      data: { ids: found.ids, columns: {} },
      fields: [],
    };
    const { ids } = catalogue.data;
    const matrix = quantiseRows(placed(found, ids, terminal), ids.length, dimension);
    let popularity = new Float32Array(ids.length);
    if (flags.interactions.length > 0) {
      const options = { ...interactionOptions(flags), knownItems: new Set(ids) };
      const { interactions } = await readInteractionFiles(
        'interactions',
        flags.interactions,
        options,
        terminal,
      );
      popularity = trainPopularity(alignItems(interactions, ids).interactions) as Float32Array<ArrayBuffer>;
    }
    const name = flags.name ?? config.name ?? basename(flags.out);
    const parts: PackParts = {
      name,
      matrix,
      gram: foldIn.method === 'als' ? gramOf(matrix) : null,
      neighbours: null,
      popularity,
      catalogue: catalogue.data,
      fields: catalogue.fields,
      foldIn,
      tuning: config.tuning ?? DEFAULT_TUNING,
      card: {
        ...config.card,
        title: flags.title ?? config.card?.title ?? name,
        ...(flags.licence !== undefined && { licence: flags.licence }),
        ...(flags.attribution !== undefined && { attribution: flags.attribution }),
        command: cardCommand('pack', argv),
      },
    };
    await deliverPack(flags.out, parts, flags.json, terminal);
  },
});

function foldInOf(method: 'mean' | 'als', flags: { alpha0?: number; lambda?: number; nu?: number }): FoldIn {
  if (method === 'als') {
    if (flags.lambda === undefined)
      throw usage('pack', '--fold-in als needs --lambda, the regularisation of the training.');
    return { method, alpha0: flags.alpha0 ?? 1, lambda: flags.lambda, nu: flags.nu ?? 0 };
  }
  for (const name of ['alpha0', 'lambda', 'nu'] as const) {
    if (flags[name] !== undefined) throw usage('pack', `--${name} goes with --fold-in als.`);
  }
  return { method };
}

/** The vectors in the order of the catalogue. */
function placed(
  { ids, vectors, dimension }: ItemVectors,
  wanted: readonly string[],
  terminal: Terminal,
): Float32Array {
  const rows = new Map(ids.map((id, row) => [id, row]));
  const ordered = new Float32Array(wanted.length * dimension);
  let without = 0;
  for (const [item, id] of wanted.entries()) {
    const row = rows.get(id);
    if (row === undefined) without++;
    else ordered.set(vectors.subarray(row * dimension, (row + 1) * dimension), item * dimension);
  }
  const matched = wanted.length - without;
  if (matched === 0) {
    throw new LocavoreError(
      'input-malformed',
      'no id of the vectors is in the catalogue: check that both use the same ids.',
    );
  }
  if (without > 0) terminal.note(`vectors: ${grouped(without)} items of the catalogue have none`);
  if (ids.length > matched)
    terminal.note(
      `vectors: ${grouped(ids.length - matched)} are of items that the catalogue lacks, left out`,
    );
  return ordered;
}
