import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Place } from "./client.ts";

/** Writes a file below the throw-away home: a text, or a value as JSON. */
export function put(path: string, content: unknown): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
}

/** How a client starts the MCP server `files`. */
export const filesServer = {
  command: process.execPath,
  args: [join(import.meta.dirname, "files-server.mjs")],
};

/** What every client is started with; nothing of the caller's own environment but this reaches it. */
export function plainEnvironment({ home }: Place): Record<string, string> {
  return {
    HOME: home.home,
    PATH: "/usr/local/bin:/usr/bin:/bin",
    TERM: "dumb",
    NO_COLOR: "1",
    LC_ALL: "C.UTF-8",
  };
}

/** As npm names a processor in packages of native programs. */
export const architecture = process.arch;
