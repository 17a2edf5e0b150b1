/** Plants, cut paper and patterned papers. */
import { circle, dot, path, round, type Shape, smooth, stroke } from '../shape.ts';
import { type Motif, TURN, tone } from './motif.ts';

/** Stems with paired leaves, some ending in a bud. */
export const botanical: Motif = (random, { width, height }, colours) => {
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

/** A rosette drawn by one wheel rolling in another. */
export const rosette: Motif = (random, { width, height }, colours) => {
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

/** Overlapping fish scales, in rows. */
export const scales: Motif = (random, { width, height }, colours) => {
  const columns = Math.min(random.integer(4, 8), height > 2 * width ? 3 : 8);
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

/** Cut-paper shapes with soft lobes. */
export const cutouts: Motif = (random, { width, height }, colours) => {
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

/** One branching tree, its crown in discs. */
export const tree: Motif = (random, { width, height }, colours) => {
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
export const weave: Motif = (random, { width, height }, colours) => {
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
