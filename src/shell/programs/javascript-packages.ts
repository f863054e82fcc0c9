import {
  contact,
  effect,
  has,
  interpret,
  load,
  noteCode,
  operand,
  read,
  runText,
  runWords,
  value,
  values,
  write,
} from "../act.ts";
import { type Flow, literalFlow, networkFlow, nothing, outputFlow } from "../flow.ts";
import { own } from "../own.ts";
import { perform } from "../perform.ts";
import { literalWord, type Word, wordFrom } from "../word.ts";
import { installFrom, isAgentPlugin, isStandardRegistry, useRegistry } from "./install-sources.ts";
import { interpreterNamed } from "./interpreters.ts";
import { runPackageScript } from "./made-files.ts";
import type { Behaviour, Program, Run } from "./program.ts";

/** Programs by the packages that bring them, where the names differ. */
const programOf: Readonly<Record<string, string>> = {
  "@anthropic-ai/claude-code": "claude",
  "@openai/codex": "codex",
  "@google/gemini-cli": "gemini",
  "@github/copilot": "copilot",
  "@sourcegraph/amp": "amp",
  "opencode-ai": "opencode",
  "@charmland/crush": "crush",
  "dotenv-cli": "dotenv",
  "@dotenvx/dotenvx": "dotenvx",
  "@expo/ngrok": "ngrok",
  "del-cli": "del-cli",
  "@railway/cli": "railway",
  "firebase-tools": "firebase",
  "@vscode/vsce": "vsce",
};

const withoutVersion = (name: string): string => name.replace(/(?<=.)@[^@/]*$/, "");

