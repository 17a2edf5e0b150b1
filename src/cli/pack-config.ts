/** The configuration file of a pack: what a command line would be too short for. */
import { LocavoreError } from '../errors.ts';
import { DEFAULT_TUNING } from '../pack/defaults.ts';
import type { FieldRole, FieldType, ModelCard, Tuning } from '../pack/format.ts';
import { JsonShape } from '../pack/json-shape.ts';
import type { CatalogueConfig, FieldRule } from '../train/read/catalogue-config.ts';
import type { TagRules } from '../train/read/tag-rules.ts';
import { didYouMean } from './flags.ts';
import { readJsonFile } from './read-json-file.ts';

export interface PackConfig {
  name?: string;
  card?: Pick<Partial<ModelCard>, 'title' | 'description' | 'licence' | 'attribution'>;
  catalogue?: CatalogueConfig;
  /** Over the defaults of `pack/defaults.ts`, or over what the trainer chose. */
  tuning?: Tuning;
  /** Default values of flags of `train`, by name: `{ "dimensions": 128 }`. */
  flags?: Record<string, string | number | boolean>;
}

const TYPES: readonly FieldType[] = ['string', 'number', 'tags'];
const ROLES: readonly FieldRole[] = [
  'title',
  'creator',
  'category',
  'series',
  'url',
  'image',
  'price',
  'year',
];

/** @throws LocavoreError `file-unreadable`, or `input-malformed` naming the path within the file */
export async function readPackConfig(path: string): Promise<PackConfig> {
  const json = await readJsonFile(path);
  return new ConfigReader(path).config(json);
}

class ConfigReader {
  readonly #path: string;
  readonly #shape: JsonShape;

  constructor(path: string) {
    this.#path = path;
    this.#shape = new JsonShape(path, 'input-malformed', 'models/books.config.json is an example.');
  }

  config(json: unknown): PackConfig {
    const root = this.#object(json, 'the file', ['name', 'card', 'catalogue', 'tuning', 'flags']);
    return {
      ...this.#texts(root, '', ['name']),
      ...(root.card !== undefined && { card: this.#card(root.card) }),
      ...(root.catalogue !== undefined && { catalogue: this.#catalogue(root.catalogue) }),
      ...(root.tuning !== undefined && {
        tuning: this.#merged(root.tuning, DEFAULT_TUNING, 'tuning') as Tuning,
      }),
      ...(root.flags !== undefined && { flags: this.#flags(root.flags) }),
    };
  }

  #card(json: unknown): PackConfig['card'] {
    const names = ['title', 'description', 'licence', 'attribution'];
    return this.#texts(this.#object(json, 'card', names), 'card.', names);
  }

  #catalogue(json: unknown): CatalogueConfig {
    const object = this.#object(json, 'catalogue', ['id', 'fields']);
    const fields =
      object.fields === undefined ? undefined : this.#shape.array(object.fields, 'catalogue.fields');
    return {
      ...this.#texts(object, 'catalogue.', ['id']),
      ...(fields && { fields: fields.map((field, at) => this.#field(field, `catalogue.fields[${at}]`)) }),
    };
  }

  #field(json: unknown, path: string): FieldRule {
    const object = this.#object(json, path, [
      'name',
      'column',
      'type',
      'role',
      'separator',
      'first',
      'series',
      'tags',
    ]);
    const rule: FieldRule = {
      name: this.#shape.string(object.name, `${path}.name`),
      column: this.#shape.string(object.column, `${path}.column`),
      type: this.#shape.oneOf(object.type, `${path}.type`, TYPES),
    };
    if (object.role !== undefined) rule.role = this.#shape.oneOf(object.role, `${path}.role`, ROLES);
    Object.assign(rule, this.#texts(object, `${path}.`, ['separator']));
    if (object.first !== undefined) rule.first = this.#boolean(object.first, `${path}.first`);
    if (object.series !== undefined) {
      const series = this.#object(object.series, `${path}.series`, ['name', 'number']);
      rule.series = {
        name: this.#shape.string(series.name, `${path}.series.name`),
        ...this.#texts(series, `${path}.series.`, ['number']),
      };
    }
    if (object.tags !== undefined) rule.tags = this.#tags(object.tags, `${path}.tags`);
    return rule;
  }

  #tags(json: unknown, path: string): TagRules {
    const object = this.#object(json, path, ['labels', 'ignore', 'keepOthers', 'max', 'minStrength']);
    const rules: TagRules = {};
    if (object.labels !== undefined) {
      const labels = this.#shape.object(object.labels, `${path}.labels`);
      rules.labels = Object.fromEntries(
        Object.entries(labels).map(([label, tags]) => [
          label,
          this.#strings(tags, `${path}.labels.${label}`),
        ]),
      );
    }
    if (object.ignore !== undefined) rules.ignore = this.#strings(object.ignore, `${path}.ignore`);
    if (object.keepOthers !== undefined)
      rules.keepOthers = this.#boolean(object.keepOthers, `${path}.keepOthers`);
    if (object.max !== undefined) rules.max = this.#shape.integer(object.max, `${path}.max`, 1, 1000);
    if (object.minStrength !== undefined) {
      rules.minStrength = this.#shape.number(object.minStrength, `${path}.minStrength`, 0, 1);
    }
    return rules;
  }

  /** The given members over the defaults; the ranges are checked where every pack's are, when it is written. */
  #merged(json: unknown, defaults: unknown, path: string): unknown {
    if (typeof defaults !== 'object' || defaults === null) {
      if (json !== null && typeof json !== 'number') this.#shape.fail(path, json, 'a number or null');
      return json;
    }
    const given = this.#object(json, path, Object.keys(defaults));
    return Object.fromEntries(
      Object.entries(defaults).map(([name, value]) => [
        name,
        given[name] === undefined ? value : this.#merged(given[name], value, `${path}.${name}`),
      ]),
    );
  }

  #flags(json: unknown): PackConfig['flags'] {
    const flags = this.#shape.object(json, 'flags');
    for (const [name, value] of Object.entries(flags)) {
      if (!['string', 'number', 'boolean'].includes(typeof value)) {
        this.#shape.fail(`flags.${name}`, value, 'a string, a number or true');
      }
    }
    return flags as PackConfig['flags'];
  }

  #object(json: unknown, path: string, known: readonly string[]): Record<string, unknown> {
    const object = this.#shape.object(json, path);
    for (const name of Object.keys(object)) {
      if (known.includes(name)) continue;
      throw new LocavoreError(
        'input-malformed',
        `${this.#path}: ${path} has the unknown member ${JSON.stringify(name)}.${didYouMean(name, known)} Known: ${known.join(', ')}.`,
      );
    }
    return object;
  }

  #texts(object: Record<string, unknown>, path: string, names: readonly string[]): Record<string, string> {
    return Object.fromEntries(
      names
        .filter((name) => object[name] !== undefined)
        .map((name) => [name, this.#shape.string(object[name], `${path}${name}`)]),
    );
  }

  #strings(json: unknown, path: string): string[] {
    return this.#shape.array(json, path).map((entry, at) => this.#shape.string(entry, `${path}[${at}]`));
  }

  #boolean(json: unknown, path: string): boolean {
    return typeof json === 'boolean' ? json : this.#shape.fail(path, json, 'true or false');
  }
}
