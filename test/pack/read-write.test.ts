import { describe, expect, it } from 'vitest';
import { createPack } from '../../src/pack/create.ts';
import type { Manifest, SectionName, ShardEntry } from '../../src/pack/format.ts';
import { MAX_SHARD_BYTES } from '../../src/pack/format.ts';
import { parseManifest } from '../../src/pack/manifest.ts';
import type { PackParts } from '../../src/pack/parts.ts';
import { readPack } from '../../src/pack/read.ts';
import { sha256Hex } from '../../src/pack/sha256.ts';
import { buildPackFiles, contentVersionOf } from '../../src/pack/write.ts';
import { caught, rejection } from '../support/caught.ts';
import { tinyPackParts } from '../support/tiny-pack.ts';

const bytesOf = (files: Map<string, Uint8Array>, entry: ShardEntry): ArrayBuffer =>
  Uint8Array.from(files.get(entry.file)!).buffer;

/** Writes parts, replaces one section's bytes (with matching hash and length), and reads the result. */
async function readTampered(
  section: SectionName,
  tamper: (bytes: ArrayBuffer) => ArrayBuffer | undefined,
  parts: PackParts = tinyPackParts(),
): Promise<unknown> {
  const { manifest, files } = await buildPackFiles(parts);
  const entry = manifest.shards.find((shard) => shard.section === section)!;
  const original = bytesOf(files, entry);
  const bytes = new Uint8Array(tamper(original) ?? original);
  Object.assign(entry, { bytes: bytes.length, sha256: await sha256Hex(bytes) });
  files.set(entry.file, bytes);
  return readPack(manifest, async (shard) => bytesOf(files, shard));
}

function editCatalogue(edit: (json: { ids: unknown[]; columns: Record<string, never> }) => void) {
  return (bytes: ArrayBuffer): ArrayBuffer => {
    const json = JSON.parse(new TextDecoder().decode(bytes));
    edit(json);
    return Uint8Array.from(new TextEncoder().encode(JSON.stringify(json))).buffer;
  };
}

describe('buildPackFiles and readPack', () => {
  it('give back what went in', async () => {
    const parts = tinyPackParts({ items: 200, dimension: 20 });
    const { manifest, files } = await buildPackFiles(parts);
    const pack = await readPack(manifest, async (entry) => bytesOf(files, entry));
    const direct = createPack(parts);
    expect(pack.matrix).toEqual(direct.matrix);
    expect(pack.gram).toEqual(parts.gram);
    expect(pack.neighbours).toEqual(parts.neighbours);
    expect(pack.popularity).toEqual(parts.popularity);
    expect(pack.catalogue.ids).toEqual(parts.catalogue.ids);
    for (const i of [0, 7, 199]) expect(pack.catalogue.item(i)).toEqual(direct.catalogue.item(i));
  });

  it('hold without Gram matrix and neighbours, and without items', async () => {
    for (const parts of [
      tinyPackParts({ gram: false, neighbours: 0 }),
      tinyPackParts({ items: 0, neighbours: 0 }),
    ]) {
      const { manifest, files } = await buildPackFiles(parts);
      const pack = await readPack(manifest, async (entry) => bytesOf(files, entry));
      expect(pack.neighbours).toBeNull();
      expect(pack.gram === null).toBe(parts.gram === null);
      expect(pack.matrix.count).toBe(parts.matrix.count);
    }
  });

  it('give the same bytes for the same parts, whatever the order of their keys', async () => {
    const parts = tinyPackParts();
    const reversed = <T extends object>(value: T): T =>
      Object.fromEntries(Object.entries(value).reverse()) as T;
    const other = reversed({
      ...parts,
      card: reversed(parts.card),
      tuning: reversed(parts.tuning),
      catalogue: { ids: parts.catalogue.ids, columns: reversed(parts.catalogue.columns) },
    });
    const [a, b] = [await buildPackFiles(parts), await buildPackFiles(other)];
    expect([...a.files]).toEqual([...b.files]);
    expect(await contentVersionOf(a.manifest)).toBe(a.manifest.contentVersion);
  });

  it('change the content version with a vector, and with the card alone', async () => {
    const version = async (parts: PackParts): Promise<string> =>
      (await buildPackFiles(parts)).manifest.contentVersion;
    const base = await version(tinyPackParts());
    expect(await version(tinyPackParts({ seed: 2 }))).not.toBe(base);
    const parts = tinyPackParts();
    parts.card.licence = 'MIT';
    expect(await version(parts)).not.toBe(base);
  });

  it('cut long sections into shards of at most 4 MiB and join them again', async () => {
    const parts = tinyPackParts({ items: 40_000, dimension: 120, neighbours: 0 });
    const { manifest, files } = await buildPackFiles(parts);
    const vectors = manifest.shards.filter((shard) => shard.section === 'vectors');
    expect(vectors.map((shard) => shard.bytes)).toEqual([MAX_SHARD_BYTES, 40_000 * 128 - MAX_SHARD_BYTES]);
    const pack = await readPack(manifest, async (entry) => bytesOf(files, entry));
    expect(Buffer.compare(Buffer.from(pack.matrix.rows.buffer), Buffer.from(parts.matrix.rows.buffer))).toBe(
      0,
    );
  });

  it('name files after section and hash', async () => {
    const { manifest, files } = await buildPackFiles(tinyPackParts());
    for (const { file, section, sha256 } of manifest.shards) {
      expect(file).toMatch(new RegExp(`^${section}\\.${sha256.slice(0, 12)}\\.(bin|json)$`));
      expect(await sha256Hex(Uint8Array.from(files.get(file)!))).toBe(sha256);
    }
    expect(parseManifest(new TextDecoder().decode(files.get('manifest.json')), 'x')).toEqual(manifest);
  });
});

