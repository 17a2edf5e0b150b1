/**
 * Every way in which Locavore can fail, as a closed set. Switch on `error.code`; the message is for people
 * and says who failed, on which value, and what to do about it.
 */
export type ErrorCode =
  /** An argument of a public call is outside its documented range. */
  | 'invalid-argument'
  /** An item id that the pack does not have. */
  | 'unknown-item'
  /** A URL could not be fetched: offline, DNS, CORS, or an HTTP status other than 200. */
  | 'pack-unreachable'
  /** The manifest is not JSON (often an HTML error page), or is JSON of the wrong shape. */
  | 'pack-malformed'
  /** The manifest is of a format version that this release cannot read. */
  | 'pack-version'
  /** A shard has the wrong length or hash, or its content contradicts the manifest. */
  | 'pack-corrupt'
  /** The caller's AbortSignal fired. */
  | 'aborted'
  /** IndexedDB is missing, blocked or refused; the message says which. */
  | 'storage-unavailable'
  /** The browser's quota is too small for the pack. */
  | 'storage-full'
  /** The named engine cannot run here: no WebGPU adapter, WASM refused by a CSP, … */
  | 'engine-unavailable'
  /** An engine failed at work: device lost, out of memory. */
  | 'engine-failed'
  /** A profile handed to `import` is not one that `export` wrote. */
  | 'profile-malformed'
  /** The worker died or could not be reached. */
  | 'worker-failed'
  /** The recommender was destroyed before the call. */
  | 'destroyed'
  /** Command line: a file cannot be read or written. */
  | 'file-unreadable'
  /** Command line: a line of an input file is wrong; the message names file, line and column. */
  | 'input-malformed'
  /** Command line: flags that are unknown, missing or contradictory. Exit code 2. */
  | 'usage';

/** The one error class of Locavore. */
export class LocavoreError extends Error {
  override readonly name = 'LocavoreError';
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}

/** An error as plain data, fit for `postMessage`. */
export interface ErrorData {
  code: ErrorCode | null;
  name: string;
  message: string;
  stack?: string;
}

export function errorToData(error: unknown): ErrorData {
  if (error instanceof LocavoreError) {
    return { code: error.code, name: error.name, message: error.message, stack: error.stack };
  }
  if (error instanceof Error) {
    return { code: null, name: error.name, message: error.message, stack: error.stack };
  }
  return { code: null, name: 'Error', message: String(error) };
}

/** The inverse of {@link errorToData}: a {@link LocavoreError} keeps its code. */
export function errorFromData(data: ErrorData): Error {
  const error = data.code === null ? new Error(data.message) : new LocavoreError(data.code, data.message);
  if (data.code === null) Object.defineProperty(error, 'name', { value: data.name, configurable: true });
  if (data.stack !== undefined) error.stack = data.stack;
  return error;
}
