import { html, type TemplateResult } from 'lit';

/** Icons of 20 × 20 in the colour of their text. Decorative: the control around them has a name. */
const line = (d: string): TemplateResult =>
  html`<svg class="icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false"><path d=${d} /></svg>`;

export const heart = (): TemplateResult =>
  line(
    'M10 16.6C5.2 13.2 2.6 10.6 2.6 7.5A3.9 3.9 0 0 1 10 5.9a3.9 3.9 0 0 1 7.4 1.6c0 3.1-2.6 5.7-7.4 9.1Z',
  );
export const cross = (): TemplateResult => line('M5 5l10 10M15 5L5 15');
export const magnifier = (): TemplateResult =>
  line('M8.8 3.2a5.6 5.6 0 1 1 0 11.2a5.6 5.6 0 0 1 0-11.2ZM13 13l4.2 4.2');
export const bag = (): TemplateResult => line('M4 7h12l-.8 10H4.8ZM7.2 9V5.4a2.8 2.8 0 0 1 5.6 0V9');
export const shield = (): TemplateResult =>
  line('M10 2.6l6 2.2v4.6c0 3.9-2.5 6.6-6 8-3.5-1.4-6-4.1-6-8V4.8ZM7.4 9.8l1.9 1.9 3.5-3.7');
export const moon = (): TemplateResult => line('M16.4 11.6A6.8 6.8 0 0 1 8.4 3.6a6.8 6.8 0 1 0 8 8Z');
export const sun = (): TemplateResult =>
  line(
    'M10 6.6a3.4 3.4 0 1 1 0 6.8a3.4 3.4 0 0 1 0-6.8ZM10 1.8v2M10 16.2v2M1.8 10h2M16.2 10h2M4.2 4.2l1.4 1.4M14.4 14.4l1.4 1.4M4.2 15.8l1.4-1.4M14.4 5.6l1.4-1.4',
  );
export const tick = (): TemplateResult => line('M4 10.5l4 4L16 6');
export const gears = (): TemplateResult =>
  line('M3 5h8M15 5h2M11 3v4M3 10h3M10 10h7M8 8v4M3 15h9M16 15h1M14 13v4');
export const arrow = (): TemplateResult => line('M4 10h12M11 5l5 5-5 5');
export const cloudOff = (): TemplateResult =>
  line('M3 3l14 14M6.2 7.2A3.8 3.8 0 0 0 5.6 14.8h8.6M9 5.2a4.4 4.4 0 0 1 5.4 3.6 3 3 0 0 1 1.9 4.9');
