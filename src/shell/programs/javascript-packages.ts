import { effect, runWords, write } from "../act.ts";
import { literalFlow, nothing, outputFlow } from "../flow.ts";
import { has, operand } from "../given.ts";
import { perform } from "../perform.ts";
import { literalWord } from "../word.ts";
import { dotenv } from "./dotenv.ts";
import { interpreterNamed } from "./interpreters.ts";
import { configurePackages, install, npx, runPackage } from "./npm-install.ts";
import { bunEvaluates, bunRun, denoRun, runAll, runsScript } from "./package-scripts.ts";
import type { Behaviour, Program } from "./program.ts";
import { isDryRun } from "./publishing.ts";

const packageOptions = {
  "--registry -w --workspace -C --dir --filter -F --prefix --userconfig --globalconfig --tag --otp --access --cwd --omit --include --loglevel --cache --save-prefix --config.registry -c":
    "value",
} as const;

const publishes: Behaviour = {
  options: packageOptions,
  does: (run) => {
    if (!isDryRun(run) && !has(run, "-n", "--help")) effect(run, "package:publish");
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
    before: runsScript,
    subcommands: {
      "add install i update link a": installs,
      x: executes,
      "create init c": creates,
      publish: publishes,
      run: { style: "posix", does: bunRun },
      "test build pm outdated audit info why upgrade remove rm": harmless,
    },
    otherwise: { style: "raw" },
    does: bunEvaluates,
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
        !isDryRun(run) &&
        !has(run, "-d", "--preview", "--version", "--help", "--no-publish", "--no-npm.publish")
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
    names: ["vite", "webpack", "next", "nuxt", "astro"],
    options: { "-p --port -l --listen -c --config": "value" },
    operands: ["value"],
  },
  { names: ["cpx", "copyfiles", "ncp", "cpy"], operands: ["read-tree"], last: "write", output: "none" },
];
