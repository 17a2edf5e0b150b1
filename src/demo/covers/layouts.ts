/** Families of covers. Text always stands on plain ground, never on the motif. */
import type { Colours } from './motifs/motif.ts';
import { LINE_MOTIFS, MOTIFS, type MotifName } from './motifs.ts';
import { contrast, inkOn, type Palette } from './palettes.ts';
import type { Random } from './random.ts';
import { type Box, clipped, inset, outline, path, rect, round, type Shape, shape } from './shape.ts';
import { type Face, fitText, type Measure, type Setting, setText } from './type.ts';

/** Every cover is this wide; heights differ a little, as on a real shelf. */
export const WIDTH = 200;

export interface Ground {
  /** Decides the design: alike for all volumes of a series. */
  design: Random;
  /** Decides the picture: every book's own. */
  picture: Random;
  height: number;
  palette: Palette;
  motif: MotifName;
  title: string;
  subtitle?: string;
  author: string;
  series?: string;
  measure: Measure;
}

export type Layout = (ground: Ground) => Shape[];

const SERIF: Face = { font: 'serif', weight: 400, leading: 1.14 };
const SERIF_BOLD: Face = { font: 'serif', weight: 700, leading: 1.12 };
const ITALIC: Face = { font: 'serif', weight: 400, italic: true, leading: 1.15 };
const DIDONE: Face = { font: 'didone', weight: 700, leading: 1.1 };
/** In units. A didone is for display: smaller titles are set in the text face. */
const DIDONE_SMALLEST = 17;
const SANS: Face = { font: 'sans', weight: 400, leading: 1.18 };
const SANS_BOLD: Face = { font: 'sans', weight: 700, leading: 1.1, tracking: -0.01 };
const GIANT: Face = { font: 'narrow', weight: 700, capitals: true, leading: 0.98 };
const SERIF_CAPITALS: Face = { font: 'serif', weight: 400, capitals: true, tracking: 0.06, leading: 1.2 };
const SMALL_CAPS: Face = { font: 'sans', weight: 400, capitals: true, tracking: 0.12, leading: 1.4 };

const page = (height: number): Box => ({ x: 0, y: 0, width: WIDTH, height });

/** The first of some surfaces on which text is readable (WCAG AA), in random order; the dark one always is. */
function surface(design: Random, palette: Palette, ...surfaces: (keyof Palette)[]): string {
  const readable = design
    .shuffled(surfaces.map((name) => palette[name]))
    .find((colour) => contrast(colour, inkOn(colour, palette)) >= 4.5);
  return readable ?? palette.dark;
}

/** The colours of a palette that stand out on a ground, the strongest first. */
function tonesOn(ground: string, { dark, light, a, b, c }: Palette): string[] {
  const tones = [a, b, c, inkOn(ground, { dark, light, a, b, c })].filter(
    (colour) => contrast(colour, ground) >= 1.4,
  );
  return tones.sort((one, other) => contrast(other, ground) - contrast(one, ground));
}

function picture({ picture: random, palette, motif }: Ground, box: Box, ground: string): Shape {
  const tones = tonesOn(ground, palette);
  // Thin lines need the strong colours; surfaces may take any.
  const colours: Colours = { ground, tones: LINE_MOTIFS.has(motif) ? tones : random.shuffled(tones) };
  const local = { x: 0, y: 0, width: box.width, height: box.height };
  return clipped(box, [rect(local, ground), ...MOTIFS[motif](random, local, colours)]);
}

/** Title, then subtitle, as one block. */
function heading(
  g: Ground,
  face: Face,
  space: { width: number; height: number; largest: number; smallest?: number; maxLines?: number },
): { height: number; draw(x: number, y: number, fill: string, anchor?: 'start' | 'middle'): Shape[] } {
  const smallest = space.smallest ?? 9.5;
  const subtitle: Setting | null = g.subtitle
    ? fitText(
        g.subtitle,
        face.font === 'serif' || face.font === 'didone' ? ITALIC : SANS,
        { width: space.width, height: space.height * 0.3, largest: 9.5, smallest: 7.5, maxLines: 3 },
        g.measure,
      )
    : null;
  const gap = subtitle ? 5 : 0;
  const room = { ...space, smallest, height: space.height - (subtitle ? subtitle.height + gap : 0) };
  let title = fitText(g.title, face, room, g.measure);
  if (face.font === 'didone' && title.size < DIDONE_SMALLEST) {
    title = fitText(g.title, SERIF_BOLD, room, g.measure);
  }
  return {
    height: title.height + gap + (subtitle?.height ?? 0),
    draw: (x, y, fill, anchor = 'start') => [
      ...setText(title, x, y, fill, anchor),
      ...(subtitle ? setText(subtitle, x, y + title.height + gap, fill, anchor) : []),
    ],
  };
}

