import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Daemon } from "./daemon.ts";
import { problem, type Request, type Response, type Route } from "./route.ts";

/** The longest body that a route takes unless it says otherwise, in bytes. */
const usualBody = 64 << 10;

/** So much more of a body is read and thrown away, in bytes: only then does its sender read why it was refused. */
const drained = 64 << 20;

/** How long a client may take for its request's head and for all of it, in ms. */
const timeouts = { headersTimeout: 5_000, requestTimeout: 20_000, connectionsCheckingInterval: 1_000 };

/** What stands before the routes where others than this user's own programs can call. */
export type Gate = {
  /** Why a request is turned away, before its body is read. */
  readonly admit: (incoming: IncomingMessage) => Response | undefined;
  /** A route's response in this server's terms. */
  readonly translate: (response: Response) => Response;
};

const open: Gate = { admit: () => undefined, translate: (response) => response };

/** An HTTP server that answers by the routes. `stopping` ends what would go on without end. */
export function createApiServer(
  daemon: Daemon,
  routes: readonly Route[],
  stopping: AbortSignal,
  gate: Gate = open,
): Server {
  const options = { ...timeouts, maxHeaderSize: 16 << 10, keepAliveTimeout: 5_000 };
  return createServer(options, (incoming, outgoing) => {
    outgoing.on("error", () => undefined);
    const turnedAway = gate.admit(incoming);
    if (turnedAway !== undefined) {
      send(outgoing, { ...turnedAway, headers: { ...turnedAway.headers, connection: "close" } });
      incoming.resume();
      return;
    }
    answer(incoming, outgoing, { daemon, routes, stopping, gate }).catch((error: unknown) => {
      // The client broke off: there is nobody to answer.
      if (!incoming.complete) return;
      daemon.messages.say("failure", `${incoming.method} ${incoming.url}: ${error}`);
      if (outgoing.headersSent) outgoing.destroy();
      else send(outgoing, problem(500, "the daemon failed; its log says more"));
    });
  });
}

type Serving = {
  readonly daemon: Daemon;
  readonly routes: readonly Route[];
  readonly stopping: AbortSignal;
  readonly gate: Gate;
};

async function answer(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  { daemon, routes, stopping, gate }: Serving,
): Promise<void> {
  const { path, query } = split(incoming.url ?? "");
  const there = routes.filter((route) =>
    route.path.endsWith("/") ? path.startsWith(route.path) : path === route.path,
  );
  const route = there.find(({ method }) => method === incoming.method);
  const body = await readBody(incoming, route?.bodyLimit?.(daemon) ?? usualBody);
  if (route === undefined) {
    send(outgoing, noRoute(there, `${incoming.method} ${path}`));
    return;
  }
  const request: Request = {
    rest: decode(path.slice(route.path.length)),
    query,
    headers: incoming.headers,
    body,
    untilGone: () => AbortSignal.any([stopping, goneSignal(outgoing)]),
    delay: () => outgoing.writeProcessing(),
  };
  const response = gate.translate(await route.answer(request, daemon));
  if (typeof response.body === "string") send(outgoing, response);
  else await stream(outgoing, response, response.body);
}

function split(url: string): { readonly path: string; readonly query: URLSearchParams } {
  const mark = url.indexOf("?");
  if (mark === -1) return { path: url, query: noQuery };
  return { path: url.slice(0, mark), query: new URLSearchParams(url.slice(mark + 1)) };
}

const noQuery = new URLSearchParams();

function noRoute(there: readonly Route[], asked: string): Response {
  if (there.length === 0) return problem(404, `nothing answers ${asked}`);
  const allowed = there.map(({ method }) => method).join(", ");
  return problem(405, `${asked} is not possible; use ${allowed}`, { allow: allowed });
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** All of a request's body; undefined when it is longer than `limit`. Rejects when the client breaks off. */
function readBody(incoming: IncomingMessage, limit: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  return new Promise((resolve, reject) => {
    // Events, not an async iterator: this runs for every call, and the iterator takes several times as long.
    incoming.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limit) chunks.push(chunk);
      else chunks.length = 0;
      if (size > limit + drained) incoming.destroy();
    });
    incoming.on("end", () => resolve(size <= limit ? Buffer.concat(chunks, size) : undefined));
    incoming.on("error", reject);
    incoming.on("close", () => reject(new Error("the request was broken off")));
  });
}

function send(outgoing: ServerResponse, { status, headers, body }: Response): void {
  const text = typeof body === "string" ? body : "";
  outgoing.writeHead(status, { ...headers, "content-length": Buffer.byteLength(text) });
  outgoing.end(text);
}

/** As fast as the other end reads, so that a slow reader costs no memory. */
async function stream(
  outgoing: ServerResponse,
  { status, headers }: Response,
  parts: AsyncIterable<string>,
): Promise<void> {
  outgoing.writeHead(status, headers);
  outgoing.flushHeaders();
  for await (const part of parts) {
    if (outgoing.destroyed) return;
    if (!outgoing.write(part)) await drainedOrGone(outgoing);
  }
  outgoing.end();
}

function drainedOrGone(outgoing: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      outgoing.off("drain", done).off("close", done);
      resolve();
    };
    outgoing.on("drain", done).on("close", done);
  });
}

function goneSignal(outgoing: ServerResponse): AbortSignal {
  const controller = new AbortController();
  outgoing.once("close", () => controller.abort());
  return controller.signal;
}
