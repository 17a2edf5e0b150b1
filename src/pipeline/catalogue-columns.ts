/** Columns of a catalogue in the shape that filters and orders want, made once per pack. */
import type { Catalogue } from '../pack/pack.ts';

type LabelRole = 'category' | 'creator' | 'series';
type NumberRole = 'year' | 'price';

interface Columns {
  labels: Map<LabelRole, ReadonlyMap<string, number>>;
  numbers: Map<NumberRole, Float64Array | null>;
}

const columnsByCatalogue = new WeakMap<Catalogue, Columns>();

function columnsOf(catalogue: Catalogue): Columns {
  let columns = columnsByCatalogue.get(catalogue);
  if (columns === undefined) {
    columns = { labels: new Map(), numbers: new Map() };
    columnsByCatalogue.set(catalogue, columns);
  }
  return columns;
}

/** The code of each label of a role, tags and strings alike. Empty if no such field has the role. */
export function codesByLabel(catalogue: Catalogue, role: LabelRole): ReadonlyMap<string, number> {
  const { labels } = columnsOf(catalogue);
  let known = labels.get(role);
  if (known === undefined) {
    known = new Map(labelsOf(catalogue, role).map((label, code) => [label, code]));
    labels.set(role, known);
  }
  return known;
}

export function labelsOf(catalogue: Catalogue, role: LabelRole): readonly string[] {
  const tags = catalogue.tags(role);
  if (tags !== null) return tags.labels;
  const labels: string[] = [];
  if (catalogue.codes(role) === null) return labels;
  for (let code = 0; ; code++) {
    const label = catalogue.label(role, code);
    if (label === undefined) return labels;
    labels.push(label);
  }
}

/** f64[count], NaN where an item has no value; `null` if no field has the role. */
export function numbersOf(catalogue: Catalogue, role: NumberRole): Float64Array | null {
  const { numbers } = columnsOf(catalogue);
  let column = numbers.get(role);
  if (column === undefined) {
    column = null;
    if (catalogue.fields.some((field) => field.role === role)) {
      column = new Float64Array(catalogue.count);
      for (let i = 0; i < column.length; i++) column[i] = catalogue.item(i)[role] ?? Number.NaN;
    }
    numbers.set(role, column);
  }
  return column;
}