const byline = (g: Ground, face: Face, width: number, largest = 11, maxLines = 2): Setting =>
  fitText(g.author, face, { width, height: 30, largest, smallest: 7, maxLines }, g.measure);

/** Three bands: colour, cream, colour; the motif in the last. */
const bands: Layout = (g) => {
  const { palette, height: H } = g;
  const colour = surface(g.design, palette, 'a', 'a', 'dark', 'c');
  const top = H * 0.2;
  const foot = H * g.design.between(0.6, 0.66);
  const title = heading(g, g.design.pick([SERIF_BOLD, SANS_BOLD, DIDONE, ITALIC, SERIF_CAPITALS]), {
    width: 172,
    height: foot - top - 48,
    largest: 27,
  });
  const author = byline(g, ITALIC, 170, 12.5);
  const block = title.height + 8 + author.height;
  const y = top + (foot - top - block) / 2;
  const ovals = g.design.chance(0.6);
  const press = fitText('Quire', SMALL_CAPS, { width: 80, height: 12, largest: 8.5, smallest: 8 }, g.measure);
  const oval = path(`M62 ${round(top / 2)}a38 14 0 1 0 76 0a38 14 0 1 0 -76 0`, palette.light);
  return [
    rect(page(H), palette.light),
    rect({ x: 0, y: 0, width: WIDTH, height: top }, colour),
    ...(ovals ? [oval, ...setText(press, 100, top / 2 - press.height / 2, palette.dark, 'middle')] : []),
    picture(g, { x: 0, y: foot, width: WIDTH, height: H - foot }, colour),
    ...title.draw(100, y, palette.dark, 'middle'),
    ...setText(author, 100, y + title.height + 8, palette.dark, 'middle'),
  ];
};

/** One colour, large quiet type, and a small device at the foot. */
const plain: Layout = (g) => {
  const { palette, height: H, design } = g;
  const ground = surface(design, palette, 'a', 'dark', 'light', 'b');
  const ink = inkOn(ground, palette);
  const centred = design.chance(0.4);
  const [x, anchor] = centred ? ([100, 'middle'] as const) : ([18, 'start'] as const);
  const author = byline(g, SERIF, 164, 14);
  const title = heading(g, design.pick([SERIF, SERIF_BOLD, DIDONE, SANS_BOLD, ITALIC, SERIF_CAPITALS]), {
    width: 164,
    height: H * 0.4,
    largest: 32,
  });
  const size = design.between(44, 66);
  const device = { x: centred ? 100 - size / 2 : 18, y: H - size - 20, width: size, height: size };
  return [
    rect(page(H), ground),
    ...setText(author, x, 20, ink, anchor),
    rect({ x: centred ? 88 : 18, y: 30 + author.height, width: 24, height: 1.2 }, ink),
    ...title.draw(x, 42 + author.height, ink, anchor),
    picture(g, device, ground),
  ];
};

/** A ruled head on white above a full picture: the grid of the sixties' crime paperbacks. */
const grid: Layout = (g) => {
  const { palette, height: H, design } = g;
  const ground = surface(design, palette, 'a', 'dark', 'light');
  const ink = palette.dark;
  const title = heading(g, design.pick([SANS_BOLD, SERIF_BOLD, GIANT, SERIF_CAPITALS]), {
    width: 176,
    height: H * 0.24,
    largest: 21,
    smallest: 9,
    maxLines: 4,
  });
  const author = byline(g, SANS, 176, 13, 1);
  const series = fitText(
    g.series ?? 'Quire paperbacks',
    SANS,
    { width: 172, height: 12, largest: 8, smallest: 7, maxLines: 1 },
    g.measure,
  );
  const first = 12 + series.height + 4;
  const second = first + 7 + title.height + 6;
  const foot = second + author.height + 13;
  return [
    rect(page(H), palette.light),
    ...setText(series, 12, 11, ink),
    rect({ x: 12, y: first, width: 176, height: 0.8 }, ink),
    ...title.draw(12, first + 6, ink),
    rect({ x: 12, y: second, width: 176, height: 0.8 }, ink),
    ...setText(author, 12, second + 5, inkOn(palette.light, palette)),
    picture(
      g,
      { x: 0, y: foot, width: WIDTH, height: H - foot },
      ground === palette.light ? palette.b : ground,
    ),
  ];
};

