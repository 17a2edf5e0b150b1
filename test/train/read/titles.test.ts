import { expect, it } from 'vitest';
import { splitTitle } from '../../../src/train/read/titles.ts';

it.each([
  ['The Hunger Games (The Hunger Games, #1)', 'The Hunger Games', 'The Hunger Games', '1'],
  ['Angels & Demons  (Robert Langdon, #1)', 'Angels & Demons', 'Robert Langdon', '1'],
  ['The Shining (The Shining #1)', 'The Shining', 'The Shining', '1'],
  ['Fables (Fables, #0.5)', 'Fables', 'Fables', '0.5'],
  ['A Boxed Set (Saga, #1-3)', 'A Boxed Set', 'Saga', '1-3'],
  ['Ranma ½, Vol. 1 (Ranma ½ (US 2nd), #1)', 'Ranma ½, Vol. 1', 'Ranma ½ (US 2nd)', '1'],
  ['Fool Moon (The Dresden Files, #2; Wizards, #9)', 'Fool Moon', 'The Dresden Files', '2'],
  ['I Am America (And So Can You!)', 'I Am America (And So Can You!)', null, null],
  ['Nickel and Dimed: On (Not) Getting By', 'Nickel and Dimed: On (Not) Getting By', null, null],
  ['#GIRLBOSS', '#GIRLBOSS', null, null],
  ['(, #1)', '(, #1)', null, null],
  ['', '', null, null],
])('splits %j', (text, title, series, number) => {
  expect(splitTitle(text)).toEqual({ title, series, number });
});

it('takes a long hostile title in good time', () => {
  const text = `${'('.repeat(5000)}${'a,'.repeat(5000)}#1`;
  expect(splitTitle(text).series).toBeNull();
});
