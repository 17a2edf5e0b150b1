/** Hills, seas, roofs and doors. */
import { circle, path, polygon, rect, round, type Shape, smooth, stroke } from '../shape.ts';
import { type Motif, TURN, tone } from './motif.ts';

/** Stacked bands with a wave along their upper edge. */
export const waves: Motif = (random, { width, height }, colours) => {
  const count = random.integer(4, 8);
  const length = width * random.between(0.3, 0.9);
  const amplitude = height * random.between(0.02, 0.06);
  const drift = random.between(-0.5, 0.5) * length;
  const start = random.between(0, TURN);
  return Array.from({ length: count }, (_, i) => {
    const y = height * (0.12 + (0.9 * i) / count);
    const points: [number, number][] = [];
    for (let x = -10; x <= width + length / 4; x += length / 6) {
      points.push([x, y + amplitude * Math.sin(start + (TURN * (x + drift * i)) / length)]);
    }
    return path(`${smooth(points, false)}V${round(height)}H-10Z`, tone(colours, i));
  });
};

/** Ridges one behind the other under a sun or a moon. */
export const hills: Motif = (random, { width, height }, colours) => {
  const horizon = random.between(0.38, 0.6);
  const radius = Math.min(width, height) * random.between(0.1, 0.24);
  const shapes = [
    circle(
      width * random.between(0.2, 0.8),
      height * (horizon - random.between(0.05, 0.25)),
      radius,
      tone(colours, 1),
    ),
  ];
  const ridges = random.integer(3, 5);
  const jagged = random.chance(0.35);
  for (let i = 0; i < ridges; i++) {
    const base = height * (horizon + ((1 - horizon) * i) / ridges);
    const swing = height * random.between(0.04, 0.13);
    const steps = jagged ? random.integer(5, 9) : random.integer(3, 5);
    const points = Array.from({ length: steps + 3 }, (_, step): [number, number] => [
      (width * (step - 1)) / steps,
      base + swing * (random.next() - 0.5) * 2,
    ]);
    const edge = jagged ? polygon(points).slice(0, -1) : smooth(points, false);
    shapes.push(
      path(`${edge}V${round(height + 1)}H${round(points[0][0])}Z`, tone(colours, i + (i > 0 ? 2 : 0))),
    );
  }
  return shapes;
};

/** Roofs and lit windows. */
export const skyline: Motif = (random, { width, height }, colours) => {
  const shapes = [
    circle(
      width * random.between(0.15, 0.85),
      height * random.between(0.14, 0.34),
      Math.min(width, height) * random.between(0.07, 0.14),
      tone(colours, 1),
    ),
  ];
  for (const layer of [1, 0]) {
    let houses = '';
    let windows = '';
    let x = -random.between(0, 12);
    while (x < width) {
      const w = width * random.between(0.09, 0.2);
      const top = height * (layer === 1 ? random.between(0.28, 0.55) : random.between(0.5, 0.8));
      houses += polygon(
        random.chance(0.3)
          ? [
              [x, height],
              [x, top],
              [x + w / 2, top - w * 0.5],
              [x + w, top],
              [x + w, height],
            ]
          : [
              [x, height],
              [x, top],
              [x + w, top],
              [x + w, height],
            ],
      );
      if (layer === 0) {
        const across = Math.max(1, Math.floor(w / 9));
        for (let wy = top + 6; wy < height - 4; wy += 11) {
          for (let i = 0; i < across; i++) {
            if (!random.chance(0.55)) continue;
            windows += `M${round(x + (w * (i + 0.5)) / across - 1.8)} ${round(wy)}h3.6v5h-3.6z`;
          }
        }
      }
      x += w;
    }
    shapes.push(path(houses, tone(colours, layer === 1 ? 2 : 0)));
    if (windows) shapes.push(path(windows, tone(colours, 1)));
  }
  return shapes;
};

/** Arches inside arches, with a path of light. */
export const arches: Motif = (random, { width, height }, colours) => {
  const count = random.integer(3, 6);
  const cx = width * random.between(0.38, 0.62);
  const wide = width * random.between(0.7, 0.94);
  const shapes: Shape[] = [];
  for (let i = 0; i < count; i++) {
    const w = wide * (1 - i / (count + 0.3));
    const top = height * (0.08 + (0.46 * i) / count) + w * 0.02;
    shapes.push(
      path(
        `M${round(cx - w / 2)} ${round(height)}V${round(top + w / 2)}a${round(w / 2)} ${round(w / 2)} 0 0 1 ${round(w)} 0V${round(height)}Z`,
        tone(colours, i),
      ),
    );
  }
  shapes.push(
    circle(cx, height * random.between(0.62, 0.78), wide * random.between(0.03, 0.07), colours.ground),
  );
  return shapes;
};

/** A sea under a low sun, and its reflection. */
export const horizon: Motif = (random, { width, height }, colours) => {
  const level = height * random.between(0.48, 0.66);
  const cx = width * random.between(0.25, 0.75);
  const r = Math.min(width, height) * random.between(0.16, 0.3);
  const shapes = [
    circle(cx, level - r * random.between(-0.2, 0.8), r, tone(colours, 1)),
    rect({ x: 0, y: level, width, height: height - level }, tone(colours, 0)),
  ];
  let glint = '';
  const steps = random.integer(6, 10);
  for (let i = 0; i < steps; i++) {
    const y = level + ((height - level) * (i + 0.6)) / steps;
    const w = r * 2 * random.between(0.25, 1) * (1 - (0.4 * i) / steps);
    glint += `M${round(cx - w / 2 + random.between(-4, 4))} ${round(y)}h${round(w)}`;
  }
  shapes.push(stroke(glint, tone(colours, 1), Math.max(1.2, (height - level) / steps / 3.5)));
  if (random.chance(0.5)) {
    let birds = '';
    for (let i = random.integer(2, 5); i > 0; i--) {
      const [x, y, s] = [
        width * random.between(0.1, 0.9),
        level * random.between(0.1, 0.6),
        random.between(3, 6),
      ];
      birds += `M${round(x - s)} ${round(y - s * 0.5)}q${round(s * 0.6)} 0 ${round(s)} ${round(s * 0.6)}q${round(s * 0.4)} ${round(-s * 0.6)} ${round(s)} ${round(-s * 0.6)}`;
    }
    shapes.push(stroke(birds, tone(colours, 2), 1));
  }
  return shapes;
};
