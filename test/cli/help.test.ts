import { join } from "node:path";
import { Cli } from "clipanion";
import { expect, test } from "vitest";
import { root } from "../../build/paths.ts";
import type { World } from "../../src/cli/command.ts";
import { commands } from "../../src/cli/commands.ts";
import { pathOf } from "../../src/cli/help.ts";
import { person } from "./prempti.ts";

const definitions = Cli.from<World>([...commands], { binaryName: "prempti" }).definitions();
const golden = (name: string) => join(root, "test", "golden", "help", `${name}.txt`);

test.for(["", "--help", "-h", "help", "--no-color"])("prempti %s", async (line) => {
  const { stdout, exit } = await person().prempti(line === "" ? [] : line);
  await expect(stdout).toMatchFileSnapshot(golden("overview"));
  expect(exit).toBe(0);
});

test.for(definitions.map(pathOf))("prempti %s --help", async (path) => {
  const { stdout, stderr, exit } = await person().prempti([...path.split(" "), "--help"]);
  await expect(stdout).toMatchFileSnapshot(golden(path.replaceAll(" ", "-")));
  expect({ stderr, exit }).toEqual({ stderr: "", exit: 0 });
});

test("prempti help logs is prempti logs --help", async () => {
  const someone = person();
  expect(await someone.prempti("help logs")).toEqual(await someone.prempti("logs --help"));
});

test.for(definitions)("$path has an example, and its examples are its own", ({ path, examples = [] }) => {
  const own = `prempti ${pathOf({ path, usage: path, options: [] })}`;
  expect(examples.length).toBeGreaterThan(0);
  for (const [, line] of examples) expect(line).toContain(own);
});

test.for([
  ["stauts", 'unknown command "stauts"', 'did you mean "prempti status"?'],
  ["rules chekc", 'unknown command "rules chekc"', 'did you mean "prempti rules check"?'],
  ["rules", "prempti rules is not complete", "prempti rules check | list | show | test | schema"],
  ["xyzzy", 'unknown command "xyzzy"', "prempti --help"],
  [
    "hook add --scop project",
    'prempti hook add: unsupported option name "--scop"',
    "prempti hook add --help",
  ],
  ["hook add --home", "prempti hook add: not enough arguments to option --home", "prempti hook add --help"],
  ["version now", 'prempti version: extraneous positional argument "now"', "prempti version --help"],
  ["hook add aider", 'unknown agent "aider"'],
  ["hook add --scope all", '--scope can\'t be "all"', "use user or project or managed"],
] as const)("prempti %s", async ([line, error, hint]) => {
  const { stdout, stderr, exit } = await person().prempti(line);
  expect({ stdout, exit }).toEqual({ stdout: "", exit: 2 });
  expect(stderr).toContain(`prempti: error: ${error}\n`);
  if (hint !== undefined) expect(stderr).toContain(`prempti: hint: ${hint}\n`);
});
