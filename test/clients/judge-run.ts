import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { theftRule } from "./calls.ts";
import type { Client, Place } from "./client.ts";
import { type Outcome, requiredOf, type Scenario } from "./scenario.ts";
import type { Ended } from "./start-client.ts";

export type Tried = {
  readonly outcome: Outcome;
  /** Undefined when the outcome is only noted. */
  readonly required: Outcome | undefined;
  /** What is not as it has to be; none when all is well. */
  readonly faults: readonly string[];
  readonly ms: number;
  /** What client and tools said, for a person who looks for the reason. */
  readonly said: string;
};

/** `told` is what the model was told that its calls gave. */
export function judgeRun(
  client: Client,
  scenario: Scenario,
  place: Place,
  { ended: { exit, inTime, output, ms }, told }: { readonly ended: Ended; readonly told: readonly string[] },
): Tried {
  const { subject = "subject.txt", reason = theftRule, alsoRun = [], alsoTold = [] } = scenario;
  const ran = (file: string) => existsSync(join(place.home.project, file));
  const toldWhy = told.some((text) => text.includes(reason));
  const outcome = ran(subject) ? "runs" : inTime ? (toldWhy ? "told" : "blocked") : "hangs";
  const required = requiredOf(scenario, client);
  const faults = [
    ...(required === undefined || satisfies(outcome, required) ? [] : [`${outcome} instead of ${required}`]),
    ...alsoRun.filter((file) => !ran(file)).map((file) => `the call that makes ${file} did not run`),
    ...(told.length === 0 ? ["the model was never told the result of a call"] : []),
    ...alsoTold
      .filter((wanted) => !told.some((text) => text.includes(wanted)))
      .map((wanted) => `the model was not told "${wanted}"`),
    ...linesFaults(scenario, join(place.home.project, subject)),
    ...recordFaults(client, scenario, recordsIn(place)),
  ];
  const said = [`exit ${exit}`, output, ...told.map((text) => `to the model: ${text}`)].join("\n");
  return { outcome, required, faults, ms, said };
}

/** To be told why is more than to be blocked. */
function satisfies(outcome: Outcome, required: Outcome): boolean {
  return outcome === required || (outcome === "told" && required === "blocked");
}

function linesFaults({ lines }: Scenario, file: string): readonly string[] {
  const found = existsSync(file) ? readFileSync(file, "utf8").split("\n").length - 1 : 0;
  return lines === undefined || lines === found ? [] : [`the call ran ${found} times instead of ${lines}`];
}

function recordFaults({ name }: Client, { recorded, alarm }: Scenario, records: string): readonly string[] {
  const verdicts = matchesIn(records, /"verdict":"(\w+)"/g);
  const [alarms, wanted] = [alarmsIn(records), alarm?.[name] ?? ""];
  return [
    ...(recorded === undefined || verdicts.includes(recorded)
      ? []
      : [`no "${recorded}" on record, but [${verdicts}]`]),
    ...(alarms.join() === wanted ? [] : [`the alarms on record are [${alarms}] instead of [${wanted}]`]),
  ];
}

/** The log, and what hooks left for the daemon. */
export function recordsIn({ home }: Place): string {
  const root = join(home.home, ".prempti");
  const spool = join(root, "run", "spool");
  const spooled = existsSync(spool) ? readdirSync(spool).map((name) => join(spool, name)) : [];
  return [join(root, "log", "events.jsonl"), ...spooled]
    .filter((file) => existsSync(file))
    .map((file) => readFileSync(file, "utf8"))
    .join("\n");
}

export const alarmsIn = (records: string): readonly string[] =>
  matchesIn(records, /"rule":"(Tool Ran [^"]+)"/g);

/** What the pattern's group matched, each once. */
function matchesIn(text: string, pattern: RegExp): readonly string[] {
  return [...new Set([...text.matchAll(pattern)].map(([, found = ""]) => found))];
}
