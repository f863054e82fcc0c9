import { alarmIn, alarmTag } from "../store/alarms.ts";
import type { StoredAlert, StoredRecord, Summary } from "../store/record.ts";
import { type Paint, printable, shorten, verdictStyle, widthOf, wrap } from "./paint.ts";

/** How records are shown, and what the one before has already said. */
export type RecordPrinter = (record: StoredRecord) => string;

/** `width` is infinite where nothing has to fit: then no line is broken. */
type Look = { readonly paint: Paint; readonly home: string; readonly width: number };

/** Longest text of a call that is shown; `prempti logs show` and `--json` have it all. */
const longestBody = 2_000;

/** Columns below which ids are left out. */
const narrow = 60;

const indent = " ".repeat(10);

/** As much of an id as tells it from others; `prempti logs show` takes it. */
const shortId = (id: string): string => id.slice(0, 8);

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
export const shortSession = (session: string): string =>
  session.slice(0, /^[0-9a-f]{8}-/.test(session) ? 8 : 24);

function callLines(record: StoredRecord, time: string, look: Look): readonly string[] {
  const { verdict, tool } = record;
  const { paint, width } = look;
  const isAllowed = verdict === "allow";
  const isAlarm = alarmIn(record) !== undefined;
  const told = isAlarm ? "" : toldOtherwise(record);
  const shown = isAlarm ? "alarm" : isEnforced(record) ? verdict : `${verdict}*`;
  const start = [
    time,
    ...(width < narrow ? [] : [paint("dim", printable(shortId(record.id)).padEnd(8))]),
    paint(verdictStyle(isAlarm ? "alarm" : verdict), printable(shown).padEnd(5)),
    paint(isAllowed ? "plain" : "bold", shorten(printable(tool), 60)),
  ].join("  ");
  const body = shorten(bodyOf(record, look.home, longestBody), longestBody);
  const room = Math.max(20, width - widthOf(start) - 2);
  if (isAllowed) return [`${start}  ${shorten(body, room)}`];
  const [first = "", ...more] = wrap(body, Math.max(20, width - indent.length), room);
  return [
    `${start}  ${first}`,
    ...more.map((line) => `${indent}${line}`),
    ...decidingOf(record.alerts).flatMap((alert) => alertLines(alert, look)),
    ...(told === "" ? [] : [paint("dim", `${indent}${told}`)]),
  ];
}

/** Whether the agent was kept to the verdict: by as strict an answer, or by a person's own. */
export const isEnforced = ({ verdict, decision, approval }: Summary): boolean =>
  verdict === "allow" || decision === verdict || decision === "deny" || approval !== undefined;

/** Why the agent was told something else than the verdict; "" where it wasn't. */
export function toldOtherwise(record: Summary): string {
  const { verdict, decision, approval } = record;
  if (approval !== undefined)
    return `${decision === "allow" ? "approved" : "refused"} by ${printable(approval)}`;
  if (verdict === "allow" || decision === verdict) return "";
  if (isEnforced(record)) return `nobody could be asked: the agent was told ${printable(decision)}`;
  return `* not enforced: the agent was told ${printable(decision)}`;
}

/** Alerts of rules that ask or deny by their tags; all, when tags of the person's own decided. An alarm decides alone. */
function decidingOf(alerts: readonly StoredAlert[]): readonly StoredAlert[] {
  const alarms = alerts.filter(({ tags }) => tags.includes(alarmTag));
  if (alarms.length > 0) return alarms;
  const deciding = alerts.filter(({ tags }) => tags.some((tag) => /^coding_agent_(deny|ask)$/.test(tag)));
  return deciding.length === 0 ? alerts : deciding;
}

/** In one line where it fits; else what was found stands below the rule. */
function alertLines({ rule, priority, output }: StoredAlert, { paint, width }: Look): readonly string[] {
  const head = `${indent}╰ ${paint("dim", printable(priority))}  ${paint("bold", printable(rule))}`;
  const found = shorten(printable(output), longestBody);
  if (found === "") return [head];
  if (widthOf(head) + 2 + widthOf(found) <= width) return [`${head}: ${found}`];
  const below = `${indent}  `;
  return [head, ...wrap(found, Math.max(20, width - below.length)).map((line) => `${below}${line}`)];
}

/** What the call is about, in one line; only the start of what is far longer than `longest`. */
export function bodyOf(
  { fields }: Pick<StoredRecord, "fields">,
  home: string,
  longest = Number.POSITIVE_INFINITY,
): string {
  const command = text(fields["tool.input_command"]) || lines(fields["cmd.lines"]);
  const path = text(fields["tool.real_file_path"]) || text(fields["tool.file_path"]);
  const body =
    command || shortPath(path, home) || text(fields["tool.url"]) || argumentsOf(text(fields["tool.input"]));
  // Cut first: what follows goes over every character.
  return printable(
    body
      .slice(0, 4 * longest)
      .replace(/\s+/g, " ")
      .trim(),
  );
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
