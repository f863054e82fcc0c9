import { write } from "../act.ts";
import { type Flow, literalFlow, nothing, outputFlow } from "../flow.ts";
import { has, operand, values } from "../given.ts";
import type { Word } from "../word.ts";
import type { Behaviour, Program, Run } from "./program.ts";

/** The file gets what the other words say, a key and its value most of all. */
function put(run: Run, file: Word | undefined, words: readonly Word[]): void {
  if (file !== undefined) write(run, file, literalFlow(words.map(({ text }) => text).join(" = ")));
}

/** `crudini --set FILE SECTION KEY VALUE`, `--del`, `--merge`. */
function crudini(run: Run): Flow {
  const [file, ...words] = run.operands;
  if (!has(run, "--set", "--del", "--merge")) return outputFlow;
  put(run, file, words);
  return nothing;
}

/** `toml set FILE KEY VALUE`, `toml-cli`, `initool`: some print what it becomes, some write it. */
function toml(run: Run): Flow {
  const [, file, ...words] = run.operands;
  if (/^(?:set|unset|delete|add|rm)$/.test(operand(run, 0))) put(run, file, words);
  return outputFlow;
}

const putsIntoFile: Behaviour = {
  options: {
    "-f --file -o --out": "value",
    "-t --type -v --value -r -w --read --write -s --selector": "value",
  },
  does: (run) => {
    const words = [...run.operands, ...values(run, "-v", "--value")];
    for (const file of values(run, "-f", "--file", "-o", "--out")) put(run, file, words);
    return outputFlow;
  },
};

/** dasel edits the file it is given; see `additions.ts`. */
export const configEditorAdditions: readonly Program[] = [
  { names: ["dasel"], subcommands: { "put delete": putsIntoFile } },
];

/** Editors of single settings in INI, TOML and JSON. */
export const configEditors: readonly Program[] = [
  { names: ["crudini", "iniset"], options: { "--output --format": "value" }, does: crudini },
  { names: ["toml", "toml-cli", "initool"], does: toml },
  {
    names: ["json"],
    options: { "-f -e -c -E -o -a -d": "value" },
    does: (run) => {
      if (has(run, "-I", "--in-place"))
        for (const file of values(run, "-f")) put(run, file, values(run, "-e"));
      return outputFlow;
    },
  },
];
