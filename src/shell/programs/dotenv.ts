import { load, read, runWords } from "../act.ts";
import { type Flow, nothing, outputFlow } from "../flow.ts";
import { has, operand, values } from "../given.ts";
import { namesOf, parseOptions } from "../options.ts";
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
  if (operand(run, 0) === "run") return dotenvRun(run);
  const files = values(run, "-e", "-f", "--env-file");
  for (const file of files.length === 0 ? [literalWord(".env")] : files) load(run, file);
  return run.operands.length === 0 ? nothing : runWords(run, run.operands);
}

const runOptions = namesOf({
  style: "posix",
  options: {
    "-f --env-file -fv -fk --env-keys-file": "value",
    "-e --env --convention -l --log-level --token": "value",
  },
});

/** `dotenvx run [-f FILE …] [--] CMD`: its own options stand behind the verb. */
function dotenvRun(run: Run): Flow {
  const { options, operands } = parseOptions(run.operands.slice(1), runOptions);
  const files = values({ ...run, options: [...run.options, ...options] }, "-f", "--env-file");
  for (const file of files.length === 0 ? [literalWord(".env")] : files) load(run, file);
  return operands.length === 0 ? nothing : runWords(run, operands);
}
