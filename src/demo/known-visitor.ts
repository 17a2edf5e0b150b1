const KNOWN = 'quire:known';

/** Whether an earlier visit has made the shelf personal: only so that the right page can be drawn before the profile is read. */
export function isKnown(): boolean {
  try {
    return localStorage.getItem(KNOWN) !== null;
  } catch {
    return false;
  }
}

export function remember(known: boolean): void {
  try {
    if (known) localStorage.setItem(KNOWN, '');
    else localStorage.removeItem(KNOWN);
  } catch {
    // Storage is off: the greeting may flash.
  }
}
