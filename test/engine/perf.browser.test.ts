import { test } from 'vitest';
import { createEngine } from '../../src/engine/create.ts';
import { randomMatrix, randomQuery } from './matrices.ts';
test('perf', async () => {
  for (const N of [1000, 100_000]) for (const D of [16, 64]) {
  const m = randomMatrix(N, D);
  const qs = Array.from({ length: 64 }, (_, i) => randomQuery(D, i));
    const gpu = await createEngine('webgpu', m, { allowSoftware: true, emulateDot4: true });
    for (const [n, k] of [[1, 100],[1,10]]) {
      const ts = [];
      for (let i = 0; i < (n > 9 ? 2 : 40); i++) {
        const t = performance.now();
        await gpu.search({ queries: qs.slice(0, n), k });
        ts.push(performance.now() - t);
      }
      ts.sort((a,b)=>a-b);
      console.log('WebGPU', N, D, n, k, ts[0].toFixed(1), ts[10].toFixed(1), ts[20].toFixed(1));
    }
    gpu.destroy();
  }
});
