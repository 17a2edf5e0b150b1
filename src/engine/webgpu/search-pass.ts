/** The commands of one search: every kernel in order, then the copy that is read back. */
import { MAX_QUERIES } from '../engine.ts';
import type { BufferPool } from './buffers.ts';
import {
  dispatchSize,
  PARAMS_ALIGNMENT,
  PARAMS_BYTES,
  rankWorkgroups,
  SELECTION_BYTES,
  type SearchPlan,
} from './layout.ts';
import type { Kernels } from './pipelines.ts';
import type { ShardBuffers } from './shards.ts';

/** What the host has written before. */
export interface SearchInputs {
  params: GPUBuffer;
  queries: GPUBuffer;
  mask: GPUBuffer;
  shards: readonly ShardBuffers[];
}

export interface SearchCommands {
  plan: SearchPlan;
  kernels: Kernels;
  inputs: SearchInputs;
  /** Gets the results: a count for each of 64 queries, then k candidates per query. */
  readback: GPUBuffer;
  maxWorkgroups: number;
}

/** Takes what lies between the kernels from the pool. */
export function encodeSearch(
  device: GPUDevice,
  pool: BufferPool,
  { plan, kernels, inputs, readback, maxWorkgroups }: SearchCommands,
): GPUCommandBuffer {
  const { STORAGE, COPY_SRC } = GPUBufferUsage;
  const { params, queries, mask, shards } = inputs;
  const tiles = pool.get('tiles', plan.bytes.tiles, STORAGE);
  const selections = pool.get('selections', MAX_QUERIES * SELECTION_BYTES, STORAGE);
  const winners = pool.get('winners', plan.bytes.winners, STORAGE);
  const candidates = pool.get('candidates', plan.bytes.candidates, STORAGE);
  const results = pool.get('results', plan.bytes.results, STORAGE | COPY_SRC);
  const encoder = device.createCommandEncoder({ label: 'locavore search' });
  const pass = encoder.beginComputePass();

  /** Binding 0 is the shard's parameters; the buffers follow. */
  const dispatch = (
    pipeline: GPUComputePipeline,
    shard: number,
    buffers: GPUBuffer[],
    size: [x: number, y: number, z: number],
  ) => {
    const shardParams = { buffer: params, offset: shard * PARAMS_ALIGNMENT, size: PARAMS_BYTES };
    const resources = [shardParams, ...buffers.map((buffer) => ({ buffer }))];
    const entries = resources.map((resource, binding) => ({ binding, resource }));
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries }));
    pass.dispatchWorkgroups(...size);
  };

  const blocks = Math.ceil(plan.queryCount / kernels.block);
  for (const [n, { rows, scales }] of shards.entries()) {
    const size = dispatchSize(plan.shards[n].tiles, maxWorkgroups);
    dispatch(kernels.sweep, n, [queries, rows, scales, mask, tiles], [blocks, ...size]);
  }
  dispatch(kernels.select, 0, [tiles, selections, winners], [plan.queryCount, 1, 1]);
  const gatherSize = dispatchSize(plan.winnerCapacity * plan.tileSize, maxWorkgroups);
  for (const [n, { rows, scales }] of shards.entries()) {
    const buffers = [queries, rows, scales, mask, selections, winners, candidates];
    dispatch(kernels.gather, n, buffers, [...gatherSize, plan.queryCount]);
  }
  dispatch(kernels.rank, 0, [selections, candidates, results], [rankWorkgroups(plan), 1, plan.queryCount]);
  pass.end();
  encoder.copyBufferToBuffer(results, 0, readback, 0, plan.bytes.results);
  return encoder.finish();
}
