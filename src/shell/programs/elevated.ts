import type { Run } from "./program.ts";

/** Programs that run a command with another user's rights. */
export const elevating: readonly string[] = [
  "sudo",
  "doas",
  "pkexec",
  "run0",
  "gosu",
  "su-exec",
  "sudoedit",
  "please",
];

/** Whether such a program has been run in this command line. */
export const isElevated = ({ shell }: Run): boolean =>
  elevating.some((name) => shell.draft.wrappers.has(name));
