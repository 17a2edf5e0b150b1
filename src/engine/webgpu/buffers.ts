/** The buffers of a search: made when first needed, kept for the next, replaced when too small. */
import type { Bytes } from '../../units.ts';

export class BufferPool {
  readonly #device: GPUDevice;
  readonly #buffers = new Map<string, GPUBuffer>();

  constructor(device: GPUDevice) {
    this.#device = device;
  }

  /** A buffer of at least `bytes`. The one that it replaces is destroyed: no search may still use it. */
  get(label: string, bytes: Bytes, usage: GPUBufferUsageFlags): GPUBuffer {
    const known = this.#buffers.get(label);
    if (known !== undefined && known.size >= bytes) return known;
    known?.destroy();
    // WebGPU forbids empty bindings, and copies go by 4 bytes.
    const size = Math.max(16, Math.ceil(bytes / 4) * 4);
    const buffer = this.#device.createBuffer({ label: `locavore ${label}`, size, usage });
    this.#buffers.set(label, buffer);
    return buffer;
  }

  destroy(): void {
    for (const buffer of this.#buffers.values()) buffer.destroy();
    this.#buffers.clear();
  }
}
