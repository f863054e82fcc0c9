import { shortId } from "../judge/reasons.ts";
import { locateHome } from "../platform/home.ts";
import type { Request } from "../store/requests.ts";
import { askDaemon, errorIn } from "./daemon.ts";
import { type Paint, printable, shorten, wrap } from "./paint.ts";
import { shortPath, shortSession } from "./print-record.ts";
import { Refusal } from "./refusal.ts";
import { plural } from "./table.ts";

export { type Request, shortId };

type Env = Readonly<Record<string, string | undefined>>;

/** What persons are asked, oldest first, and what they have said and is not used up. */
export async function requestsOf(homeOption: string | undefined, env: Env): Promise<readonly Request[]> {
  const home = locateHome(homeOption, env);
  const answer = await askDaemon(home, (client) => client.get("/v1/approvals"));
  if (answer === undefined) throw noDaemon(home.root);
  if (answer.status !== 200) throw new Refusal(errorIn(answer), "prempti restart");
  return answer.body as readonly Request[];
}

export const noDaemon = (root: string): Refusal =>
  new Refusal(`no daemon runs for ${root}, and it alone knows what waits`, "prempti start");

/** The waiting request that an id, or the beginning of one, means. */
export function requestNamed(start: string, requests: readonly Request[]): Request {
  if (!/^\d{1,20}$/.test(start))
    throw new Refusal(`an id can't be ${JSON.stringify(start)}`, "prempti approvals list shows the ids");
  const found = requests.filter(({ id }) => id.startsWith(start));
  const waiting = found.filter(({ state }) => state === "waiting");
  const [one] = waiting;
  if (one !== undefined && waiting.length === 1) return one;
  if (waiting.length > 1) {
    const ids = waiting.map(({ id }) => id).join(", ");
    throw new Refusal(`several ids begin with ${start}`, `use more digits: ${ids}`, { exit: 1 });
  }
  const [said] = found;
  const why = said === undefined ? `nothing waits with the id ${start}` : `${start} is ${said.state} already`;
  throw new Refusal(why, "prempti approvals list shows what waits; after an hour nothing does", { exit: 1 });
}

/** Where a request comes from, in one line. */
export function originLine({ agent, session, tool, cwd }: Request, home: string): string {
  const parts = [agent, `session ${shortSession(session)}`, tool, shortPath(cwd, home)];
  return parts.map((part) => shorten(printable(part), 200)).join("  ");
}

/** All lines of what was asked, each harmless for a terminal; broken so that none runs out of sight. */
export function wholeLines({ whole }: Request, width: number): readonly string[] {
  return whole.split("\n").flatMap((line) => wrap(printable(line), width));
}

/** "asked 2 min ago, 58 min left" */
export function timesLine({ asked, expires, state, by = "" }: Request, now: number, paint: Paint): string {
  const left = `${minutes(expires - now)} left`;
  if (state === "waiting") return `asked ${minutes(now - asked)} ago, ${left}`;
  const style = state === "approved" ? "green" : "red";
  return `${paint(style, state)} by ${printable(by)}, ${state === "approved" ? "not used yet, " : ""}${left}`;
}

const minutes = (ms: number): string =>
  ms < 60_000 ? plural(Math.max(0, Math.floor(ms / 1_000)), "second") : `${Math.floor(ms / 60_000)} min`;
