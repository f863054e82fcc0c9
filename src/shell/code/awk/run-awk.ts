import { contact, send } from "../../act.ts";
import { type Flow, nothing } from "../../flow.ts";
import { values } from "../../given.ts";
import type { Run } from "../../programs/program.ts";
import { step } from "../../state.ts";
import { unescaped } from "../tokens/escapes.ts";
import type { Machine } from "./machine.ts";
import { defineAll, statements } from "./statements.ts";
import { tokensOf } from "./tokens.ts";

const socket = /["']\/inet[46]?\/(?:tcp|udp)\/[^/"]{0,64}\/([^/"]{1,256})\/?[^"']{0,256}["']/g;

/** Longest program that is looked at. */
const longestProgram = 16_384;

/** What an awk program does: prints, commands, files, sockets. Returns what it prints, nothing when that are lines. */
export function runAwk(whole: string, run: Run): Flow {
  const code = whole.slice(0, longestProgram);
  if (!step(run.shell, code.length)) return nothing;
  const tokens = tokensOf(code);
  if (tokens === undefined || code !== whole)
    run.shell.draft.exceeded ??= "a program of awk's is too long to follow to its end";
  if (code.includes("/inet")) talk(code, run);
  const machine: Machine = {
    run,
    tokens: tokens ?? [],
    variables: givenVariables(run),
    functions: new Map(),
    at: 0,
    printed: nothing,
    calling: 0,
    nested: 0,
  };
  defineAll(machine);
  // A closing brace too many ends nothing.
  statements(machine, "");
  return machine.printed;
}

/** `-v name=text`, `-F separator`, and `name=text` among the files. */
function givenVariables(run: Run): Map<string, Flow> {
  const variables = new Map<string, Flow>();
  const separator = values(run, "-F", "--field-separator").at(-1);
  if (separator !== undefined) variables.set("FS", separator);
  for (const { text, from } of [...values(run, "-v", "--assign"), ...run.operands]) {
    const [whole, name = ""] = /^([A-Za-z_]\w*)=/.exec(text) ?? [];
    if (whole !== undefined) variables.set(name, { text: unescaped(text.slice(whole.length)), from });
  }
  return variables;
}

function talk(code: string, run: Run): void {
  const hosts = [...code.matchAll(socket)].map(([, host = ""]) => contact(run, host));
  const runsInput = /\|&?\s*getline|system\s*\(/.test(code);
  if (runsInput && hosts.length > 0) run.shell.draft.effects.add("net:reverse-shell");
  send(run, run.content.flow, hosts);
}
