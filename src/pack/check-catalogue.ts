import type { CatalogueColumn, CatalogueData, FieldEntry } from './format.ts';
import { type JsonShape, show } from './json-shape.ts';

/**
 * Checks a catalogue against its fields: unique ids, one column per field and one field per column, every column of
 * the right type and length, codes within their dictionaries.
 */
export function checkCatalogue(
  data: unknown,
  fields: readonly FieldEntry[],
  items: number,
  shape: JsonShape,
): CatalogueData {
  const json = shape.object(data, 'the document');
  checkIds(shape.array(json.ids, '$.ids'), items, shape);
  const columns = shape.object(json.columns, '$.columns');
  for (const name of Object.keys(columns)) {
    if (!fields.some((field) => field.name === name)) {
      shape.fail(
        `$.columns.${name}`,
        columns[name],
        'no such column, since the manifest lists no field of that name',
      );
    }
  }
  for (const field of fields) {
    if (!Object.hasOwn(columns, field.name)) shape.fail(`$.columns.${field.name}`, undefined, 'a column');
    checkColumn(columns[field.name], field, items, shape);
  }
  return json as unknown as CatalogueData;
}

function checkIds(ids: unknown[], items: number, shape: JsonShape): void {
  checkLength(ids, '$.ids', items, shape);
  const seen = new Set<unknown>();
  for (let i = 0; i < items; i++) {
    const id = ids[i];
    if (typeof id !== 'string' || id === '') shape.fail(`$.ids[${i}]`, id, 'a string that is not empty');
    seen.add(id);
    if (seen.size !== i + 1) {
      shape.fail(`$.ids[${i}]`, id, `an id that is not already at $.ids[${ids.indexOf(id)}]`);
    }
  }
}

function checkLength(array: unknown[], path: string, items: number, shape: JsonShape): void {
  if (array.length !== items)
    shape.fail(`${path}.length`, array.length, `${items}, one entry for every item`);
}

function checkColumn(value: unknown, field: FieldEntry, items: number, shape: JsonShape): void {
  const path = `$.columns.${field.name}`;
  const column = shape.object(value, path) as unknown as CatalogueColumn;
  if (column.type !== field.type)
    shape.fail(`${path}.type`, column.type, `"${field.type}", as the manifest says`);
  if ('dictionary' in column) {
    const labels = shape.array(column.dictionary, `${path}.dictionary`);
    const seen = new Set<unknown>();
    labels.forEach((label, i) => {
      if (typeof label !== 'string' || label === '' || seen.has(label)) {
        shape.fail(`${path}.dictionary[${i}]`, label, 'a string that is not empty and not repeated');
      }
      seen.add(label);
    });
    const codes = shape.array(column.codes, `${path}.codes`);
    checkLength(codes, `${path}.codes`, items, shape);
    const bad = (code: unknown, lowest: number): boolean =>
      !Number.isInteger(code) || (code as number) < lowest || (code as number) >= labels.length;
    for (let i = 0; i < items; i++) {
      const entry = codes[i];
      if (field.type === 'string') {
        if (bad(entry, -1))
          shape.fail(`${path}.codes[${i}]`, entry, `a code from -1 to ${labels.length - 1}`);
      } else if (!Array.isArray(entry) || entry.some((code) => bad(code, 0))) {
        shape.fail(`${path}.codes[${i}]`, entry, `an array of codes from 0 to ${labels.length - 1}`);
      }
    }
    return;
  }
  if (field.type === 'tags') shape.fail(`${path}.dictionary`, undefined, 'an array');
  const values = shape.array((column as { values?: unknown }).values, `${path}.values`);
  checkLength(values, `${path}.values`, items, shape);
  for (let i = 0; i < items; i++) {
    const entry = values[i];
    if (entry === null) continue;
    if (typeof entry !== field.type || (field.type === 'number' && !Number.isFinite(entry))) {
      shape.fail(`${path}.values[${i}]`, entry, `a ${field.type} or null, not ${show(typeof entry)}`);
    }
  }
}
