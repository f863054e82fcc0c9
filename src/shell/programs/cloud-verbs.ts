import { has } from "../given.ts";
import type { Run } from "./program.ts";
import { isDryRun } from "./publishing.ts";

/** Verbs of cloud clients that take something away for good. */
export const destroys =
  /^(delete|terminate|destroy|remove|purge|deregister|release|disable|revoke|cancel|abandon|undeploy|uninstall|rb|rm|schedule-key-deletion|wipe)(-|$)/;
/** Such verbs whose loss is small or none. */
export const harmlessDestroys =
  /^(delete-message|remove-tags|delete-tags|remove-permission-x|cancel-query|delete-log-stream-x|release-notes)$/;

export const verbs = (run: Run): readonly string[] =>
  has(run, "--help") ? [] : run.operands.map(({ text }) => text);

export const dryRun = (run: Run): boolean =>
  has(run, "--help", "--no-execute-changeset") || isDryRun(run) || verbs(run).at(-1) === "help";
