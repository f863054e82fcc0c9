import { read } from "../act.ts";
import type { Flow } from "../flow.ts";
import { values } from "../given.ts";
import { type Word, wordFrom } from "../word.ts";
import type { Option, Run } from "./program.ts";

/** Most lines of one file of options that are followed. */
const mostLines = 256;

/** curl with the options out of the files that `-K` names; `-` is standard input. */
export function withConfig(run: Run): Run {
  const files = values(run, "-K", "--config");
  if (files.length === 0) return run;
  const options: Option[] = [...run.options];
  const operands: Word[] = [...run.operands];
  for (const file of files) {
    for (const { name, value } of settingsIn(read(run, file)))
      if (name === "--url" && value !== undefined) operands.push(value);
      else options.push({ name, value });
  }
  return { ...run, options, operands };
}

/** `url = "…"`, `--data x`, `-H: y`, `remote-name`: one option a line, with or without its dashes. */
function settingsIn({ text, from }: Flow): readonly Option[] {
  const found: Option[] = [];
  for (const line of text.split("\n").slice(0, mostLines)) {
    const [, dashed, bare = "", rest = ""] = /^\s*(-{1,2})?([\w-]+)\s*(?:[=:]\s*)?(.*)$/s.exec(line) ?? [];
    if (bare === "") continue;
    const name = dashed === "-" || (dashed === undefined && bare.length === 1) ? `-${bare}` : `--${bare}`;
    const value = unquoted(rest.trim());
    found.push({ name, value: value === "" ? undefined : wordFrom(value, from) });
  }
  return found;
}

const unquoted = (text: string): string =>
  text.startsWith('"') ? text.replace(/^"|"$/g, "").replace(/\\(["\\])/g, "$1") : text;
