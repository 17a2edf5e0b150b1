/** What a genre leans towards. A lean is a multiple of the usual weight, so that every shelf still varies. */
import type { LayoutName } from './layouts.ts';
import type { MotifName } from './motifs.ts';
import type { PaletteName } from './palettes.ts';

export interface Lean {
  motifs: readonly MotifName[];
  palettes: readonly PaletteName[];
  layouts: readonly LayoutName[];
}

const LEANS: readonly (readonly [RegExp, Lean])[] = [
  [
    /fantasy|paranormal|magic/i,
    {
      motifs: ['hills', 'stars', 'tree', 'rosette', 'arches'],
      palettes: ['midnight', 'plum', 'moss', 'aubergine', 'peacock', 'jade'],
      layouts: ['framed', 'window', 'poster'],
    },
  ],
  [
    /science fiction|sci-?fi|dystop/i,
    {
      motifs: ['orbits', 'stars', 'halftone', 'rings', 'facets'],
      palettes: ['midnight', 'cobalt', 'signal', 'teal', 'fig', 'tangerine'],
      layouts: ['poster', 'grid', 'giant'],
    },
  ],
  [
    /myster|crime|thriller|suspense|detective/i,
    {
      motifs: ['bars', 'skyline', 'rays', 'rings', 'threads'],
      palettes: ['signal', 'cinnabar', 'bottle', 'storm', 'mustard', 'brick'],
      layouts: ['giant', 'grid', 'bands', 'split'],
    },
  ],
  [
    /horror|gothic/i,
    {
      motifs: ['tree', 'threads', 'skyline', 'rays'],
      palettes: ['cinnabar', 'oxblood', 'signal', 'fig'],
      layouts: ['giant', 'poster', 'window'],
    },
  ],
  [
    /romance|chick|love/i,
    {
      motifs: ['botanical', 'cutouts', 'waves', 'arches', 'scales'],
      palettes: ['rose', 'coral', 'apricot', 'lavender', 'olive', 'plum'],
      layouts: ['label', 'window', 'plain'],
    },
  ],
  [
    /classic/i,
    {
      motifs: ['rosette', 'scales', 'botanical', 'weave', 'horizon'],
      palettes: ['tangerine', 'bottle', 'oxblood', 'linen', 'sand', 'pelican'],
      layouts: ['bands', 'label', 'framed', 'plain'],
    },
  ],
  [
    /poe(m|try)/i,
    {
      motifs: ['horizon', 'threads', 'cutouts', 'botanical'],
      palettes: ['linen', 'arctic', 'sage', 'lavender'],
      layouts: ['plain', 'label', 'window'],
    },
  ],
  [
    /child|middle grade|picture/i,
    {
      motifs: ['cutouts', 'tiles', 'hills', 'scales', 'waves'],
      palettes: ['coral', 'apricot', 'cobalt', 'teal', 'mustard', 'jade'],
      layouts: ['poster', 'window', 'giant'],
    },
  ],
  [
    /young adult|teen/i,
    {
      motifs: ['rings', 'facets', 'cutouts', 'stars', 'waves'],
      palettes: ['fig', 'coral', 'cobalt', 'teal', 'lavender', 'rose'],
      layouts: ['giant', 'poster', 'split'],
    },
  ],
  [
    /comic|graphic|manga/i,
    {
      motifs: ['halftone', 'bars', 'tiles', 'rays'],
      palettes: ['signal', 'cobalt', 'cinnabar', 'coral'],
      layouts: ['giant', 'split', 'poster'],
    },
  ],
  [
    /histor/i,
    {
      motifs: ['horizon', 'contours', 'weave', 'arches', 'skyline'],
      palettes: ['tobacco', 'sand', 'oxblood', 'bottle', 'storm', 'aubergine'],
      layouts: ['framed', 'bands', 'belt', 'label'],
    },
  ],
  [
    /biograph|memoir/i,
    {
      motifs: ['contours', 'horizon', 'tree', 'threads', 'bars'],
      palettes: ['linen', 'sand', 'storm', 'sage', 'brick', 'arctic'],
      layouts: ['plain', 'belt', 'split'],
    },
  ],
  [
    /philosoph|psycholog|science|non-?fiction|business|religion|spiritual/i,
    {
      motifs: ['rings', 'contours', 'tiles', 'halftone', 'threads', 'facets'],
      palettes: ['pelican', 'teal', 'storm', 'mustard', 'tangerine', 'arctic'],
      layouts: ['grid', 'plain', 'split'],
    },
  ],
  [
    /travel|adventure/i,
    {
      motifs: ['horizon', 'hills', 'contours', 'waves'],
      palettes: ['teal', 'apricot', 'peacock', 'sand'],
      layouts: ['poster', 'belt'],
    },
  ],
  [
    /humou?r/i,
    {
      motifs: ['cutouts', 'tiles', 'bars'],
      palettes: ['mustard', 'apricot', 'coral', 'tangerine'],
      layouts: ['giant', 'split'],
    },
  ],
];

/** The leans of a book's genres, at most three, in the order of the table. */
export function leansOf(genres: readonly string[]): Lean[] {
  return LEANS.filter(([pattern]) => genres.some((genre) => pattern.test(genre)))
    .slice(0, 3)
    .map(([, lean]) => lean);
}