/** Patterned paper with a pasted label. */
const label: Layout = (g) => {
  const { palette, height: H, design } = g;
  const ground = surface(design, palette, 'a', 'dark', 'b', 'light');
  const title = heading(g, design.pick([SERIF, DIDONE, ITALIC, SANS_BOLD, SERIF_BOLD, SERIF_CAPITALS]), {
    width: 118,
    height: H * 0.26,
    largest: 20,
    smallest: 9,
  });
  const author = byline(g, SERIF, 118, 10.5);
  const tall = title.height + author.height + 34;
  const box = { x: 32, y: design.chance(0.7) ? H * 0.2 : (H - tall) / 2, width: 136, height: tall };
  const edge = palette.c === ground ? palette.a : palette.c;
  return [
    picture(g, page(H), ground),
    rect(box, palette.light),
    outline(inset(box, 4), design.chance(0.5) ? palette.dark : edge, 0.9),
    ...title.draw(100, box.y + 13, palette.dark, 'middle'),
    rect({ x: 90, y: box.y + 17 + title.height, width: 20, height: 0.8 }, palette.dark),
    ...setText(author, 100, box.y + 22 + title.height, palette.dark, 'middle'),
  ];
};

/** The picture from edge to edge below, type above on the same ground. */
const poster: Layout = (g) => {
  const { palette, height: H, design } = g;
  const ground = surface(design, palette, 'light', 'dark', 'a', 'b');
  const ink = inkOn(ground, palette);
  const centred = design.chance(0.5);
  const [x, anchor] = centred ? ([100, 'middle'] as const) : ([15, 'start'] as const);
  const title = heading(g, design.pick([DIDONE, SANS_BOLD, SERIF_BOLD, ITALIC, GIANT, SERIF_CAPITALS]), {
    width: 170,
    height: H * 0.3,
    largest: 33,
  });
  const author = byline(g, SMALL_CAPS, 170, 8.5);
  const top = 18 + title.height + 6 + author.height + 12;
  return [
    rect(page(H), ground),
    picture(g, { x: 0, y: top, width: WIDTH, height: H - top }, ground),
    ...title.draw(x, 16, ink, anchor),
    ...setText(author, x, 20 + title.height, ink, anchor),
  ];
};

/** The title as large as it goes, and a strip of picture. */
const giant: Layout = (g) => {
  const { palette, height: H, design } = g;
  const ground = surface(design, palette, 'a', 'dark', 'light', 'b');
  const ink = inkOn(ground, palette);
  const strip = H * design.between(0.16, 0.36);
  const title = heading(g, design.pick([GIANT, GIANT, GIANT, SANS_BOLD, DIDONE, SERIF_BOLD]), {
    width: 178,
    height: H - strip - 62,
    largest: 62,
    smallest: 12,
  });
  const author = byline(g, SANS_BOLD, 178, 12);
  const below = design.chance(0.65);
  return [
    rect(page(H), ground),
    picture(g, { x: 0, y: below ? H - strip : 0, width: WIDTH, height: strip }, ground),
    ...title.draw(11, below ? 14 : strip + 12, ink),
    ...setText(author, 11, below ? H - strip - author.height - 9 : H - author.height - 11, ink),
  ];
};

/** A double frame around a centrepiece. */
const framed: Layout = (g) => {
  const { palette, height: H, design } = g;
  const ground = surface(design, palette, 'dark', 'a', 'light');
  const ink = inkOn(ground, palette);
  const edge = ground === palette.light ? palette.a : palette.c;
  const title = heading(g, design.pick([DIDONE, SERIF, SERIF_BOLD, ITALIC, SERIF_CAPITALS]), {
    width: 150,
    height: H * 0.29,
    largest: 26,
    smallest: 9.5,
  });
  const author = byline(g, SMALL_CAPS, 150, 8.5);
  const top = 30 + title.height + 10;
  const foot = H - 26 - author.height - 10;
  const side = Math.min(foot - top, 150);
  const centre = { x: 100 - side / 2, y: top + (foot - top - side) / 2, width: side, height: side };
  return [
    rect(page(H), ground),
    outline(inset(page(H), 9), edge, 2.2),
    outline(inset(page(H), 13.5), edge, 0.8),
    ...title.draw(100, 27, ink, 'middle'),
    picture(g, centre, ground),
    ...setText(author, 100, foot + 8, ink, 'middle'),
  ];
};

