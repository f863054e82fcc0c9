import { read, readTree, write } from "../act.ts";
import { type Flow, nothing, unknownPart } from "../flow.ts";
import { value } from "../given.ts";
import { absolutePath } from "../paths.ts";
import type { Run } from "../programs/program.ts";
import { literalWord } from "../word.ts";

export function compress(run: Run): Flow {
  const target = value(run, "-destinationpath") ?? run.operands[1];
  const [source = run.operands[0]] = [value(run, "-path", "-literalpath")];
  const flow = source === undefined ? nothing : readTree(run, source);
  if (target !== undefined) write(run, target, { text: unknownPart, from: flow.from });
  return nothing;
}

export function expand(run: Run): Flow {
  const [source = run.operands[0], target = literalWord(".")] = [
    value(run, "-path", "-literalpath"),
    value(run, "-destinationpath"),
  ];
  const { from } = source === undefined ? nothing : read(run, source);
  write(run, target);
  const folder = absolutePath(run.shell, target.text);
  if (from.network)
    run.shell.files.set(`${folder}/`, { text: unknownPart, from: { ...from, unpacked: true } });
  return nothing;
}
