/** Compiles the kernels, once per device and variant. */
import block1 from './block-1.wgsl?raw';
import block4 from './block-4.wgsl?raw';
import dotEmulated from './dot-emulated.wgsl?raw';
import dotPacked from './dot-packed.wgsl?raw';
import gather from './gather.wgsl?raw';
import { CHUNK } from './layout.ts';
import params from './params.wgsl?raw';
import rank from './rank.wgsl?raw';
import select from './select.wgsl?raw';
import shard from './shard.wgsl?raw';
import sweep from './sweep.wgsl?raw';

export interface Variant {
  /** Bytes per row. */
  stride: number;
  /** Whether the device has `dot4I8Packed`. */
  packed: boolean;
}

/** Holds no device alive. */
const compiled = new WeakMap<GPUDevice, Map<string, Promise<GPUComputePipeline>>>();

export interface Kernels {
  sweep: GPUComputePipeline;
  select: GPUComputePipeline;
  gather: GPUComputePipeline;
  rank: GPUComputePipeline;
  /** Queries per invocation of the sweep. */
  block: 1 | 4;
}

/** Resolves at once for what this device has compiled before. */
export async function compileKernels(device: GPUDevice, variant: Variant, block: 1 | 4): Promise<Kernels> {
  const shared = scoring(variant);
  const [sweepStage, selectStage, gatherStage, rankStage] = await Promise.all([
    pipeline(device, 'sweep', shared + (block === 1 ? block1 : block4) + unrolled(variant) + sweep),
    pipeline(device, 'selectTiles', params + select),
    pipeline(device, 'gather', shared + block1 + unrolled(variant) + gather),
    pipeline(device, 'rank', params + rank),
  ]);
  return { sweep: sweepStage, select: selectStage, gather: gatherStage, rank: rankStage, block };
}

function scoring({ stride, packed }: Variant): string {
  // A `requires` directive must come first.
  return `${packed ? dotPacked : dotEmulated}const CHUNKS = ${stride / CHUNK}u;\n${params}${shard}`;
}

/** The loop over the chunks of a row, written out: their addresses are then constants. */
function unrolled({ stride }: Variant): string {
  const terms = Array.from({ length: stride / CHUNK }, (_, chunk) => {
    return `dotBlock(rows[${chunk}u * params.items + item], ${chunk}u, query)`;
  });
  return `fn dotRow(item: u32, query: u32) -> Floats {\n  return ${terms.join(' + ')};\n}\n`;
}

function pipeline(device: GPUDevice, entryPoint: string, code: string): Promise<GPUComputePipeline> {
  const known = compiled.get(device) ?? new Map<string, Promise<GPUComputePipeline>>();
  compiled.set(device, known);
  let entry = known.get(code);
  if (entry === undefined) {
    const module = device.createShaderModule({ label: `locavore ${entryPoint}`, code });
    entry = device.createComputePipelineAsync({
      label: `locavore ${entryPoint}`,
      layout: 'auto',
      compute: { module, entryPoint },
    });
    known.set(code, entry);
  }
  return entry;
}