/** A column of picture beside a column of type. */
const split: Layout = (g) => {
  const { palette, height: H, design } = g;
  const ground = surface(design, palette, 'light', 'dark', 'a');
  const ink = inkOn(ground, palette);
  const left = design.chance(0.5);
  const column = design.between(58, 74);
  const [x, width] = left ? [column + 13, WIDTH - column - 25] : [13, WIDTH - column - 25];
  const title = heading(g, design.pick([SERIF, SANS_BOLD, SERIF_BOLD, ITALIC, DIDONE, GIANT]), {
    width,
    height: H * 0.6,
    largest: 24,
    smallest: 9.5,
    maxLines: 9,
  });
  const author = byline(g, SANS, width, 10.5, 3);
  const other = ground === palette.dark ? palette.a : palette.dark;
  return [
    rect(page(H), ground),
    picture(
      g,
      { x: left ? 0 : WIDTH - column, y: 0, width: column, height: H },
      design.pick([other, palette.b, palette.c]),
    ),
    ...title.draw(x, 20, ink),
    ...setText(author, x, H - author.height - 18, ink),
  ];
};

/** A picture seen through a round or arched window. */
const window: Layout = (g) => {
  const { palette, height: H, design } = g;
  const ground = surface(design, palette, 'light', 'a', 'dark');
  const ink = inkOn(ground, palette);
  const title = heading(g, design.pick([DIDONE, SERIF, ITALIC, SANS_BOLD, SERIF_CAPITALS]), {
    width: 172,
    height: H * 0.25,
    largest: 27,
  });
  const author = byline(g, SERIF, 170, 11.5);
  const top = 20 + title.height + 12;
  const foot = H - author.height - 26;
  const tall = foot - top;
  const wide = Math.min(design.between(120, 150), tall);
  const [x, r] = [100 - wide / 2, wide / 2];
  const arched = tall > wide * 1.05 && design.chance(0.7);
  const y = arched ? top : top + (tall - wide) / 2;
  const h = arched ? tall : wide;
  const hole = arched
    ? `M${round(x)} ${round(y + h)}V${round(y + r)}a${round(r)} ${round(r)} 0 0 1 ${round(wide)} 0V${round(y + h)}Z`
    : `M${round(x)} ${round(y + r)}a${round(r)} ${round(r)} 0 1 0 ${round(wide)} 0a${round(r)} ${round(r)} 0 1 0 ${round(-wide)} 0Z`;
  const inside =
    ground === palette.light
      ? design.pick([palette.b, palette.dark, palette.a])
      : design.pick([palette.light, palette.b]);
  return [
    rect(page(H), ground),
    picture(g, { x: x - 1, y: y - 1, width: wide + 2, height: h + 2 }, inside),
    path(
      `M${round(x - 3)} ${round(y - 3)}h${round(wide + 6)}v${round(h + 6)}h${round(-wide - 6)}Z${hole}`,
      ground,
      { 'fill-rule': 'evenodd' },
    ),
    shape('path', { d: hole, fill: 'none', stroke: ink, 'stroke-width': 1 }),
    ...title.draw(100, 18, ink, 'middle'),
    ...setText(author, 100, foot + 10, ink, 'middle'),
  ];
};

/** A full picture under a wide paper belt. */
const belt: Layout = (g) => {
  const { palette, height: H, design } = g;
  const ground = surface(design, palette, 'a', 'dark', 'b');
  const paper = surface(design, palette, 'light', 'light', 'dark');
  const ink = inkOn(paper, palette);
  const title = heading(g, design.pick([SERIF, DIDONE, SANS_BOLD, ITALIC, GIANT, SERIF_CAPITALS]), {
    width: 174,
    height: H * 0.3,
    largest: 26,
  });
  const author = byline(g, SMALL_CAPS, 174, 8.5);
  const tall = title.height + author.height + 30;
  const y = (H - tall) * design.pick([0.28, 0.5, 0.74]);
  return [
    picture(g, page(H), ground),
    rect({ x: 0, y, width: WIDTH, height: tall }, paper),
    rect({ x: 0, y: y + 3.5, width: WIDTH, height: 1 }, ink),
    rect({ x: 0, y: y + tall - 4.5, width: WIDTH, height: 1 }, ink),
    ...title.draw(13, y + 12, ink),
    ...setText(author, 13, y + 18 + title.height, ink),
  ];
};

export const LAYOUTS = {
  bands,
  plain,
  grid,
  label,
  poster,
  giant,
  framed,
  split,
  window,
  belt,
} satisfies Record<string, Layout>;

export type LayoutName = keyof typeof LAYOUTS;
