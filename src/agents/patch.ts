import type { ToolCall } from "../model/call.ts";
import type { Undecodable } from "./adapter.ts";
import { withTouched } from "./call.ts";
import { objectOf } from "./json.ts";

/** One operation of a patch: a move is an Update of the source and a Move onto the target. */
type Change = { readonly op: "Add" | "Update" | "Delete" | "Move"; readonly path: string };

type Hunk = { readonly header: string; readonly changes: Change[]; readonly lines: string[] };

const begin = "*** Begin Patch";
const end = "*** End Patch";
const header = /^\*\*\* (Add|Delete|Update) File: (.*)$/;
const move = /^\*\*\* Move to: (.*)$/;

/**
 * One call a file that the patch touches, each with the text of its own hunk alone, so that the content of one
 * file is never judged by the path of another. A patch that can't be read is refused: what applies it may be more tolerant.
 */
export function patchCalls(call: ToolCall, text: unknown): readonly ToolCall[] | Undecodable {
  if (typeof text !== "string") return wrong("tool_input.command missing or not a string");
  const hunks = readPatch(text);
  if (typeof hunks === "string") return wrong(hunks);
  return hunks.flatMap((hunk) => hunk.changes.map((change) => changeCall(call, hunk, change)));
}

function wrong(what: string): Undecodable {
  return { undecodable: `apply_patch parse error: ${what}` };
}

/** The hunks in order, or what is wrong with the text. */
function readPatch(text: string): readonly Hunk[] | string {
  const lines = text.split("\n").map((line) => line.replace(/(?<!\r)\r+$/, ""));
  const first = lines.indexOf(begin);
  if (first === -1) return `missing "${begin}"`;
  const last = lines.indexOf(end, first);
  if (last === -1) return `missing "${end}"`;
  const hunks: Hunk[] = [];
  for (const line of lines.slice(first + 1, last)) {
    const problem = readLine(line, hunks);
    if (problem !== undefined) return problem;
  }
  return hunks.length === 0 ? "no operations" : hunks;
}

function readLine(line: string, hunks: Hunk[]): string | undefined {
  const hunk = hunks.at(-1);
  // Codex trims what begins a hunk. In an update a blank begins a line of the file; elsewhere it means nothing.
  const opened = header.exec(hunk?.changes[0]?.op === "Update" ? line : line.trimStart());
  const moved = move.exec(line);
  if (opened !== null) {
    const [, op, path = ""] = opened;
    if (path === "") return `empty path in "${line}"`;
    hunks.push({ header: line, changes: [{ op: op as Change["op"], path }], lines: [] });
    return undefined;
  }
  if (moved === null) {
    hunk?.lines.push(line);
    return undefined;
  }
  const [, path = ""] = moved;
  if (path === "") return `empty path in "${line}"`;
  if (hunk?.changes.length !== 1 || hunk.changes[0]?.op !== "Update" || hunk.lines.length > 0)
    return `"${line}" does not follow an Update`;
  hunk.changes.push({ op: "Move", path });
  hunk.lines.push(line);
  return undefined;
}

function changeCall(call: ToolCall, hunk: Hunk, { op, path }: Change): ToolCall {
  const command = [begin, hunk.header, ...hunk.lines, end].join("\n");
  const moves = hunk.changes.length > 1;
  const leaves = op === "Delete" || (op === "Update" && moves);
  return withTouched(
    { ...call, input: typeof call.input === "string" ? command : { ...objectOf(call.input), command } },
    {
      kind: "write",
      filePath: path,
      patchOp: op,
      writes: leaves ? [] : [path],
      deletes: leaves ? [path] : [],
      content: side(hunk, "+"),
      removed: side(hunk, "-"),
      replaces: op === "Add",
    },
  );
}

/** The lines that a hunk adds or takes away, without their mark. */
function side(hunk: Hunk, mark: "+" | "-"): string {
  return hunk.lines
    .filter((line) => line.startsWith(mark))
    .map((line) => line.slice(1))
    .join("\n");
}
