/** A few well-known books of different kinds, for a visitor of whom nothing is known. */
import type { Item } from '../index.ts';

/** How many a greeting shows. */
export const STARTERS = 6;

const KINDS: readonly RegExp[] = [
  /^fantasy/i,
  /^classic/i,
  /myster|crime/i,
  /science fiction|sci-fi/i,
  /memoir|biograph/i,
  /romance/i,
  /^histor/i,
  /child|young adult/i,
  /thriller/i,
  /horror/i,
];

/** From a list of popular books: one per kind, no author twice. */
export function chooseStarters(popular: readonly Item[], wanted: number): Item[] {
  const chosen: Item[] = [];
  const free = (item: Item) => !chosen.some(({ id, creator }) => id === item.id || creator === item.creator);
  for (const kind of KINDS) {
    if (chosen.length === wanted) break;
    const item = popular.find((one) => free(one) && one.categories?.some((label) => kind.test(label)));
    if (item) chosen.push(item);
  }
  for (const item of popular) {
    if (chosen.length >= wanted) break;
    if (free(item)) chosen.push(item);
  }
  return chosen;
}
