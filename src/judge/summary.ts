import type { ToolCall } from "../model/call.ts";

// What a reason shows of a call: bounded, because the agent may have sent megabytes.

/** Longest text that is shown of one command line or argument, in UTF-16 units. */
const longest = 200;
const mostPaths = 4;

/** One line of what is called: the command, the URL, or the tool and its file. */
export function summaryOf(call: ToolCall): string {
  const text = call.command?.text ?? call.urls[0] ?? call.filePath;
  if (text === "") return cut(call.toolName);
  return call.command === undefined ? `${cut(call.toolName)} ${cut(text)}` : cut(text);
}

/** What each of `acts` is done to, in words: "reads /a, /b; writes /c". Acts on nothing are left out. */
export function touchesOf(acts: readonly (readonly [act: string, paths: readonly string[]])[]): string {
  let said = "";
  for (const [act, paths] of acts) {
    if (paths.length === 0) continue;
    const more = paths.length > mostPaths ? ` and ${paths.length - mostPaths} more` : "";
    said += `${said === "" ? "" : "; "}${act} ${paths.slice(0, mostPaths).map(cut).join(", ")}${more}`;
  }
  return said;
}

function cut(text: string): string {
  const trimmed = text.trim();
  const line = trimmed.includes("\n") ? trimmed.replace(/(?<!\s)[^\S\n]*\n\s*/g, " ⏎ ") : trimmed;
  if (line.length <= longest) return line;
  // Not within a word: half of a secret is not known for one any more.
  const end = line.lastIndexOf(" ", longest);
  return `${line.slice(0, end > longest / 4 ? end : longest)}…`;
}
