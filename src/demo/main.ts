// First, and so in a block of its own: what it does at its top must happen before the rest is evaluated.
import { meter } from './start.ts';
import './opening.ts';

// The rest, as usual.

import { App } from './app.ts';
import { defineBookCover, warmUpCovers } from './covers/element.ts';

defineBookCover();
new App(document.querySelector<HTMLElement>('#app')!, meter).start();
warmUpCovers();

if (import.meta.env.PROD && 'serviceWorker' in navigator) {
  addEventListener('load', () => {
    navigator.serviceWorker.register('service-worker.js').catch(() => {
      // Without it the shop works all the same, online.
    });
  });
}
