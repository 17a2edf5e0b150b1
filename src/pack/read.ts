import { LocavoreError } from '../errors.ts';
import { createCatalogue } from './catalogue.ts';
import { checkArrays, type PackArrays } from './check-arrays.ts';
import { checkCatalogue } from './check-catalogue.ts';
import type { CatalogueData, Manifest, SectionName, ShardEntry } from './format.ts';
import { JsonShape } from './json-shape.ts';
import type { Pack } from './pack.ts';
import { hasNeighbours, sectionBytes } from './sections.ts';
import { verifyShard } from './verify.ts';

const ADVICE = 'Make the pack again with "locavore train" or "locavore pack".';

/** Raise it with every check that is added: packs that passed fewer are then checked again. */
export const CONTENT_CHECKS = 1;

export interface ReadOptions {
  /** Gives another copy of a shard that failed its verification; it is verified too. */
  repair?: (entry: ShardEntry) => Promise<ArrayBuffer>;
  /**
   * The {@link CONTENT_CHECKS} that shards of these hashes and this manifest have passed before. If they are the
   * current ones, the same bytes need not pass them again, which takes half the time of reading. Default 0.
   */
  passedChecks?: number;
}

/**
 * Reads a pack: fetches all shards at once, verifies the length and hash of each, and checks their content against
 * the manifest. Single-shard sections are used in place, without a copy.
 *
 * @param getShard gives the bytes of a shard; they become the pack's own
 * @throws LocavoreError `pack-corrupt`, and whatever `getShard` and `repair` reject with
 */
export async function readPack(
  manifest: Manifest,
  getShard: (entry: ShardEntry) => Promise<ArrayBuffer>,
  { repair, passedChecks = 0 }: ReadOptions = {},
): Promise<Pack> {
  const mustCheck = passedChecks !== CONTENT_CHECKS;
  const name = JSON.stringify(manifest.name);
  const read = async (entry: ShardEntry, get: typeof getShard): Promise<ArrayBuffer> => {
    const bytes = await get(entry);
    await verifyShard(entry, bytes, `pack ${name}`);
    return bytes;
  };
  const shards = await Promise.all(
    manifest.shards.map(async (entry) => {
      try {
        return await read(entry, getShard);
      } catch (error) {
        const repairable = error instanceof LocavoreError && error.code === 'pack-corrupt' && repair;
        if (!repairable) throw error;
        return read(entry, repair);
      }
    }),
  );
  const section = (wanted: SectionName): ArrayBuffer => {
    const parts = shards.filter((_, i) => manifest.shards[i].section === wanted);
    return parts.length === 1 ? parts[0] : concat(parts);
  };
  const floats = (wanted: SectionName): Float32Array => new Float32Array(section(wanted));
  const words = (wanted: SectionName): Uint32Array => new Uint32Array(section(wanted));
  const arrays: PackArrays = {
    matrix: {
      rows: new Int8Array(section('vectors')),
      scales: floats('scales'),
      count: manifest.items,
      dimension: manifest.dimension,
      stride: manifest.stride,
    },
    gram: sectionBytes(manifest, 'gram') > 0 ? floats('gram') : null,
    neighbours: hasNeighbours(manifest)
      ? {
          offsets: words('neighbour-offsets'),
          targets: words('neighbour-targets'),
          weights: new Int8Array(section('neighbour-weights')),
          scales: floats('neighbour-scales'),
        }
      : null,
    popularity: floats('popularity'),
  };
  if (mustCheck) {
    checkArrays(arrays, (problem) => {
      throw new LocavoreError('pack-corrupt', `Pack ${name} contradicts its manifest: ${problem} ${ADVICE}`);
    });
  }
  const catalogue = readCatalogue(manifest, section('catalogue'), mustCheck);
  return { manifest, ...arrays, catalogue: createCatalogue(catalogue, manifest.fields) };
}

function readCatalogue(manifest: Manifest, bytes: ArrayBuffer, mustCheck: boolean): CatalogueData {
  const what = `The catalogue of pack ${JSON.stringify(manifest.name)}`;
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new LocavoreError('pack-corrupt', `${what} is not JSON in UTF-8. ${ADVICE}`, { cause });
  }
  if (!mustCheck) return json as CatalogueData;
  return checkCatalogue(json, manifest.fields, manifest.items, new JsonShape(what, 'pack-corrupt', ADVICE));
}

function concat(parts: readonly ArrayBuffer[]): ArrayBuffer {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.byteLength, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(new Uint8Array(part), at);
    at += part.byteLength;
  }
  return whole.buffer;
}
