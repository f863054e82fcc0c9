import type { IncomingMessage, Server } from "node:http";
import { ensureToken, readToken } from "../platform/token.ts";
import type { Daemon } from "./daemon.ts";
import { problem, type Response } from "./route.ts";
import { hookRoute } from "./routes/hook.ts";
import { createApiServer } from "./server.ts";
import { stopServer } from "./stop-server.ts";

type Open = { readonly address: string; readonly token: string; readonly server: Server };

/**
 * Listens where http.listen says, as long as it says so, for agents that call over HTTP themselves. It serves tool
 * calls alone, to whoever has the token: at every reload, the one that its file has then, and another one where that is
 * gone. What it returns ends that.
 */
export function serveHttp(daemon: Daemon, stopping: AbortSignal): () => Promise<void> {
  let turn: Promise<Open | undefined> = Promise.resolve(undefined);
  const follow = (wanted: string) => {
    turn = turn.then((open) => {
      const isSame = open?.address === wanted && open.token === readToken(daemon.home);
      return isSame ? open : move(daemon, open, wanted, stopping);
    });
  };
  daemon.guard.onChange(({ config }) => follow(config.httpListen));
  follow(daemon.guard.current().config.httpListen);
  return async () => {
    const open = await turn;
    if (open !== undefined) await stopServer(open.server);
  };
}

async function move(
  daemon: Daemon,
  open: Open | undefined,
  wanted: string,
  stopping: AbortSignal,
): Promise<Open | undefined> {
  if (open !== undefined) await stopServer(open.server);
  daemon.http.problem = undefined;
  if (wanted === "") return undefined;
  try {
    const token = await ensureToken(daemon.home);
    const gate = { admit: await admission(token, wanted), translate };
    const server = createApiServer(daemon, [hookRoute], stopping, gate);
    await bind(server, wanted);
    daemon.messages.say("http", `listens on http://${wanted}`);
    return { address: wanted, token, server };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    daemon.http.problem = why;
    daemon.messages.say("failure", `can't listen on ${wanted}: ${why}`);
    return undefined;
  }
}

function bind(server: Server, address: string): Promise<void> {
  const [, host = "", port = ""] = /^\[?(.*?)\]?:(\d+)$/.exec(address) ?? [];
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host, port: Number(port), backlog: 511 }, () => {
      server.off("error", reject);
      // What goes wrong later is a connection's, not the listener's.
      server.on("error", () => undefined);
      resolve();
    });
  });
}

/** Refuses whoever does not know the token, and browsers, whose pages could be made to send anything. */
async function admission(
  token: string,
  address: string,
): Promise<(incoming: IncomingMessage) => Response | undefined> {
  // Not at the top: a daemon that listens on its socket alone has no use for it.
  const { hash, timingSafeEqual } = await import("node:crypto");
  const digest = (text: string) => hash("sha256", text, "buffer");
  const expected = digest(`Bearer ${token}`);
  const port = address.slice(address.lastIndexOf(":"));
  const hosts = [address, `127.0.0.1${port}`, `localhost${port}`, `[::1]${port}`];
  return ({ headers }) => {
    if (!hosts.includes(headers.host ?? ""))
      return problem(421, "this is Prempti's listener on loopback, and no other host's");
    if (headers.origin !== undefined) return problem(403, "no page may call this");
    // Of digests: of the same length whatever was sent, and comparing takes as long whatever differs.
    const given = digest(headers.authorization ?? "");
    return timingSafeEqual(given, expected)
      ? undefined
      : problem(401, "the token is missing or wrong", { "www-authenticate": "Bearer" });
  };
}

/** A refusal without a word in the agent's dialect has to be an error here: a client takes an empty 200 for no opinion. */
function translate({ status, headers = {}, body }: Response): Response {
  const { "x-prempti-exit": exit, "x-prempti-stderr": reason = "", ...rest } = headers;
  if (exit === "2" && body === "") return problem(422, decodeURIComponent(reason).trim());
  return { status, headers: rest, body };
}
