/** Checks shared by what callers record and what they import. */
import type { SignalType } from '../pack/format.ts';
import { MAX_ID_LENGTH, MAX_TIME, SIGNAL_TYPES } from './limits.ts';

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isId(value: unknown): value is string {
  return typeof value === 'string' && value.length > 0 && value.length <= MAX_ID_LENGTH;
}

export function isSignalType(value: unknown): value is SignalType {
  return (SIGNAL_TYPES as readonly unknown[]).includes(value);
}

export function isTime(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= MAX_TIME;
}

/** A value as an error message shows it: short, on one line, and never a throw. */
export function show(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 60 ? `${value.slice(0, 57)}…` : value);
  if (typeof value === 'number' || typeof value === 'boolean' || value == null) return String(value);
  if (Array.isArray(value)) return `an array of ${value.length}`;
  return `a value of type ${typeof value}`;
}
