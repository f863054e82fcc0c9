import type { ToolClass } from "../../agents/canary.ts";
import type { Home } from "../../platform/home.ts";
import { isCall } from "../../store/alarms.ts";
import { readLog } from "../../store/read-log.ts";
import type { StoredRecord } from "../../store/record.ts";
import { spooledRecords } from "../../store/spool.ts";
import { isMadeUp } from "../made-up.ts";

/** How far back is looked for real calls, in records. */
const searched = 20_000;

/** When the agent last asked about a call, by class of tools. */
export async function lastSeen(home: Home, agent: string): Promise<ReadonlyMap<ToolClass, string>> {
  const seen = new Map<ToolClass, string>();
  for await (const { record } of readLog(home.events, { last: searched, filter: { agent } })) {
    if (!isCall(record) || isMadeUp(record)) continue;
    for (const kind of classesOf(record)) seen.set(kind, record.time);
  }
  return seen;
}

const classes: readonly ToolClass[] = ["shell", "read", "write", "search", "web", "mcp"];

function classesOf({ fields }: StoredRecord): readonly ToolClass[] {
  const kind = classes.find((name) => name === fields["tool.kind"]);
  const isMcp = fields["tool.mcp_server"] !== undefined;
  return [
    ...(isMcp ? (["mcp"] as const) : kind === undefined ? [] : [kind]),
    ...(fields["agent.id"] === undefined ? [] : (["sub-agent"] as const)),
  ];
}

/** The latest record of a session: in the log, or where a hook has left it for a daemon to come. */
export async function findRecord(home: Home, session: string): Promise<StoredRecord | undefined> {
  for await (const { record } of readLog(home.events, { last: 1, filter: { session } })) return record;
  return spooledRecords(home.spool).findLast((record) => record.session === session);
}
