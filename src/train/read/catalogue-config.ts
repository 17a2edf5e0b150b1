/** How the columns of a catalogue become the fields of a pack. */
import type { FieldRole, FieldType } from '../../pack/format.ts';
import { findUsual } from './columns.ts';
import type { TagRules } from './tag-rules.ts';

export interface FieldRule {
  /** The field's name in the pack. */
  name: string;
  column: string;
  type: FieldType;
  role?: FieldRole;
  /** What separates several values in one cell. Tags: default `|`, `;` or `,`, whichever the column has most of. */
  separator?: string;
  /** Keep only the first of the separated values: the first of several authors. Strings only. */
  first?: boolean;
  /** `Name (Series, #2)`: the names of the fields that take the series and the number off the title. Strings only. */
  series?: { name: string; number?: string };
  /** Tags only. */
  tags?: TagRules;
}

export interface CatalogueConfig {
  /** The id column, in every file. Default: by usual names. */
  id?: string;
  /** The fields of the pack. Default: the columns with usual names; others stay out of the pack. */
  fields?: FieldRule[];
}

/** `id` and `code` mean an item only in a catalogue. */
export const CATALOGUE_ID_NAMES = [
  'itemid',
  'item',
  'productid',
  'bookid',
  'sku',
  'stockcode',
  'articleid',
  'artistid',
  'trackid',
  'movieid',
  'contentid',
  'asin',
  'id',
  'isbn',
  'isbn13',
  'gtin',
  'ean',
  'code',
  'handle',
] as const;

const USUAL_FIELDS: readonly { role: FieldRole; type: FieldType; names: readonly string[] }[] = [
  {
    role: 'title',
    type: 'string',
    names: ['title', 'name', 'productname', 'itemname', 'booktitle', 'description'],
  },
  {
    role: 'creator',
    type: 'string',
    names: [
      'creator',
      'author',
      'authors',
      'brand',
      'artist',
      'manufacturer',
      'vendor',
      'director',
      'designer',
    ],
  },
  {
    role: 'category',
    type: 'tags',
    names: ['categories', 'category', 'genres', 'genre', 'tags', 'producttype', 'department', 'subjects'],
  },
  { role: 'series', type: 'string', names: ['series', 'seriesname', 'collection'] },
  {
    role: 'year',
    type: 'number',
    names: ['year', 'originalpublicationyear', 'publicationyear', 'releaseyear', 'yearpublished'],
  },
  { role: 'price', type: 'number', names: ['price', 'unitprice', 'listprice', 'saleprice'] },
  { role: 'url', type: 'string', names: ['url', 'link', 'producturl', 'href', 'permalink'] },
  {
    role: 'image',
    type: 'string',
    names: ['image', 'imageurl', 'imagelink', 'picture', 'pictureurl', 'thumbnail', 'cover', 'coverurl'],
  },
];

/** Rules for the columns whose names are usual, one per role. */
export function usualFields(columns: readonly string[], idColumn: string): FieldRule[] {
  const others = columns.filter((name) => name !== idColumn);
  const taken = new Set<string>();
  const rules: FieldRule[] = [];
  for (const { role, type, names } of USUAL_FIELDS) {
    const at = findUsual(others, names);
    if (at === -1 || taken.has(others[at])) continue;
    taken.add(others[at]);
    rules.push({ name: others[at], column: others[at], type, role });
  }
  return rules;
}
