import type { ThrowAway } from "../executable.ts";
import type { Call } from "./models/model.ts";
import type { WireName } from "./models/serve.ts";

/** Where one run of a client takes place. */
export type Place = {
  readonly home: ThrowAway;
  /** Of the scripted model, on loopback. */
  readonly port: number;
  /** The client's node_modules. */
  readonly installed: string;
  /** For a daemon that listens on loopback; no other run has the same. */
  readonly httpPort: number;
  /** The program that the client's hook starts: a link to the built one, which a scenario may take away. */
  readonly program: string;
};

export type Started = { readonly argv: readonly string[]; readonly env: Readonly<Record<string, string>> };

/** A real coding agent: how to install it, start it without a person, and what its model calls its tools. */
export type Client = {
  /** As `prempti hook add` calls it. */
  readonly name: string;
  readonly title: string;
  readonly version: string;
  readonly packages: readonly string[];
  readonly wire: WireName;
  /** Settings without which it would ask something before it begins. Before the hook is registered. */
  readonly settle: (place: Place) => void;
  readonly start: (place: Place, prompt: string) => Started;
  readonly shell: (command: string) => Call;
  /** Makes a file by the client's own tool for that. The path is absolute. */
  readonly write?: (path: string, content: string) => Call;
  /** Changes several files at once. */
  readonly patch?: (text: string) => Call;
  /** Calls the tool of the MCP server `files` that settle() registers. */
  readonly mcp?: (tool: string, input: Call["input"]) => Call;
  readonly delegate?: (prompt: string) => Call;
};
