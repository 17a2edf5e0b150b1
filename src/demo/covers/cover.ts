/** Draws a book's cover from its facts: the same book, the same cover, everywhere. */
import { leansOf } from './genres.ts';
import { LAYOUTS, type LayoutName, WIDTH } from './layouts.ts';
import { MOTIFS, type MotifName } from './motifs.ts';
import { PALETTES, type PaletteName } from './palettes.ts';
import { createRandom, type Random } from './random.ts';
import { type Shape, shape } from './shape.ts';
import type { Measure } from './type.ts';

export interface CoverBook {
  id: string;
  title: string;
  author: string;
  series?: string;
  /** Number within the series. */
  volume?: string;
  genres?: readonly string[];
}

/** A lean makes a choice this many times as likely. */
const LEAN = 2;
/** Another edition gives every book another cover. This one parts the best-known books best. */
const EDITION = 7369;
/** A series goes round this many palettes. */
const SERIES_PALETTES = 9;

/**
 * Names in a weighted random order, as a race: each draws its own number, and the lowest after division by weight comes first.
 * Volumes of a series draw alike, so that a genre more or less rarely parts them.
 */
function order<T extends string>(random: Random, names: readonly T[], leans: readonly (readonly T[])[]): T[] {
  const times = names.map((name): [T, number] => {
    const weight = leans.reduce((sum, lean) => sum + (lean.includes(name) ? LEAN : 0), 1);
    return [name, -Math.log(1 - random.next()) / weight];
  });
  return times.sort(([, a], [, b]) => a - b).map(([name]) => name);
}

/** The part before a colon or bracket is the title; what follows is set smaller. */
export function splitTitle(title: string): { title: string; subtitle?: string } {
  const match = /^(.{2,}?)(?::\s+|\s+\(|\s+\[|\s+[–—]\s+|;\s+)(.+?)[)\]]?$/.exec(title);
  return match ? { title: match[1], subtitle: match[2] } : { title };
}

/** The look of a book: everything about its cover that does not depend on text. */
export function coverStyle(book: Pick<CoverBook, 'id' | 'series' | 'volume' | 'genres'>): {
  /** Decides the design: the same for all volumes of a series. */
  design: Random;
  /** Decides the picture: every book's own. */
  picture: Random;
  layout: LayoutName;
  motif: MotifName;
  palette: PaletteName;
  height: number;
} {
  const picture = createRandom(`book ${book.id} ${EDITION}`);
  const design = createRandom(
    book.series ? `series ${book.series} ${EDITION}` : `design ${book.id} ${EDITION}`,
  );
  const leans = leansOf(book.genres ?? []);
  const [layout] = order(
    design,
    Object.keys(LAYOUTS) as LayoutName[],
    leans.map((lean) => lean.layouts),
  );
  const [motif] = order(
    design,
    Object.keys(MOTIFS) as MotifName[],
    leans.map((lean) => lean.motifs),
  );
  const height = design.pick([290, 296, 300, 306, 310]);
  // One volume after the other takes the next palette of its series.
  const volume = Math.floor(Number(book.volume));
  const palettes = order(
    design,
    Object.keys(PALETTES) as PaletteName[],
    leans.map((lean) => lean.palettes),
  );
  const palette =
    palettes[
      volume > 0 ? volume % SERIES_PALETTES : picture.integer(0, book.series ? SERIES_PALETTES - 1 : 0)
    ];
  return { design, picture, layout, motif, palette, height };
}

export function drawCover(book: CoverBook, measure: Measure): Shape {
  const { design, picture, layout, motif, palette, height } = coverStyle(book);
  const shapes = LAYOUTS[layout]({
    design,
    picture,
    height,
    palette: PALETTES[palette],
    motif,
    ...splitTitle(book.title),
    author: book.author,
    series: book.series,
    measure,
  });
  return shape('svg', { viewBox: `0 0 ${WIDTH} ${height}` }, shapes);
}
