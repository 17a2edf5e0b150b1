/** Errors of the GPU process, which reports them later. */

/** Rejects with the first error that the GPU process reports for what `work` issues. Other work is not affected. */
export async function captureErrors(device: GPUDevice, work: () => void): Promise<void> {
  device.pushErrorScope('validation');
  device.pushErrorScope('out-of-memory');
  let reports: Promise<GPUError | null>[] = [];
  try {
    work();
  } finally {
    reports = [device.popErrorScope(), device.popErrorScope()];
  }
  const error = (await Promise.all(reports)).find((report) => report !== null);
  if (error) throw new Error(error.message);
}
