import { createServer } from "node:net";
import { withKey } from "../platform/config-edit.ts";
import { type Home, locateHome } from "../platform/home.ts";
import { programRunner } from "../platform/services/run-program.ts";
import { ensureToken, readToken } from "../platform/token.ts";
import { configSource, keyNamed, writeConfig } from "./config-file.ts";
import { findProgram } from "./find-program.ts";
import type { Surroundings } from "./hook-files.ts";
import { configOf, type Place } from "./hook-target.ts";
import { Refusal } from "./refusal.ts";

/** Free on most machines; any other will do. */
const usualPort = 2803;

/**
 * Makes ready what an agent needs to ask over HTTP: it has to be new enough, the daemon has to listen, and there has to be
 * a token. Returns what the person has to know.
 */
export async function setUpHttp(place: Place, around: Surroundings): Promise<readonly string[]> {
  await refuseUnfit(place, around);
  const home = locateHome(place.homeOption, around.env, around.platform);
  await ensureToken(home);
  const said: string[] = [];
  if (configOf(home).httpListen === "") said.push(...(await switchOn(home, `127.0.0.1:${await freePort()}`)));
  const { httpListen } = configOf(home);
  if (!(await answers(home, httpListen)))
    said.push(`nothing answers on ${httpListen} yet, and every call is refused until it does: prempti start`);
  return said;
}

/** A token in a project's files would be everybody's, and a port is one person's daemon. */
async function refuseUnfit({ agent, scope }: Place, around: Surroundings): Promise<void> {
  const { label, http, program } = agent;
  if (http === undefined) throw new Refusal(`${label} has no hooks over HTTP`, "use --transport command");
  if (scope !== "user")
    throw new Refusal(
      `over HTTP one person's agent asks that person's daemon; --scope ${scope} is for others too`,
      "use --scope user, or --transport command",
    );
  const path = findProgram(program, around);
  const found = path === undefined ? undefined : await versionOf(path, around);
  if (found !== undefined && isAtLeast(found, http.since)) return;
  const what = found === undefined ? `the version of ${label} is not known` : `${label} is ${found}`;
  throw new Refusal(
    `${what}; before ${http.since} it runs the tool when a hook over HTTP fails`,
    `have ${program} ${http.since} or later on PATH, or use --transport command`,
    { exit: 1 },
  );
}

async function versionOf(path: string, { env }: Surroundings): Promise<string | undefined> {
  const { exit, stdout } = await programRunner(env)(path, ["--version"]);
  return exit === 0 ? /\b\d+\.\d+\.\d+\b/.exec(stdout)?.[0] : undefined;
}

function isAtLeast(version: string, least: string): boolean {
  const [own, wanted] = [version, least].map((text) => text.split(".").map(Number));
  const at = wanted?.findIndex((part, index) => part !== own?.[index]) ?? -1;
  return at === -1 || (own?.[at] ?? 0) > (wanted?.[at] ?? 0);
}

async function switchOn(home: Home, address: string): Promise<readonly string[]> {
  const changed = withKey(configSource(home), keyNamed("http.listen"), address);
  if ("error" in changed) throw new Refusal(changed.error, "prempti config check", { exit: 1 });
  const objection = await writeConfig(home, changed.text);
  const told = `http.listen in ${home.config} is ${address} now`;
  return objection === undefined ? [told] : [told, objection];
}

async function freePort(): Promise<number> {
  return (await portIfFree(usualPort)) ?? (await portIfFree(0)) ?? usualPort;
}

function portIfFree(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(undefined));
    server.listen({ host: "127.0.0.1", port }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" ? address?.port : undefined));
    });
  });
}

/** How long the daemon may take to open its listener, in ms. */
const patience = 2_000;

/** Whether our daemon is what listens: it alone knows the token. A request without a call in it is refused by 4xx. */
async function answers(home: Home, address: string): Promise<boolean> {
  const headers = { authorization: `Bearer ${readToken(home) ?? ""}` };
  for (
    const end = Date.now() + patience;
    Date.now() < end;
    await new Promise((next) => setTimeout(next, 100))
  ) {
    const status = await ask(`http://${address}/v1/hook/claude-code`, headers);
    if (status !== undefined) return status !== 401 && status !== 404;
  }
  return false;
}

async function ask(url: string, headers: Readonly<Record<string, string>>): Promise<number | undefined> {
  try {
    const reply = await fetch(url, {
      method: "POST",
      headers,
      body: "",
      redirect: "error",
      signal: AbortSignal.timeout(patience),
    });
    return reply.status;
  } catch {
    return undefined;
  }
}
