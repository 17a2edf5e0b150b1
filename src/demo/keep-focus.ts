/** Keeps the keyboard's place through a change of the page. */

const CONTROLS = ['dismiss', 'like', 'remove'];

/**
 * Runs `change`. If the focused control goes away with its card or row, the same control of the one that took its place has
 * the focus, or else the page's heading: never the body, from which the Tab key starts again at the top. Nothing scrolls.
 */
export function keepFocus(root: HTMLElement, change: () => void): void {
  const focused = document.activeElement;
  if (!(focused instanceof HTMLElement) || !focused.closest('main') || !root.contains(focused)) {
    change();
    return;
  }
  const row = focused.closest<HTMLElement>('li, tr');
  const list = row?.parentElement;
  const place = row && list ? [...list.children].indexOf(row) : -1;
  const control = CONTROLS.find((name) => focused.classList.contains(name));
  change();
  if (document.activeElement !== null && document.activeElement !== document.body) return;
  if (focused.isConnected) {
    // Moved on the page, which takes the focus from it.
    focused.focus({ preventScroll: true });
    if (document.activeElement === focused) return;
  }
  const next = list?.isConnected ? list.children[Math.min(place, list.children.length - 1)] : undefined;
  const heir =
    (control && next?.querySelector<HTMLElement>(`.${control}`)) ||
    next?.querySelector<HTMLElement>('button, a[href]:not([tabindex="-1"])') ||
    root.querySelector<HTMLElement>('main h1');
  heir?.focus({ preventScroll: true });
}
