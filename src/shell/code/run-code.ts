import type { Flow } from "../flow.ts";
import { outputFlow } from "../flow.ts";
import type { Run } from "../programs/program.ts";

/** Finds what a piece of code in another language does; returns what it prints. */
export type CodeRunner = (code: string, run: Run) => Flow;

const runners = new Map<string, CodeRunner>();

export function languageRunner(language: string, code: string, run: Run): Flow {
  return runners.get(language)?.(code, run) ?? outputFlow;
}
