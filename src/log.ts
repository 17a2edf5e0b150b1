/** Where diagnostics go. `console` fits. Pass `null` to be silent. */
export interface Logger {
  warn(message: string): void;
}

/** Warnings are a closed list, and each is given once per recommender. */
export type WarningCode =
  | 'worker-refused'
  | 'storage-in-memory'
  | 'update-failed'
  | 'engine-fallback'
  | 'unknown-item'
  | 'other-tab-blocking';

/** A logger that gives each warning once. */
export class OnceLogger {
  readonly #logger: Logger | null;
  readonly #given = new Set<WarningCode>();

  constructor(logger: Logger | null = console) {
    this.#logger = logger;
  }

  warn(code: WarningCode, message: string): void {
    if (this.#given.has(code)) return;
    this.#given.add(code);
    this.#logger?.warn(`locavore: ${message}`);
  }

  /** Passes on what a OnceLogger in a worker has already counted and prefixed. */
  relay(message: string): void {
    this.#logger?.warn(message);
  }
}
