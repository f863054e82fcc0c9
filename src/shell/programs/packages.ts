import { effect, read, runWords } from "../act.ts";
import { type Flow, networkFlow, nothing, outputFlow } from "../flow.ts";
import { value, values } from "../given.ts";
import { literalWord, wordFrom } from "../word.ts";
import { after } from "./after.ts";
import { cargo, cargoInstall } from "./cargo.ts";
import { runProject } from "./compilers.ts";
import { goEnvironment, goModules, goRun } from "./go-packages.ts";
import { fromElsewhere, useRegistry } from "./install-sources.ts";
import { gradle, maven } from "./java-builds.ts";
import {
  bundleConfig,
  composerConfig,
  gemInstall,
  gemSources,
  nugetSource,
  taps,
} from "./package-sources.ts";
import type { Behaviour, Program, Run } from "./program.ts";
import { publishes } from "./publishing.ts";
import { installSystem } from "./system-packages.ts";
import { nixShell, versionManager } from "./version-managers.ts";

const harmless: Behaviour = { style: "raw" };

/** `go build -toolexec CMD`, `go generate`, `go vet -vettool FILE`. */
const goBuild: Behaviour = {
  style: "dashed",
  options: {
    "-toolexec -exec --toolexec --exec": "shell",
    "-vettool": "read",
    "-o": "create",
    "-tags -ldflags -gcflags -run -bench -count -timeout -mod -modfile -coverprofile -p": "value",
  },
  does: (run) => after(goModules(run), runProject(run, "*.go")),
};

const nuget: Behaviour = {
  style: "gnu",
  options: { "-s --source -k --api-key -n --name": "value" },
  subcommands: {
    "push delete": publishes,
    "add update": { options: { "-n --name -u -p": "value" }, does: nugetSource },
  },
  otherwise: harmless,
};

const services: Behaviour = {
  subcommands: { "start stop restart run kill cleanup": { effects: ["system:service"] } },
  otherwise: harmless,
};

const adding: Behaviour = {
  options: {
    "-o --option -t --target-release -c --config-file -S --root -r --dbpath --repo --enablerepo --repofrompath -X --repository --version":
      "value",
  },
  does: installSystem,
};

const addsRepository: Program = {
  names: [
    "add-apt-repository",
    "apt-add-repository",
    "yum-config-manager",
    "dnf-config-manager",
    "apt-key",
    "zypper-ar",
  ],
  options: { "--add-repo -k": "value" },
  does: (run) => {
    for (const word of [...run.operands, ...values(run, "--add-repo")]) {
      const url = /https?:\/\/\S+/.exec(word.text)?.[0];
      if (url !== undefined) useRegistry(run, wordFrom(url, word.from));
    }
    return nothing;
  },
};

const script = (run: Run): Flow => {
  const file = value(run, "-f", "--file");
  if (file !== undefined) read(run, file);
  return networkFlow;
};

