import { expect, test } from 'vitest';
import { type BookCover, defineBookCover } from '../../src/demo/covers/element.ts';

defineBookCover();

function cover(book: Partial<NonNullable<BookCover['book']>> = {}): BookCover {
  const element = document.createElement('book-cover') as BookCover;
  element.book = { id: '7', title: 'The Hobbit', author: 'J.R.R. Tolkien', genres: ['Fantasy'], ...book };
  document.body.append(element);
  return element;
}

test('a catalogue cannot bring markup into the page', () => {
  const title = '<img src=x onerror="window.harmed = true"> & <b>bold</b>';
  const element = cover({ title, author: '<script>window.harmed = true</script>' });
  const names = new Set([...element.querySelectorAll('*')].map(({ localName }) => localName));
  for (const name of names)
    expect(['svg', 'g', 'rect', 'path', 'circle', 'ellipse', 'line', 'text']).toContain(name);
  expect(element.textContent?.toLowerCase()).toContain('<img');
  expect('harmed' in window).toBe(false);
});

test('no element has a style attribute, so a strict style-src holds', () => {
  expect(cover().querySelectorAll('[style]').length).toBe(0);
});

test('the drawing is decorative', () => {
  expect(cover().firstElementChild?.getAttribute('aria-hidden')).toBe('true');
});

test('the same book is not drawn twice, another book is, and none clears it', () => {
  const element = cover();
  const first = element.firstElementChild;
  element.book = { ...element.book! };
  expect(element.firstElementChild).toBe(first);
  element.book = { id: '8', title: 'The Catcher in the Rye', author: 'J.D. Salinger' };
  expect(element.firstElementChild).not.toBe(first);
  expect(element.childElementCount).toBe(1);
  element.book = undefined;
  expect(element.childElementCount).toBe(0);
});

test('every line of text lies inside the cover as this browser sets it', () => {
  const titles = [
    'It',
    'The Hobbit',
    'The Curious Incident of the Dog in the Night-Time',
    'Donaudampfschifffahrt',
    'Ἰλιάς',
    '百年の孤独',
  ];
  for (let i = 0; i < 120; i++) {
    const element = cover({ id: `t${i}`, title: titles[i % titles.length] });
    element.setAttribute('style', 'display: block; width: 200px');
    const box = element.querySelector('svg')!.getBoundingClientRect();
    for (const text of element.querySelectorAll('text')) {
      const line = text.getBoundingClientRect();
      expect(line.left).toBeGreaterThanOrEqual(box.left - 1);
      expect(line.right).toBeLessThanOrEqual(box.right + 1);
    }
    element.remove();
  }
});
