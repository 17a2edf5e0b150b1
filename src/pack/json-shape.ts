/** Reads untrusted JSON: every complaint names the document, the path in it, the value found and what was expected. */
import { type ErrorCode, LocavoreError } from '../errors.ts';

export type JsonObject = Record<string, unknown>;

/** A value as an error message shows it: JSON, cut short. */
export function show(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'number') return String(value);
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

export class JsonShape {
  readonly #what: string;
  readonly #code: ErrorCode;
  readonly #advice: string;

  /**
   * @param what the document, as the subject of a sentence: `The manifest https://…`
   * @param advice what to do about it, a sentence
   */
  constructor(what: string, code: ErrorCode, advice: string) {
    this.#what = what;
    this.#code = code;
    this.#advice = advice;
  }

  fail(path: string, value: unknown, expected: string): never {
    throw new LocavoreError(
      this.#code,
      `${this.#what} is malformed: ${path} is ${show(value)}, expected ${expected}. ${this.#advice}`,
    );
  }

  object(value: unknown, path: string): JsonObject {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      this.fail(path, value, 'an object');
    return value as JsonObject;
  }

  array(value: unknown, path: string): unknown[] {
    if (!Array.isArray(value)) this.fail(path, value, 'an array');
    return value;
  }

  string(value: unknown, path: string): string {
    if (typeof value !== 'string') this.fail(path, value, 'a string');
    return value;
  }

  /** A finite number in [min, max]. */
  number(value: unknown, path: string, min = -Infinity, max = Infinity): number {
    if (typeof value !== 'number' || !Number.isFinite(value) || value < min || value > max) {
      this.fail(path, value, `a number${range(min, max)}`);
    }
    return value;
  }

  integer(value: unknown, path: string, min: number, max: number): number {
    if (!Number.isInteger(value) || (value as number) < min || (value as number) > max) {
      this.fail(path, value, `a whole number${range(min, max)}`);
    }
    return value as number;
  }

  oneOf<T extends string>(value: unknown, path: string, values: readonly T[]): T {
    if (!values.includes(value as T))
      this.fail(path, value, `one of ${values.map((v) => `"${v}"`).join(', ')}`);
    return value as T;
  }
}

function range(min: number, max: number): string {
  if (min === -Infinity && max === Infinity) return '';
  if (max === Infinity) return ` of at least ${min}`;
  return ` from ${min} to ${max}`;
}
