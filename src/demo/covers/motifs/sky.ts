/** What is seen at night, and from above. */
import { circle, dot, path, round, type Shape, smooth, stroke } from '../shape.ts';
import { type Motif, TURN, tone } from './motif.ts';

/** A night sky: stars, one constellation, one body. */
export const stars: Motif = (random, { width, height }, colours) => {
  let small = '';
  let large = '';
  for (let i = 0; i < 46; i++) {
    small += dot(width * random.next(), height * random.next(), random.between(0.35, 0.9));
  }
  const points: [number, number][] = [];
  const count = random.integer(5, 8);
  const tilt = random.between(-0.2, 0.2);
  for (let i = 0; i < count; i++) {
    const x = width * (0.12 + (0.76 * (i + random.between(0, 0.7))) / count);
    const y = height * (0.5 + tilt * (i / count - 0.5) + random.between(-0.22, 0.22));
    points.push([x, y]);
    large += dot(x, y, random.between(1.3, 2.8));
  }
  const radius = Math.min(width, height) * random.between(0.09, 0.2);
  const [cx, cy] = [
    width * random.between(0.15, 0.85),
    height * (random.chance(0.5) ? random.between(0.1, 0.25) : random.between(0.75, 0.95)),
  ];
  const shapes = [
    path(small, tone(colours, 1)),
    stroke(`M${points.map(([x, y]) => `${round(x)} ${round(y)}`).join('L')}`, tone(colours, 1), 0.6),
    path(large, tone(colours, 0)),
    circle(cx, cy, radius, tone(colours, 2)),
  ];
  if (random.chance(0.6))
    shapes.push(
      circle(
        cx + radius * random.between(0.25, 0.6),
        cy - radius * random.between(0, 0.3),
        radius * 0.92,
        colours.ground,
      ),
    );
  return shapes;
};

/** Tilted ellipses around a body, with their planets. */
export const orbits: Motif = (random, { width, height }, colours) => {
  const [cx, cy] = [width * random.between(0.3, 0.7), height * random.between(0.35, 0.65)];
  const angle = random.between(-40, 40);
  const flat = random.between(0.28, 0.8);
  const count = random.integer(3, 6);
  const unit = Math.min(width, height) * random.between(0.1, 0.15);
  const shapes: Shape[] = [];
  for (let i = 1; i <= count; i++) {
    const r = unit * (i + 0.6);
    shapes.push({
      tag: 'ellipse',
      attributes: {
        cx: round(cx),
        cy: round(cy),
        rx: round(r),
        ry: round(r * flat),
        fill: 'none',
        stroke: tone(colours, 1),
        'stroke-width': 0.9,
        transform: `rotate(${round(angle)} ${round(cx)} ${round(cy)})`,
      },
    });
  }
  shapes.push(circle(cx, cy, unit * random.between(0.6, 1.05), tone(colours, 0)));
  const turn = (angle * Math.PI) / 180;
  for (let i = 1; i <= count; i++) {
    const r = unit * (i + 0.6);
    const at = random.between(0, TURN);
    const [x, y] = [r * Math.cos(at), r * flat * Math.sin(at)];
    shapes.push(
      circle(
        cx + x * Math.cos(turn) - y * Math.sin(turn),
        cy + x * Math.sin(turn) + y * Math.cos(turn),
        unit * random.between(0.14, 0.38),
        tone(colours, i + 1),
      ),
    );
  }
  return shapes;
};

/** Nested uneven closed curves: a map's contour lines. */
export const contours: Motif = (random, { width, height }, colours) => {
  const [cx, cy] = [width * random.between(0.2, 0.8), height * random.between(0.25, 0.75)];
  const reach = Math.hypot(width, height) * 0.75;
  const harmonics = [2, 3, 5].map((n) => ({
    n,
    amount: random.between(0.04, 0.2) / Math.sqrt(n),
    phase: random.between(0, TURN),
  }));
  const count = random.integer(9, 15);
  const filled = random.chance(0.4);
  return Array.from({ length: count }, (_, i) => {
    const r = reach * (1 - i / count) ** 1.1 + 4;
    const points = Array.from({ length: 22 }, (_, j): [number, number] => {
      const angle = (TURN * j) / 22;
      const bend = harmonics.reduce(
        (sum, h) => sum + h.amount * Math.sin(h.n * angle + h.phase + i * 0.08),
        1,
      );
      return [cx + r * bend * Math.cos(angle), cy + r * bend * Math.sin(angle) * 0.9];
    });
    const d = smooth(points, true);
    return filled
      ? path(d, i % 2 === 0 ? tone(colours, i >> 1) : colours.ground)
      : stroke(d, tone(colours, i % 4 === 0 ? 0 : 1), i % 4 === 0 ? 1.6 : 0.8);
  });
};
