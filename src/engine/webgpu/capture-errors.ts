/** Errors of the GPU process, which reports them later. */

/** Rejects with the first error that the GPU process reports for what `work` issues. Other work is not affected. */
export async function captureErrors(device: GPUDevice, work: () => void): Promise<void> {
  device.pushErrorScope('validation');
  device.pushErrorScope('out-of-memory');
  const popScopes = () => [device.popErrorScope(), device.popErrorScope()];
  try {
    work();
  } catch (error) {
    // Of a lost device the reports reject: they must be heard, although the error is known.
    await Promise.allSettled(popScopes());
    throw error;
  }
  const error = (await Promise.all(popScopes())).find((report) => report !== null);
  if (error) throw new Error(error.message);
}
