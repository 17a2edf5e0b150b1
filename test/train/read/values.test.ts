import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseNumber, parsePrice, parseTime } from '../../../src/train/read/values.ts';

describe('parseNumber', () => {
  it('reads every finite number as JavaScript writes it', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(parseNumber(String(value))).toBe(value === 0 ? 0 : value);
      }),
    );
  });

  it.each([
    '',
    ' ',
    'NaN',
    'Infinity',
    '-Infinity',
    '0x10',
    '1,5',
    '1e999',
    '1_000',
    'five',
    '--1',
    '.',
    '1.2.3',
  ])('refuses %j', (text) => expect(parseNumber(text)).toBeNaN());
});

it.each([
  ['12.99', 12.99],
  ['£12.99', 12.99],
  ['12.99 GBP', 12.99],
  ['USD 5', 5],
  ['4,50', Number.NaN],
  ['free', Number.NaN],
])('reads the price %j', (text, price) => expect(parsePrice(text)).toBe(price));

describe('parseTime', () => {
  const noon = Date.UTC(2024, 4, 31, 12);
  it.each([
    ['2024-05-31', Date.UTC(2024, 4, 31)],
    ['2024-05-31 12:00', noon],
    ['2024-05-31T12:00:00', noon],
    ['2024-05-31 12:00:00 UTC', noon],
    ['2024-05-31T12:00:00.250Z', noon + 250],
    ['2024-05-31T14:00:00+02:00', noon],
    ['2024-05-31T07:00:00-0500', noon],
    [String(noon / 1000), noon],
    [String(noon), noon],
    [String(noon * 1000), noon],
    ['0', 0],
  ])('reads %j', (text, time) => expect(parseTime(text)).toBe(time));

  it.each(['', '01/02/2024', '2024-02-30', '2024-13-01', '2024-05-31 25:00', '-5', 'yesterday'])(
    'refuses %j',
    (text) => expect(parseTime(text)).toBeNaN(),
  );
});
