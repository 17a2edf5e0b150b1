/** Every motif by name. */
import { bars, facets, halftone, rays, rings, threads, tiles } from './motifs/geometry.ts';
import { arches, hills, horizon, skyline, waves } from './motifs/landscape.ts';
import type { Motif } from './motifs/motif.ts';
import { botanical, cutouts, rosette, scales, tree, weave } from './motifs/ornament.ts';
import { contours, orbits, stars } from './motifs/sky.ts';

export const MOTIFS = {
  rings,
  tiles,
  waves,
  hills,
  stars,
  orbits,
  rays,
  bars,
  botanical,
  contours,
  rosette,
  halftone,
  scales,
  facets,
  cutouts,
  skyline,
  arches,
  threads,
  horizon,
  tree,
  weave,
} satisfies Record<string, Motif>;

export type MotifName = keyof typeof MOTIFS;

/** Motifs of thin lines. */
export const LINE_MOTIFS: ReadonlySet<MotifName> = new Set([
  'stars',
  'orbits',
  'contours',
  'threads',
  'tree',
]);
