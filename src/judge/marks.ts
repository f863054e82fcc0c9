import { labelOf } from "../rules/mark-tags.ts";

/** The labels that the rules which matched a call mark its session with: each once, sorted. */
export function marksOf(matched: readonly { readonly tags: readonly string[] }[]): readonly string[] {
  const labels = matched.flatMap(({ tags }) => tags.flatMap((tag) => labelOf(tag) ?? []));
  return labels.length === 0 ? labels : [...new Set(labels)].sort();
}
