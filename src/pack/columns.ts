/** Makes catalogue columns from plain values: for trainers and packers. */
import type { CatalogueColumn } from './format.ts';

/** Numbers strings by first appearance. */
class Dictionary {
  readonly entries: string[] = [];
  readonly #codes = new Map<string, number>();

  code(value: string): number {
    let code = this.#codes.get(value);
    if (code === undefined) {
      code = this.entries.push(value) - 1;
      this.#codes.set(value, code);
    }
    return code;
  }
}

/** Empty strings count as no value. Dictionary-coded where that is likely to be shorter. */
export function stringColumn(values: readonly (string | null | undefined)[]): CatalogueColumn {
  const dictionary = new Dictionary();
  const codes = values.map((value) => (value ? dictionary.code(value) : -1));
  const given = codes.reduce((count, code) => count + (code >= 0 ? 1 : 0), 0);
  if (dictionary.entries.length <= 0.7 * given) {
    return { type: 'string', dictionary: dictionary.entries, codes };
  }
  return { type: 'string', values: values.map((value) => value || null) };
}

/** Numbers that are not finite count as no value. */
export function numberColumn(values: readonly (number | null | undefined)[]): CatalogueColumn {
  return {
    type: 'number',
    values: values.map((value) => (typeof value === 'number' && Number.isFinite(value) ? value : null)),
  };
}

/** Empty and repeated tags of an item are dropped; the order is kept. */
export function tagsColumn(values: readonly (readonly string[])[]): CatalogueColumn {
  const dictionary = new Dictionary();
  const codes = values.map((tags) => [...new Set(tags)].filter(Boolean).map((tag) => dictionary.code(tag)));
  return { type: 'tags', dictionary: dictionary.entries, codes };
}
