/** Reads a manifest: what comes out of here is complete and within its documented ranges. */
import { LocavoreError } from '../errors.ts';
import { DEFAULT_TUNING } from './defaults.ts';
import {
  type FieldEntry,
  type FieldRole,
  type FieldType,
  FORMAT_NAME,
  FORMAT_VERSION,
  type FoldIn,
  MAX_DIMENSION,
  MAX_SHARD_BYTES,
  type Manifest,
  type ModelCard,
  type ShardEntry,
  type SignalType,
  type Tuning,
} from './format.ts';
import { type JsonObject, JsonShape, show } from './json-shape.ts';
import { strideOf } from './quantise.ts';
import { expectedSectionBytes, SECTION_NAMES, sectionBytes } from './sections.ts';

export { MANIFEST_FILE } from './folder-url.ts';
export { packBytes, sectionBytes } from './sections.ts';

const ADVICE = 'Make the pack again with "locavore train" or "locavore pack", and upload its folder whole.';
const FIELD_TYPES: readonly FieldType[] = ['string', 'number', 'tags'];
/** The types a field may have in each role. */
const ROLE_TYPES: Record<FieldRole, readonly FieldType[]> = {
  title: ['string'],
  creator: ['string'],
  category: ['string', 'tags'],
  series: ['string'],
  url: ['string'],
  image: ['string'],
  price: ['number'],
  year: ['number'],
};

/** @returns why a field's role does not fit, or `null` */
export function fieldProblem(field: FieldEntry, earlier: readonly FieldEntry[]): string | null {
  if (earlier.some((other) => other.name === field.name)) return 'a name that no earlier field has';
  if (field.role === undefined) return null;
  if (earlier.some((other) => other.role === field.role)) return 'a role that no earlier field has';
  const types = ROLE_TYPES[field.role];
  return types.includes(field.type)
    ? null
    : `the type ${types.join(' or ')} for the role "${field.role}", not "${field.type}"`;
}

/**
 * Parses and validates `manifest.json`. Absent members of `tuning` take the defaults.
 *
 * @param url where the text came from: a URL or a file name, for messages
 * @throws LocavoreError `pack-version` for a version other than 1; `pack-malformed` for anything else that is wrong
 */
export function parseManifest(text: string, url: string): Manifest {
  const what = `The manifest ${url}`;
  const shape = new JsonShape(what, 'pack-malformed', ADVICE);
  const json = shape.object(parseJson(text, what), 'the document');
  if (json.format !== FORMAT_NAME) shape.fail('$.format', json.format, `"${FORMAT_NAME}"`);
  if (json.version !== FORMAT_VERSION) {
    throw new LocavoreError(
      'pack-version',
      `${what} has format version ${show(json.version)}; this release of Locavore reads version ${FORMAT_VERSION}. ` +
        'Update Locavore, or make the pack again with the release that the page uses.',
    );
  }
  const name = shape.string(json.name, '$.name');
  if (!/^[\w-]{1,64}$/.test(name)) shape.fail('$.name', name, '1 to 64 letters, digits, "-" and "_"');
  const contentVersion = shape.string(json.contentVersion, '$.contentVersion');
  if (!/^[0-9a-f]{16}$/.test(contentVersion)) {
    shape.fail('$.contentVersion', contentVersion, '16 lower-case hex digits');
  }
  const items = shape.integer(json.items, '$.items', 0, 2 ** 31 - 1);
  const dimension = shape.integer(json.dimension, '$.dimension', 1, MAX_DIMENSION);
  const stride = strideOf(dimension);
  if (json.stride !== stride) shape.fail('$.stride', json.stride, `${stride} for dimension ${dimension}`);
  const manifest: Manifest = {
    format: FORMAT_NAME,
    version: FORMAT_VERSION,
    name,
    contentVersion,
    items,
    dimension,
    stride,
    metric: shape.oneOf(json.metric, '$.metric', ['dot']),
    dtype: shape.oneOf(json.dtype, '$.dtype', ['int8']),
    foldIn: readFoldIn(shape, json.foldIn),
    tuning: readTuning(shape, json.tuning),
    fields: readFields(shape, json.fields),
    shards: readShards(shape, json.shards),
    card: readCard(shape, json.card),
  };
  for (const section of SECTION_NAMES) {
    const expected = expectedSectionBytes(manifest, section);
    const found = sectionBytes(manifest, section);
    if (expected === null ? found === 0 : found !== expected) {
      shape.fail(
        `$.shards: the total of section "${section}"`,
        found,
        `${expected ?? 'at least 1'} bytes for ${items} items of dimension ${dimension}`,
      );
    }
  }
  return manifest;
}

function parseJson(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const start = text.trimStart();
    const looksLikeHtml = start.startsWith('<');
    const found = start === '' ? 'is empty' : `begins with ${show(start.slice(0, 40))}`;
    throw new LocavoreError(
      'pack-malformed',
      looksLikeHtml
        ? `${what} is an HTML page, not JSON: it ${found}. The server probably answers unknown paths with a page: check the pack's URL, and that its folder was uploaded.`
        : `${what} is not JSON: it ${found}. ${ADVICE}`,
      { cause },
    );
  }
}

