/** Falco's priorities, most severe first, spelt as Falco prints them. */
export const priorities = [
  "Emergency",
  "Alert",
  "Critical",
  "Error",
  "Warning",
  "Notice",
  "Informational",
  "Debug",
] as const;

export type Priority = (typeof priorities)[number];

/** Reads a priority as Falco does: any case, "info" for Informational, no other short form. */
export function parsePriority(text: string): Priority | undefined {
  const wanted = text.toLowerCase();
  if (wanted === "info") return "Informational";
  return priorities.find((priority) => priority.toLowerCase() === wanted);
}
