import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { compileKernel, generatedPath, generatedText, KERNELS } from '../../scripts/build-wasm.mjs';

for (const { source } of KERNELS) {
  test(`${generatedPath(source)} is what ${source} compiles to (else: npm run build:wasm)`, async () => {
    const bytes = await compileKernel(source);
    expect(readFileSync(generatedPath(source), 'utf8')).toBe(generatedText(source, bytes));
  });
}

test('the engine kernel stays small: under 2 kB', async () => {
  expect((await compileKernel('src/engine/wasm/kernel.as.ts')).length).toBeLessThan(2_000);
});
