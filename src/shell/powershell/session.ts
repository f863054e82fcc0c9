import { type Flow, nothing } from "../flow.ts";
import { value } from "../given.ts";
import { folderAt } from "../paths.ts";
import type { Run } from "../programs/program.ts";
import { literalWord } from "../word.ts";

export function changeFolder({ shell, operands, options }: Run): Flow {
  const target =
    options.find(({ name }) => name === "-path" || name === "-literalpath")?.value ?? operands[0];
  const before = shell.cwd;
  if (target === undefined) shell.cwd = shell.place.home;
  else shell.cwd = target.text === "-" ? shell.previous : folderAt(shell, target.text);
  shell.previous = before;
  return nothing;
}

export function setVariable(run: Run): Flow {
  const [name = run.operands[0], given = run.operands[1]] = [value(run, "-name"), value(run, "-value")];
  if (name !== undefined) run.shell.variables.set(name.text.toLowerCase(), [given ?? literalWord("")]);
  return nothing;
}

export function setAlias(run: Run): Flow {
  const [name = run.operands[0], given = run.operands.at(-1)] = [
    value(run, "-name"),
    value(run, "-value", "-definition"),
  ];
  if (name !== undefined && given !== undefined) run.shell.aliases.set(name.text.toLowerCase(), given.text);
  return nothing;
}
