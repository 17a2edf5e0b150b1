import { MAX_DIMENSION } from './format.ts';
import type { ItemMatrix, NeighbourLists } from './pack.ts';
import { MIN_SCALE, QUANTISED_MAX, strideOf } from './quantise.ts';

/** Larger scales could overflow f32 in a score: |dot| ≤ 2²⁴ and the query's scale come on top. */
const MAX_SCALE = 2 ** 60;

export interface PackArrays {
  matrix: ItemMatrix;
  gram: Float32Array | null;
  neighbours: NeighbourLists | null;
  popularity: Float32Array;
}

/**
 * Checks the numbers of a pack; one pass over each array.
 * @param fail gets a sentence that names section, position, value and what was expected
 */
export function checkArrays(arrays: PackArrays, fail: (problem: string) => never): void {
  const { matrix, gram, neighbours, popularity } = arrays;
  checkMatrix(matrix, fail);
  const { count, dimension } = matrix;
  if (gram) {
    length(gram, 'gram', dimension * dimension, fail);
    for (let i = 0; i < gram.length; i++) {
      if (!Number.isFinite(gram[i])) fail(`gram[${i}] is ${gram[i]}, expected a finite number.`);
    }
  }
  length(popularity, 'popularity', count, fail);
  for (let i = 0; i < count; i++) {
    if (!(popularity[i] >= 0 && popularity[i] < Infinity)) {
      fail(`popularity[${i}] is ${popularity[i]}, expected a finite number of at least 0.`);
    }
  }
  if (neighbours) checkNeighbours(neighbours, count, fail);
}

function length(
  array: { length: number },
  name: string,
  expected: number,
  fail: (problem: string) => never,
): void {
  if (array.length !== expected) fail(`${name} has ${array.length} entries, expected ${expected}.`);
}

function scale(value: number, name: string, i: number, fail: (problem: string) => never): void {
  if (value === 0 || (value >= MIN_SCALE && value <= MAX_SCALE)) return;
  fail(`${name}[${i}] is ${value}, expected 0 or a normal number up to 2^60.`);
}

function checkMatrix(matrix: ItemMatrix, fail: (problem: string) => never): void {
  const { rows, scales, count, dimension, stride } = matrix;
  if (!Number.isInteger(dimension) || dimension < 1 || dimension > MAX_DIMENSION) {
    fail(`dimension is ${dimension}, expected 1 to ${MAX_DIMENSION}.`);
  }
  if (stride !== strideOf(dimension)) fail(`stride is ${stride}, expected ${strideOf(dimension)}.`);
  length(rows, 'vectors', count * stride, fail);
  length(scales, 'scales', count, fail);
  for (let i = 0; i < count; i++) {
    scale(scales[i], 'scales', i, fail);
    const from = i * stride;
    for (let d = 0; d < dimension; d++) {
      if (rows[from + d] < -QUANTISED_MAX) {
        fail(`vectors, row ${i}, component ${d} is ${rows[from + d]}, expected -127 to 127.`);
      }
    }
    for (let d = dimension; d < stride; d++) {
      if (rows[from + d] !== 0) {
        fail(`vectors, row ${i}, padding component ${d} is ${rows[from + d]}, expected 0.`);
      }
    }
  }
}

function checkNeighbours(lists: NeighbourLists, count: number, fail: (problem: string) => never): void {
  const { offsets, targets, weights, scales } = lists;
  length(offsets, 'neighbour-offsets', count + 1, fail);
  length(weights, 'neighbour-weights', targets.length, fail);
  length(scales, 'neighbour-scales', count, fail);
  if (offsets[0] !== 0) fail(`neighbour-offsets[0] is ${offsets[0]}, expected 0.`);
  for (let i = 0; i < count; i++) {
    if (offsets[i + 1] < offsets[i]) {
      fail(
        `neighbour-offsets[${i + 1}] is ${offsets[i + 1]}, expected at least ${offsets[i]}, the one before it.`,
      );
    }
    scale(scales[i], 'neighbour-scales', i, fail);
  }
  if (offsets[count] !== targets.length) {
    fail(
      `neighbour-offsets[${count}] is ${offsets[count]}, expected ${targets.length}, the number of targets.`,
    );
  }
  for (let i = 0; i < targets.length; i++) {
    if (targets[i] >= count) {
      fail(`neighbour-targets[${i}] is ${targets[i]}, expected an item from 0 to ${count - 1}.`);
    }
  }
}
