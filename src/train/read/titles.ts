/** Titles as book and film lists write them: `Name (Series, #2)`. */

export interface SplitTitle {
  title: string;
  series: string | null;
  /** `2`, `0.5`, `1-3`. */
  number: string | null;
}

/** The last parenthesis with a `#`: series, then the number. A title may itself have parentheses before it. */
const SERIES = /^(.+?)\s*\(([^()]*?(?:\([^()]*\)[^()]*?)*?),?\s*#\s*(\d[\d.,&\s–-]*\d|\d)[^()]*\)\s*$/u;

export const singleSpaced = (text: string): string => text.replace(/\s+/gu, ' ').trim();

/** `Catching Fire  (The Hunger Games, #2)` → title, series and number; white space made single. */
export function splitTitle(text: string): SplitTitle {
  const found = SERIES.exec(text);
  // "Series A, #1; Series B, #4": the first is the one that the title is known by.
  const series = found === null ? '' : singleSpaced(found[2].split(/,?\s*#/u)[0]);
  if (found === null || series === '') return { title: singleSpaced(text), series: null, number: null };
  const first = /#\s*(\d[\d.]*(?:\s*[-–]\s*\d[\d.]*)?)/u.exec(text.slice(found[1].length));
  const number = (first?.[1] ?? found[3]).replace(/\s+/gu, '').replace('–', '-').replace(/\.$/, '');
  return { title: singleSpaced(found[1]), series, number };
}
