/** Setting titles: families, widths, and lines that fit. */
import { type Shape, shape } from './shape.ts';

export type FontName = 'serif' | 'didone' | 'sans' | 'narrow';

/** Fonts that the visitor's system already has: nothing is downloaded. */
export const FONT_FAMILIES: Record<FontName, string> = {
  serif: '"Iowan Old Style", "Palatino Linotype", Palatino, "Book Antiqua", "Noto Serif", Georgia, serif',
  didone: 'Didot, "Bodoni 72", "Bodoni MT", "Noto Serif Display", "Playfair Display", Georgia, serif',
  sans: '"Avenir Next", "Gill Sans Nova", "Helvetica Neue", "Segoe UI", "Noto Sans", Arial, sans-serif',
  narrow: '"Avenir Next Condensed", "Arial Narrow", "Liberation Sans Narrow", "Roboto Condensed", sans-serif',
};

export interface Face {
  font: FontName;
  weight: 400 | 700;
  italic?: boolean;
  /** Set in capitals. */
  capitals?: boolean;
  /** Extra space between letters, in em. */
  tracking?: number;
  /** Distance of base lines, in em. Default 1.15. */
  leading?: number;
}

/** A didone's hairlines are thinner than a pixel of a usual screen, so they get this much of the letter's own colour. */
const HAIRLINE = 0.6;

/** The width of a word at 1 unit of size. */
export type Measure = (word: string, face: Face) => number;

const NARROW = new Set("iljtfr.,:;'’!|()[] ");
const WIDE = new Set('mwMWQO@&');
const FACTOR: Record<FontName, number> = { serif: 1, didone: 0.92, sans: 1.02, narrow: 0.82 };

/** Average advance widths of Latin text, for places without a canvas. A little generous. */
export const estimate: Measure = (word, face) => {
  let width = 0;
  for (const letter of word) {
    if (NARROW.has(letter)) width += 0.33;
    else if (WIDE.has(letter)) width += 0.88;
    else if (letter >= '\u2e80') width += 1;
    else width += letter === letter.toLowerCase() ? 0.53 : 0.69;
  }
  return width * FACTOR[face.font] * (face.weight === 700 ? 1.06 : 1);
};

/** Widths as this browser will set them. */
export function createCanvasMeasure(): Measure {
  const context = document.createElement('canvas').getContext('2d');
  if (context === null) return estimate;
  const known = new Map<string, Map<string, number>>();
  let current = '';
  return (word, face) => {
    const font = `${face.italic ? 'italic ' : ''}${face.weight} 100px ${FONT_FAMILIES[face.font]}`;
    let widths = known.get(font);
    if (widths === undefined) known.set(font, (widths = new Map()));
    let width = widths.get(word);
    if (width === undefined) {
      // Setting a font costs more than measuring with it.
      if (font !== current) context.font = current = font;
      width = context.measureText(word).width / 100;
      widths.set(word, width);
    }
    return width;
  };
}

export interface Setting {
  lines: string[];
  size: number;
  face: Face;
  /** From the top of the first line to the bottom of the last. */
  height: number;
}

export interface Fit {
  width: number;
  height: number;
  largest: number;
  smallest: number;
  maxLines?: number;
}

const cased = (text: string, face: Face): string => (face.capitals ? text.toLocaleUpperCase('en') : text);

/** Words with their widths at 1 unit of size, tracking included. */
interface Measured {
  words: string[];
  widths: number[];
  space: number;
}

function measureWords(text: string, face: Face, measure: Measure): Measured {
  const tracking = face.tracking ?? 0;
  const words = cased(text.trim(), face).split(/\s+/).filter(Boolean);
  return {
    words,
    widths: words.map((word) => measure(word, face) + tracking * word.length),
    space: measure(' ', face) + tracking,
  };
}

interface Wrapped {
  /** Index of the first word of each line. */
  starts: number[];
  widest: number;
}

