/** The shelf's own style, adopted by its shadow root: a strict `style-src` blocks `<style>` but not this. */
const CSS = `
:host { display: block; contain: layout style; }
:host([hidden]) { display: none; }
ul { display: grid; grid-template-columns: repeat(auto-fill, minmax(var(--locavore-card-width, 11rem), 1fr));
  gap: var(--locavore-gap, 1rem); margin: 0; padding: 0; list-style: none; }
li { display: flex; flex-direction: column; gap: .35rem; padding: .75rem;
  border: 1px solid var(--locavore-border, color-mix(in srgb, currentColor 18%, transparent));
  border-radius: var(--locavore-radius, .5rem); }
a, span { color: inherit; text-decoration: none; font-weight: 600; }
a:hover { text-decoration: underline; }
img { inline-size: 100%; block-size: auto; border-radius: inherit; }
p { margin: 0; font-size: .875em; opacity: .8; }
p:empty { display: none; }
button { align-self: start; margin-block-start: auto; font: inherit; font-size: .8125em; padding: .3em .7em;
  color: inherit; background: none; cursor: pointer;
  border: 1px solid color-mix(in srgb, currentColor 35%, transparent); border-radius: 99em; }
:focus-visible { outline: 2px solid currentColor; outline-offset: 2px; }
`;

let sheet: CSSStyleSheet | undefined;

export function shelfStyles(): CSSStyleSheet {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(CSS);
  }
  return sheet;
}
