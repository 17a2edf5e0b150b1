/** Discs, tiles, bars: the geometry of mid-century covers. */
import { circle, dot, path, polygon, rect, ring, round, type Shape, stroke } from '../shape.ts';
import { type Motif, TURN, tone } from './motif.ts';

/** Concentric rings around a point near the middle. */
export const rings: Motif = (random, { width, height }, colours) => {
  const [cx, cy] = [width * random.between(0.15, 0.85), height * random.between(0.2, 0.9)];
  const reach = Math.hypot(Math.max(cx, width - cx), Math.max(cy, height - cy)) * random.between(0.7, 1.05);
  const count = random.integer(4, 9);
  const core = random.between(0.12, 0.3);
  const solid = random.chance(0.6);
  return Array.from({ length: count }, (_, i) => {
    const r = reach * (1 - (1 - core) * (i / count));
    const colour = i % 2 === 0 ? tone(colours, i >> 1) : colours.ground;
    return solid ? circle(cx, cy, r, colour) : ring(cx, cy, r, tone(colours, i), (reach / count) * 0.22);
  });
};

/** A grid of quarter circles, semicircles and discs, as on mid-century wallpapers. */
export const tiles: Motif = (random, { width, height }, colours) => {
  // A narrow strip takes few columns, or its tiles would be many and tiny.
  const columns = Math.min(random.integer(3, 5), height > 2 * width ? 2 : 5);
  const size = width / columns;
  const rows = Math.ceil(height / size);
  const offset = (height - rows * size) / 2;
  const shapes: Shape[] = [];
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const [x, y] = [column * size, offset + row * size];
      const fill = tone(colours, random.integer(0, 3));
      if (random.chance(0.45))
        shapes.push(
          rect({ x, y, width: size + 0.2, height: size + 0.2 }, tone(colours, random.integer(0, 3))),
        );
      const [x1, y1] = [x + size, y + size];
      switch (random.integer(0, 6)) {
        case 0:
          shapes.push(
            path(
              `M${round(x)} ${round(y)}h${round(size)}a${round(size)} ${round(size)} 0 0 1 ${round(-size)} ${round(size)}z`,
              fill,
            ),
          );
          break;
        case 1:
          shapes.push(
            path(
              `M${round(x1)} ${round(y1)}h${round(-size)}a${round(size)} ${round(size)} 0 0 1 ${round(size)} ${round(-size)}z`,
              fill,
            ),
          );
          break;
        case 2:
          shapes.push(
            path(
              `M${round(x)} ${round(y1)}v${round(-size)}a${round(size)} ${round(size)} 0 0 1 ${round(size)} ${round(size)}z`,
              fill,
            ),
          );
          break;
        case 3:
          shapes.push(
            path(
              `M${round(x1)} ${round(y)}v${round(size)}a${round(size)} ${round(size)} 0 0 1 ${round(-size)} ${round(-size)}z`,
              fill,
            ),
          );
          break;
        case 4:
          shapes.push(circle(x + size / 2, y + size / 2, size * random.between(0.2, 0.5), fill));
          break;
        case 5:
          shapes.push(
            path(
              `M${round(x)} ${round(y1)}a${round(size / 2)} ${round(size / 2)} 0 0 1 ${round(size)} 0z`,
              fill,
            ),
          );
          break;
        default:
      }
    }
  }
  return shapes;
};

/** Wedges from one point. */
export const rays: Motif = (random, { width, height }, colours) => {
  const [cx, cy] = [width * random.between(0.1, 0.9), height * random.between(0.45, 1)];
  const reach = Math.hypot(width, height);
  const count = random.integer(11, 26);
  const start = random.between(0, TURN);
  const wedges = ['', ''];
  for (let i = 0; i < count; i++) {
    const from = start + (TURN * i) / count;
    const to = from + (TURN / count) * 0.5;
    wedges[i % 2] += polygon([
      [cx, cy],
      [cx + reach * Math.cos(from), cy + reach * Math.sin(from)],
      [cx + reach * Math.cos(to), cy + reach * Math.sin(to)],
    ]);
  }
  const radius = Math.min(width, height) * random.between(0.14, 0.3);
  return [
    path(wedges[0], tone(colours, 0)),
    path(wedges[1], tone(colours, random.integer(0, 1))),
    circle(cx, cy, radius * 1.22, colours.ground),
    circle(cx, cy, radius, tone(colours, 2)),
  ];
};

