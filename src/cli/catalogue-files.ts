/** Flags by which commands read a catalogue. */
import type { CatalogueData, FieldEntry } from '../pack/format.ts';
import { readCatalogue } from '../train/read/catalogue.ts';
import { describeDrops } from '../train/read/drops.ts';
import type { Terminal } from './command.ts';
import type { FlagValues } from './flags.ts';
import { TABLE_FLAGS, tableOptions } from './input-flags.ts';
import type { PackConfig } from './pack-config.ts';
import { grouped } from './text-table.ts';

export const CATALOGUE_FLAGS = {
  items: { kind: 'texts' },
  'id-column': { kind: 'text' },
  'keep-columns': { kind: 'list' },
} as const;

export const CATALOGUE_HELP = `The catalogue (CSV, TSV or JSON Lines, also gzipped):
  --id-column NAME           default: by usual names (item_id, product_id, sku, book_id, id, …)
  --keep-columns A,B,…       further columns to keep as facts. The columns title, author or brand, genres or
                             categories, series, year, price, url and image are kept by their usual names; all
                             others stay out of the pack, for everyone who visits the shop can read it
`;

const FLAGS = { ...CATALOGUE_FLAGS, ...TABLE_FLAGS } as const;

/** Reads the files of `--items`, and tells on stderr what was found. Null without any. */
export async function readCatalogueFiles(
  flags: FlagValues<typeof FLAGS>,
  config: PackConfig,
  terminal: Terminal,
): Promise<{ data: CatalogueData; fields: FieldEntry[] } | null> {
  if (flags.items.length === 0) return null;
  terminal.progress.update('reading the catalogue', 0, 0);
  const { catalogue, fields, report } = await readCatalogue(flags.items, {
    ...tableOptions(flags),
    ...config.catalogue,
    ...(flags['id-column'] !== undefined && { id: flags['id-column'] }),
    keepColumns: flags['keep-columns'],
    signal: terminal.signal,
  });
  const roles = fields.map(({ name, role }) =>
    role === undefined || role === name ? name : `${name} as ${role}`,
  );
  terminal.note(`catalogue: ${grouped(report.items)} items with ${roles.join(', ') || 'their ids alone'}`);
  if (report.dropped.length > 0) terminal.note(`catalogue: left out ${describeDrops(report.dropped)}`);
  if (config.catalogue?.fields === undefined && report.unusedColumns.length > 0) {
    terminal.note(
      `catalogue: not in the pack: ${report.unusedColumns.join(', ')} (--keep-columns keeps some)`,
    );
  }
  return { data: catalogue, fields };
}
