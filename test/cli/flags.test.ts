import { describe, expect, it } from 'vitest';
import { didYouMean, parseFlags } from '../../src/cli/flags.ts';
import { caught } from '../support/caught.ts';

const FLAGS = {
  out: { kind: 'text' },
  items: { kind: 'texts' },
  json: { kind: 'switch' },
  columns: { kind: 'list' },
  lambda: { kind: 'number', above: 0 },
  dimensions: { kind: 'number', min: 1, max: 128, integer: true },
  method: { kind: 'choice', of: ['mean', 'als'] },
} as const;

const parse = (...argv: string[]) => parseFlags('train', FLAGS, argv);

describe('parseFlags', () => {
  it('reads every kind, in both spellings, among positionals', () => {
    const { flags, positionals } = parse(
      'a.csv',
      '--items',
      'x',
      '--items=y',
      '--json',
      '--lambda=1e-3',
      '--dimensions',
      '64',
      '--columns',
      'a, b',
      '--method',
      'als',
      'b.csv',
      '--',
      '--out',
    );
    expect(positionals).toEqual(['a.csv', 'b.csv', '--out']);
    expect(flags).toEqual({
      out: undefined,
      items: ['x', 'y'],
      json: true,
      columns: ['a', 'b'],
      lambda: 0.001,
      dimensions: 64,
      method: 'als',
    });
  });

  it.each([
    [['--item', 'x'], 'unknown flag --item. Did you mean --items?'],
    [['--dim', '3'], 'unknown flag --dim. Did you mean --dimensions?'],
    [['--zzz'], 'unknown flag --zzz. See'],
    [['-o', 'x'], 'unknown flag -o.'],
    [['--constructor'], 'unknown flag --constructor.'],
    [['--out'], '--out needs a value.'],
    [['--out', 'a', '--out', 'b'], '--out is given twice.'],
    [['--json=yes'], '--json takes no value, got "yes".'],
    [['--lambda', '0'], '--lambda must be a number above 0, got "0".'],
    [['--lambda', '-1'], '--lambda must be a number above 0, got "-1".'],
    [['--lambda', 'NaN'], '--lambda must be a number above 0, got "NaN".'],
    [['--dimensions', '129'], '--dimensions must be an integer from 1 to 128, got "129".'],
    [['--dimensions', '1.5'], '--dimensions must be an integer from 1 to 128, got "1.5".'],
    [['--method', 'meen'], '--method must be mean or als, got "meen". Did you mean mean?'],
  ])('refuses %j', (argv, message) => {
    const error = caught(() => parse(...argv));
    expect(error.code).toBe('usage');
    expect(error.message).toContain(message);
    expect(error.message).toContain('See: locavore train --help');
  });
});

it('suggests nothing where nothing is near', () => {
  expect(didYouMean('xyz', ['train', 'pack'])).toBe('');
  expect(didYouMean('tarin', ['train', 'pack'])).toBe(' Did you mean train?');
});
