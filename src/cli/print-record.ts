import type { StoredAlert, StoredRecord } from "../store/record.ts";
import { type Paint, printable, type Style, shorten } from "./paint.ts";

/** How records are shown, and what the one before has already said. */
export type RecordPrinter = (record: StoredRecord) => string;

type Look = { readonly paint: Paint; readonly home: string; readonly width: number };

const verdictStyles: Readonly<Record<string, Style>> = { deny: "red", ask: "yellow", allow: "green" };

/** Longest text of a denied call that is shown; `--json` has it all. */
const longestBody = 2_000;

/** Lines for one record after the other: a heading where the day, session or folder changes, then the call. */
export function createRecordPrinter(look: Look): RecordPrinter {
  let [day, heading] = ["", ""];
  return (record) => {
    const time = new Date(record.time);
    const lines: string[] = [];
    const today = dateOf(time);
    const now = headingOf(record, look);
    if (today !== day || now !== heading) lines.push(look.paint("dim", `── ${today}  ${now}`));
    [day, heading] = [today, now];
    lines.push(...callLines(record, clockOf(time), look));
    return `${lines.join("\n")}\n`;
  };
}

function headingOf({ agent, session, fields }: StoredRecord, { home }: Look): string {
  const folder = text(fields["agent.real_cwd"]) || text(fields["agent.cwd"]);
  return [agent, shortSession(session), shortPath(folder, home)]
    .filter((part) => part !== "")
    .map(printable)
    .join("  ");
}

/** The start of a UUID tells sessions apart. */
const shortSession = (session: string): string => session.slice(0, /^[0-9a-f]{8}-/.test(session) ? 8 : 24);

function callLines(record: StoredRecord, time: string, look: Look): readonly string[] {
  const { verdict, decision } = record;
  const paint = look.paint;
  const label = verdict === "allow" || decision === verdict ? verdict : `${verdict}*`;
  const shown = paint(verdictStyles[verdict] ?? "dim", label.padEnd(6));
  const body = bodyOf(record, look.home);
  const head = `${time}  ${shown} ${printable(record.tool)}`;
  const room = Math.max(20, look.width - time.length - record.tool.length - 11);
  if (verdict === "allow") return [`${head}  ${shorten(body, room)}`];
  return [
    `${time}  ${shown} ${paint("bold", printable(record.tool))}  ${shorten(body, longestBody)}`,
    ...decidingOf(record.alerts).map((alert) => alertLine(alert, paint)),
    ...(decision === verdict
      ? []
      : [paint("dim", `          * not enforced: the agent was told ${decision}`)]),
  ];
}

/** Alerts of rules that ask or deny by their tags; all, when tags of the person's own decided. */
function decidingOf(alerts: readonly StoredAlert[]): readonly StoredAlert[] {
  const deciding = alerts.filter(({ tags }) => tags.some((tag) => /^coding_agent_(deny|ask)$/.test(tag)));
  return deciding.length === 0 ? alerts : deciding;
}

function alertLine({ rule, priority, output }: StoredAlert, paint: Paint): string {
  return `          ╰ ${paint("dim", priority)}  ${paint("bold", printable(rule))}${output === "" ? "" : `: ${printable(output)}`}`;
}

/** What the call is about, in one line. */
export function bodyOf({ fields }: Pick<StoredRecord, "fields">, home: string): string {
  const command = text(fields["tool.input_command"]) || lines(fields["cmd.lines"]);
  const path = text(fields["tool.real_file_path"]) || text(fields["tool.file_path"]);
  const body =
    command || shortPath(path, home) || text(fields["tool.url"]) || argumentsOf(text(fields["tool.input"]));
  return printable(body.replace(/\s+/g, " ").trim());
}

/** `key=value` of each argument. */
function argumentsOf(input: string): string {
  try {
    const value: unknown = JSON.parse(input);
    if (typeof value !== "object" || value === null) return input;
    return Object.entries(value)
      .map(
        ([key, argument]) => `${key}=${typeof argument === "string" ? argument : JSON.stringify(argument)}`,
      )
      .join(" ");
  } catch {
    return input;
  }
}

const text = (value: unknown): string => (typeof value === "string" ? value : "");

const lines = (value: unknown): string => (Array.isArray(value) ? value.join("; ") : "");

export function shortPath(path: string, home: string): string {
  return home !== "" && (path === home || path.startsWith(`${home}/`)) ? `~${path.slice(home.length)}` : path;
}

const two = (number: number): string => String(number).padStart(2, "0");

const clockOf = (time: Date): string =>
  [time.getHours(), time.getMinutes(), time.getSeconds()].map(two).join(":");

const dateOf = (time: Date): string =>
  [time.getFullYear(), two(time.getMonth() + 1), two(time.getDate())].join("-");
