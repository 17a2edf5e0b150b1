/**
 * Compiles every AssemblyScript kernel (`NAME.as.ts` below `src`) and writes it, base64, beside its source as
 * `NAME.generated.ts`. The generated files are committed, so that nothing but a change of a kernel needs the
 * compiler; a test compares them with a fresh compilation.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import asc from 'assemblyscript/asc';

/** Source file and memory options of each kernel. */
export const KERNELS = [{ source: 'src/engine/wasm/kernel.as.ts' }, { source: 'src/train/kernel.as.ts' }];

/** @returns {Promise<Uint8Array>} the module's bytes */
export async function compileKernel(source) {
  const folder = mkdtempSync(join(tmpdir(), 'locavore-wasm-'));
  try {
    const outFile = join(folder, 'kernel.wasm');
    const { error, stderr } = await asc.main([
      source,
      '--outFile',
      outFile,
      '--runtime',
      'stub',
      '--optimizeLevel',
      '3',
      '--shrinkLevel',
      '1',
      '--converge',
      '--noAssert',
      '--enable',
      'simd',
      '--importMemory',
      '--use',
      'abort=',
    ]);
    if (error) throw new Error(`${source} does not compile:\n${stderr.toString()}`);
    return readFileSync(outFile);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export const generatedPath = (source) => source.replace(/.as.ts$/, '.generated.ts');

export function generatedText(source, bytes) {
  const base64 = Buffer.from(bytes).toString('base64');
  return `// Written by scripts/build-wasm.mjs from ${source}: do not edit.\n/** ${bytes.length} bytes of WebAssembly, base64. */\nexport const KERNEL_BASE64 =\n  '${base64}';\n`;
}

if (import.meta.url === `file://${process.argv[1]}`) {
  for (const { source } of KERNELS) {
    const bytes = await compileKernel(source);
    writeFileSync(generatedPath(source), generatedText(source, bytes));
    console.log(`${generatedPath(source)}: ${bytes.length} bytes`);
  }
}
