import { checkParts, manifestOf } from './create.ts';
import { MAX_SHARD_BYTES, type Manifest, type ModelCard, type SectionName } from './format.ts';
import { MANIFEST_FILE, parseManifest } from './manifest.ts';
import type { PackParts } from './parts.ts';
import { sha256Hex } from './sha256.ts';

/**
 * The files of a pack, by name, `manifest.json` among them. Pure and deterministic: equal parts give equal bytes,
 * whatever the order of their keys. Nothing is written to a disk.
 *
 * @throws LocavoreError `invalid-argument` for parts that contradict each other
 */
export async function buildPackFiles(
  parts: PackParts,
): Promise<{ manifest: Manifest; files: Map<string, Uint8Array> }> {
  checkParts(parts);
  const files = new Map<string, Uint8Array>();
  const draft: Manifest = { ...manifestOf(parts), card: sortedCard(parts.card) };
  for (const [section, bytes] of sectionsOf(parts)) {
    for (let from = 0, part = 0; from < bytes.length; from += MAX_SHARD_BYTES, part++) {
      const shard = bytes.slice(from, from + MAX_SHARD_BYTES);
      const sha256 = await sha256Hex(shard);
      const number = bytes.length > MAX_SHARD_BYTES ? `-${part}` : '';
      const file = `${section}${number}.${sha256.slice(0, 12)}.${section === 'catalogue' ? 'json' : 'bin'}`;
      files.set(file, shard);
      draft.shards.push({ section, file, bytes: shard.length, sha256 });
    }
  }
  draft.contentVersion = await contentVersionOf(draft);
  // Through the reader, so that what is written is what every visitor's browser will accept.
  const text = manifestText(draft);
  const manifest = parseManifest(text, MANIFEST_FILE);
  files.set(MANIFEST_FILE, new TextEncoder().encode(text));
  return { manifest, files };
}

/** What `contentVersion` must be: 16 hex digits over everything in the manifest but itself. */
export async function contentVersionOf(manifest: Manifest): Promise<string> {
  const text = manifestText({ ...manifest, contentVersion: '' });
  return (await sha256Hex(new TextEncoder().encode(text))).slice(0, 16);
}

/** The manifest with its keys in one fixed order. */
function manifestText(m: Manifest): string {
  const ordered: Manifest = {
    format: m.format,
    version: m.version,
    name: m.name,
    contentVersion: m.contentVersion,
    items: m.items,
    dimension: m.dimension,
    stride: m.stride,
    metric: m.metric,
    dtype: m.dtype,
    foldIn: sorted(m.foldIn),
    tuning: sorted(m.tuning),
    fields: m.fields.map(({ name, type, role }) => ({ name, type, ...(role && { role }) })),
    shards: m.shards.map(({ section, file, bytes, sha256 }) => ({ section, file, bytes, sha256 })),
    card: sortedCard(m.card),
  };
  return `${JSON.stringify(ordered, null, 1)}\n`;
}

/** A card reads from its title down; figures and hyper-parameters are sorted by name. */
function sortedCard(card: ModelCard): ModelCard {
  const { title, description, licence, attribution, command, seed, training, evaluation } = card;
  return {
    title,
    description,
    licence,
    attribution,
    command,
    seed,
    training: training && sorted(training),
    evaluation: evaluation && sorted(evaluation),
  };
}

function sorted<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, entry]) => [key, sorted(entry)])) as T;
}

function sectionsOf(parts: PackParts): [SectionName, Uint8Array<ArrayBuffer>][] {
  const { matrix, gram, neighbours, popularity, catalogue, fields } = parts;
  const sections: [SectionName, ArrayBufferView][] = [
    ['vectors', matrix.rows],
    ['scales', matrix.scales],
  ];
  if (gram) sections.push(['gram', gram]);
  if (neighbours) {
    sections.push(
      ['neighbour-offsets', neighbours.offsets],
      ['neighbour-targets', neighbours.targets],
      ['neighbour-weights', neighbours.weights],
      ['neighbour-scales', neighbours.scales],
    );
  }
  sections.push(['popularity', popularity]);
  const columns = Object.fromEntries(fields.map(({ name }) => [name, sorted(catalogue.columns[name])]));
  sections.push(['catalogue', new TextEncoder().encode(JSON.stringify({ ids: catalogue.ids, columns }))]);
  return sections.map(([section, view]) => [
    section,
    new Uint8Array(view.buffer as ArrayBuffer, view.byteOffset, view.byteLength),
  ]);
}
