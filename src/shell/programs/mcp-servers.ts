import { type Acting, effect } from "../act.ts";
import { absolutePath } from "../paths.ts";
import type { Word } from "../word.ts";

/** Folders that anybody may fill. */
const temporary = /^(\/private)?\/(tmp|var\/tmp|dev\/shm|run\/user|var\/folders)(\/|$)/;

/** An MCP server talks over its standard streams or server-sent events; one out of a temporary folder is nobody's. */
export function noteServer(run: Acting, file: Word, args: readonly Word[]): void {
  const serves = args.some(({ text }) =>
    /^--?(stdio|sse|mcp|transport=(stdio|sse|http))$|^--?transport$/.test(text),
  );
  if (serves && temporary.test(absolutePath(run.shell, file.text))) effect(run, "agent:mcp-serve-temp");
}
