import { contact, effect, noteCode, read } from "../act.ts";
import { type Flow, fromCommand, join, nothing, outputFlow } from "../flow.ts";
import { approves } from "../guard.ts";
import { urlsIn } from "../hosts.ts";
import type { Run } from "../programs/program.ts";
import { inOrder } from "../scan.ts";
import { deeper, subshell } from "../state.ts";
import { literalWord } from "../word.ts";

const text = String.raw`((?:"(?:[^"\\]|\\.)*"|\s*&\s*|\bquoted form of\b|\bPOSIX path of\b|\w+)+)`;
const shellScript = new RegExp(String.raw`\bdo\s+(?:shell\s+)?script\s+${text}`, "g");

/** `"rm " & "-rf " & x`: the texts put together. */
const joined = (expression: string): string =>
  [...expression.matchAll(/"((?:[^"\\]|\\.)*)"/g)]
    .map(([, inner = ""]) => inner.replace(/\\(.)/g, "$1"))
    .join("");

/** AppleScript: `do shell script`, `do script` of Terminal, files by path, URLs opened. */
export function runAppleScript(code: string, run: Run): Flow {
  let printed: Flow = nothing;
  if (/with administrator privileges/.test(code)) effect(run, "privilege:sudo");
  for (const [, expression = ""] of code.matchAll(shellScript)) {
    const command = joined(expression);
    if (run.shell.draft.interprets.has("decoded")) noteCode(run, { text: command, from: fromCommand });
    const inner = subshell(run.shell, { walker: run.shell.walker.as("posix") });
    printed = join(
      printed,
      deeper(run.shell, () => inner.walker.text(inner, command, { stdin: nothing, socket: false }), nothing),
    );
  }
  for (const [, path = ""] of code.matchAll(
    /\bread\s+(?:file\s+)?(?:\(\s*)?(?:POSIX file\s+|file\s+)?"([^"]+)"/g,
  ))
    read(run, literalWord(path));
  for (const url of urlsIn(code)) contact(run, url);
  if (
    /tell\s+app(lication)?\s+"(System Events|loginwindow|Finder)"\s+to\s+(shut down|restart|log out|sleep)/i.test(
      code,
    )
  )
    effect(run, "system:shutdown");
  if (/\bkeystroke\b/i.test(code) && approves(code)) effect(run, "guard:tamper");
  if (inOrder(code, /display dialog/i, /hidden answer/i)) effect(run, "secret:print");
  return printed === nothing ? outputFlow : printed;
}
