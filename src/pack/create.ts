import { LocavoreError } from '../errors.ts';
import { createCatalogue } from './catalogue.ts';
import { checkArrays } from './check-arrays.ts';
import { checkCatalogue } from './check-catalogue.ts';
import { type FieldEntry, FORMAT_NAME, FORMAT_VERSION, type Manifest } from './format.ts';
import { JsonShape } from './json-shape.ts';
import { fieldProblem } from './manifest.ts';
import type { Pack } from './pack.ts';
import type { PackParts } from './parts.ts';

/**
 * Checks parts before anything is made of them.
 * @throws LocavoreError `invalid-argument`, naming the part, the position and the value
 */
export function checkParts(parts: PackParts): void {
  const fail = (problem: string): never => {
    throw new LocavoreError(
      'invalid-argument',
      `The parts of pack ${JSON.stringify(parts.name)}: ${problem}`,
    );
  };
  if (!/^[\w-]{1,64}$/.test(parts.name)) fail('its name must be 1 to 64 letters, digits, "-" and "_".');
  checkArrays(parts, fail);
  if (parts.foldIn.method === 'als' && !parts.gram) fail('the fold-in method "als" needs a Gram matrix.');
  const fields: FieldEntry[] = [];
  for (const field of parts.fields) {
    const problem = fieldProblem(field, fields);
    if (problem) fail(`field ${JSON.stringify(field)}: expected ${problem}.`);
    fields.push(field);
  }
  const shape = new JsonShape(
    `The catalogue of pack ${JSON.stringify(parts.name)}`,
    'invalid-argument',
    'Correct the catalogue that was handed in.',
  );
  checkCatalogue(parts.catalogue, parts.fields, parts.matrix.count, shape);
}

/** The manifest of parts, before there are shards: `shards` is empty and `contentVersion` zeros. */
export function manifestOf(parts: PackParts): Manifest {
  return {
    format: FORMAT_NAME,
    version: FORMAT_VERSION,
    name: parts.name,
    contentVersion: '0'.repeat(16),
    items: parts.matrix.count,
    dimension: parts.matrix.dimension,
    stride: parts.matrix.stride,
    metric: 'dot',
    dtype: 'int8',
    foldIn: parts.foldIn,
    tuning: parts.tuning,
    fields: parts.fields,
    shards: [],
    card: parts.card,
  };
}

/**
 * A pack in memory, for evaluation and tests, without writing and reading it. The arrays are shared, not copied.
 * Its manifest has no shards, and zeros as content version.
 *
 * @throws LocavoreError `invalid-argument` for parts that contradict each other
 */
export function createPack(parts: PackParts): Pack {
  checkParts(parts);
  return {
    manifest: manifestOf(parts),
    matrix: parts.matrix,
    gram: parts.gram,
    neighbours: parts.neighbours,
    popularity: parts.popularity,
    catalogue: createCatalogue(parts.catalogue, parts.fields),
  };
}
