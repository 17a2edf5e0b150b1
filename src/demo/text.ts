/** Words for numbers, authors and reasons. */
import type { Item, ProfileSummary, Reason } from '../index.ts';
import type { Bytes, Milliseconds } from '../units.ts';
import type { CoverBook } from './covers/cover.ts';

/** "10,000". The page is in English only; making an `Intl.NumberFormat` would cost the first shelf 15 ms. */
export const count = (value: number): string => String(value).replace(/\B(?=(\d{3})+$)/g, ',');

export const plural = (value: number, one: string, many = `${one}s`): string =>
  `${count(value)} ${value === 1 ? one : many}`;

export function bytes(value: Bytes): string {
  if (value < 1_000) return `${count(value)} B`;
  if (value < 1_000_000) return `${(value / 1_000).toFixed(value < 10_000 ? 1 : 0)} kB`;
  return `${(value / 1_000_000).toFixed(1)} MB`;
}

export function milliseconds(value: Milliseconds): string {
  if (value < 0.01) return '< 0.01 ms';
  return value < 10 ? `${value.toFixed(2)} ms` : `${value.toFixed(0)} ms`;
}

/** A year as readers write it: negative years are before our era. */
export const year = (value: number): string => (value < 0 ? `${-value} BC` : String(value));

export const titleOf = (item: Item): string => item.title ?? `Book ${item.id}`;

/** "Douglas Adams", "Neil Gaiman & Terry Pratchett", "Gabriel García Márquez and others". */
export function authorOf(item: Item): string {
  const names = (item.creator ?? '').split(/,\s+/).filter(Boolean);
  if (names.length <= 1) return names[0] ?? '';
  return names.length === 2 ? names.join(' & ') : `${names[0]} and others`;
}

/** Books that tell a taste: liked, bought or in the basket, each counted once. */
export const tasteOf = ({ liked, purchased, inCart }: ProfileSummary): number =>
  new Set([...liked, ...purchased, ...inCart]).size;

/** From this many on, the shop speaks of the shelf as the visitor's own. */
export const ENOUGH_TASTE = 2;

export const sentAwayText = (items: readonly Item[]): string =>
  items.length === 1
    ? `You won’t see “${titleOf(items[0])}” again, and fewer books like it.`
    : `${plural(items.length, 'book')} will keep away.`;

export const likedText = (items: readonly Item[]): string =>
  items.length === 1
    ? `“${titleOf(items[0])}” is among your likes.`
    : `${plural(items.length, 'book')} are among your likes.`;

/** After a dislike was taken back. */
export const backText = (items: readonly Item[]): string =>
  items.length === 1
    ? `Taken back: “${titleOf(items[0])}” may be shown again.`
    : `Taken back: ${plural(items.length, 'book')} may be shown again.`;

export const unlikedText = (items: readonly Item[]): string =>
  items.length === 1
    ? `Taken back: your like of “${titleOf(items[0])}”.`
    : `Taken back: ${plural(items.length, 'like')}.`;

export function coverOf(item: Item): CoverBook {
  return {
    id: item.id,
    title: titleOf(item),
    author: authorOf(item),
    series: item.series,
    volume: item.facts?.volume === undefined ? undefined : String(item.facts.volume),
    genres: item.categories,
  };
}

/** A reason in two parts, so that the title can be set apart. */
export function reasonText(reason: Reason | undefined): { lead: string; title?: string } {
  switch (reason?.kind) {
    case 'because': {
      const lead = {
        like: 'Because you liked',
        view: 'Because you looked at',
        click: 'Because you looked at',
        cart: 'Goes with your basket:',
        purchase: 'Because you bought',
      }[reason.signal];
      return { lead, title: reason.title ?? reason.item };
    }
    case 'similar':
      return { lead: 'In the vein of', title: reason.title ?? reason.item };
    case 'bought-together':
      return { lead: 'Readers also loved', title: reason.title ?? reason.item };
    case 'popular':
      return { lead: 'Popular with readers' };
    case undefined:
      return { lead: '' };
  }
}
