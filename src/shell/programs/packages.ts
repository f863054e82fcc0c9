import {
  contact,
  effect,
  execute,
  has,
  interpret,
  operand,
  read,
  remove,
  runText,
  runWords,
  value,
  values,
  write,
} from "../act.ts";
import { type Flow, networkFlow, nothing, outputFlow } from "../flow.ts";
import { absolutePath } from "../paths.ts";
import { perform } from "../perform.ts";
import { literalWord, type Word, wordFrom } from "../word.ts";
import { after } from "./after.ts";
import { runShellText } from "./git-config.ts";
import { installFrom, isForge, isStandardRegistry, useRegistry } from "./install-sources.ts";
import type { Behaviour, Program, Run } from "./program.ts";

const harmless: Behaviour = { style: "raw" };

const publishes: Behaviour = {
  options: {
    "-p --package --manifest-path --registry --index --token --host --key -k --source -s --otp -C --config --target-dir --allow-dirty-x":
      "value",
  },
  does: (run) => {
    if (!has(run, "-n", "--dry-run", "--help", "--snapshot")) effect(run, "package:publish");
    return outputFlow;
  },
};

/** Options that name where packages come from. */
function fromElsewhere(run: Run, ...names: readonly string[]): void {
  for (const url of values(run, ...names)) useRegistry(run, url);
}

const gitNames = ["--git", "--github"] as const;

const gitSource = (word: Word): Word =>
  /\+|\.git$/.test(word.text) ? word : wordFrom(`git+${word.text}`, word.from);

