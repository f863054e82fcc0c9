import { type Paint, printable, shorten, verdictStyle } from "./paint.ts";
import { shortSession } from "./print-record.ts";
import { plural, tableOf } from "./table.ts";
import type { Count, Stats } from "./tally.ts";

type Row = Count & { readonly name: string };

/** Columns that a name takes at most, and a bar. */
const [longestName, longestBar] = [44, 40];

/** The whole page, for a terminal of so many columns. */
export function printStats(stats: Stats, paint: Paint, width: number): string {
  const alarms =
    stats.alarms === 0 ? [] : [paint("red", `${plural(stats.alarms, "alarm")}: prempti logs --alarms`)];
  if (stats.calls === 0) return [...alarms, "no tool call is recorded for that"].join("\n\n");
  const section = (title: string, rows: readonly Row[]) =>
    rows.length === 0 ? [] : [`${paint("bold", title)}\n${bars(rows, paint, width)}`];
  return [
    ...alarms,
    headline(stats),
    `${paint("bold", "Verdicts")}\n${verdicts(stats, paint, width)}`,
    ...section(
      "Rules that matched most",
      stats.by_rule.map(({ rule, ...count }) => ({ ...count, name: rule })),
    ),
    ...section(
      "Tools",
      stats.by_tool.map(({ tool, ...count }) => ({ ...count, name: tool })),
    ),
    ...section(
      "Agents",
      stats.by_agent.map(({ agent, ...count }) => ({ ...count, name: agent })),
    ),
    ...section("Sessions", stats.by_session.map(sessionRow)),
    ...section(
      "Days",
      stats.by_day.map(({ day, ...count }) => ({ ...count, name: day })),
    ),
  ].join("\n\n");
}

function headline({ calls, sessions, first, last, approved, refused, not_enforced }: Stats): string {
  const day = (time: string | null) => printable((time ?? "").slice(0, 16).replace("T", " "));
  const some = [
    [approved, "approved by a person"],
    [refused, "refused by a person"],
    [not_enforced, "not enforced"],
  ] as const;
  const more = some.map(([count, what]) => (count === 0 ? "" : `; ${count} ${what}`)).join("");
  return `${plural(calls, "call")} in ${plural(sessions, "session")}, ${day(first)} to ${day(last)} UTC${more}`;
}

const sessionRow = ({ session, agent, ...count }: Stats["by_session"][number]): Row => ({
  ...count,
  name: `${shortSession(session)}  ${agent}`,
});

function verdicts({ verdicts: counts, calls }: Stats, paint: Paint, width: number): string {
  const room = barRoom(width, 24);
  const rows = (["allow", "ask", "deny"] as const).map((verdict) => [
    paint(verdictStyle(verdict), verdict),
    String(counts[verdict]).padStart(String(calls).length),
    `${((100 * counts[verdict]) / calls).toFixed(1).padStart(5)} %`,
    paint(verdictStyle(verdict), bar(counts[verdict], calls, room)),
  ]);
  return tableOf(rows, "  ");
}

/** A bar has the colour of the strictest verdict in it; the numbers say it without colours. */
function bars(rows: readonly Row[], paint: Paint, width: number): string {
  const most = Math.max(...rows.map(({ calls }) => calls));
  const names = rows.map(({ name }) =>
    shorten(printable(name), Math.min(longestName, Math.max(10, width - 30))),
  );
  const room = barRoom(width, Math.max(...names.map((name) => name.length)) + 30);
  const digits = String(most).length;
  return tableOf(
    rows.map(({ calls, ask, deny }, at) => [
      names[at] ?? "",
      String(calls).padStart(digits),
      stopped(ask, deny),
      paint(deny > 0 ? "red" : ask > 0 ? "yellow" : "green", bar(calls, most, room)),
    ]),
    "  ",
  );
}

const stopped = (ask: number, deny: number): string =>
  [ask > 0 ? `${ask} ask` : "", deny > 0 ? `${deny} deny` : ""].filter((part) => part !== "").join(", ");

const barRoom = (width: number, taken: number): number => Math.max(4, Math.min(longestBar, width - taken));

/** Something is never nothing. */
const bar = (part: number, whole: number, room: number): string =>
  part === 0 ? "" : "█".repeat(Math.max(1, Math.round((part / whole) * room)));