/** Bars of uneven width, slanted or upright, like book spines seen from afar. */
export const bars: Motif = (random, { width, height }, colours) => {
  const slant = random.pick([0, 0, width * 0.5, -width * 0.5, width * 0.9]);
  const shapes: Shape[] = [];
  let x = -Math.abs(slant) - random.between(0, 10);
  while (x < width + Math.abs(slant)) {
    const step = width * random.between(0.03, 0.13);
    const top = slant === 0 ? height * random.between(0, 0.55) : 0;
    if (!random.chance(0.22)) {
      shapes.push(
        path(
          polygon([
            [x + slant, top],
            [x + slant + step, top],
            [x + step, height],
            [x, height],
          ]),
          tone(colours, random.integer(0, 3)),
        ),
      );
    }
    x += step + (random.chance(0.3) ? width * 0.015 : 0);
  }
  return shapes;
};

/** A halftone: dots on a grid whose size follows a slope or a hill. */
export const halftone: Motif = (random, { width, height }, colours) => {
  const columns = random.integer(9, 14);
  const pitch = width / columns;
  const [fx, fy] = [random.between(-0.1, 1.1), random.between(0, 1.1)];
  const spread = random.between(0.5, 0.9);
  const shift = random.chance(0.5) ? pitch / 2 : 0;
  const layers = ['', ''];
  const accent = random.integer(0, 6);
  for (let row = 0; row * pitch * 0.9 < height + pitch; row++) {
    for (let column = -1; column <= columns; column++) {
      const x = (column + 0.5) * pitch + (row % 2 ? shift : 0);
      const y = row * pitch * 0.9;
      const away = Math.hypot(x / width - fx, ((y / height - fy) * height) / width) / spread;
      const r = pitch * 0.56 * Math.max(0, 1 - away);
      if (r > 0.5) layers[(row + column) % 7 === accent ? 1 : 0] += dot(x, y, r);
    }
  }
  return [path(layers[0], tone(colours, 0)), path(layers[1] || 'M0 0', tone(colours, 1))];
};

/** A mosaic of triangles. */
export const facets: Motif = (random, { width, height }, colours) => {
  const columns = random.integer(3, 6);
  const rows = Math.max(2, Math.round((height / width) * columns));
  const jitter = random.between(0, 0.35);
  const grid: [number, number][][] = Array.from({ length: rows + 1 }, (_, row) =>
    Array.from({ length: columns + 1 }, (_, column): [number, number] => {
      const free = (at: number, last: number) =>
        at === 0 || at === last ? 0 : random.between(-jitter, jitter);
      return [
        ((column + free(column, columns)) * width) / columns,
        ((row + free(row, rows)) * height) / rows,
      ];
    }),
  );
  const layers = new Map<string, string>();
  const add = (...points: [number, number][]) => {
    if (random.chance(0.18)) return;
    const fill = tone(colours, random.integer(0, 3));
    layers.set(fill, (layers.get(fill) ?? '') + polygon(points));
  };
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const [p, q, r, s] = [
        grid[row][column],
        grid[row][column + 1],
        grid[row + 1][column + 1],
        grid[row + 1][column],
      ];
      if (random.chance(0.5)) {
        add(p, q, r);
        add(p, r, s);
      } else {
        add(p, q, s);
        add(q, r, s);
      }
    }
  }
  return [...layers].map(([fill, d]) => path(d, fill));
};

/** Threads strung between two curves. */
export const threads: Motif = (random, { width, height }, colours) => {
  const count = random.integer(26, 44);
  const [a, b, c, e] = [
    random.between(0, 1),
    random.between(0.4, 1.6),
    random.between(0, 1),
    random.between(0.4, 1.6),
  ];
  const upright = random.chance(0.5);
  let d = '';
  for (let i = 0; i <= count; i++) {
    const t = i / count;
    const u = 0.5 + 0.5 * Math.sin(TURN * (a + b * t));
    const v = 0.5 + 0.5 * Math.sin(TURN * (c + e * t));
    d += upright
      ? `M${round(width * t)} 0L${round(width * u)} ${round(height * 0.5)}L${round(width * v)} ${round(height)}`
      : `M0 ${round(height * t)}L${round(width * 0.5)} ${round(height * u)}L${round(width)} ${round(height * v)}`;
  }
  return [
    stroke(d, tone(colours, 0), 0.8, { 'stroke-linejoin': 'round' }),
    circle(
      width * random.between(0.25, 0.75),
      height * random.between(0.25, 0.75),
      Math.min(width, height) * random.between(0.1, 0.2),
      tone(colours, 1),
    ),
  ];
};
