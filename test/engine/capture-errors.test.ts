import { expect, test } from 'vitest';
import { captureErrors } from '../../src/engine/webgpu/capture-errors.ts';

/** A device whose error scopes report what is given, in the order in which they are popped. */
function fakeDevice(reports: (() => Promise<GPUError | null>)[]): GPUDevice {
  let popped = 0;
  const device: Partial<GPUDevice> = {
    pushErrorScope: () => undefined,
    popErrorScope: () => reports[popped++](),
  };
  return device as GPUDevice;
}

const nothing = async () => null;
const lost = async () => {
  throw new Error('The device is lost.');
};

test('rejects with what the GPU reports, else with nothing', async () => {
  const report = async () => ({ message: 'Out of memory.' });
  await expect(captureErrors(fakeDevice([report, nothing]), () => {})).rejects.toThrow('Out of memory.');
  await expect(captureErrors(fakeDevice([nothing, report]), () => {})).rejects.toThrow('Out of memory.');
  await expect(captureErrors(fakeDevice([nothing, nothing]), () => {})).resolves.toBeUndefined();
});

test('where the work throws on a lost device, the reports are heard and the error is that of the work', async () => {
  const unhandled: unknown[] = [];
  const listen = (reason: unknown) => unhandled.push(reason);
  process.on('unhandledRejection', listen);
  try {
    const work = () => {
      throw new RangeError('Too large.');
    };
    await expect(captureErrors(fakeDevice([lost, lost]), work)).rejects.toThrow(RangeError);
    // Node tells of unhandled rejections after the microtasks.
    await new Promise((resolve) => setImmediate(resolve));
    expect(unhandled).toEqual([]);
  } finally {
    process.off('unhandledRejection', listen);
  }
});
