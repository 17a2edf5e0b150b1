import { expect, test } from 'vitest';
import { ScrollPlaces } from '../../src/demo/scroll-places.ts';

function storage(content: Record<string, string> = {}) {
  const map = new Map(Object.entries(content));
  return {
    getItem: (key: string) => map.get(key) ?? null,
    setItem: (key: string, value: string) => void map.set(key, value),
  };
}

test('a place outlives the page, and an entry that was never left is at the top', () => {
  const kept = storage();
  new ScrollPlaces(kept).save('a', 812.4);
  const after = new ScrollPlaces(kept);
  expect(after.find('a')).toBe(812);
  expect(after.find('b')).toBe(0);
});

test('the oldest entries go first', () => {
  const places = new ScrollPlaces(null);
  for (let i = 0; i < 150; i++) places.save(`e${i}`, 10 + i);
  expect(places.find('e0')).toBe(0);
  expect(places.find('e149')).toBe(159);
});

test.each(['{', '{}', 'null', '[1,[2,3],["a"],["b","c"],["d",-4]]'])('stored %s harms nothing', (stored) => {
  const places = new ScrollPlaces(storage({ 'quire:places': stored }));
  for (const key of ['a', 'b', 'd']) expect(places.find(key)).toBe(0);
});

test('a storage that refuses leaves the places of this page', () => {
  const places = new ScrollPlaces({
    getItem: () => {
      throw new Error('refused');
    },
    setItem: () => {
      throw new Error('full');
    },
  });
  places.save('a', 7);
  expect(places.find('a')).toBe(7);
});
