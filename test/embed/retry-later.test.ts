import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { retryLater } from '../../src/embed/retry-later.ts';

describe('retryLater', () => {
  let page: EventTarget;

  beforeEach(() => {
    page = new EventTarget();
    vi.useFakeTimers();
    vi.stubGlobal('addEventListener', page.addEventListener.bind(page));
    vi.stubGlobal('removeEventListener', page.removeEventListener.bind(page));
  });
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });

  it.each([
    [1, 2_000],
    [3, 8_000],
    [9, 512_000],
    [50, 512_000],
  ])('after %d failures waits %d ms', (attempt, ms) => {
    const retry = vi.fn();
    retryLater(attempt, retry);
    vi.advanceTimersByTime(ms - 1);
    expect(retry).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(retry).toHaveBeenCalledTimes(1);
    page.dispatchEvent(new Event('online'));
    expect(retry).toHaveBeenCalledTimes(1);
  });

  it('does not wait once the browser is online', () => {
    const retry = vi.fn();
    retryLater(9, retry);
    page.dispatchEvent(new Event('online'));
    expect(retry).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(600_000);
    expect(retry).toHaveBeenCalledTimes(1);
  });
});
