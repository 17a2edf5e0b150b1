/** `<book-cover>`: draws into itself when its `book` property changes. Decorative: the title stands next to it. */
import { type CoverBook, drawCover } from './cover.ts';
import type { Shape } from './shape.ts';
import { createCanvasMeasure, type Measure } from './type.ts';

const SVG = 'http://www.w3.org/2000/svg';

let measure: Measure | undefined;

/** Text enters as text nodes, so that a catalogue cannot bring markup. */
export function toElement(shape: Shape): SVGElement {
  const element = document.createElementNS(SVG, shape.tag);
  for (const [name, value] of Object.entries(shape.attributes)) element.setAttribute(name, String(value));
  if (shape.text !== undefined) element.textContent = shape.text;
  for (const child of shape.children ?? []) element.append(toElement(child));
  return element;
}

export class BookCover extends HTMLElement {
  #book: CoverBook | undefined;

  get book(): CoverBook | undefined {
    return this.#book;
  }

  set book(book: CoverBook | undefined) {
    const same = this.#book?.id === book?.id && this.#book?.title === book?.title;
    this.#book = book;
    if (same) return;
    if (book === undefined) {
      this.replaceChildren();
      return;
    }
    measure ??= createCanvasMeasure();
    const svg = toElement(drawCover(book, measure));
    svg.setAttribute('aria-hidden', 'true');
    svg.setAttribute('focusable', 'false');
    // Positions on a cover are from the left, whatever the page's direction.
    svg.setAttribute('direction', 'ltr');
    this.replaceChildren(svg);
  }
}

/** Enough designs to meet every typeface and most of the drawing code. */
const WARM_UP_COVERS = 10;

/**
 * Draws a few covers for nobody while the page waits for its shelf: the first use of a typeface costs milliseconds, and so does code
 * that has never run. One cover a task, so that nothing else has to wait.
 */
export function warmUpCovers(drawn = 0): void {
  if (drawn === WARM_UP_COVERS) return;
  setTimeout(() => {
    const cover = new BookCover();
    cover.book = { id: `warm-up ${drawn}`, title: 'A Title: With More', author: 'An Author' };
    warmUpCovers(drawn + 1);
  });
}

export function defineBookCover(): void {
  customElements.define('book-cover', BookCover);
}
