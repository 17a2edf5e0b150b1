/**
 * The picture on a cover: each motif fills a box of any shape from a seeded generator. Repeated marks are gathered
 * into one path, so that a cover stays a few dozen elements.
 */
import type { Random } from './random.ts';
import {
  type Box,
  circle,
  dot,
  path,
  polygon,
  rect,
  ring,
  round,
  type Shape,
  smooth,
  stroke,
} from './shape.ts';

export interface Colours {
  /** What the motif stands on. */
  ground: string;
  /** Two to four colours that stand out from it, strongest first. */
  tones: readonly string[];
}

export type Motif = (random: Random, box: Box, colours: Colours) => Shape[];

const TURN = 2 * Math.PI;
const tone = (colours: Colours, i: number): string => colours.tones[i % colours.tones.length];

/** Concentric rings around a point near the middle. */
const rings: Motif = (random, { width, height }, colours) => {
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
const tiles: Motif = (random, { width, height }, colours) => {
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

/** Stacked bands with a wave along their upper edge. */
const waves: Motif = (random, { width, height }, colours) => {
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
const hills: Motif = (random, { width, height }, colours) => {
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

/** A night sky: stars, one constellation, one body. */
const stars: Motif = (random, { width, height }, colours) => {
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
const orbits: Motif = (random, { width, height }, colours) => {
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

/** Wedges from one point. */
const rays: Motif = (random, { width, height }, colours) => {
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
const bars: Motif = (random, { width, height }, colours) => {
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

/** Stems with paired leaves, some ending in a bud. */
const botanical: Motif = (random, { width, height }, colours) => {
  const count = random.integer(3, 6);
  const shapes: Shape[] = [];
  for (let i = 0; i < count; i++) {
    const foot = width * ((i + 0.5) / count + random.between(-0.06, 0.06));
    const lean = width * random.between(-0.12, 0.12);
    const top = height * random.between(0.06, 0.4);
    const leafLength = width * random.between(0.08, 0.15);
    const colour = tone(colours, i);
    let leaves = '';
    const pairs = random.integer(4, 8);
    for (let j = 0; j <= pairs; j++) {
      const t = j / (pairs + 0.6);
      const x = foot + lean * t * t;
      const y = height - (height - top) * t;
      for (const side of [-1, 1]) {
        if (random.chance(0.12)) continue;
        const l = leafLength * (1.15 - 0.6 * t) * random.between(0.8, 1.15);
        const [ex, ey] = [x + side * l, y - l * random.between(0.4, 0.75)];
        leaves += `M${round(x)} ${round(y)}Q${round(x + side * l * 0.25)} ${round(y - l * 0.75)} ${round(ex)} ${round(ey)}Q${round(x + side * l * 0.85)} ${round(y + l * 0.12)} ${round(x)} ${round(y)}Z`;
      }
    }
    shapes.push(
      stroke(
        `M${round(foot)} ${round(height + 4)}Q${round(foot)} ${round((height + top) / 2)} ${round(foot + lean)} ${round(top)}`,
        colour,
        1.3,
      ),
    );
    shapes.push(path(leaves, colour));
    if (random.chance(0.6))
      shapes.push(circle(foot + lean, top, leafLength * random.between(0.28, 0.5), tone(colours, i + 1)));
  }
  return shapes;
};

/** Nested uneven closed curves: a map's contour lines. */
const contours: Motif = (random, { width, height }, colours) => {
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

/** A rosette drawn by one wheel rolling in another. */
const rosette: Motif = (random, { width, height }, colours) => {
  const [cx, cy] = [width / 2, height / 2];
  const reach = Math.min(width, height) * random.between(0.4, 0.47);
  const petals = random.integer(5, 17);
  const draw = (radius: number, depth: number, twist: number): string => {
    const points = Array.from({ length: petals * 8 }, (_, i): [number, number] => {
      const angle = (TURN * i) / (petals * 8);
      const r = radius * (1 - depth + depth * Math.cos(petals * angle + twist));
      return [cx + r * Math.cos(angle), cy + r * Math.sin(angle)];
    });
    return smooth(points, true);
  };
  const depth = random.between(0.12, 0.3);
  const shapes = [path(draw(reach, depth, 0), tone(colours, 0))];
  const layers = random.integer(2, 4);
  for (let i = 1; i <= layers; i++) {
    const d = draw(
      reach * (1 - i * random.between(0.17, 0.22)),
      depth * random.between(0.7, 1.4),
      i % 2 ? Math.PI : 0,
    );
    shapes.push(path(d, i % 2 === 1 ? colours.ground : tone(colours, i)));
  }
  shapes.push(circle(cx, cy, reach * random.between(0.06, 0.2), tone(colours, 1)));
  return shapes;
};

/** A halftone: dots on a grid whose size follows a slope or a hill. */
const halftone: Motif = (random, { width, height }, colours) => {
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

/** Overlapping fish scales, in rows. */
const scales: Motif = (random, { width, height }, colours) => {
  const columns = random.integer(4, 8);
  const size = width / columns;
  const shapes: Shape[] = [];
  const inner = random.between(0.4, 0.75);
  const order = random.integer(1, 3);
  const rows = Math.ceil(height / (size * 0.5)) + 1;
  const layers = new Map<string, string>();
  for (let row = rows; row >= 0; row--) {
    layers.clear();
    let eyes = '';
    for (let column = -1; column <= columns; column++) {
      const [x, y] = [(column + (row % 2 ? 0.5 : 0)) * size + size / 2, row * size * 0.5 - size * 0.2];
      const fill = random.chance(0.14) ? tone(colours, random.integer(0, 3)) : tone(colours, row * order);
      layers.set(fill, (layers.get(fill) ?? '') + dot(x, y, size * 0.49));
      eyes += dot(x, y, size * 0.49 * inner);
    }
    for (const [fill, d] of layers) shapes.push(path(d, fill));
    shapes.push(path(eyes, colours.ground));
  }
  return shapes;
};

/** A mosaic of triangles. */
const facets: Motif = (random, { width, height }, colours) => {
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

/** Cut-paper shapes with soft lobes. */
const cutouts: Motif = (random, { width, height }, colours) => {
  const shapes: Shape[] = [];
  const count = random.integer(3, 6);
  for (let i = 0; i < count; i++) {
    const [cx, cy] = [width * random.between(0.1, 0.9), height * ((i + random.between(0.1, 0.9)) / count)];
    const lobes = random.integer(4, 8);
    const r = Math.min(width, height) * random.between(0.18, 0.36);
    const turn = random.between(0, TURN);
    const points: [number, number][] = [];
    for (let j = 0; j < lobes; j++) {
      const angle = turn + (TURN * j) / lobes;
      const out = r * random.between(0.8, 1.15);
      points.push([cx + out * Math.cos(angle - 0.17), cy + out * Math.sin(angle - 0.17)]);
      points.push([cx + out * Math.cos(angle + 0.17), cy + out * Math.sin(angle + 0.17)]);
      const inner = angle + Math.PI / lobes;
      points.push([cx + r * 0.36 * Math.cos(inner), cy + r * 0.36 * Math.sin(inner)]);
    }
    shapes.push(path(smooth(points, true), tone(colours, i)));
  }
  return shapes;
};

/** Roofs and lit windows. */
const skyline: Motif = (random, { width, height }, colours) => {
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
const arches: Motif = (random, { width, height }, colours) => {
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

/** Threads strung between two curves. */
const threads: Motif = (random, { width, height }, colours) => {
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

/** A sea under a low sun, and its reflection. */
const horizon: Motif = (random, { width, height }, colours) => {
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

/** One branching tree, its crown in discs. */
const tree: Motif = (random, { width, height }, colours) => {
  let wood = '';
  let near = '';
  let far = '';
  const grow = (x: number, y: number, angle: number, length: number, depth: number): void => {
    const [ex, ey] = [x + length * Math.cos(angle), y + length * Math.sin(angle)];
    wood += `M${round(x)} ${round(y)}L${round(ex)} ${round(ey)}`;
    if (depth === 0) {
      const leaf = dot(ex, ey, length * random.between(0.25, 0.6));
      if (random.chance(0.5)) near += leaf;
      else far += leaf;
      return;
    }
    for (const side of [-1, 1])
      grow(ex, ey, angle + side * random.between(0.25, 0.62), length * random.between(0.66, 0.82), depth - 1);
  };
  const trunk = Math.min(height * 0.27, width * 0.36);
  grow(width * random.between(0.42, 0.58), height, -Math.PI / 2 + random.between(-0.08, 0.08), trunk, 4);
  return [
    path(far || 'M0 0', tone(colours, 1)),
    stroke(wood, tone(colours, 0), 1.8),
    path(near || 'M0 0', tone(colours, 2)),
  ];
};

/** Plaited ribbons, over and under. */
const weave: Motif = (random, { width, height }, colours) => {
  const columns = random.integer(3, 6);
  const size = width / columns;
  const rows = Math.ceil(height / size) + 1;
  const thickness = size * random.between(0.26, 0.4);
  const turn = random.between(0, height % size || 1);
  const shapes: Shape[] = [];
  const layers = ['', '', ''];
  for (let row = -1; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const [x, y, h] = [column * size, row * size + turn, size / 2];
      const [l, r, t, b] = [x, x + size, y, y + size];
      layers[random.integer(0, 1)] += random.chance(0.5)
        ? `M${round(l)} ${round(t + h)}A${round(h)} ${round(h)} 0 0 0 ${round(l + h)} ${round(t)}M${round(r)} ${round(b - h)}A${round(h)} ${round(h)} 0 0 0 ${round(l + h)} ${round(b)}`
        : `M${round(l + h)} ${round(t)}A${round(h)} ${round(h)} 0 0 0 ${round(r)} ${round(t + h)}M${round(l)} ${round(t + h)}A${round(h)} ${round(h)} 0 0 1 ${round(l + h)} ${round(b)}`;
    }
  }
  shapes.push(stroke(layers[0] || 'M0 0', tone(colours, 0), thickness, { 'stroke-linecap': 'butt' }));
  shapes.push(stroke(layers[1] || 'M0 0', tone(colours, 1), thickness, { 'stroke-linecap': 'butt' }));
  return shapes;
};

export const MOTIFS = {
  rings,
  tiles,
  waves,
  hills,
  stars,
  orbits,
  rays,
  bars,
  botanical,
  contours,
  rosette,
  halftone,
  scales,
  facets,
  cutouts,
  skyline,
  arches,
  threads,
  horizon,
  tree,
  weave,
} satisfies Record<string, Motif>;

export type MotifName = keyof typeof MOTIFS;

/** Motifs of thin lines. */
export const LINE_MOTIFS: ReadonlySet<MotifName> = new Set([
  'stars',
  'orbits',
  'contours',
  'threads',
  'tree',
]);
