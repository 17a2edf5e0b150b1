/** Numbers and times from text, without guessing: what is not clearly one is refused. */
import type { EpochMs } from '../../units.ts';

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/** NaN where the text is not a finite decimal number. `''`, `'NaN'`, `'Infinity'`, `'0x10'` and `'1,5'` are none. */
export function parseNumber(text: string): number {
  const trimmed = text.trim();
  if (!NUMBER.test(trimmed)) return Number.NaN;
  const value = Number(trimmed);
  return Number.isFinite(value) ? value : Number.NaN;
}

/** A price as shops write it: `12.99`, `£12.99`, `12.99 GBP`. NaN where it is none. */
export function parsePrice(text: string): number {
  const bare = /^(?:\p{Sc}|[A-Z]{3})?\s*(-?\d+(?:\.\d+)?)\s*(?:\p{Sc}|[A-Z]{3})?$/u.exec(text.trim());
  return bare === null ? Number.NaN : Number(bare[1]);
}

const DATE =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?\s*(Z|UTC|[+-]\d{2}:?\d{2})?)?$/;

/**
 * ISO 8601 dates, with a space or T before the time, UTC where no zone is given (never the machine's own zone: the same
 * file must give the same pack everywhere); or a number: seconds below 10¹¹, milliseconds below 10¹⁴, else microseconds.
 * NaN where it is neither.
 */
export function parseTime(text: string): EpochMs {
  const trimmed = text.trim();
  const number = parseNumber(trimmed);
  if (!Number.isNaN(number)) {
    if (number < 0) return Number.NaN;
    return number < 1e11 ? number * 1000 : number < 1e14 ? number : number / 1000;
  }
  const parts = DATE.exec(trimmed);
  if (parts === null) return Number.NaN;
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '0', zone = 'Z'] = parts;
  const time = Date.UTC(
    +year,
    +month - 1,
    +day,
    +hour,
    +minute,
    +second,
    Math.floor(Number(`0.${fraction}`) * 1000),
  );
  const check = new Date(time);
  if (check.getUTCMonth() !== +month - 1 || check.getUTCDate() !== +day || +hour > 23 || +minute > 59) {
    return Number.NaN;
  }
  if (!/^[+-]/.test(zone)) return time;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
  return time - (zone[0] === '-' ? -1 : 1) * minutes * 60_000;
}
