/**
 * `locavore.js`, what a storefront includes: reads the script tag's configuration and fetches the rest only when a
 * shelf comes near the viewport. A classic script, so that `async` and `defer` work and `currentScript` is known.
 */
import { type EmbedConfig, readConfig } from './config.ts';

interface ElementModule {
  defineElements(config: EmbedConfig): void;
}

/** A shelf this far outside the viewport already starts loading. */
const NEAR_VIEWPORT = '600px';

function start(script: HTMLScriptElement): void {
  // Included twice: the first one serves both.
  if (customElements.get('locavore-shelf') || document.documentElement.hasAttribute('data-locavore')) return;
  const config = readConfig(script.dataset);
  document.documentElement.setAttribute('data-locavore', '');

  let isLoading = false;
  const observer = new IntersectionObserver(
    (entries) => {
      if (isLoading || !entries.some((entry) => entry.isIntersecting)) return;
      isLoading = true;
      observer.disconnect();
      mutations.disconnect();
      const url = new URL('element.js', script.src).href;
      (import(/* @vite-ignore */ url) as Promise<ElementModule>)
        .then((module) => {
          module.defineElements(config);
          document.dispatchEvent(new CustomEvent('locavore:ready'));
        })
        .catch((error: unknown) => console.warn('locavore: the shelf could not be loaded.', error));
    },
    { rootMargin: NEAR_VIEWPORT },
  );
  const observeShelves = () => {
    for (const shelf of document.querySelectorAll('locavore-shelf')) observer.observe(shelf);
  };
  const mutations = new MutationObserver(observeShelves);
  mutations.observe(document.documentElement, { childList: true, subtree: true });
  observeShelves();
}

if (document.currentScript instanceof HTMLScriptElement) start(document.currentScript);
