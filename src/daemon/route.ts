import type { IncomingHttpHeaders } from "node:http";
import type { Daemon } from "./daemon.ts";

export type Request = {
  /** What stands in the path after the route's own. */
  readonly rest: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** Undefined when it was longer than the route takes. */
  readonly body: Buffer | undefined;
  /** A signal that is given when the other end is gone or the daemon stops. */
  readonly untilGone: () => AbortSignal;
  /** Tells the other end, before the reply, that it takes longer. */
  readonly delay: () => void;
};

export type Response = {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Whole, or in parts as they come. */
  readonly body: string | AsyncIterable<string>;
};

/** One entry of the daemon's API. */
export type Route = {
  readonly method: "GET" | "PUT" | "POST";
  /** Ends with a slash where something is to follow. */
  readonly path: string;
  /** The longest body that is taken, in bytes; by default 64 KiB. */
  readonly bodyLimit?: (daemon: Daemon) => number;
  readonly answer: (request: Request, daemon: Daemon) => Response | Promise<Response>;
};

/** A value as a JSON reply, one line long. */
export function json(value: unknown, status = 200): Response {
  return { status, headers: { "content-type": "application/json" }, body: `${JSON.stringify(value)}\n` };
}

/** What is wrong, in words for whoever asked. */
export function problem(
  status: number,
  error: string,
  headers: Readonly<Record<string, string>> = {},
): Response {
  const response = json({ error }, status);
  return { ...response, headers: { ...response.headers, ...headers } };
}
