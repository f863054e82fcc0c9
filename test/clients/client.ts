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

/** At a terminal: the client asks its person by itself what it thinks fit, has a model decide that, or asks nothing. */
export type Manners = "asking" | "classifying" | "bypassing";

/** A real coding agent: how to install it, start it without a person, and what its model calls its tools. */
export type Client = {
  /** As `prempti hook add` calls it. */
  readonly name: string;
  readonly title: string;
  readonly version: string;
  readonly packages: readonly string[];
  readonly wire: WireName;
  /** Settings without which it would ask something before it begins. Before the hook is registered. */
  readonly settle: (place: Place, manners: Manners | undefined) => void;
  readonly start: (place: Place, prompt: string) => Started;
  /** The same at a terminal, whose person has answered already all that is asked before it begins. */
  readonly startAtTerminal?: (place: Place, prompt: string, manners: Manners) => Started;
  readonly shell: (command: string) => Call;
  /** A command about which the client, at a terminal, asks its person by itself. */
  readonly prompted?: (command: string) => Call;
  /** Starts a program that waits for input, and types something into it. */
  readonly typed?: (program: string, text: string) => readonly Call[];
  /** Makes a file by the client's own tool for that. The path is absolute. */
  readonly write?: (path: string, content: string) => Call;
  /** Changes several files at once. */
  readonly patch?: (text: string) => Call;
  /** Calls the tool of the MCP server `files` that settle() registers. */
  readonly mcp?: (tool: string, input: Call["input"]) => Call;
  readonly delegate?: (prompt: string) => Call;
};
