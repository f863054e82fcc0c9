import { lstatSync } from "node:fs";
import { Client } from "undici";
import type { Home } from "./home.ts";

/** The daemon's reply: `body` parsed where it is JSON, else the text. */
export type ApiReply = { readonly status: number; readonly body: unknown };

/** Talks to a home's daemon. Its methods reject with `DaemonDown` when none answers. */
export type ApiClient = {
  readonly get: (path: string) => Promise<ApiReply>;
  readonly put: (path: string, value: unknown) => Promise<ApiReply>;
  readonly post: (path: string, value?: unknown) => Promise<ApiReply>;
  /** The lines of a reply as they come, until it ends or the signal is given. */
  readonly lines: (path: string, signal?: AbortSignal) => AsyncGenerator<string>;
  readonly close: () => Promise<void>;
};

/** No daemon answers on a home's socket. */
export class DaemonDown extends Error {
  override readonly name = "DaemonDown";
}

/** The time that the daemon has for the head of its reply, in ms; a stream may then take as long as it likes. */
const patience = 5_000;

export function connectClient(home: Home): ApiClient {
  // One socket a client; it is opened with the first request.
  const client = new Client("http://prempti", {
    socketPath: home.socket,
    headersTimeout: patience,
    bodyTimeout: 0,
    connect: { socketPath: home.socket, timeout: patience },
  });
  const send = async (
    method: "GET" | "PUT" | "POST",
    path: string,
    value?: unknown,
    signal?: AbortSignal,
  ) => {
    refuseForeign(home);
    const body = value === undefined ? null : JSON.stringify(value);
    const headers = { "content-type": "application/json" };
    try {
      return await client.request({ method, path, body, headers, signal: signal ?? null });
    } catch (cause) {
      if (signal?.aborted === true) throw cause;
      throw new DaemonDown(`no daemon answers on ${home.socket}`, { cause });
    }
  };
  const whole = async (...request: Parameters<typeof send>): Promise<ApiReply> => {
    const { statusCode, headers, body } = await send(...request);
    const text = await body.text();
    const isJson = String(headers["content-type"]).startsWith("application/json");
    return { status: statusCode, body: isJson ? (JSON.parse(text) as unknown) : text };
  };
  async function* lines(path: string, signal?: AbortSignal): AsyncGenerator<string> {
    const { body } = await send("GET", path, undefined, signal);
    let rest = "";
    try {
      for await (const part of body.setEncoding("utf8") as AsyncIterable<string>) {
        const complete = (rest + part).split("\n");
        rest = complete.pop() ?? "";
        yield* complete;
      }
    } catch (error) {
      if (signal?.aborted !== true) throw error;
    }
  }
  return {
    get: (path) => whole("GET", path),
    put: (path, value) => whole("PUT", path, value),
    post: (path, value) => whole("POST", path, value),
    lines,
    close: () => client.destroy(),
  };
}

/** Somebody else's socket may say anything. Windows guards pipes by their access list instead. */
function refuseForeign({ socket }: Home): void {
  if (process.platform === "win32") return;
  const status = lstatSync(socket, { throwIfNoEntry: false });
  if (status === undefined) throw new DaemonDown(`there is no daemon at ${socket}`);
  if (status.uid !== process.geteuid?.()) throw new DaemonDown(`${socket} belongs to another user`);
}