export const packages: readonly Program[] = [
  { names: ["cargo"], style: "posix", options: { "--config -Z -C --color": "value" }, does: cargo },
  {
    names: ["go"],
    style: "posix",
    options: { "-C": "folder" },
    subcommands: {
      "install get": {
        style: "dashed",
        options: { "-tags -ldflags -mod": "value", "-toolexec": "shell" },
        does: goModules,
      },
      run: {
        style: "posix",
        options: { "-exec -toolexec": "shell", "-tags -ldflags -mod": "value" },
        does: goRun,
      },
      env: { style: "posix", does: goEnvironment },
      "build test vet generate": goBuild,
    },
    otherwise: harmless,
  },
  {
    names: ["gem"],
    subcommands: {
      "install i update fetch": {
        options: { "-s --source -v --version -i --install-dir -P --bindir -n": "value" },
        does: gemInstall,
      },
      "push yank": publishes,
      sources: { options: { "-a --add -r --remove": "value" }, does: gemSources },
    },
    otherwise: harmless,
  },
  {
    names: ["bundle", "bundler"],
    subcommands: {
      exec: { style: "posix", options: { "--gemfile": "value" }, wraps: 0 },
      config: { style: "gnu", does: bundleConfig },
      add: {
        options: { "--git --github --source -v --version -g --group --branch": "value" },
        does: (run) => after(fromElsewhere(run, "-s", "--source"), cargoInstall(run)),
      },
    },
    otherwise: harmless,
  },
  {
    names: ["rake"],
    style: "gnu",
    does: (run) =>
      run.operands.some(({ text }) => text === "release")
        ? after(effect(run, "package:publish"), outputFlow)
        : outputFlow,
  },
  {
    names: ["composer"],
    options: { "-d --working-dir": "folder" },
    subcommands: {
      config: { options: {}, does: composerConfig },
      exec: { style: "posix", wraps: 0 },
      global: { style: "posix", does: (run) => runWords(run, [literalWord("composer"), ...run.operands]) },
    },
    otherwise: harmless,
  },
  {
    names: ["mvn", "mvnw", "mvnd"],
    options: { "-s --settings -gs -f --file -pl --projects -P -D --define -T --threads -rf -o -b": "value" },
    does: maven,
  },
  {
    names: ["gradle", "gradlew"],
    options: {
      "-I --init-script -b --build-file -p --project-dir -P -D -g --gradle-user-home -x --exclude-task --tests --console":
        "value",
    },
    does: gradle,
  },
  {
    names: ["sbt"],
    style: "gnu",
    does: (run) =>
      run.operands.some(({ text }) => /(^|[/ ;])publish(Signed)?$/.test(text))
        ? after(effect(run, "package:publish"), outputFlow)
        : outputFlow,
  },
  {
    names: ["dotnet"],
    subcommands: {
      nuget,
      add: { options: { "-s --source -v --version": "value" }, does: nugetSource },
      tool: { options: { "--add-source -s": "value" }, does: nugetSource },
      "run exec script test build": { style: "raw", does: (run) => runProject(run, "*.cs", "*.csx") },
    },
    otherwise: harmless,
  },
  { names: ["nuget"], ...nuget },
  { names: ["mix"], subcommands: { "hex.publish": publishes }, otherwise: harmless },
  {
    names: ["cabal", "stack"],
    subcommands: { upload: publishes, exec: { style: "posix", wraps: 0 } },
    otherwise: harmless,
  },
  {
    names: ["dart", "flutter"],
    subcommands: { pub: { subcommands: { publish: publishes }, otherwise: harmless } },
    otherwise: harmless,
  },
  {
    names: ["pod"],
    subcommands: { trunk: { subcommands: { "push delete": publishes }, otherwise: harmless } },
    otherwise: harmless,
  },
  { names: ["goreleaser"], subcommands: { release: publishes, publish: publishes }, otherwise: harmless },
  {
    names: ["luarocks"],
    subcommands: {
      upload: publishes,
      install: {
        options: { "--server --only-server": "value" },
        does: (run) => after(fromElsewhere(run, "--server", "--only-server"), installSystem(run)),
      },
    },
    otherwise: harmless,
  },
  {
    names: ["opam"],
    subcommands: { exec: { style: "posix", wraps: 0 }, publish: publishes },
    otherwise: harmless,
  },
  {
    names: ["cpan", "cpanm"],
    options: { "--mirror -l -L": "value" },
    does: (run) => after(fromElsewhere(run, "--mirror"), installSystem(run)),
  },
  {
    names: ["brew"],
    subcommands: { "install reinstall upgrade fetch": adding, tap: { does: taps }, services },
    otherwise: harmless,
  },
  {
    names: [
      "apt",
      "apt-get",
      "aptitude",
      "dnf",
      "yum",
      "microdnf",
      "zypper",
      "apk",
      "rpm",
      "dpkg",
      "snap",
      "pacman",
      "yay",
      "paru",
      "port",
      "emerge",
      "choco",
      "scoop",
      "winget",
      "eopkg",
      "xbps-install",
      "opkg",
    ],
    ...adding,
  },
  { names: ["flatpak"], options: { "--from": "value" }, does: installSystem },
  addsRepository,
  {
    names: ["nix", "nix-shell", "nix-env", "nix-build", "devbox", "devenv"],
    options: { "--run --command -c -p -I -f -A -E --expr --impure": "value" },
    does: nixShell,
  },
  {
    names: [
      "asdf",
      "mise",
      "rtx",
      "pyenv",
      "rbenv",
      "nodenv",
      "nvm",
      "fnm",
      "volta",
      "sdk",
      "rustup",
      "corepack",
      "jenv",
      "direnv",
      "starship",
      "zoxide",
    ],
    style: "posix",
    does: versionManager,
  },
  { names: ["pear", "pecl"], does: installSystem },
  { names: ["ansible-galaxy"], options: { "-r -s --server": "value" }, does: script },
];
