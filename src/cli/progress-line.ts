/** Progress on stderr: one line rewritten on a terminal, a line now and then in a log. */
import type { Milliseconds } from '../units.ts';

const REWRITE_EVERY: Milliseconds = 100;
const LOG_EVERY: Milliseconds = 10_000;

export interface ProgressStream {
  isTTY?: boolean;
  columns?: number;
  write(text: string): unknown;
}

export class ProgressLine {
  readonly #stream: ProgressStream;
  readonly #now: () => Milliseconds;
  #phase = '';
  #started: Milliseconds = 0;
  #last: Milliseconds = 0;
  #open = false;

  constructor(stream: ProgressStream, now: () => Milliseconds = () => performance.now()) {
    this.#stream = stream;
    this.#now = now;
  }

  /** @param total 0 where it is not known */
  update(phase: string, done: number, total: number): void {
    const now = this.#now();
    const begins = phase !== this.#phase;
    if (begins) {
      this.clear();
      this.#phase = phase;
      this.#started = now;
    }
    const ends = total > 0 && done >= total;
    if (!begins && !ends && now - this.#last < (this.#stream.isTTY ? REWRITE_EVERY : LOG_EVERY)) return;
    this.#last = now;
    const share = total > 0 ? ` ${Math.floor((100 * done) / total)}% (${done}/${total})` : '';
    const text = `${phase}${share}, ${((now - this.#started) / 1000).toFixed(1)} s`;
    if (!this.#stream.isTTY) {
      this.#stream.write(`${text}\n`);
      return;
    }
    this.#stream.write(`\r${text.slice(0, (this.#stream.columns ?? 80) - 1)}\u001b[K`);
    this.#open = true;
  }

  /** Takes the line away, so that other output begins on an empty one. */
  clear(): void {
    if (this.#open) this.#stream.write('\r\u001b[K');
    this.#open = false;
    this.#phase = '';
  }
}
