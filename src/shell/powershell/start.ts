import { contact, effect, load, noteCode, read, runWords } from "../act.ts";
import { type Flow, joinAll, nothing, outputFlow } from "../flow.ts";
import { value } from "../given.ts";
import { absolutePath } from "../paths.ts";
import type { Run } from "../programs/program.ts";
import { literalWord, type Word, wordFrom, wordOf } from "../word.ts";
import { pathsIn } from "./item-paths.ts";
import { runCode } from "./methods.ts";

export function invokeExpression(run: Run): Flow {
  const code =
    value(run, "-command") ??
    (run.operands.length > 0 ? wordOf(joinAll(run.operands)) : wordOf(run.io.stdin));
  return code.text === "" ? nothing : runCode(run, code);
}

/** Start-Process: a program and its arguments, perhaps as administrator. */
export function startProcess(run: Run): Flow {
  if (/runas/i.test(value(run, "-verb")?.text ?? "")) effect(run, "privilege:sudo");
  const [first = run.operands[0]] = [value(run, "-filepath")];
  if (first === undefined) return nothing;
  run.shell.draft.wrappers.add("start-process");
  const rest = value(run, "-filepath") === undefined ? run.operands.slice(1) : run.operands;
  const args = [
    ...(value(run, "-argumentlist") === undefined ? [] : [value(run, "-argumentlist") as Word]),
    ...rest,
  ];
  const inFolder = run.shell.files.has(absolutePath(run.shell, first.text));
  return runWords(run, [
    inFolder && !first.text.includes("/") ? wordFrom(`./${first.text}`, first.from) : first,
    ...args.flatMap(({ text, from }) => text.split(/\s+/).map((piece) => wordFrom(piece, from))),
  ]);
}

export function stopProcess(run: Run): Flow {
  const id = value(run, "-id");
  // Not `kill`: that is another name of Stop-Process here, and takes what comes first for a name.
  if (id !== undefined) return runWords(run, [literalWord("taskkill"), literalWord("/PID"), id]);
  const name = value(run, "-name", "-processname") ?? run.operands[0] ?? wordOf(run.io.stdin);
  return runWords(run, [literalWord("pkill"), name]);
}

export function invokeWmi(run: Run): Flow {
  const code = value(run, "-argumentlist", "-arguments") ?? run.operands.at(-1);
  return code === undefined ? nothing : runCode(run, code);
}

export function loadModule(run: Run): Flow {
  for (const word of run.operands) if (/[\\/.]/.test(word.text)) read(run, word);
  return nothing;
}

/** Importing variables from a file is loading it. */
export function importVariables(run: Run): Flow {
  for (const path of pathsIn(run)) load(run, path);
  return nothing;
}

/** Script blocks are run by whoever gets one; here only where their code comes from is noted. */
export function invokeCommand(run: Run): Flow {
  const host = value(run, "-computername", "-hostname");
  if (host !== undefined) contact(run, host.text);
  const file = value(run, "-filepath");
  if (file !== undefined) noteCode(run, read(run, file));
  const block = value(run, "-scriptblock") ?? run.operands[0];
  if (block !== undefined && (block.from.network || block.from.decoded)) runCode(run, block);
  return outputFlow;
}
