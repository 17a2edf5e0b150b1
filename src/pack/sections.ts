/** What the sections of a pack must measure, given its manifest. */
import type { Bytes } from '../units.ts';
import type { Manifest, SectionName } from './format.ts';

export const SECTION_NAMES: readonly SectionName[] = [
  'vectors',
  'scales',
  'gram',
  'neighbour-offsets',
  'neighbour-targets',
  'neighbour-weights',
  'neighbour-scales',
  'popularity',
  'catalogue',
];

/** Bytes of a section: the sum of its shards. 0: the section is absent or empty. */
export function sectionBytes(manifest: Pick<Manifest, 'shards'>, section: SectionName): Bytes {
  let bytes = 0;
  for (const shard of manifest.shards) if (shard.section === section) bytes += shard.bytes;
  return bytes;
}

/** Bytes of all shards: what a first visit downloads besides the manifest. */
export function packBytes(manifest: Pick<Manifest, 'shards'>): Bytes {
  return manifest.shards.reduce((sum, shard) => sum + shard.bytes, 0);
}

/** Neighbour lists are all there or not at all; their offsets are never empty, so they decide. */
export function hasNeighbours(manifest: Pick<Manifest, 'shards'>): boolean {
  return manifest.shards.some((shard) => shard.section === 'neighbour-offsets');
}

/** The length a section must have; `null` where the manifest alone does not say (the catalogue). */
export function expectedSectionBytes(
  manifest: Pick<Manifest, 'shards' | 'items' | 'dimension' | 'stride' | 'foldIn'>,
  section: SectionName,
): Bytes | null {
  const { items, dimension, stride } = manifest;
  const neighbours = hasNeighbours(manifest);
  switch (section) {
    case 'vectors':
      return items * stride;
    case 'scales':
    case 'popularity':
      return 4 * items;
    case 'gram': {
      const optional = manifest.foldIn.method !== 'als' && sectionBytes(manifest, 'gram') === 0;
      return optional ? 0 : 4 * dimension * dimension;
    }
    case 'neighbour-offsets':
      return neighbours ? 4 * (items + 1) : 0;
    case 'neighbour-targets':
      return neighbours ? 4 * sectionBytes(manifest, 'neighbour-weights') : 0;
    case 'neighbour-weights':
      return neighbours ? sectionBytes(manifest, 'neighbour-targets') / 4 : 0;
    case 'neighbour-scales':
      return neighbours ? 4 * items : 0;
    case 'catalogue':
      return null;
  }
}
