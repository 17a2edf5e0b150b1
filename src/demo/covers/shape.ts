/** Covers are first a tree of plain data, so that they can be compared and tested without a document. */
export interface Shape {
  tag: 'svg' | 'g' | 'rect' | 'path' | 'circle' | 'ellipse' | 'line' | 'text';
  attributes: Record<string, string | number>;
  children?: Shape[];
  /** Only ever set as text content. */
  text?: string;
}

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** One decimal is a tenth of a pixel at most, and keeps paths short. */
export function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function tidy(attributes: Shape['attributes']): Shape['attributes'] {
  const result: Shape['attributes'] = {};
  for (const [name, value] of Object.entries(attributes)) {
    result[name] = typeof value === 'number' ? round(value) : value;
  }
  return result;
}

export function shape(tag: Shape['tag'], attributes: Shape['attributes'], children?: Shape[]): Shape {
  return { tag, attributes: tidy(attributes), children };
}

export const rect = (box: Box, fill: string, more: Shape['attributes'] = {}): Shape =>
  shape('rect', { ...box, fill, ...more });

export const outline = (box: Box, stroke: string, width: number): Shape =>
  shape('rect', { ...box, fill: 'none', stroke, 'stroke-width': width });

export const circle = (cx: number, cy: number, r: number, fill: string): Shape =>
  shape('circle', { cx, cy, r, fill });

export const ring = (cx: number, cy: number, r: number, stroke: string, width: number): Shape =>
  shape('circle', { cx, cy, r, fill: 'none', stroke, 'stroke-width': width });

export const path = (d: string, fill: string, more: Shape['attributes'] = {}): Shape =>
  shape('path', { d, fill, ...more });

export const stroke = (d: string, colour: string, width: number, more: Shape['attributes'] = {}): Shape =>
  shape('path', {
    d,
    fill: 'none',
    stroke: colour,
    'stroke-width': width,
    'stroke-linecap': 'round',
    ...more,
  });

/** A nested svg clips to its box without needing an id. */
export function clipped(box: Box, children: Shape[]): Shape {
  return shape(
    'svg',
    { ...box, viewBox: `0 0 ${round(box.width)} ${round(box.height)}`, overflow: 'hidden' },
    children,
  );
}

/** The box without its first and last `by` units on every side. */
export function inset(box: Box, by: number): Box {
  return { x: box.x + by, y: box.y + by, width: box.width - 2 * by, height: box.height - 2 * by };
}

/** Path data of a full circle, for shapes that gather many circles in one element. */
export function dot(cx: number, cy: number, r: number): string {
  return `M${round(cx - r)} ${round(cy)}a${round(r)} ${round(r)} 0 1 0 ${round(2 * r)} 0a${round(r)} ${round(r)} 0 1 0 ${round(-2 * r)} 0`;
}

export function polygon(points: readonly (readonly [number, number])[]): string {
  return `M${points.map(([x, y]) => `${round(x)} ${round(y)}`).join('L')}Z`;
}

/** A smooth closed or open curve through points (Catmull–Rom as cubic Béziers). */
export function smooth(points: readonly (readonly [number, number])[], closed: boolean): string {
  const n = points.length;
  const at = (i: number) => (closed ? points[(i + n) % n] : points[Math.max(0, Math.min(n - 1, i))]);
  let d = `M${round(points[0][0])} ${round(points[0][1])}`;
  for (let i = 0; i < (closed ? n : n - 1); i++) {
    const [p0, p1, p2, p3] = [at(i - 1), at(i), at(i + 1), at(i + 2)];
    d += `C${round(p1[0] + (p2[0] - p0[0]) / 6)} ${round(p1[1] + (p2[1] - p0[1]) / 6)} ${round(p2[0] - (p3[0] - p1[0]) / 6)} ${round(p2[1] - (p3[1] - p1[1]) / 6)} ${round(p2[0])} ${round(p2[1])}`;
  }
  return closed ? `${d}Z` : d;
}
