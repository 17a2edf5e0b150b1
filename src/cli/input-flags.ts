/** Flags by which every command reads interactions. */
import type { Interactions } from '../train/interactions.ts';
import { describeDrops } from '../train/read/drops.ts';
import {
  type InteractionsReport,
  type ReadInteractionsOptions,
  readInteractions,
} from '../train/read/interactions.ts';
import type { TableOptions } from '../train/read/table.ts';
import type { Terminal } from './command.ts';
import type { FlagValues } from './flags.ts';
import { grouped } from './text-table.ts';

export const TABLE_FLAGS = {
  format: { kind: 'choice', of: ['csv', 'tsv', 'jsonl'] },
  delimiter: { kind: 'text' },
  encoding: { kind: 'choice', of: ['utf-8', 'latin1', 'utf-16le'] },
} as const;

export const INTERACTION_FLAGS = {
  ...TABLE_FLAGS,
  'skip-lines': { kind: 'number', min: 0, integer: true },
  columns: { kind: 'list' },
  'user-column': { kind: 'text' },
  'item-column': { kind: 'text' },
  'rating-column': { kind: 'text' },
  'count-column': { kind: 'text' },
  'time-column': { kind: 'text' },
  'event-column': { kind: 'text' },
  'like-at': { kind: 'number' },
  'dislike-at': { kind: 'number' },
  'count-weights': { kind: 'choice', of: ['none', 'log', 'linear'] },
} as const;

export const TABLE_HELP = `  --format csv|tsv|jsonl     default: by the file's name, else by its first line
  --delimiter CHARACTER      default: , ; tab or |, whichever the header has most of
  --encoding utf-8|latin1|utf-16le
`;

export const INTERACTION_HELP = `Reading interactions (CSV, TSV or JSON Lines, also gzipped):
  --user-column NAME, --item-column, --rating-column, --count-column, --time-column, --event-column
                             default: by usual names (user_id, customer_id, item_id, product_id, sku,
                             rating, quantity, timestamp, event_type, …); "none" ignores a column
  --like-at NUMBER           ratings from here on are likes, default 4
  --dislike-at NUMBER        ratings down from here are dislikes, default 2
  --count-weights none|log|linear
                             what a quantity says: nothing (default), 1 + ln((1 + n) / 2), or itself
  --columns A,B,…            the names of the columns, for a file without a header
  --skip-lines N             lines to leave out at the top, default 0
${TABLE_HELP}
  What a row means depends on the columns: a rating is a like, a dislike or neither; an event type (view, click,
  like, dislike, cart, purchase) has the confidence of that signal; a quantity of 0 or less is a return and is
  dropped; without any of these every row is a like. Repeats of a user and an item become one: the latest rating,
  the strongest event, the sum of the quantities. Rows without a user are dropped and counted.
`;

export function tableOptions(flags: FlagValues<typeof TABLE_FLAGS>): TableOptions {
  return {
    format: flags.format,
    delimiter: flags.delimiter?.replace(/^\\t$/, '\t'),
    encoding: flags.encoding,
  };
}

export function interactionOptions(flags: FlagValues<typeof INTERACTION_FLAGS>): ReadInteractionsOptions {
  return {
    ...tableOptions(flags),
    skipLines: flags['skip-lines'],
    columnNames: flags.columns,
    columns: {
      user: flags['user-column'],
      item: flags['item-column'],
      rating: flags['rating-column'],
      count: flags['count-column'],
      time: flags['time-column'],
      event: flags['event-column'],
    },
    likeAt: flags['like-at'],
    dislikeAt: flags['dislike-at'],
    countWeights: flags['count-weights'],
  };
}

/** Reads, and tells on stderr what was found and what was left out. */
export async function readInteractionFiles(
  what: string,
  files: readonly string[],
  options: ReadInteractionsOptions,
  terminal: Terminal,
): Promise<{ interactions: Interactions; report: InteractionsReport }> {
  terminal.progress.update(`reading ${what}`, 0, 0);
  const found = await readInteractions(files, { ...options, signal: terminal.signal });
  const { report } = found;
  const columns = Object.entries(report.columns).map(([role, name]) =>
    role === name ? role : `${role} = ${name}`,
  );
  terminal.note(
    `${what}: ${grouped(report.rows)} rows as ${report.kind} (${columns.join(', ')}): ${grouped(report.users)} users, ${grouped(
      report.items,
    )} items, ${grouped(report.likes)} likes, ${grouped(report.dislikes)} dislikes`,
  );
  if (report.dropped.length > 0) terminal.note(`${what}: left out ${describeDrops(report.dropped)}`);
  for (const warning of report.warnings) terminal.note(`warning: ${warning}`);
  return found;
}
