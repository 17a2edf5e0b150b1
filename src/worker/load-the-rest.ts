/**
 * Loads what a first shelf does without, whatever the shopper does. Were each part fetched when it is first used, the server would
 * learn that somebody liked something; and a page that goes offline has everything it needs. A failure is left to the first use.
 */
export function loadTheRest(): void {
  const parts = [
    import('../pipeline/browse.ts'),
    import('../pipeline/filter.ts'),
    import('../pipeline/similar.ts'),
    import('./record-event.ts'),
    import('../profile/summary.ts'),
    import('../profile/transfer.ts'),
    import('./change-engine.ts'),
    import('./import-profile.ts'),
  ];
  Promise.all(parts).catch(() => {});
}
