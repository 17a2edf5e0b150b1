/**
 * `locavore.js`, what a storefront includes: reads the script tag's configuration and fetches the rest only when a
 * shelf comes near the viewport. A classic script, so that `async` and `defer` work and `currentScript` is known.
 */
import { type EmbedConfig, readConfig } from './config.ts';
import { type RetryLater, retryLater } from './retry-later.ts';

interface ElementModule {
  defineElements(config: EmbedConfig, retry: RetryLater): void;
}

/** A shelf this far outside the viewport already starts loading. */
const NEAR_VIEWPORT = '600px';

function start(script: HTMLScriptElement): void {
  // Included twice: the first one serves both.
  if (document.documentElement.hasAttribute('data-locavore')) return;
  const config = readConfig(script.dataset);
  document.documentElement.setAttribute('data-locavore', '');

  let failed = 0;
  const observer = new IntersectionObserver(
    (entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      observer.disconnect();
      mutations.disconnect();
      const url = new URL('element.js', script.src);
      // Some browsers remember that a module could not be fetched: another attempt needs another address.
      if (failed > 0) url.search = `retry=${failed}`;
      (import(/* @vite-ignore */ url.href) as Promise<ElementModule>)
        .then((module) => {
          module.defineElements(config, retryLater);
          document.dispatchEvent(new CustomEvent('locavore:ready'));
        })
        .catch((error: unknown) => {
          console.warn('locavore: the shelf could not be loaded.', error);
          document.dispatchEvent(new CustomEvent('locavore-error', { detail: { error } }));
          retryLater(++failed, watch);
        });
    },
    { rootMargin: NEAR_VIEWPORT },
  );
  const observeShelves = () => {
    for (const shelf of document.querySelectorAll('locavore-shelf')) observer.observe(shelf);
  };
  const mutations = new MutationObserver(observeShelves);
  const watch = () => {
    mutations.observe(document.documentElement, { childList: true, subtree: true });
    observeShelves();
  };
  watch();
}

if (document.currentScript instanceof HTMLScriptElement) start(document.currentScript);
