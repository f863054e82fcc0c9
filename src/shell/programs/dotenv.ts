import { has, load, operand, read, runWords, values } from "../act.ts";
import { type Flow, nothing, outputFlow } from "../flow.ts";
import { literalWord } from "../word.ts";
import type { Run } from "./program.ts";

/** `dotenv -e FILE -- CMD`: without a file it is `.env`. */
export function dotenv(run: Run): Flow {
  if (/^(get|set|list|encrypt|decrypt|keypair|ls)$/.test(operand(run, 0))) {
    for (const file of [
      ...values(run, "-e", "-f", "--env-file"),
      ...(has(run, "-e", "-f", "--env-file") ? [] : [literalWord(".env")]),
    ])
      read(run, file);
    return outputFlow;
  }
  const files = values(run, "-e", "-f", "--env-file");
  for (const file of files.length === 0 ? [literalWord(".env")] : files) load(run, file);
  const command =
    operand(run, 0) === "run"
      ? run.operands.slice(1).filter(({ text }, at) => !(at === 0 && text === "--"))
      : run.operands;
  return command.length === 0 ? nothing : runWords(run, command);
}
