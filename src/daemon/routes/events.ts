import type { Filter } from "../../store/filter.ts";
import { type Entry, openLog } from "../../store/read-log.ts";
import type { Daemon } from "../daemon.ts";
import { problem, type Route } from "../route.ts";

/**
 * GET /v1/events: records as they stand in the log, a line each. `since` and `until` in ISO 8601, `verdict` (several
 * with commas), `rule`, `session`, `agent`, `tool`; `n` for the last ones only; `follow=1` goes on.
 */
export const eventsRoute: Route = {
  method: "GET",
  path: "/v1/events",
  answer: async (request, daemon) => {
    const asked = readQuery(request.query);
    if (typeof asked === "string") return problem(400, asked);
    const { filter, last, follow } = asked;
    // Before the reply's head: whoever has read that misses nothing from then on.
    const entries = await openLog(daemon.home.events, {
      filter,
      ...(last === undefined ? {} : { last }),
      ...(follow
        ? { follow: request.untilGone(), grown: (signal: AbortSignal) => nextAppend(daemon, signal) }
        : {}),
    });
    return { status: 200, headers: { "content-type": "application/jsonl" }, body: linesOf(entries) };
  },
};

type Asked = { readonly filter: Filter; readonly last: number | undefined; readonly follow: boolean };

/** What the query asks for, or what is wrong with it. */
function readQuery(query: URLSearchParams): Asked | string {
  const [since, until, last] = [query.get("since"), query.get("until"), query.get("n")];
  for (const time of [since, until])
    if (time !== null && Number.isNaN(Date.parse(time)))
      return `"${time}" is no time; write 2026-01-02T03:04:05Z`;
  if (last !== null && !/^\d{1,7}$/.test(last)) return `"${last}" is no number of records`;
  const text = (name: string) => query.get(name) || undefined;
  const wanted = {
    since: since === null ? undefined : microsOf(since),
    until: until === null ? undefined : microsOf(until),
    verdict: text("verdict")?.split(","),
    rule: text("rule"),
    session: text("session"),
    agent: text("agent"),
    tool: text("tool"),
  };
  const filter = Object.fromEntries(
    Object.entries(wanted).filter(([, value]) => value !== undefined),
  ) as Filter;
  return { filter, last: last === null ? undefined : Number(last), follow: query.get("follow") === "1" };
}

function microsOf(time: string): bigint {
  return BigInt(Date.parse(time)) * 1000n;
}

async function* linesOf(entries: AsyncIterable<Entry>): AsyncGenerator<string> {
  for await (const { line } of entries) yield `${line}\n`;
}

/** A quarter of a second at the latest: what the log tells between two looks would be missed. */
const longestWait = 250;

function nextAppend({ events }: Daemon, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      forget();
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, longestWait);
    const forget = events.onAppend(done);
    signal.addEventListener("abort", done);
    if (signal.aborted) done();
  });
}
