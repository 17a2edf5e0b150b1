/** `locavore inspect`: verifies a pack and shows what is in it. */
import { readdir } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { LocavoreError } from '../errors.ts';
import type { Manifest, ModelCard, SectionName } from '../pack/format.ts';
import { contentVersionOf } from '../pack/write.ts';
import { type Command, command } from './command.ts';
import { usage } from './flags.ts';
import { type PackFolder, readPackFolder } from './pack-folder.ts';
import { grouped, textTable } from './text-table.ts';

const HELP = `Verifies a pack and prints its card.

Usage: locavore inspect DIR [--json]

Checks the manifest, the length and SHA-256 of every shard, and that their content fits the manifest. The exit
code is 1 if anything is wrong, and the message names the file and the fault.

Flags:
  --json   the card, the sections and their sizes as JSON

Example:
  locavore inspect models/books
`;

interface SectionReport {
  section: SectionName | 'manifest';
  shards: number;
  bytes: number;
  gzipBytes: number;
}

export const inspectCommand: Command = command({
  name: 'inspect',
  summary: 'verify a pack and print its card',
  help: HELP,
  flags: { json: { kind: 'switch' } },
  async run({ flags, positionals }, terminal) {
    if (positionals.length !== 1) throw usage('inspect', `one folder is wanted, got ${positionals.length}.`);
    const [folder] = positionals;
    const found = await readPackFolder(folder);
    const { manifest, pack, files } = found;
    const version = await contentVersionOf(manifest);
    if (version !== manifest.contentVersion) {
      throw new LocavoreError(
        'pack-corrupt',
        `${folder}/manifest.json was changed after it was written: its content version is ${manifest.contentVersion}, its content gives ${version}. Make the pack again.`,
      );
    }
    const strays = (await readdir(folder)).filter((name) => !files.has(name));
    const sections = sectionReports(found);
    const total = {
      bytes: sections.reduce((sum, { bytes }) => sum + bytes, 0),
      gzipBytes: sections.reduce((sum, { gzipBytes }) => sum + gzipBytes, 0),
    };
    const { name, contentVersion, items, dimension, foldIn, fields, card, tuning } = manifest;
    const neighbours = pack.neighbours?.targets.length ?? 0;
    if (flags.json) {
      const report = {
        name,
        contentVersion,
        items,
        dimension,
        neighbours,
        ...total,
        foldIn,
        fields,
        tuning,
        card,
        sections,
        strays,
      };
      terminal.out(`${JSON.stringify(report, null, 2)}\n`);
      return;
    }
    terminal.out(
      `${cardText(card)}\n\n${factsText(manifest, neighbours)}\n\n${sectionsText(sections, total)}\n\n`,
    );
    terminal.out('Verified: every length, every hash, and the content against the manifest.\n');
    if (strays.length > 0) terminal.note(`Not part of the pack: ${strays.join(', ')}`);
  },
});

function sectionReports({ manifest, files }: PackFolder): SectionReport[] {
  const reports = new Map<string, SectionReport>();
  const add = (section: SectionReport['section'], file: string): void => {
    const bytes = files.get(file) as Uint8Array;
    const report = reports.get(section) ?? { section, shards: 0, bytes: 0, gzipBytes: 0 };
    report.shards++;
    report.bytes += bytes.length;
    report.gzipBytes += gzipSync(bytes).length;
    reports.set(section, report);
  };
  add('manifest', 'manifest.json');
  for (const { section, file } of manifest.shards) add(section, file);
  return [...reports.values()];
}

export function cardText(card: ModelCard): string {
  const lines = [card.title];
  if (card.description !== undefined) lines.push(card.description);
  const facts: [string, string | undefined][] = [
    ['Licence', card.licence],
    ['Attribution', card.attribution],
    ['Command', card.command],
    ['Seed', card.seed?.toString()],
    [
      'Training',
      card.training &&
        Object.entries(card.training)
          .map(([key, value]) => `${key} ${value}`)
          .join(', '),
    ],
    ['Evaluation', card.evaluation?.protocol],
  ];
  lines.push('');
  for (const [label, value] of facts)
    if (value !== undefined) lines.push(`${`${label}:`.padEnd(13)}${value}`);
  if (card.evaluation !== undefined) lines.push('', metricsTable(card.evaluation.metrics));
  return lines.join('\n');
}

/** Figures by model (rows) and metric (columns): counts whole, all else to four places. */
export function metricsTable(metrics: Record<string, Record<string, number>>): string {
  const names = [...new Set(Object.values(metrics).flatMap((row) => Object.keys(row)))];
  const shown = (name: string, value: number | undefined): string =>
    value === undefined ? '' : name === 'users' ? grouped(value) : value.toFixed(4);
  return textTable([
    ['', ...names],
    ...Object.entries(metrics).map(([model, row]) => [model, ...names.map((name) => shown(name, row[name]))]),
  ]);
}

function factsText(manifest: Manifest, neighbours: number): string {
  const { name, contentVersion, items, dimension, foldIn, fields } = manifest;
  return textTable(
    [
      ['Pack', `${name} (${contentVersion})`],
      ['Items', grouped(items)],
      ['Dimension', String(dimension)],
      ['Neighbours', grouped(neighbours)],
      [
        'Fold-in',
        foldIn.method === 'als'
          ? `als (alpha0 ${foldIn.alpha0}, lambda ${foldIn.lambda}, nu ${foldIn.nu})`
          : foldIn.method,
      ],
      [
        'Fields',
        fields.map((field) => (field.role ? `${field.name} (${field.role})` : field.name)).join(', '),
      ],
    ].map(([label, value]) => [`${`${label}:`.padEnd(13)}${value}`]),
  );
}

function sectionsText(
  sections: readonly SectionReport[],
  total: { bytes: number; gzipBytes: number },
): string {
  return textTable([
    ['section', 'shards', 'bytes', 'gzip'],
    ...sections.map(({ section, shards, bytes, gzipBytes }) => [
      section,
      String(shards),
      grouped(bytes),
      grouped(gzipBytes),
    ]),
    [
      'total',
      String(sections.reduce((sum, { shards }) => sum + shards, 0)),
      grouped(total.bytes),
      grouped(total.gzipBytes),
    ],
  ]);
}
