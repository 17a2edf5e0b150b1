/**
 * The picture on a cover: each motif fills a box of any shape from a seeded generator. Repeated marks are gathered
 * into one path, so that a cover stays a few dozen elements.
 */
import type { Random } from '../random.ts';
import type { Box, Shape } from '../shape.ts';

export interface Colours {
  /** What the motif stands on. */
  ground: string;
  /** Two to four colours that stand out from it, strongest first. */
  tones: readonly string[];
}

export type Motif = (random: Random, box: Box, colours: Colours) => Shape[];

export const TURN = 2 * Math.PI;

export const tone = (colours: Colours, i: number): string => colours.tones[i % colours.tones.length];