function cargoInstall(run: Run): Flow {
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
function cargo(run: Run): Flow {
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

const installs: Behaviour = { options: cargoOptions, does: cargoInstall };
const cargoCommands: ReadonlyMap<string, Behaviour> = new Map([
  ["install", installs],
  ["watch", { options: { "-s --shell": "shell", "-x --exec -w --watch -i --ignore -d --delay": "value" } }],
  ["add", installs],
  ["binstall", installs],
  ["publish", publishes],
  ["yank", publishes],
  ["release", publishes],
  ["clean", { options: cargoOptions, does: purge }],
]);

/** `go install host/path@version`, `go get`, `go run host/path@version`. */
function goModules(run: Run): Flow {
  for (const { text } of run.operands) if (/^[\w-]+(\.[\w-]+)+\//.test(text)) contact(run, text);
  const [programs] = run.shell.variables.get("GOBIN") ?? [];
  if (programs !== undefined && programs.text !== "") write(run, programs);
  return outputFlow;
}

function goRun(run: Run): Flow {
  const [target] = run.operands;
  if (target !== undefined && /^[\w-]+(\.[\w-]+)+\/.*@/.test(target.text)) {
    const host = contact(run, target.text);
    effect(run, isForge(host) || isStandardRegistry(host) ? "package:run-remote" : "package:install-url");
  } else if (target !== undefined && /\.go$|^\/dev\/fd\//.test(target.text)) {
    execute(run, target);
    const made = run.shell.files.get(absolutePath(run.shell, target.text));
    if (made !== undefined) return interpret(run, "lisp", made);
  }
  return outputFlow;
}

/** `go env -w GOPROXY=…`. */
function goEnvironment(run: Run): Flow {
  if (!has(run, "-w")) return outputFlow;
  for (const { text, from } of run.operands) {
    const [, name = "", setting = ""] = /^(\w+)=(.*)$/s.exec(text) ?? [];
    if (name === "GOPROXY" || name === "GOSUMDB")
      for (const url of setting.split(/[,|]/))
        if (!/^(direct|off)?$/.test(url)) useRegistry(run, wordFrom(url, from));
    if (/^(CC|CXX|GOFLAGS|GOROOT)$/.test(name) && /-toolexec/.test(setting))
      runShellText(run, wordFrom(setting.replace(/^.*-toolexec[= ]/, ""), from));
  }
  return nothing;
}

/** `go build -toolexec CMD`, `go generate`, `go vet -vettool FILE`. */
const goBuild: Behaviour = {
  style: "dashed",
  options: {
    "-toolexec -exec --toolexec --exec": "shell",
    "-vettool": "read",
    "-o": "create",
    "-tags -ldflags -gcflags -run -bench -count -timeout -mod -modfile -coverprofile -p": "value",
  },
  does: goModules,
};

const gemInstall = (run: Run): Flow => {
  fromElsewhere(run, "-s", "--source", "--host", "--clear-sources");
  for (const word of run.operands) installFrom(run, word);
  return outputFlow;
};

const gemSources = (run: Run): Flow => {
  fromElsewhere(run, "-a", "--add");
  return outputFlow;
};

function bundleConfig(run: Run): Flow {
  for (const word of run.operands)
    if (/:\/\//.test(word.text) && !/^mirror\./.test(word.text)) useRegistry(run, word);
  return nothing;
}

function composerConfig(run: Run): Flow {
  for (const word of run.operands) {
    const url = /https?:\/\/[^"'\s}]+/.exec(word.text)?.[0];
    if (url !== undefined) useRegistry(run, wordFrom(url, word.from));
  }
  if (/auth|token|http-basic/.test(operand(run, 0)) && run.operands.length > 1)
    write(run, literalWord("~/.composer/auth.json"), run.operands[1]);
  return nothing;
}

/** Maven's goals: deploying is publishing, exec:exec runs a program. */
function maven(run: Run): Flow {
  for (const file of values(run, "-s", "--settings", "-gs", "-f", "--file")) read(run, file);
  for (const word of values(run, "-D", "--define")) mavenProperty(run, word);
  const goals = run.operands.map(({ text }) => text);
  if (
    goals.some((goal) =>
      /^(deploy|[\w.-]*deploy[\w.-]*:deploy\S*|release:perform|nexus-staging:\S+)$/.test(goal),
    )
  )
    effect(run, "package:publish");
  return outputFlow;
}

function mavenProperty(run: Run, { text, from }: Word): void {
  const [, name = "", setting = ""] = /^([\w.]+)=(.*)$/s.exec(text) ?? [];
  if (/remoterepositories|repositoryurl|altdeploymentrepository/i.test(name))
    useRegistry(run, wordFrom(setting.replace(/^.*::/, ""), from));
  if (name === "exec.executable") runShellText(run, wordFrom(setting, from));
}

function gradle(run: Run): Flow {
  for (const file of values(run, "-I", "--init-script", "-b", "--build-file")) read(run, file);
  const tasks = run.operands.map(({ text }) => text.replace(/^.*:/, ""));
  if (
    !has(run, "-m", "--dry-run") &&
    tasks.some((task) =>
      /^(publish(?!.*MavenLocal)(AllPublications|To|Plugins|\b|[A-Z]).*|uploadArchives|bintrayUpload)$/.test(
        task,
      ),
    )
  )
    effect(run, "package:publish");
  return outputFlow;
}

const nugetSource = (run: Run): Flow => {
  const url = run.operands.find(({ text }) => text.includes("://"));
  if (url !== undefined) useRegistry(run, url);
  fromElsewhere(run, "-Source", "--source", "-s", "--add-source");
  return nothing;
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

/** brew, apt, dnf …: what isn't a name is a URL or a file. */
function installSystem(run: Run): Flow {
  for (const word of run.operands) if (/[/.]|:\/\//.test(word.text)) installFrom(run, word);
  for (const word of values(run, "-o", "--option")) {
    const command = /(?:Pre|Post)-Invoke(?:-Success)?(?:::)?=(.*)$/s.exec(word.text)?.[1];
    if (command !== undefined)
      runShellText(run, wordFrom(command.replace(/^["']|["']$/g, ""), word.from), nothing);
  }
  return outputFlow;
}

const taps = (run: Run): Flow => {
  const url = run.operands[1];
  if (url !== undefined) installFrom(run, gitSource(url));
  return outputFlow;
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

/** `nix run github:…`, `nix-shell -p x --run CMD`. */
/** `nix-shell --run CODE`; `nix develop -c CMD…`, whose command goes on to the end. */
const nixShell = (run: Run): Flow => {
  for (const word of values(run, "--run")) runText(run, word);
  const at = run.args.findIndex(({ text }) => text === "-c" || text === "--command");
  const [first, ...rest] = at === -1 ? [] : run.args.slice(at + 1);
  if (first !== undefined && rest.length > 0) runWords(run, [first, ...rest]);
  else if (first !== undefined) runText(run, first);
  for (const word of run.operands) if (word.text.includes("://")) installFrom(run, word);
  return outputFlow;
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
      "run exec": { style: "raw" },
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

/** `mise exec -- CMD`, `nvm exec 20 CMD`, `direnv exec DIR CMD`; else nothing that matters. */
function versionManager(run: Run): Flow {
  const [verb, ...rest] = run.operands;
  if (!/^(exec|x|run|which-run)$/.test(verb?.text ?? "")) return outputFlow;
  const marker = rest.findIndex(({ text }) => text === "--");
  // Some name a version before the command, others only the command.
  const first = rest.findIndex(({ text }) => !text.startsWith("-"));
  const skipped = /^(mise|rtx|volta|fnm|pyenv|rbenv|nodenv|jenv|asdf)$/.test(run.program) ? 0 : 1;
  const command = marker === -1 ? (first === -1 ? [] : rest.slice(first + skipped)) : rest.slice(marker + 1);
  return command.length === 0 || /@/.test(command[0]?.text ?? "") ? outputFlow : runWords(run, command);
}
