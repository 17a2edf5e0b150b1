/** A small seeded generator (splitmix32), so that a model can be made again to the byte, on any machine. */

/** Uniform u32s. The same seed gives the same sequence everywhere: integer arithmetic only. */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let z = state;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return (z ^ (z >>> 15)) >>> 0;
  };
}

/** A uniform integer 0 … bound − 1. The bias of the modulus is below bound / 2³². */
export function randomBelow(next: () => number, bound: number): number {
  return next() % bound;
}

/**
 * Fills with values of mean 0 and the given standard deviation: the sum of four uniforms, close enough to a normal
 * to start from, and free of logarithms and cosines, whose last bit differs between machines.
 */
export function fillNormal(target: Float32Array, deviation: number, seed: number): void {
  const next = createRandom(seed);
  // Four uniforms on [0, 1) have variance 4 / 12.
  const scale = deviation * Math.sqrt(3);
  for (let i = 0; i < target.length; i++) {
    const sum = (next() + next() + next() + next()) / 2 ** 32;
    target[i] = (sum - 2) * scale;
  }
}
