import { Agent, request } from "node:http";
import type { Home } from "../platform/home.ts";
import { readToken } from "../platform/token.ts";
import { runHook } from "./hook-process.ts";

/** How long an agent waits for one call by each transport, in ms; undefined where it can't be measured. */
export type TransportCost = { readonly command: number | undefined; readonly http: number | undefined };

/** An event that takes a call's whole way, asks nothing and is not recorded. */
const event = { session_id: "prempti-status", cwd: "/", hook_event_name: "Notification", message: "" };

/** Medians of a few runs each, on this machine, now. `listen` is the daemon's http.listen; "" when it has none. */
export async function measureTransports(
  home: Home,
  listen: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<TransportCost> {
  const command = await medianOf(3, async () => {
    const { milliseconds, exit } = await runHook("claude-code", event, { ...env, PREMPTI_HOME: home.root });
    return exit === 0 ? milliseconds : undefined;
  });
  if (listen === "") return { command, http: undefined };
  // One connection for all, as agents keep theirs.
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const token = readToken(home) ?? "";
  const http = await medianOf(9, () => post(`http://${listen}/v1/hook/claude-code`, token, agent));
  agent.destroy();
  return { command, http };
}

function post(url: string, token: string, agent: Agent): Promise<number | undefined> {
  const began = performance.now();
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  return new Promise((resolve) => {
    const outgoing = request(url, { method: "POST", headers, agent, timeout: 2_000 }, (incoming) => {
      incoming.resume();
      incoming.on("end", () => resolve(incoming.statusCode === 200 ? performance.now() - began : undefined));
    });
    outgoing.on("timeout", () => outgoing.destroy());
    outgoing.on("error", () => resolve(undefined));
    outgoing.end(JSON.stringify(event));
  });
}

/** Undefined as soon as one run has no result: then something else is wrong, and said elsewhere. */
async function medianOf(count: number, run: () => Promise<number | undefined>): Promise<number | undefined> {
  const times: number[] = [];
  for (let at = 0; at < count; at += 1) {
    const time = await run();
    if (time === undefined) return undefined;
    times.push(time);
  }
  return times.sort((one, other) => one - other)[count >> 1];
}