describe('readPack refuses', () => {
  async function readWith(change: (manifest: Manifest, files: Map<string, Uint8Array>) => void) {
    const { manifest, files } = await buildPackFiles(tinyPackParts());
    change(manifest, files);
    return rejection(readPack(manifest, async (entry) => bytesOf(files, entry)));
  }

  it('a flipped bit', async () => {
    const error = await readWith((manifest, files) => {
      files.get(manifest.shards[0].file)![5] ^= 1;
    });
    expect(error.code).toBe('pack-corrupt');
    expect(error.message).toMatch(
      /^Shard vectors\.[0-9a-f]{12}\.bin \(vectors\) from pack "tiny" has SHA-256 [0-9a-f]{16}…; the manifest says [0-9a-f]{16}…\./,
    );
  });

  it('a shard cut short', async () => {
    const error = await readWith((manifest, files) => {
      const { file } = manifest.shards[1];
      files.set(file, files.get(file)!.slice(0, -1));
    });
    expect(error.code).toBe('pack-corrupt');
    expect(error.message).toContain('(scales) from pack "tiny" has 239 bytes; the manifest says 240.');
  });

  it.each<[string, SectionName, (bytes: ArrayBuffer) => ArrayBuffer | undefined, string]>([
    [
      'a NaN scale',
      'scales',
      (b) => void (new Float32Array(b)[3] = Number.NaN),
      'scales[3] is NaN, expected 0 or',
    ],
    [
      'a negative scale',
      'scales',
      (b) => void (new Float32Array(b)[3] = -1),
      'scales[3] is -1, expected 0 or',
    ],
    ['a subnormal scale', 'scales', (b) => void (new Float32Array(b)[3] = 1e-40), 'scales[3] is 9.9'],
    [
      'padding',
      'vectors',
      (b) => void (new Int8Array(b)[16 + 9] = 1),
      'vectors, row 1, padding component 9 is 1',
    ],
    ['−128', 'vectors', (b) => void (new Int8Array(b)[17] = -128), 'vectors, row 1, component 1 is -128'],
    ['an infinite Gram', 'gram', (b) => void (new Float32Array(b)[2] = Infinity), 'gram[2] is Infinity'],
    [
      'a negative prior',
      'popularity',
      (b) => void (new Float32Array(b)[59] = -0.5),
      'popularity[59] is -0.5',
    ],
    [
      'a first offset',
      'neighbour-offsets',
      (b) => void (new Uint32Array(b)[0] = 1),
      'neighbour-offsets[0] is 1',
    ],
    [
      'offsets that fall',
      'neighbour-offsets',
      (b) => void (new Uint32Array(b)[9] = 2),
      'neighbour-offsets[9] is 2',
    ],
    [
      'a last offset',
      'neighbour-offsets',
      (b) => void (new Uint32Array(b)[60] = 999),
      'neighbour-offsets[60] is 999',
    ],
    [
      'a target',
      'neighbour-targets',
      (b) => void (new Uint32Array(b)[4] = 60),
      'neighbour-targets[4] is 60, expected',
    ],
    [
      'a neighbour scale',
      'neighbour-scales',
      (b) => void (new Float32Array(b)[0] = Infinity),
      'neighbour-scales[0]',
    ],
  ])('%s', async (_, section, tamper, expected) => {
    const error = await rejection(readTampered(section, tamper));
    expect(error.code).toBe('pack-corrupt');
    expect(error.message).toContain('Pack "tiny" contradicts its manifest: ');
    expect(error.message).toContain(expected);
  });

  // biome-ignore lint/suspicious/noExplicitAny: tests break it in every way.
  it.each<[string, (json: any) => unknown, string]>([
    [
      'a repeated id',
      (j) => (j.ids[5] = 'item-2'),
      '$.ids[5] is "item-2", expected an id that is not already at $.ids[2]',
    ],
    ['an empty id', (j) => (j.ids[5] = ''), '$.ids[5] is "", expected a string that is not empty'],
    ['a number as id', (j) => (j.ids[5] = 5), '$.ids[5] is 5, expected a string'],
    ['missing ids', (j) => j.ids.pop(), '$.ids.length is 59, expected 60, one entry for every item'],
    [
      'a short column',
      (j) => j.columns.title.values.pop(),
      '$.columns.title.values.length is 59, expected 60',
    ],
    ['a missing column', (j) => delete j.columns.title, '$.columns.title is nothing, expected a column'],
    ['an extra column', (j) => (j.columns.x = {}), '$.columns.x is {}, expected no such column'],
    ['a type', (j) => (j.columns.year.type = 'string'), '$.columns.year.type is "string", expected "number"'],
    [
      'a value',
      (j) => (j.columns.year.values[1] = 'x'),
      '$.columns.year.values[1] is "x", expected a number or null',
    ],
    [
      'a code',
      (j) => (j.columns.author.codes[1] = 99),
      '$.columns.author.codes[1] is 99, expected a code from -1',
    ],
    [
      'a tag code',
      (j) => (j.columns.genres.codes[1] = [-1]),
      '$.columns.genres.codes[1] is [-1], expected an array',
    ],
    [
      'a repeated label',
      (j) => j.columns.genres.dictionary.push('poetry'),
      'expected a string that is not empty and',
    ],
  ])('%s in the catalogue', async (_, edit, expected) => {
    const error = await rejection(readTampered('catalogue', editCatalogue(edit)));
    expect(error.code).toBe('pack-corrupt');
    expect(error.message).toContain('The catalogue of pack "tiny" is malformed: ');
    expect(error.message).toContain(expected);
  });

  it('a catalogue that is no JSON', async () => {
    const error = await rejection(readTampered('catalogue', () => Uint8Array.of(0xff, 0xfe).buffer));
    expect(error.message).toContain('The catalogue of pack "tiny" is not JSON in UTF-8.');
  });
});

describe('createPack refuses', () => {
  it.each<[string, (parts: PackParts) => unknown, string]>([
    ['an unusable name', (p) => (p.name = 'a b'), 'its name must be 1 to 64 letters'],
    ['ALS without a Gram matrix', (p) => (p.gram = null), 'the fold-in method "als" needs a Gram matrix'],
    ['a short prior', (p) => (p.popularity = new Float32Array(3)), 'popularity has 3 entries, expected 60.'],
    ['a repeated id', (p) => (p.catalogue.ids[1] = 'item-0'), '$.ids[1] is "item-0"'],
    ['a repeated field', (p) => p.fields.push(p.fields[0]), 'expected a name that no earlier field has'],
  ])('%s', (_, change, expected) => {
    const parts = tinyPackParts();
    change(parts);
    const error = caught(() => createPack(parts));
    expect(error.code).toBe('invalid-argument');
    expect(error.message).toContain(expected);
  });
});
