import { messageOf } from "../refusal.ts";
import { permissionsCheck, socketCheck } from "./files.ts";
import { type Check, type Finding, failed, type Patient } from "./finding.ts";
import { hooksCheck } from "./hooks.ts";
import { clockCheck, diskCheck } from "./machine.ts";
import { pathCheck, programCheck, serviceCheck } from "./program.ts";
import { statusCheck } from "./status.ts";
import { daemonCheck, httpCheck, withoutDaemonCheck } from "./transports.ts";

/** Every check, in the order in which a person would look. */
const checks: readonly (readonly [what: string, check: Check])[] = [
  ["status", statusCheck],
  ["program", programCheck],
  ["PATH", pathCheck],
  ["service", serviceCheck],
  ["permissions", permissionsCheck],
  ["socket", socketCheck],
  ["disk", diskCheck],
  ["clock", clockCheck],
  ["hook", hooksCheck],
  ["daemon", daemonCheck],
  ["http", httpCheck],
  ["without daemon", withoutDaemonCheck],
];

export async function examine(patient: Patient): Promise<readonly Finding[]> {
  const found: Finding[] = [];
  for (const [what, check] of checks)
    try {
      found.push(...(await check(patient)));
    } catch (error) {
      found.push(failed(what, `this could not be checked: ${messageOf(error)}`, "prempti status"));
    }
  return found;
}
