import { describe, expect, test } from 'vitest';
import { bodySize, bytesAbout, querySize } from '../../src/demo/network-meter.ts';

describe('bytes of a body', () => {
  const form = new FormData();
  form.set('name', 'value');

  test.each<[string, unknown, number]>([
    ['nothing', undefined, 0],
    ['null', null, 0],
    ['text, in UTF-8', 'é€', 5],
    ['a blob', new Blob(['1234']), 4],
    ['a buffer', new ArrayBuffer(7), 7],
    ['a view', new Uint8Array(new ArrayBuffer(9), 2, 3), 3],
    ['parameters', new URLSearchParams({ a: '1', b: '2' }), 7],
    ['a form', form, 9],
  ])('%s', (_, body, size) => {
    expect(bodySize(body)).toBe(size);
  });

  test('a stream is never counted as nothing', () => {
    expect(bodySize(new ReadableStream())).toBeGreaterThan(0);
  });
});

describe('bytes of a query', () => {
  test.each([
    ['https://shop.example/a.js', 0],
    ['https://shop.example/a.js?', 0],
    ['https://shop.example/a.js?v=12', 4],
    ['https://shop.example/?q=é', 4],
    ['https://shop.example/#/search?q=secret', 0],
    ['https://shop.example/?a=1#/search?q=secret', 3],
  ])('%s: %i', (url, size) => {
    expect(querySize(url)).toBe(size);
  });
});

test('bytes about the visitor: the page’s and the recommender’s', () => {
  expect(bytesAbout({ bodyBytes: 3, queryBytes: 4 }, { bodyBytesSent: 5 })).toBe(12);
  expect(bytesAbout({ bodyBytes: 3, queryBytes: 4 }, undefined)).toBe(7);
});
