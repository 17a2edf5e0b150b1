/** Interactions from files: ratings, counts, typed events, or bare pairs. */
import { LocavoreError } from '../../errors.ts';
import { DEFAULT_TUNING } from '../../pack/defaults.ts';
import type { Interactions } from '../interactions.ts';
import { findNamed, findUsual, type InteractionColumn, listed, USUAL_NAMES } from './columns.ts';
import { type Drop, Drops, describeDrops } from './drops.ts';
import { signalOf } from './event-types.ts';
import { InteractionLog } from './merge.ts';
import { type CountWeights, type InteractionKind, ruleFor } from './merge-rules.ts';
import { type Cell, readTable, type TableOptions } from './table.ts';
import { parseNumber, parseTime } from './values.ts';

export interface ReadInteractionsOptions extends TableOptions {
  /** Column names; absent: by usual names. `'none'`: the column is ignored. */
  columns?: Partial<Record<InteractionColumn, string>>;
  /** Ratings from here on are likes, default 4. */
  likeAt?: number;
  /** Ratings down from here are dislikes, default 2. Below `likeAt`. */
  dislikeAt?: number;
  /** Default `none`. */
  countWeights?: CountWeights;
  /** Rows of other items are dropped and counted: the ids of the catalogue. */
  knownItems?: { has(id: string): boolean };
}

export interface InteractionsReport {
  files: string[];
  /** Rows in the files. */
  rows: number;
  /** Rows that entered the model's input, before repeats were merged. */
  kept: number;
  /** Distinct user–item pairs. */
  pairs: number;
  users: number;
  items: number;
  likes: number;
  dislikes: number;
  dropped: Drop[];
  /** What the rows were read as. */
  kind: InteractionKind;
  /** The column that was used for each purpose, in the first file. */
  columns: Partial<Record<InteractionColumn, string>>;
  warnings: string[];
}

type Positions = Record<InteractionColumn, number>;

/**
 * Reads one log of interactions from one or more files.
 *
 * - **Ratings**: from `likeAt` a like, down from `dislikeAt` a dislike, in between known but neither. A pair that was
 *   rated twice has its latest rating.
 * - **Events**: `like`, `purchase`, `cart`, `click`, `view` are likes with the confidence of
 *   {@link DEFAULT_TUNING}'s signals, the strongest of a pair's events counting; a `dislike` after them outweighs them.
 * - **Counts**: rows with a count of 0 or less (returns, cancellations) are dropped; the rest of a pair is summed and
 *   weighted by {@link CountWeights}.
 * - **Pairs**: every row is a like.
 *
 * Rows without a user or an item (guests) are dropped and counted.
 * @throws LocavoreError `input-malformed` naming file, line and column; `invalid-argument` for the options
 */
export async function readInteractions(
  files: readonly string[],
  options: ReadInteractionsOptions = {},
): Promise<{ interactions: Interactions; report: InteractionsReport }> {
  const likeAt = options.likeAt ?? 4;
  const dislikeAt = options.dislikeAt ?? 2;
  if (!(dislikeAt < likeAt)) {
    throw new LocavoreError(
      'invalid-argument',
      `likes from ${likeAt} and dislikes down from ${dislikeAt} overlap: dislikeAt must be below likeAt.`,
    );
  }
  const log = new InteractionLog();
  const drops = new Drops();
  const usedColumns: InteractionsReport['columns'] = {};
  let kind: InteractionKind | undefined;
  let rows = 0;
  let hasTimes = true;
  let lowest = Number.POSITIVE_INFINITY;
  let highest = Number.NEGATIVE_INFINITY;

  for (const path of files) {
    let positions: Positions | undefined;
    let names: readonly string[] = [];
    let located = 0;
    rows += await readTable(path, options, {
      columns: (found) => {
        names = found;
        located = found.length;
        positions = locate(path, found, options);
        const fileKind = kindOf(positions);
        if (kind !== undefined && fileKind !== kind) {
          throw new LocavoreError(
            'input-malformed',
            `${path}: it holds ${fileKind}, and ${files[0]} holds ${kind}. Train on files of one kind, or set the columns with flags (a name, or none).`,
          );
        }
        kind = fileKind;
        hasTimes &&= positions.time !== -1;
        if (path === files[0]) {
          for (const [role, at] of Object.entries(positions)) {
            if (at !== -1) usedColumns[role as InteractionColumn] = found[at];
          }
        }
      },
      row: ({ line, cells }) => {
        const at = positions as Positions;
        for (; located < names.length; located++) {
          refuseLate(path, line, names[located], names, at, options);
        }
        const text = (role: InteractionColumn): string =>
          cellText(path, line, names[at[role]], cells[at[role]]);
        const fail = (role: InteractionColumn, what: string): never => {
          throw new LocavoreError(
            'input-malformed',
            `${path}, line ${line}, column ${names[at[role]]}: ${JSON.stringify(text(role))} is ${what}`,
          );
        };
        const user = text('user').trim();
        const item = text('item').trim();
        if (user === '') return drops.add('rows without a user', path, line);
        if (item === '') return drops.add('rows without an item', path, line);

        let preference = 1;
        let amount = 1;
        if (kind === 'ratings') {
          const rating = parseNumber(text('rating'));
          if (Number.isNaN(rating)) fail('rating', 'not a number. Correct the line, or leave it out.');
          lowest = Math.min(lowest, rating);
          highest = Math.max(highest, rating);
          preference = rating >= likeAt ? 1 : rating <= dislikeAt ? -1 : 0;
        } else if (kind === 'counts') {
          amount = parseNumber(text('count'));
          if (Number.isNaN(amount)) fail('count', 'not a number. Correct the line, or leave it out.');
          if (amount <= 0) return drops.add('rows with a count of 0 or less, such as returns', path, line);
        } else if (kind === 'events') {
          const signal = signalOf(text('event'));
          if (signal === undefined) {
            return drops.add(`rows of the unknown event type ${JSON.stringify(text('event'))}`, path, line);
          }
          preference = signal === 'dislike' ? -1 : 1;
          amount = DEFAULT_TUNING.signals[signal].confidence;
        }
        let time = 0;
        if (at.time !== -1) {
          time = parseTime(text('time'));
          if (Number.isNaN(time)) {
            fail(
              'time',
              'no time. Write ISO 8601 (2024-05-31 or 2024-05-31T12:00:00Z) or epoch seconds, or pass --time-column none.',
            );
          }
        }
        if (options.knownItems?.has(item) === false) {
          return drops.add('rows of items that the catalogue lacks', path, line);
        }
        log.add(user, item, { preference, amount, time });
      },
    });
  }

  const dropped = drops.list();
  if (log.length === 0) {
    throw new LocavoreError(
      'input-malformed',
      `${files.join(', ')}: no row is left of ${rows}: ${describeDrops(dropped)}. ${
        options.knownItems === undefined
          ? ''
          : 'Check that both files use the same item ids and the right columns.'
      }`.trim(),
    );
  }
  const interactions = log.merge(ruleFor(kind ?? 'pairs', options.countWeights ?? 'none'), hasTimes);
  let likes = 0;
  let dislikes = 0;
  for (const preference of interactions.preferences) {
    if (preference > 0) likes++;
    else if (preference < 0) dislikes++;
  }
  if (likes === 0) {
    throw new LocavoreError(
      'input-malformed',
      `${files.join(', ')}: nothing is liked${
        kind === 'ratings'
          ? `: the ratings go from ${lowest} to ${highest}, and a like is one of ${likeAt} or more. Set --like-at and --dislike-at for this scale`
          : ''
      }.`,
    );
  }
  const warnings: string[] = [];
  if (kind === 'ratings' && options.likeAt === undefined && highest > 5) {
    warnings.push(
      `ratings go up to ${highest}, but likes are taken from ${likeAt} as on a scale of 1 to 5; set --like-at and --dislike-at`,
    );
  }
  return {
    interactions,
    report: {
      files: [...files],
      rows,
      kept: log.length,
      pairs: interactions.users.length,
      users: interactions.userIds.length,
      items: interactions.itemIds.length,
      likes,
      dislikes,
      dropped,
      kind: kind ?? 'pairs',
      columns: usedColumns,
      warnings,
    },
  };
}

