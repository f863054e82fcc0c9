import { existsSync } from "node:fs";
import { request } from "node:http";
import type { Home } from "../platform/home.ts";

export type Answer = { readonly status: number; readonly json: unknown };

/** Asks the daemon of a home; undefined when none answers. */
export function askDaemon(
  { socket }: Home,
  method: "GET" | "PUT" | "POST",
  path: string,
  body?: unknown,
): Promise<Answer | undefined> {
  if (process.platform !== "win32" && !existsSync(socket)) return Promise.resolve(undefined);
  return new Promise((resolve) => {
    const call = request({ socketPath: socket, method, path, timeout: 5_000, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, json: parse(Buffer.concat(chunks).toString()) }),
      );
      response.on("error", () => resolve(undefined));
    });
    call.on("timeout", () => call.destroy());
    call.on("error", () => resolve(undefined));
    call.end(body === undefined ? "" : JSON.stringify(body));
  });
}

export const errorIn = ({ status, json }: Answer): string => {
  const error = (json as { readonly error?: unknown } | undefined)?.error;
  return typeof error === "string" ? error : `the daemon answered ${status}`;
};

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
