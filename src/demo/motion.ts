/** Cards that move to their new places (FLIP), unless the visitor wants no motion. */
export const motionAllowed = (): boolean => !matchMedia('(prefers-reduced-motion: reduce)').matches;

/** Runs `change`, then lets every element with `data-flip` glide from where it was, and new ones appear. */
export function withMotion(change: () => void): void {
  if (!motionAllowed()) {
    change();
    return;
  }
  const before = new Map<string, DOMRect>();
  for (const element of document.querySelectorAll<HTMLElement>('[data-flip]')) {
    before.set(element.dataset.flip!, element.getBoundingClientRect());
  }
  change();
  if (before.size === 0) return;
  // All reads, then all writes: one layout.
  const moves: (() => void)[] = [];
  for (const element of document.querySelectorAll<HTMLElement>('[data-flip]')) {
    const now = element.getBoundingClientRect();
    const was = before.get(element.dataset.flip!);
    if (was === undefined) {
      moves.push(() => {
        element.animate(
          [
            { opacity: 0, transform: 'translateY(10px)' },
            { opacity: 1, transform: 'none' },
          ],
          {
            duration: 320,
            easing: 'cubic-bezier(.2,.7,.2,1)',
          },
        );
      });
      continue;
    }
    const [dx, dy] = [was.left - now.left, was.top - now.top];
    if (Math.abs(dx) < 1 && Math.abs(dy) < 1) continue;
    moves.push(() => {
      element.animate([{ transform: `translate(${dx}px, ${dy}px)` }, { transform: 'none' }], {
        duration: 360,
        easing: 'cubic-bezier(.2,.7,.2,1)',
      });
    });
  }
  for (const move of moves) move();
}
