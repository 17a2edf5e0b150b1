import { LocavoreError } from '../errors.ts';
import type { ItemId, ItemIndex } from '../units.ts';
import type { CatalogueColumn, CatalogueData, FieldEntry, FieldRole } from './format.ts';
import type { Catalogue, Item } from './pack.ts';

/**
 * A catalogue over its columns. Items are built when asked for: a shelf needs eight of ten thousand. The data must
 * have been checked (see `check-catalogue.ts`), and is kept, not copied.
 */
export function createCatalogue(data: CatalogueData, fields: readonly FieldEntry[]): Catalogue {
  return new ColumnCatalogue(data, fields);
}

interface Codes {
  codes: Int32Array;
  labels: readonly string[];
}

class ColumnCatalogue implements Catalogue {
  readonly count: number;
  readonly ids: readonly ItemId[];
  readonly fields: readonly FieldEntry[];
  readonly #columns: Record<string, CatalogueColumn>;
  readonly #codes = new Map<FieldRole, Codes | null>();
  #index: Map<ItemId, ItemIndex> | undefined;

  constructor(data: CatalogueData, fields: readonly FieldEntry[]) {
    this.count = data.ids.length;
    this.ids = data.ids;
    this.fields = fields;
    this.#columns = data.columns;
  }

  indexOf(id: ItemId): ItemIndex | -1 {
    this.#index ??= new Map(this.ids.map((known, i) => [known, i]));
    return this.#index.get(id) ?? -1;
  }

  item(index: ItemIndex): Item {
    if (!(Number.isInteger(index) && index >= 0 && index < this.count)) {
      throw new LocavoreError(
        'invalid-argument',
        `Item index ${index} is outside the catalogue: pass 0 … ${this.count - 1}.`,
      );
    }
    const item: Item = { id: this.ids[index] };
    for (const { name, role } of this.fields) {
      const value = valueAt(this.#columns[name], index);
      if (value === undefined) continue;
      if (role === undefined) {
        // Without a prototype no name of a field is special, `__proto__` included.
        item.facts ??= Object.create(null) as NonNullable<Item['facts']>;
        item.facts[name] = value;
      } else if (role === 'category') item.categories = Array.isArray(value) ? value : [String(value)];
      else if (role === 'price' || role === 'year') item[role] = Number(value);
      else item[role] = String(value);
    }
    return item;
  }

  codes(role: FieldRole): Int32Array | null {
    return this.#coded(role)?.codes ?? null;
  }

  label(role: FieldRole, code: number): string | undefined {
    return this.#coded(role)?.labels[code];
  }

  tags(role: FieldRole): { codes: readonly (readonly number[])[]; labels: readonly string[] } | null {
    const column = this.#column(role);
    return column?.type === 'tags' ? { codes: column.codes, labels: column.dictionary } : null;
  }

  #column(role: FieldRole): CatalogueColumn | null {
    const field = this.fields.find((entry) => entry.role === role);
    return field ? this.#columns[field.name] : null;
  }

  #coded(role: FieldRole): Codes | null {
    let coded = this.#codes.get(role);
    if (coded === undefined) {
      const column = this.#column(role);
      coded = column?.type === 'string' ? codesOf(column) : null;
      this.#codes.set(role, coded);
    }
    return coded;
  }
}

function codesOf(column: Extract<CatalogueColumn, { type: 'string' }>): Codes {
  if ('codes' in column) return { codes: Int32Array.from(column.codes), labels: column.dictionary };
  const known = new Map<string, number>();
  const codes = Int32Array.from(column.values, (value) => {
    if (!value) return -1;
    const code = known.get(value) ?? known.size;
    known.set(value, code);
    return code;
  });
  return { codes, labels: [...known.keys()] };
}

/** `undefined` for no value: absent facts are absent, never empty. */
function valueAt(column: CatalogueColumn, index: ItemIndex): string | number | string[] | undefined {
  if (column.type === 'tags') {
    const codes = column.codes[index];
    return codes.length > 0 ? codes.map((code) => column.dictionary[code]) : undefined;
  }
  if ('codes' in column) return column.dictionary[column.codes[index]];
  const value = column.values[index];
  return value === null || value === '' ? undefined : value;
}
