/** Which column means what: by usual names, or as the caller says. */
import { LocavoreError } from '../../errors.ts';

/** Usual names, best first; compared in lower case without punctuation. */
export const USUAL_NAMES = {
  user: [
    'userid',
    'user',
    'customerid',
    'customer',
    'visitorid',
    'visitor',
    'shopperid',
    'shopper',
    'readerid',
    'reader',
    'memberid',
    'member',
    'accountid',
    'account',
    'clientid',
    'client',
    'reviewerid',
    'uid',
    'sessionid',
    'session',
  ],
  item: [
    'itemid',
    'item',
    'productid',
    'product',
    'bookid',
    'book',
    'sku',
    'stockcode',
    'articleid',
    'article',
    'artistid',
    'artist',
    'trackid',
    'track',
    'movieid',
    'movie',
    'contentid',
    'asin',
    'isbn',
    'iid',
  ],
  rating: ['rating', 'score', 'stars', 'overall', 'ratingvalue'],
  count: ['count', 'quantity', 'qty', 'weight', 'plays', 'playcount', 'listens'],
  time: [
    'time',
    'timestamp',
    'date',
    'datetime',
    'invoicedate',
    'orderdate',
    'purchasedate',
    'eventtime',
    'createdat',
    'unixtime',
    'ts',
  ],
  event: ['event', 'eventtype', 'type', 'action', 'interaction', 'behavior', 'behaviour'],
} as const;

export type InteractionColumn = keyof typeof USUAL_NAMES;

export const normalised = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

/** The position of the best usual name among the columns, or −1. */
export function findUsual(columns: readonly string[], usual: readonly string[]): number {
  const names = columns.map(normalised);
  for (const name of usual) {
    const position = names.indexOf(name);
    if (position !== -1) return position;
  }
  return -1;
}

/**
 * The position of a column that the caller named.
 * @throws LocavoreError `input-malformed`, listing the columns that there are
 */
export function findNamed(path: string, columns: readonly string[], name: string, flag: string): number {
  const exact = columns.indexOf(name);
  if (exact !== -1) {
    if (columns.indexOf(name, exact + 1) === -1) return exact;
    throw new LocavoreError('input-malformed', `${path}: two columns are called ${JSON.stringify(name)}.`);
  }
  const loose = columns.map(normalised).indexOf(normalised(name));
  if (loose !== -1) return loose;
  throw new LocavoreError(
    'input-malformed',
    `${path}: there is no column ${JSON.stringify(name)} (${flag}). ${listed(columns)}`,
  );
}

export function listed(columns: readonly string[]): string {
  return `The columns are: ${columns.map((name) => JSON.stringify(name)).join(', ')}.`;
}
