/** Asks the browser for a GPU, and says in words why there is none. */
import { LocavoreError } from '../../errors.ts';

/** @throws LocavoreError `engine-unavailable` */
export async function requestDevice(allowSoftware: boolean): Promise<GPUDevice> {
  const adapter = await requestAdapter();
  const { info } = adapter;
  if (info.isFallbackAdapter && !allowSoftware) {
    throw unavailable(
      `the only adapter, ${adapterName(info)}, is software, which is no GPU. Use engine "wasm" or "auto"; ` +
        'a test may pass allowSoftware.',
    );
  }
  try {
    return await adapter.requestDevice({
      label: 'locavore',
      requiredLimits: {
        maxStorageBufferBindingSize: adapter.limits.maxStorageBufferBindingSize,
        maxBufferSize: adapter.limits.maxBufferSize,
      },
    });
  } catch (cause) {
    throw unavailable(`${adapterName(info)} gives no device. Reload the page, or use engine "wasm".`, cause);
  }
}

/** @throws LocavoreError `engine-unavailable` */
async function requestAdapter(): Promise<GPUAdapter> {
  if (typeof navigator === 'undefined' || navigator.gpu === undefined) {
    throw unavailable(
      'this environment has no WebGPU (navigator.gpu is missing; it needs HTTPS or localhost). ' +
        'Use engine "wasm" or "auto".',
    );
  }
  const adapter = await navigator.gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (adapter === null) {
    throw unavailable(
      'the browser has WebGPU but offers no adapter: the GPU or its driver is missing, blocked or switched off. ' +
        'Use engine "wasm" or "auto".',
    );
  }
  return adapter;
}

/** Browsers hide most of the facts; what is left may be empty. */
export function adapterName({ vendor, architecture, device, description }: GPUAdapterInfo): string {
  return description || [vendor, architecture, device].filter(Boolean).join(' ') || 'an unnamed adapter';
}

/** What the browser offers now, in words; compiles and allocates nothing. */
export async function currentAdapterName(): Promise<string> {
  if (typeof navigator === 'undefined' || navigator.gpu === undefined) return 'no WebGPU';
  const adapter = await navigator.gpu.requestAdapter({ powerPreference: 'high-performance' });
  return adapter === null ? 'no adapter' : adapterName(adapter.info);
}

export function hasPackedDot(): boolean {
  return navigator.gpu?.wgslLanguageFeatures?.has('packed_4x8_integer_dot_product') ?? false;
}

function unavailable(message: string, cause?: unknown): LocavoreError {
  return new LocavoreError('engine-unavailable', `webgpu engine: ${message}`, { cause });
}
