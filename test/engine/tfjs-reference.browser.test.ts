/** tfjs's matMul and topk over the dequantised rows: an implementation that shares nothing with ours. */
import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-webgpu';
import { expect, test } from 'vitest';
import { createEngine } from '../../src/engine/create.ts';
import { randomMatrix, randomQuery } from './matrices.ts';

test('every engine finds what tfjs finds on WebGPU, to the rounding of the query', async () => {
  // Else tfjs runs small tensors on the CPU.
  tf.env().set('WEBGPU_CPU_FORWARD', false);
  await tf.setBackend('webgpu');
  expect(tf.getBackend()).toBe('webgpu');
  const [count, dimension, k] = [4_000, 64, 50];
  const matrix = randomMatrix(count, dimension, 11);
  const query = randomQuery(dimension, 12);
  const vectors = Float32Array.from(
    matrix.rows,
    (value, at) => value * matrix.scales[Math.floor(at / dimension)],
  );
  const top = tf.tidy(() =>
    tf.topk(
      tf
        .matMul(tf.tensor2d(vectors, [count, dimension]), tf.tensor2d(query, [dimension, 1]))
        .reshape([count]),
      k,
    ),
  );
  const [values, indices] = [await top.values.data(), await top.indices.data()];
  for (const name of ['js', 'wasm', 'webgpu'] as const) {
    const engine = await createEngine(name, matrix, { allowSoftware: true });
    const [result] = await engine.search({ queries: [query], k });
    engine.destroy();
    const found = new Set(result.indices);
    expect(Array.from(indices).filter((item) => !found.has(item)).length, name).toBeLessThanOrEqual(1);
    for (let rank = 0; rank < k; rank++) {
      expect(Math.abs(result.scores[rank] - values[rank]), `${name}, rank ${rank}`).toBeLessThan(0.01);
    }
  }
});
