/**
 * Runs `work` over all entries, at most `limit` at a time. The first failure aborts the signal that the others were
 * given, and is what the promise rejects with, once all have ended.
 */
export async function forEachLimited<T>(
  entries: readonly T[],
  limit: number,
  work: (entry: T, signal: AbortSignal) => Promise<void>,
  outer?: AbortSignal,
): Promise<void> {
  const controller = new AbortController();
  const abort = (): void => controller.abort(outer?.reason);
  if (outer?.aborted) abort();
  outer?.addEventListener('abort', abort);
  const queue = entries.values();
  let failure: { error: unknown } | undefined;
  const lane = async (): Promise<void> => {
    for (const entry of queue) {
      if (failure) return;
      try {
        await work(entry, controller.signal);
      } catch (error) {
        failure ??= { error };
        controller.abort();
      }
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.min(limit, entries.length) }, lane));
  } finally {
    outer?.removeEventListener('abort', abort);
  }
  if (failure) throw failure.error;
}