function wrap({ widths, space }: Measured, width: number): Wrapped {
  const starts: number[] = [];
  let widest = 0;
  let line = 0;
  for (let i = 0; i < widths.length; i++) {
    if (i > 0 && line + space + widths[i] <= width) {
      line += space + widths[i];
    } else {
      starts.push(i);
      line = widths[i];
    }
    widest = Math.max(widest, line);
  }
  return { starts, widest };
}

/** The same number of lines, as even as they can be. */
function balance(measured: Measured, width: number): Wrapped {
  let best = wrap(measured, width);
  const lines = best.starts.length;
  let [low, high] = [0, width];
  for (let step = 0; lines > 1 && step < 6; step++) {
    const middle = (low + high) / 2;
    const narrower = wrap(measured, middle);
    if (narrower.starts.length <= lines && narrower.widest <= width) [high, best] = [middle, narrower];
    else low = middle;
  }
  return best;
}

const linesOf = ({ words }: Measured, { starts }: Wrapped): string[] =>
  starts.map((start, i) => words.slice(start, starts[i + 1]).join(' '));

/**
 * The largest size at which the text fits. A text that does not fit at the smallest size loses its end to an ellipsis; a single
 * word that is too wide is set smaller still.
 */
export function fitText(text: string, face: Face, space: Fit, measure: Measure): Setting {
  const measured = measureWords(text, face, measure);
  const leading = face.leading ?? 1.15;
  const maxLines = space.maxLines ?? 7;
  const widest = Math.max(0.01, ...measured.widths);
  const largest = Math.min(space.largest, space.width / widest);
  for (let size = largest; size >= space.smallest; size *= 0.93) {
    const { starts } = wrap(measured, space.width / size);
    if (starts.length > maxLines || starts.length * leading * size > space.height) continue;
    const lines = linesOf(measured, balance(measured, space.width / size));
    return { lines, size, face, height: lines.length * leading * size };
  }
  const size = Math.min(space.smallest, space.width / widest);
  const room = Math.max(1, Math.min(maxLines, Math.floor(space.height / (leading * size))));
  const all = linesOf(measured, wrap(measured, space.width / size));
  const lines = all.slice(0, room);
  if (all.length > room) lines[room - 1] = shorten(lines[room - 1], face, space.width / size, measure);
  return { lines, size, face, height: lines.length * leading * size };
}

/** Drops words until an ellipsis fits. */
function shorten(line: string, face: Face, width: number, measure: Measure): string {
  const words = line.split(' ');
  const tooWide = () => {
    const { widths, space } = measureWords(`${words.join(' ')} …`, face, measure);
    return widths.reduce((sum, one) => sum + one + space, -space) > width;
  };
  while (words.length > 1 && tooWide()) words.pop();
  return `${words.join(' ').replace(/[\s,.:;–-]+$/, '')} …`;
}

/** Sets lines with the top of the first at `y`. */
export function setText(
  setting: Setting,
  x: number,
  y: number,
  fill: string,
  anchor: 'start' | 'middle' | 'end' = 'start',
): Shape[] {
  const { lines, size, face } = setting;
  const leading = (face.leading ?? 1.15) * size;
  return lines.map((line, i) => {
    const text = shape('text', {
      x,
      y: y + leading * i + leading / 2 + size * (face.capitals ? 0.355 : 0.32),
      fill,
      'font-family': FONT_FAMILIES[face.font],
      'font-size': size,
      'font-weight': face.weight,
      'text-anchor': anchor,
    });
    if (face.font === 'didone') {
      Object.assign(text.attributes, { stroke: fill, 'stroke-width': HAIRLINE, 'stroke-linejoin': 'round' });
    }
    if (face.italic) text.attributes['font-style'] = 'italic';
    if (face.tracking) text.attributes['letter-spacing'] = Math.round(face.tracking * size * 100) / 100;
    text.text = line;
    return text;
  });
}