/** The program that a package brings: its own name, or the last part of it. */
function commandOf(name: string): string {
  const plain = withoutVersion(name);
  return own(programOf, plain) ?? plain.replace(/^@[^/]*\//, "");
}

/** Downloads a package, if it isn't there, and runs its program. */
function runPackage(run: Run, words: readonly Word[], packages: readonly Word[] = []): Flow {
  run.shell.draft.wrappers.add(run.program);
  const [name, ...args] = words;
  for (const word of [...packages, ...(name === undefined ? [] : [name])]) {
    installFrom(run, word);
    if (isAgentPlugin(withoutVersion(word.text))) effect(run, "package:run-agent-plugin");
    else effect(run, "package:run-remote");
  }
  if (name === undefined || name.text.includes("://")) return outputFlow;
  return runWords(run, [wordFrom(commandOf(name.text), name.from), ...args]);
}

/** `npx [-y] [-p PACKAGE] [-c CODE] NAME args…`. */
function npx(run: Run): Flow {
  for (const url of values(run, "--registry")) useRegistry(run, url);
  const packages = values(run, "-p", "--package");
  const code = value(run, "-c", "--call");
  if (code === undefined) return runPackage(run, run.operands, packages);
  runPackage(run, [], packages);
  return runText(run, code);
}

function install(run: Run): Flow {
  for (const url of values(run, "--registry")) useRegistry(run, url);
  for (const word of run.operands) {
    installFrom(run, word);
    // `npm i name@npm:other` and plain names come from the registry.
  }
  return outputFlow;
}

const secretKey = /_auth(token)?$|_password$|(^|[:.])(token|password|username)$|authtoken|authident/i;

/** `config set KEY VALUE`, `config set KEY=VALUE`, `config get KEY`. */
export function configurePackages(run: Run): Flow {
  const [verb, key, given] = /^(set|get|list|ls|delete|edit|rm|fix)$/.test(operand(run, 0))
    ? run.operands
    : [literalWord("set"), ...run.operands];
  if (key === undefined) return outputFlow;
  if (verb?.text === "get") {
    if (secretKey.test(key.text)) effect(run, "secret:print");
    return outputFlow;
  }
  if (verb?.text !== "set") return outputFlow;
  const equals = key.text.indexOf("=");
  const name = equals === -1 ? key.text : key.text.slice(0, equals);
  const setting = given ?? wordFrom(key.text.slice(equals + 1), key.from);
  if (/registry|index|repositor|source|mirror/i.test(name) && !secretKey.test(name))
    useRegistry(run, setting);
  if (secretKey.test(name)) write(run, literalWord("~/.npmrc"), setting);
  return nothing;
}

const packageOptions = {
  "--registry -w --workspace -C --dir --filter -F --prefix --userconfig --globalconfig --tag --otp --access --cwd --omit --include --loglevel --cache --save-prefix --config.registry -c":
    "value",
} as const;

const publishes: Behaviour = {
  options: packageOptions,
  does: (run) => {
    if (!has(run, "-n", "--dry-run", "--help")) effect(run, "package:publish");
    return outputFlow;
  },
};

const installs: Behaviour = { options: packageOptions, does: install };
const harmless: Behaviour = { style: "raw" };
const configures: Behaviour = { options: packageOptions, does: configurePackages };
const executes: Behaviour = {
  style: "posix",
  options: { "-p --package -c --call --registry -w --workspace --filter -F -C": "value" },
  does: npx,
};
const runsLocal: Behaviour = {
  style: "posix",
  options: packageOptions,
  does: (run) => (has(run, "-c") ? nothing : runWords(run, run.operands)),
};

/** `npm init NAME` and `npm create NAME` run create-NAME. */
const creates: Behaviour = {
  style: "posix",
  options: packageOptions,
  does: (run) => {
    const name = operand(run, 0);
    if (name === "" || name.startsWith("-")) return outputFlow;
    const created = name.startsWith("@")
      ? name.replace(
          /^(@[^/@]+)(\/)?/,
          (_, scope: string, slash?: string) => `${scope}/create${slash === undefined ? "" : "-"}`,
        )
      : `create-${name}`;
    return runPackage(run, [literalWord(created), ...run.operands.slice(1)]);
  },
};

const changesScripts: Behaviour = {
  does: (run) => {
    if (operand(run, 0) === "set")
      write(
        run,
        literalWord("package.json"),
        literalFlow(
          run.operands
            .slice(1)
            .map(({ text }) => text)
            .join("\n"),
        ),
      );
    return outputFlow;
  },
};

const tokens: Behaviour = {
  does: (run) => {
    if (operand(run, 0) === "create") effect(run, "secret:print");
    return outputFlow;
  },
};

const npmCommands: Readonly<Record<string, Behaviour>> = {
  "install i in ins add update up upgrade install-test it link ln": installs,
  "ci clean-install install-ci-test": installs,
  "exec x": executes,
  "create init innit": creates,
  // npm takes any beginning that only one command has.
  "publish publis publi publ pub pu unpublish unpublis unpubli unpubl unpub unpu unp deprecate": publishes,
  "dist-tag dist-tags": { style: "posix", subcommands: { "add rm set": publishes }, otherwise: harmless },
  pack: { options: { "--pack-destination --out": "create", "-w --workspace": "value" }, operands: ["value"] },
  "config c": configures,
  set: configures,
  get: { does: (run) => configurePackages({ ...run, operands: [literalWord("get"), ...run.operands] }) },
  pkg: changesScripts,
  token: tokens,
};

const yarnNpm: Behaviour = { style: "posix", subcommands: { publish: publishes }, otherwise: harmless };

/** `bun FILE`, `bun run FILE`: code like node's; `bun run NAME` is a script of the package. */
function bunRun(run: Run): Flow {
  const [file] = run.operands;
  if (file === undefined || !/\.[cm]?[jt]sx?$/.test(file.text)) return outputFlow;
  return perform(
    { ...run, program: "node", args: run.operands, operands: [], options: [] },
    interpreterNamed("node"),
  );
}

const standardDeno = /(^|\.)(deno\.land|jsr\.io|esm\.sh|unpkg\.com|jsdelivr\.net|skypack\.dev)$/;

function denoRun(run: Run): Flow {
  for (const file of values(run, "--env", "--env-file")) load(run, file);
  const [file, ...rest] = run.operands;
  if (file === undefined) return outputFlow;
  if (/^(npm|jsr):/.test(file.text)) return runPackage(run, [literalWord(file.text.slice(4)), ...rest]);
  if (!file.text.includes("://"))
    return perform(
      { ...run, program: "node", args: run.operands, operands: [], options: [] },
      interpreterNamed("node"),
    );
  const host = contact(run, file.text);
  if (!standardDeno.test(host) && !isStandardRegistry(host)) noteCode(run, networkFlow);
  return outputFlow;
}

const denoValues =
  "--config -c --import-map --lock --cert --location --seed --v8-flags --log-level -L --ext --node-modules-dir -n --name --root";

const evaluates: Behaviour = {
  options: { [denoValues]: "value" },
  does: (run) =>
    run.operands[0] === undefined
      ? nothing
      : perform(
          { ...run, program: "node", args: [literalWord("-e"), ...run.operands], operands: [], options: [] },
          interpreterNamed("node"),
        ),
};

/** `bun -e CODE`, and scripts that this command line wrote. */
function runsBun(run: Run): void {
  for (const code of values(run, "-e", "--eval", "-p", "--print")) interpret(run, "javascript", code);
  runsScript(run);
}

/** npm's own words for scripts. */
const scriptWords: Readonly<Record<string, string>> = {
  test: "test",
  t: "test",
  tst: "test",
  start: "start",
  stop: "stop",
  restart: "restart",
  install: "install",
  i: "install",
  ci: "install",
  add: "install",
};

/** What a script of a package.json says that this command line wrote. */
function runsScript(run: Run): void {
  if (run.shell.files.size === 0) return;
  const verb = operand(run, 0) || (run.program === "yarn" ? "install" : "");
  const folder = value(run, "--prefix", "-C", "--dir", "--cwd")?.text;
  if (/^(run|run-script|rum|urn)$/.test(verb)) runPackageScript(run, operand(run, 1), folder);
  else if (Object.hasOwn(scriptWords, verb)) runPackageScript(run, scriptWords[verb] ?? "", folder);
  else if (run.program !== "npm" && verb !== "") runPackageScript(run, verb, folder);
}

export const javascriptPackages: readonly Program[] = [
  {
    names: ["npm", "cnpm", "pnpm-npm"],
    options: packageOptions,
    before: runsScript,
    subcommands: npmCommands,
    otherwise: harmless,
  },
  {
    names: ["pnpm"],
    options: packageOptions,
    before: runsScript,
    subcommands: {
      "add install i update up link": installs,
      dlx: executes,
      exec: runsLocal,
      "create init": creates,
      "publish unpublish deprecate": publishes,
      "config c": configures,
      "set get": configures,
      pkg: changesScripts,
    },
    otherwise: harmless,
  },
  {
    names: ["yarn", "yarnpkg"],
    options: packageOptions,
    before: runsScript,
    subcommands: {
      "add install up upgrade link": installs,
      global: { style: "posix", subcommands: { add: installs }, otherwise: harmless },
      dlx: executes,
      exec: runsLocal,
      "create init": creates,
      publish: publishes,
      npm: yarnNpm,
      config: configures,
      workspaces: {
        style: "posix",
        subcommands: {
          foreach: {
            options: { "--include --exclude --from -j": "value" },
            subcommands: { npm: yarnNpm, exec: runsLocal },
            otherwise: harmless,
          },
        },
        otherwise: harmless,
      },
      workspace: {
        style: "posix",
        does: (run) => runWords(run, [literalWord("yarn"), ...run.operands.slice(1)]),
      },
    },
    otherwise: harmless,
  },
  { names: ["npx", "pnpx", "pnpm-dlx"], ...executes },
  { names: ["bunx"], ...executes },
  {
    names: ["bun"],
    style: "posix",
    options: { "--cwd --config -c": "value", "--env-file": "environment", "-e --eval -p --print": "value" },
    before: runsBun,
    subcommands: {
      "add install i update link a": installs,
      x: executes,
      "create init c": creates,
      publish: publishes,
      run: { style: "posix", does: bunRun },
      "test build pm outdated audit info why upgrade remove rm": harmless,
    },
    otherwise: { style: "raw" },
  },
  {
    names: ["deno"],
    style: "posix",
    subcommands: {
      "run serve": {
        style: "posix",
        options: { [denoValues]: "value", "--env": "value", "--env-file": "environment" },
        does: denoRun,
      },
      eval: evaluates,
      "install i add": { options: { [denoValues]: "value" }, does: install },
      publish: publishes,
    },
    otherwise: harmless,
  },
  {
    names: ["tsx", "ts-node", "esno", "jiti", "vite-node", "babel-node", "swc-node"],
    ...interpreterNamed("node"),
  },
  {
    names: ["lerna", "changeset", "changesets", "nx-release"],
    style: "gnu",
    subcommands: { publish: publishes, release: publishes, exec: runsLocal },
    otherwise: harmless,
  },
  {
    names: ["semantic-release", "release-it", "np", "release-please", "standard-version-publish"],
    does: (run) => {
      if (
        !has(run, "-d", "--dry-run", "--preview", "--version", "--help", "--no-publish", "--no-npm.publish")
      )
        effect(run, "package:publish");
      return outputFlow;
    },
  },
  { names: ["vsce", "ovsx", "jsr"], subcommands: { "publish unpublish": publishes }, otherwise: harmless },
  {
    names: ["dotenv", "dotenvx"],
    style: "posix",
    options: { "-e -f --env-file": "value", "-v -c -p": "value" },
    does: dotenv,
  },
  {
    names: ["env-cmd"],
    style: "posix",
    options: { "-f --file": "environment", "-e -r --rc-file": "value" },
    wraps: 0,
  },
  {
    names: ["cross-env", "cross-env-shell"],
    style: "posix",
    does: (run) => runWords(run, [literalWord("env"), ...run.operands]),
  },
  {
    names: ["concurrently", "npm-run-all", "run-p", "run-s", "wireit"],
    options: { "-n --names -c --prefix-colors -k -s -p --prefix": "value" },
    does: (run) => (run.program === "concurrently" ? runAll(run) : outputFlow),
  },
  {
    names: ["nodemon", "node-dev", "ts-node-dev", "supervisor", "forever", "pm2", "pm2-dev"],
    style: "posix",
    options: { "-x --exec": "shell", "-w --watch -e --ext -i --ignore -d --delay --name": "value" },
    operands: ["value"],
  },
  { names: ["shx"], style: "posix", wraps: 0 },
  {
    names: ["http-server", "serve", "live-server", "vite", "webpack", "next", "nuxt", "astro"],
    options: { "-p --port -l --listen -c --config": "value" },
    operands: ["value"],
  },
  { names: ["cpx", "copyfiles", "ncp", "cpy"], operands: ["read-tree"], last: "write", output: "none" },
];

/** `dotenv -e FILE -- CMD`: without a file it is `.env`. */
function dotenv(run: Run): Flow {
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

function runAll(run: Run): Flow {
  for (const word of run.operands) run.shell.walker.text(run.shell, word.text, run.io);
  return outputFlow;
}