function locate(path: string, columns: readonly string[], options: ReadInteractionsOptions): Positions {
  const position = (role: InteractionColumn): number => {
    const named = options.columns?.[role];
    if (named === 'none') return -1;
    if (named !== undefined) return findNamed(path, columns, named, `--${role}-column`);
    return findUsual(columns, USUAL_NAMES[role]);
  };
  const positions: Positions = {
    user: position('user'),
    item: position('item'),
    rating: position('rating'),
    count: position('count'),
    time: position('time'),
    event: position('event'),
  };
  for (const role of ['user', 'item'] as const) {
    if (positions[role] !== -1) continue;
    throw new LocavoreError(
      'input-malformed',
      `${path}, line ${(options.skipLines ?? 0) + 1}: no column holds the ${role}. ${listed(columns)} Name the right one with --${role}-column${
        options.columnNames === undefined
          ? ', or, if the file has no header, all of them with --columns user,item,…'
          : ''
      }.`,
    );
  }
  return positions;
}

/**
 * JSON Lines may have members that the first object lacks. One that would have changed what the rows are read as must
 * not be passed over: dislikes would become likes.
 */
function refuseLate(
  path: string,
  line: number,
  late: string,
  names: readonly string[],
  at: Positions,
  options: ReadInteractionsOptions,
): void {
  for (const role of rolesOf(kindOf(at))) {
    if (options.columns?.[role] !== undefined) continue;
    const rivals = at[role] === -1 ? [late] : [late, names[at[role]]];
    if (findUsual(rivals, USUAL_NAMES[role]) !== 0) continue;
    const flag = `--${role}-column`;
    throw new LocavoreError(
      'input-malformed',
      `${path}, line ${line}: the member ${JSON.stringify(late)} looks like the ${role}, but the file's first object lacks it. Write it in every line, or pass ${
        at[role] === -1
          ? `${flag} none to ignore it`
          : `${flag} ${names[at[role]]} to read the ${role} from there`
      }.`,
    );
  }
}

/** The columns that matter for a kind: those it reads, and those that would have made it another. */
function rolesOf(kind: InteractionKind): readonly InteractionColumn[] {
  const ranked: InteractionColumn[] = ['rating', 'event', 'count'];
  const last = ({ ratings: 'rating', events: 'event', counts: 'count', pairs: 'count' } as const)[kind];
  return ['user', 'item', 'time', ...ranked.slice(0, ranked.indexOf(last) + 1)];
}

function kindOf(at: Positions): InteractionKind {
  return at.rating !== -1 ? 'ratings' : at.event !== -1 ? 'events' : at.count !== -1 ? 'counts' : 'pairs';
}

function cellText(path: string, line: number, name: string, cell: Cell | undefined): string {
  if (cell === undefined) return '';
  if (typeof cell === 'string') return cell;
  throw new LocavoreError(
    'input-malformed',
    `${path}, line ${line}, column ${name}: a list, where one value is wanted.`,
  );
}
