/** The matrix in GPU memory: one pair of buffers per range of items that a binding can hold. */
import type { ItemMatrix } from '../../pack/pack.ts';
import { type ItemRange, writeChunks } from './layout.ts';

export interface ShardBuffers {
  /** vec4<u32>[stride / 16][items] */
  rows: GPUBuffer;
  /** f32[items] */
  scales: GPUBuffer;
}

/** @throws RangeError where the browser cannot allocate the memory to write from. */
export function uploadShard(device: GPUDevice, matrix: ItemMatrix, range: ItemRange): ShardBuffers {
  const rows = mappedBuffer(device, 'locavore rows', range.items * matrix.stride);
  writeChunks(matrix, range, new Uint32Array(rows.getMappedRange()));
  rows.unmap();
  const scales = mappedBuffer(device, 'locavore scales', range.items * 4);
  new Float32Array(scales.getMappedRange()).set(
    matrix.scales.subarray(range.first, range.first + range.items),
  );
  scales.unmap();
  return { rows, scales };
}

function mappedBuffer(device: GPUDevice, label: string, size: number): GPUBuffer {
  return device.createBuffer({ label, size, usage: GPUBufferUsage.STORAGE, mappedAtCreation: true });
}
