import { describe, expect, it } from 'vitest';
import { reasonText, safeUrl } from '../../src/embed/render.ts';

const BASE = 'https://shop.example/books/';

describe('safeUrl', () => {
  it.each([
    ['/b/1', 'https://shop.example/b/1'],
    ['b/1?x=1#y', 'https://shop.example/books/b/1?x=1#y'],
    ['https://cdn.example/a.jpg', 'https://cdn.example/a.jpg'],
    ['//cdn.example/a.jpg', 'https://cdn.example/a.jpg'],
  ])('keeps %s', (url, expected) => {
    expect(safeUrl(url, BASE)).toBe(expected);
  });

  it.each([
    'javascript:alert(1)',
    ' javascript:alert(1)',
    'java\nscript:alert(1)',
    'JAVASCRIPT:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'blob:https://shop.example/1',
    'vbscript:x',
    'file:///etc/passwd',
    'http://',
  ])('refuses %j', (url) => {
    expect(safeUrl(url, BASE)).toBeUndefined();
  });

  it('has nothing to check where there is no URL', () => {
    expect(safeUrl(undefined, BASE)).toBeUndefined();
  });
});

describe('reasonText', () => {
  it('names the cause by its title, or by its id where it has none', () => {
    expect(reasonText({ kind: 'because', signal: 'purchase', item: '7', title: 'Emma' })).toBe(
      'Because you bought Emma',
    );
    expect(reasonText({ kind: 'similar', item: '7' })).toBe('Similar to 7');
  });

  it('is silent where there is no reason', () => {
    expect(reasonText(undefined)).toBe('');
  });
});
