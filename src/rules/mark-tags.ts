import { argumentKinds } from "../fields/argument.ts";

/** A rule with this tag and a label behind it marks the session of the calls that it matches. */
export const markPrefix = "coding_agent_mark:";

/** The label that a tag marks a session with; undefined when it is no such tag, or the label is none. */
export function labelOf(tag: string): string | undefined {
  if (!tag.startsWith(markPrefix)) return undefined;
  const label = tag.slice(markPrefix.length);
  return argumentKinds.label.pattern.test(label) ? label : undefined;
}
