import { read, remove } from "../act.ts";
import { type Flow, outputFlow } from "../flow.ts";
import { values } from "../given.ts";
import { perform } from "../perform.ts";
import { wordFrom } from "../word.ts";
import { runProject } from "./compilers.ts";
import { runShellText } from "./git-config.ts";
import { fromElsewhere, gitSource, installFrom, useRegistry } from "./install-sources.ts";
import type { Behaviour, Run } from "./program.ts";
import { publishes } from "./publishing.ts";

const harmless: Behaviour = { style: "raw" };

const gitNames = ["--git", "--github"] as const;

export function cargoInstall(run: Run): Flow {
  for (const url of values(run, ...gitNames)) installFrom(run, gitSource(url));
  fromElsewhere(run, "--index", "--registry");
  for (const path of values(run, "--path")) read(run, path);
  return outputFlow;
}

const cargoOptions = {
  "--git --branch --tag --rev --path --registry --index --version --vers -F --features --bin --example --root --profile --target --target-dir -j --jobs --manifest-path -p --package --color --message-format --config -Z --rename":
    "value",
} as const;

/** `cargo --config 'source.crates-io.replace-with=…'`. */
export function cargo(run: Run): Flow {
  for (const { text, from } of values(run, "--config")) {
    const url = /(?:registry|index)\s*=\s*["']([^"']+)/.exec(text)?.[1];
    if (url !== undefined) useRegistry(run, wordFrom(url.replace(/^sparse\+/, ""), from));
    const program = /(?:runner|linker|rustc|rustc-wrapper)\s*=\s*["']([^"']+)/.exec(text)?.[1];
    if (program !== undefined) runShellText(run, wordFrom(program, from));
  }
  const words = run.operands[0]?.text.startsWith("+") === true ? run.operands.slice(1) : run.operands;
  const [verb, ...args] = words;
  if (verb === undefined) return outputFlow;
  return perform({ ...run, options: [], args, operands: [] }, cargoCommands.get(verb.text) ?? harmless);
}

const purge = (run: Run): Flow => {
  for (const folder of values(run, "--target-dir")) remove(run, folder, true);
  return outputFlow;
};

const projects: Behaviour = { style: "raw", does: (run) => runProject(run, "*.rs") };
const installs: Behaviour = { options: cargoOptions, does: cargoInstall };
const cargoCommands: ReadonlyMap<string, Behaviour> = new Map([
  ["install", installs],
  ["watch", { options: { "-s --shell": "shell", "-x --exec -w --watch -i --ignore -d --delay": "value" } }],
  ["add", installs],
  ["binstall", installs],
  ["publish", publishes],
  ["yank", publishes],
  ["release", publishes],
  ["run", projects],
  ["r", projects],
  ["test", projects],
  ["t", projects],
  ["build", projects],
  ["b", projects],
  ["bench", projects],
  ["clean", { options: cargoOptions, does: purge }],
]);
