/** From the tags of many hands to a shop's own list of categories. */

export interface TagRules {
  /** Wanted label → the tags that mean it, in lower case; `*` stands for any text. A tag may mean several labels. */
  labels?: Record<string, readonly string[]>;
  /** Tags left out before anything else; `*` as above. */
  ignore?: readonly string[];
  /** Keep tags that no label claims, as they are. Default: true without `labels`, else false. */
  keepOthers?: boolean;
  /** At most so many labels per item, default 8. */
  max?: number;
  /** Least strength of a label, 0 … 1, default 0 (see {@link tagLabels}). */
  minStrength?: number;
}

/**
 * The labels of every item, most significant first.
 *
 * Tags of readers are many words for few things, and an item's number of words for a label says how sure they are. But
 * labels differ in how many words they have, so the strength of a label on an item is its number of words there over
 * the largest number that any item has for it, plus one: a label of a single word shall not always come first. Labels
 * weaker than `minStrength` × the item's strongest are dropped; equal strength goes to the rarer label, which says more.
 */
export function tagLabels(tags: readonly (readonly string[])[], rules: TagRules): string[][] {
  const ignored = (rules.ignore ?? []).map(pattern);
  const labels = Object.entries(rules.labels ?? {}).map(([label, names]) => ({
    label,
    patterns: names.map(pattern),
  }));
  const keepOthers = rules.keepOthers ?? labels.length === 0;
  const labelsOf = new Map<string, string[]>();
  const meaning = (tag: string): string[] => {
    let found = labelsOf.get(tag);
    if (found === undefined) {
      const name = tag.trim().toLowerCase();
      found = ignored.some((one) => one.test(name))
        ? []
        : labels.filter(({ patterns }) => patterns.some((one) => one.test(name))).map(({ label }) => label);
      if (found.length === 0 && keepOthers && !ignored.some((one) => one.test(name))) found = [tag.trim()];
      labelsOf.set(tag, found);
    }
    return found;
  };

  const votes = tags.map((list) => {
    const counts = new Map<string, number>();
    for (const tag of new Set(list)) {
      if (tag.trim() === '') continue;
      for (const label of meaning(tag)) counts.set(label, (counts.get(label) ?? 0) + 1);
    }
    return counts;
  });
  const items = new Map<string, number>();
  const most = new Map<string, number>();
  for (const counts of votes) {
    for (const [label, count] of counts) {
      items.set(label, (items.get(label) ?? 0) + 1);
      most.set(label, Math.max(most.get(label) ?? 0, count));
    }
  }
  const strengthOf = (label: string, count: number) => count / ((most.get(label) as number) + 1);
  return votes.map((counts) => {
    const ranked = [...counts].map(([label, count]) => ({ label, strength: strengthOf(label, count) }));
    const strongest = Math.max(0, ...ranked.map(({ strength }) => strength));
    return ranked
      .filter(({ strength }) => strength >= (rules.minStrength ?? 0) * strongest)
      .sort(
        (a, b) =>
          b.strength - a.strength ||
          (items.get(a.label) as number) - (items.get(b.label) as number) ||
          (a.label < b.label ? -1 : 1),
      )
      .slice(0, rules.max ?? 8)
      .map(({ label }) => label);
  });
}

function pattern(text: string): RegExp {
  const escaped = text.toLowerCase().replace(/[.+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replaceAll('*', '.*')}$`, 'u');
}
