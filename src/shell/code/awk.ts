import { contact, noteCode, read, send, values, write } from "../act.ts";
import { blurred, type Flow, nothing, outputFlow, unknownPart } from "../flow.ts";
import type { Run } from "../programs/program.ts";
import { deeper, subshell } from "../state.ts";
import { literalWord } from "../word.ts";
import { parameterWords } from "../words/variables.ts";

const text = String.raw`"((?:[^"\\]|\\.)*)"`;
const system = new RegExp(String.raw`\bsystem\s*\(\s*((?:${text}|[^()"]|\([^()]*\))*)\)`, "g");
const piped = new RegExp(String.raw`\|&?\s*${text}`, "g");
const fromCommand = new RegExp(String.raw`${text}\s*\|&?\s*getline`, "g");
const written = new RegExp(String.raw`\bprintf?\b[^;}\n>|]*>>?\s*${text}`, "g");
const readLine = new RegExp(String.raw`getline(?:\s+\w+)?\s*<\s*${text}`, "g");
const socket = /["']\/inet[46]?\/(?:tcp|udp)\/[^/"]*\/([^/"]+)\/?[^"']*["']/g;

const plain = (literal: string): string =>
  literal
    .replace(/\\(["\\/])/g, "$1")
    .replaceAll("\\n", "\n")
    .replaceAll("\\t", "\t");

/** Longest program that is looked at. */
const longestProgram = 16_384;

/** What an awk program does beside looking at lines: commands, files, sockets. */
export function runAwk(whole: string, run: Run): Flow {
  const code = whole.slice(0, longestProgram);
  if (code.includes("/inet")) talk(code, run);
  for (const [, inside = ""] of filledIn(code, run).matchAll(system))
    runCommand(run, joined(inside), nothing);
  for (const [, command = ""] of code.matchAll(fromCommand)) runCommand(run, plain(command), nothing);
  for (const [, command = ""] of code.matchAll(piped))
    runCommand(run, plain(command), blurred(run.content.flow));
  for (const [, file = ""] of code.matchAll(written))
    write(run, literalWord(plain(file)), blurred(run.content.flow));
  for (const [, file = ""] of code.matchAll(readLine)) read(run, literalWord(plain(file)));
  for (const [, name = ""] of code.matchAll(/\bENVIRON\s*\[\s*"(\w+)"\s*\]/g))
    parameterWords(run.shell, name);
  return outputFlow;
}

/** What the environment and `-v` give stands in its place. */
function filledIn(code: string, run: Run): string {
  const quoted = (text: string): string => `"${text.replace(/["\\]/g, "\\$&")}"`;
  let filled = code.replace(/\bENVIRON\s*\[\s*"(\w+)"\s*\]/g, (whole, name: string) => {
    const [word] = parameterWords(run.shell, name);
    return word === undefined || word.text.includes(unknownPart) ? whole : quoted(word.text);
  });
  for (const { text } of values(run, "-v", "--assign")) {
    const [, name = "", given = ""] = /^(\w+)=(.*)$/s.exec(text) ?? [];
    if (name !== "")
      filled = filled.replace(new RegExp(`\\b${name}\\b(?=[^"]*(?:"[^"]*"[^"]*)*$)`, "g"), () =>
        quoted(given),
      );
  }
  return filled;
}

/** `"rm " "-rf " x`: strings side by side are one, what isn't a string is unknown. */
function joined(inside: string): string {
  const pieces = inside.match(/"(?:[^"\\]|\\.)*"|[^"\s][^"]*/g) ?? [];
  return pieces.map((piece) => (piece.startsWith('"') ? plain(piece.slice(1, -1)) : unknownPart)).join("");
}

function talk(code: string, run: Run): void {
  const hosts = [...code.matchAll(socket)].map(([, host = ""]) => contact(run, host));
  const runsInput = /\|&?\s*getline|system\s*\(/.test(code);
  if (runsInput && hosts.length > 0) run.shell.draft.effects.add("net:reverse-shell");
  send(run, run.content.flow, hosts);
}

function runCommand(run: Run, command: string, stdin: Flow): void {
  if (command === "") return;
  if (command === unknownPart) runLines(run);
  else
    deeper(
      run.shell,
      () => run.shell.walker.text(subshell(run.shell), command, { stdin, socket: false }),
      nothing,
    );
}

/** `system($0)`: the lines themselves are run. */
function runLines(run: Run): void {
  const { flow } = run.content;
  noteCode(run, flow);
  if (flow.text !== unknownPart)
    deeper(
      run.shell,
      () => run.shell.walker.text(subshell(run.shell), flow.text, { stdin: nothing, socket: false }),
      nothing,
    );
}
