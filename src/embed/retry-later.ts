/**
 * Calls `retry` once: when the browser comes online, or after a back-off of 2, 4, 8 … 512 s.
 * @param attempt how many attempts have failed, from 1
 */
export function retryLater(attempt: number, retry: () => void): void {
  const once = () => {
    clearTimeout(timer);
    removeEventListener('online', once);
    retry();
  };
  const timer = setTimeout(once, 1000 * 2 ** Math.min(attempt, 9));
  addEventListener('online', once);
}

export type RetryLater = typeof retryLater;