function readFoldIn(shape: JsonShape, value: unknown): FoldIn {
  const json = shape.object(value, '$.foldIn');
  const method = shape.oneOf(json.method, '$.foldIn.method', ['als', 'mean']);
  if (method === 'mean') return { method };
  return {
    method,
    alpha0: shape.number(json.alpha0, '$.foldIn.alpha0', Number.MIN_VALUE),
    lambda: shape.number(json.lambda, '$.foldIn.lambda', Number.MIN_VALUE),
    nu: shape.number(json.nu, '$.foldIn.nu', 0, 1),
  };
}

function readTuning(shape: JsonShape, value: unknown): Tuning {
  const part = (parent: unknown, path: string): JsonObject =>
    parent === undefined ? {} : shape.object(parent, path);
  /** The defaults, with what is given in their place. */
  const merge = <T extends object>(
    defaults: T,
    given: unknown,
    path: string,
    read: (value: unknown, path: string, key: string) => unknown,
  ): T => {
    const json = part(given, path);
    const entries = Object.entries(defaults).map(([key, fallback]) => [
      key,
      json[key] === undefined ? fallback : read(json[key], `${path}.${key}`, key),
    ]);
    return Object.fromEntries(entries) as T;
  };
  const path = '$.tuning';
  const json = part(value, path);
  const { signals, blend, quotas, rerank } = DEFAULT_TUNING;
  return {
    signals: merge(signals, json.signals, `${path}.signals`, (signal, at, type) =>
      merge(signals[type as SignalType], signal, at, (x, where, key) => {
        if (key === 'confidence') return shape.number(x, where, 0, 100);
        return x === null ? null : shape.number(x, where, Number.MIN_VALUE);
      }),
    ),
    blend: merge(blend, json.blend, `${path}.blend`, (x, at) => shape.number(x, at, 0)),
    quotas: merge(quotas, json.quotas, `${path}.quotas`, (x, at) => shape.integer(x, at, 0, 10_000)),
    rerank: merge(rerank, json.rerank, `${path}.rerank`, (x, at, key) => {
      if (key !== 'maxPerCreator') return shape.number(x, at, 0, key === 'mmrLambda' ? 1 : undefined);
      return x === null ? null : shape.integer(x, at, 1, 10_000);
    }),
  };
}

function readFields(shape: JsonShape, value: unknown): FieldEntry[] {
  const fields: FieldEntry[] = [];
  shape.array(value, '$.fields').forEach((entry, i) => {
    const path = `$.fields[${i}]`;
    const json = shape.object(entry, path);
    const field: FieldEntry = {
      name: shape.string(json.name, `${path}.name`),
      type: shape.oneOf(json.type, `${path}.type`, FIELD_TYPES),
    };
    if (field.name === '') shape.fail(`${path}.name`, '', 'a name');
    if (json.role !== undefined) {
      field.role = shape.oneOf(json.role, `${path}.role`, Object.keys(ROLE_TYPES) as FieldRole[]);
    }
    const problem = fieldProblem(field, fields);
    if (problem) shape.fail(path, entry, problem);
    fields.push(field);
  });
  return fields;
}

function readShards(shape: JsonShape, value: unknown): ShardEntry[] {
  return shape.array(value, '$.shards').map((entry, i) => {
    const path = `$.shards[${i}]`;
    const json = shape.object(entry, path);
    const file = shape.string(json.file, `${path}.file`);
    // A name is joined to the pack's URL: slashes, "..", colons or queries would lead out of its folder.
    if (!/^[\w-][\w.-]{0,127}$/.test(file)) {
      shape.fail(`${path}.file`, file, 'a file name of letters, digits, ".", "-" and "_", without slashes');
    }
    const sha256 = shape.string(json.sha256, `${path}.sha256`);
    if (!/^[0-9a-f]{64}$/.test(sha256)) shape.fail(`${path}.sha256`, sha256, '64 lower-case hex digits');
    return {
      section: shape.oneOf(json.section, `${path}.section`, SECTION_NAMES),
      file,
      bytes: shape.integer(json.bytes, `${path}.bytes`, 1, MAX_SHARD_BYTES),
      sha256,
    };
  });
}

function readCard(shape: JsonShape, value: unknown): ModelCard {
  const json = shape.object(value, '$.card');
  const card: ModelCard = { title: shape.string(json.title, '$.card.title') };
  for (const key of ['description', 'licence', 'attribution', 'command'] as const) {
    if (json[key] !== undefined) card[key] = shape.string(json[key], `$.card.${key}`);
  }
  if (json.seed !== undefined) card.seed = shape.number(json.seed, '$.card.seed');
  if (json.training !== undefined) {
    const path = '$.card.training';
    card.training = record(shape, json.training, path, (entry, at) =>
      typeof entry === 'object' && entry !== null
        ? shape.fail(at, entry, 'a string, number, boolean or null')
        : (entry as string | number | boolean | null),
    );
  }
  if (json.evaluation !== undefined) {
    const path = '$.card.evaluation';
    const { protocol, metrics } = shape.object(json.evaluation, path);
    card.evaluation = {
      protocol: shape.string(protocol, `${path}.protocol`),
      metrics: record(shape, metrics, `${path}.metrics`, (figures, at) =>
        record(shape, figures, at, (figure, where) => shape.number(figure, where)),
      ),
    };
  }
  return card;
}

function record<T>(
  shape: JsonShape,
  value: unknown,
  path: string,
  read: (value: unknown, path: string) => T,
): Record<string, T> {
  const entries = Object.entries(shape.object(value, path));
  return Object.fromEntries(entries.map(([key, entry]) => [key, read(entry, `${path}.${key}`)]));
}
