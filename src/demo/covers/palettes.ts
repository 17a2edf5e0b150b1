/**
 * Curated palettes. `dark` on `light` is always readable; `a`, `b` and `c` are for surfaces and motifs, and text on
 * them takes whichever of `dark` and `light` contrasts more.
 */
export interface Palette {
  dark: string;
  light: string;
  a: string;
  b: string;
  c: string;
}

const palette = (dark: string, light: string, a: string, b: string, c: string): Palette => ({
  dark,
  light,
  a,
  b,
  c,
});

export const PALETTES = {
  oxblood: palette('#2b1414', '#f3e9da', '#8c2f2b', '#d98c5f', '#c9a24a'),
  bottle: palette('#14261f', '#f1ecdc', '#2f5d4a', '#a7b98b', '#d9a441'),
  tangerine: palette('#231a14', '#f6efe0', '#e2672c', '#f2b36b', '#7d3a1f'),
  pelican: palette('#12202e', '#eef0ea', '#2f6f9f', '#9cc3d5', '#e0b04c'),
  midnight: palette('#0f1630', '#f2ead8', '#26356e', '#7f8fc9', '#e5b769'),
  plum: palette('#24122a', '#f4ebe6', '#6b2d5c', '#c98ba8', '#e3b778'),
  mustard: palette('#2a2110', '#f7f0dc', '#d9a520', '#8a6d1c', '#3f5a5a'),
  teal: palette('#0f2526', '#eff1e8', '#1f7a78', '#8fc7b9', '#ef8a5a'),
  brick: palette('#2a1a17', '#f3efe6', '#b5482f', '#8fb3c4', '#33546b'),
  sage: palette('#222a22', '#f3f1e6', '#7f9a78', '#c6d0a8', '#b4573a'),
  rose: palette('#32141c', '#f8ece8', '#c4536a', '#efb3ad', '#5a2036'),
  signal: palette('#191919', '#f5f3ec', '#3f3f3d', '#f2c230', '#9b9b93'),
  cobalt: palette('#101a3a', '#f4f0e6', '#1f45b0', '#e5482d', '#f3b63f'),
  lavender: palette('#231f36', '#f2eff5', '#6a5fa6', '#b9b0dc', '#e79a6a'),
  moss: palette('#16201a', '#ecebd9', '#41632f', '#93a95a', '#d6c15a'),
  sand: palette('#16191f', '#efe6d2', '#4a5563', '#c8ab7c', '#a6452e'),
  coral: palette('#2b1b1e', '#fbf0e6', '#ef6f5b', '#f7b79a', '#2f6670'),
  aubergine: palette('#28131f', '#f6ecd8', '#5b2240', '#d08c2c', '#e6c98c'),
  arctic: palette('#13232d', '#f0f4f3', '#4d8aa3', '#b9d6dc', '#2d4b5b'),
  cinnabar: palette('#1e1414', '#f4ead9', '#c8321f', '#e4c9a0', '#6d1a12'),
  olive: palette('#25260f', '#f5eee3', '#6c6b2a', '#e7a5a0', '#b9b36a'),
  peacock: palette('#0c2230', '#f1ecdf', '#0f5c78', '#37a3a3', '#e9b24e'),
  tobacco: palette('#23170e', '#f1e6d3', '#7c4a22', '#c08a4e', '#4c6b5f'),
  fig: palette('#1f1429', '#f3f2e2', '#4b2d6b', '#c4cf5a', '#8d6cb0'),
  storm: palette('#1a2026', '#edefee', '#56707f', '#a8b8bd', '#d8593b'),
  apricot: palette('#2f1e12', '#fcf1e1', '#f0a05a', '#d86a3e', '#5b7a70'),
  jade: palette('#10261f', '#f2efe2', '#2c8b6b', '#c33d32', '#e7cf8e'),
  linen: palette('#1c1a17', '#f4efe4', '#cfc4ae', '#8b8069', '#a5352a'),
} satisfies Record<string, Palette>;

export type PaletteName = keyof typeof PALETTES;

function luminance(hex: string): number {
  const channel = (offset: number) => {
    const value = Number.parseInt(hex.slice(offset, offset + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}

/** The contrast ratio of WCAG 2.2, 1 … 21. */
export function contrast(one: string, other: string): number {
  const [high, low] = [luminance(one), luminance(other)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

/** The readable one of the palette's two text colours. */
export function inkOn(ground: string, { dark, light }: Palette): string {
  return contrast(ground, dark) >= contrast(ground, light) ? dark : light;
}
