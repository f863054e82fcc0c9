import {
  contact,
  effect,
  has,
  operand,
  read,
  remove,
  runText,
  sendFile,
  value,
  values,
  write,
} from "../act.ts";
import { type Flow, literalFlow, networkFlow, nothing, outputFlow, unknownPart } from "../flow.ts";
import { absolutePath } from "../paths.ts";
import { literalWord, wordFrom } from "../word.ts";
import type { Behaviour, Program, Run } from "./program.ts";

const mainBranch = /^\+?(?:[^:]*:)?(?:refs\/heads\/)?(main|master)$/;

function push(run: Run): Flow {
  const [remote, ...refs] = run.operands;
  if (remote !== undefined) contactRemote(run, remote.text);
  const lease = run.options.some(({ name }) => name.startsWith("--force-with-lease"));
  const force = has(run, "-f", "--force", "--mirror") || refs.some(({ text }) => text.startsWith("+"));
  if (force) effect(run, "git:force-push");
  if (
    lease &&
    !force &&
    pushesMain(
      run,
      refs.map(({ text }) => text),
    )
  )
    effect(run, "git:force-with-lease-main");
  if (has(run, "-d", "--delete", "--prune") || refs.some(({ text }) => /^\+?:./.test(text)))
    effect(run, "git:push-delete");
  return outputFlow;
}

/** Without a branch on the command line, the one that was checked out before counts. */
function pushesMain({ shell }: Run, refs: readonly string[]): boolean {
  if (refs.length > 0) return refs.some((ref) => mainBranch.test(ref));
  return mainBranch.test(shell.variables.get(currentBranch)?.[0]?.text ?? "");
}

/** Where the branch is remembered that this command line checked out; no shell variable has such a name. */
const currentBranch = " git branch";

const remoteVariable = (name: string): string => ` git remote ${name}`;

/** A URL, an scp-like place, or a remote that this command line named before. */
function contactRemote(run: Run, remote: string): string {
  const known = run.shell.variables.get(remoteVariable(remote))?.[0]?.text;
  if (known !== undefined) return contactRemote(run, known);
  return /:\/\/|^[\w.-]+@[\w.-]+:|^[\w-]+(\.[\w-]+)+:/.test(remote) ? contact(run, remote) : "";
}

function checkout(run: Run): Flow {
  const separator = run.args.findIndex(({ text }) => text === "--");
  const paths =
    separator === -1
      ? run.operands.filter(({ text }) => text === "." || text.startsWith("./") || text.startsWith(":/"))
      : run.args.slice(separator + 1);
  if (has(run, "-f", "--force", "--discard-changes") || (paths.length > 0 && !has(run, "-p", "--patch")))
    effect(run, "git:discard");
  const branch =
    value(run, "-b", "-B", "-c", "-C", "--create")?.text ?? (paths.length === 0 ? operand(run, 0) : "");
  if (branch !== "") run.shell.variables.set(currentBranch, [literalWord(branch)]);
  return outputFlow;
}

function restore(run: Run): Flow {
  const staged = has(run, "-S", "--staged") && !has(run, "-W", "--worktree");
  if (!staged && run.operands.length > 0 && !has(run, "-p", "--patch")) effect(run, "git:discard");
  return outputFlow;
}

function clean(run: Run): Flow {
  if (
    has(run, "-n", "--dry-run") ||
    !(has(run, "-f", "--force") || run.options.some(({ name }) => name === "-f"))
  )
    return outputFlow;
  effect(run, "git:clean");
  const paths = run.operands.length === 0 ? [literalWord(".")] : run.operands;
  for (const path of paths) remove(run, path, has(run, "-d", "-x", "-X"));
  return outputFlow;
}

function deleteBranch(run: Run): Flow {
  const deletes = has(run, "-D") || (has(run, "-d", "--delete") && has(run, "-f", "--force"));
  if (deletes && !has(run, "-r", "--remotes")) effect(run, "git:delete-branch");
  return outputFlow;
}

/** `git config [--global] KEY VALUE`; older and newer spelling. */
function configure(run: Run): Flow {
  const words = run.operands.filter(
    ({ text }, index) => !(index === 0 && /^(set|get|list|unset|edit|get-all)$/.test(text)),
  );
  const [key, given] = words;
  const reads =
    has(run, "--get", "--get-all", "--list", "-l", "--get-regexp", "--show-origin") ||
    /^(get|list)/.test(operand(run, 0));
  if (reads) return outputFlow;
  if (given === undefined && !has(run, "--unset", "--unset-all", "-e", "--edit", "--remove-section"))
    return outputFlow;
  const file = value(run, "-f", "--file");
  if (file !== undefined) write(run, file);
  else if (has(run, "--global")) write(run, literalWord("~/.gitconfig"));
  else if (has(run, "--system")) write(run, literalWord("/etc/gitconfig"));
  if (key !== undefined) takeSetting(run, key.text, given?.text ?? "");
  return nothing;
}

/** Settings that are commands, and where hooks lie. */
function takeSetting(run: Run, key: string, setting: string): void {
  const name = key.toLowerCase();
  if (name === "core.hookspath") effect(run, "git:config-hooks");
  if (name === "credential.helper" && /^store/.test(setting)) effect(run, "secret:print");
  if (/^(url\..*\.insteadof|remote\..*\.(url|pushurl))$/.test(name)) contactRemote(run, setting);
  const command = /^alias\./.test(name)
    ? setting.startsWith("!")
      ? setting.slice(1)
      : `git ${setting}`
    : setting;
  if (!commandSetting.test(name) || setting === "") return;
  runText({ ...run, io: { stdin: nothing, socket: false } }, literalFlow(command.replace(/^!/, "")));
}

/** Settings whose value git gives to a shell. */
const commandSetting =
  /^(alias\..*|core\.(pager|editor|sshcommand|fsmonitor|askpass|gitproxy)|sequence\.editor|pager\..*|diff\.external|diff\..*\.(command|textconv)|merge\..*\.driver|mergetool\..*\.cmd|difftool\..*\.cmd|credential\.helper|credential\..*\.helper|filter\..*\.(clean|smudge|process)|gpg\.program|gpg\..*\.program|uploadpack\.packobjectshook|interactive\.difffilter|ssh\.variant)$/;

/** `git show REV:PATH` prints the file as it was. */
function show(run: Run): Flow {
  let flow = outputFlow;
  for (const word of run.operands) {
    const path = /^[^:]*:(?!\/)(.+)$/s.exec(word.text)?.[1];
    if (path !== undefined) flow = read(run, wordFrom(path, word.from));
  }
  return flow;
}

function clone(run: Run): Flow {
  const [url, folder] = run.operands;
  if (url === undefined) return nothing;
  const host = contactRemote(run, url.text);
  const name = url.text
    .replace(/\/+$/, "")
    .replace(/\.git$/, "")
    .replace(/^.*[/:]/, "");
  const target = folder ?? literalWord(name);
  write(run, target);
  if (host !== "") run.shell.files.set(`${absolutePath(run.shell, target.text)}/ `, networkFlow);
  for (const setting of values(run, "-c", "--config")) takeSettingWord(run, setting.text);
  return nothing;
}

function takeSettingWord(run: Run, text: string): void {
  const equals = text.indexOf("=");
  if (equals > 0) takeSetting(run, text.slice(0, equals), text.slice(equals + 1));
}

function changeRemote(run: Run): Flow {
  const [, name, url] = run.operands;
  if (!/^(add|set-url)$/.test(operand(run, 0)) || name === undefined || url === undefined) return outputFlow;
  contact(run, url.text);
  run.shell.variables.set(remoteVariable(name.text), [url]);
  return nothing;
}

function runOn(run: Run, from: number): Flow {
  for (const code of run.operands.slice(from)) runText(run, code);
  return outputFlow;
}

const rebase: Behaviour = {
  options: { "-x --exec": "shell", "--onto -s --strategy -X --strategy-option -C": "value" },
};
function contactAll(run: Run): Flow {
  for (const word of run.operands) contactRemote(run, word.text);
  return outputFlow;
}

const tree: Behaviour = {
  does: (run) => {
    if (operand(run, 0) === "add" && run.operands[1] !== undefined) write(run, run.operands[1]);
    if (operand(run, 0) === "remove" && run.operands[1] !== undefined) remove(run, run.operands[1], true);
    return outputFlow;
  },
};

const subcommands: Readonly<Record<string, Behaviour>> = {
  push: { options: { "-o --push-option --receive-pack --exec --repo": "value" }, does: push },
  "checkout switch": { options: { "-b -B -c -C --create --orphan": "value" }, does: checkout },
  restore: { options: { "-s --source": "value" }, does: restore },
  reset: { when: { "--hard --merge": "git:reset-hard" } },
  clean: { options: { "-e --exclude": "value" }, does: clean },
  branch: {
    options: { "-u --set-upstream-to --sort --format --contains --merged --no-merged": "value" },
    attached: "--merged --no-merged --contains",
    does: deleteBranch,
  },
  tag: { options: { "-m -F -u --sort --format": "value" } },
  stash: { subcommands: { "drop clear": { effects: ["git:stash-drop"] } } },
  "filter-branch": {
    effects: ["git:rewrite-history"],
    options: {
      "--index-filter --tree-filter --msg-filter --env-filter --commit-filter --parent-filter --tag-name-filter":
        "shell",
    },
  },
  "filter-repo": { effects: ["git:rewrite-history"] },
  reflog: { subcommands: { "expire delete": { effects: ["git:expire"] } } },
  gc: {
    does: (run) => {
      if (
        run.options.some(
          ({ name, value: when }) => name === "--prune" && /^(now|all)$/.test(when?.text ?? ""),
        )
      )
        effect(run, "git:expire");
      return outputFlow;
    },
  },
  "update-ref": {
    does: (run) => {
      if (has(run, "-d")) effect(run, "git:delete-branch");
      return outputFlow;
    },
  },
  config: { options: { "-f --file --type --default": "value" }, does: configure },
  show: { options: { "--format --pretty": "value" }, does: show },
  "cat-file": { does: show },
  clone: {
    options: {
      "-b --branch -o --origin --depth -c --config -j --jobs --template --reference --filter": "value",
      "-u --upload-pack": "shell",
    },
    does: clone,
  },
  remote: { does: changeRemote },
  "fetch pull": {
    options: { "-o --depth --deepen --shallow-since -j --jobs": "value", "--upload-pack": "shell" },
    does: contactAll,
  },
  "ls-remote": {
    options: { "--upload-pack --exec": "shell", "-o --server-option": "value" },
    does: contactAll,
  },
  rm: {
    does: (run) => {
      if (!has(run, "--cached")) for (const word of run.operands) remove(run, word, has(run, "-r"));
      return nothing;
    },
  },
  mv: {
    does: (run) => {
      const target = run.operands.at(-1);
      for (const word of run.operands.slice(0, -1)) remove(run, word);
      if (target !== undefined) write(run, target);
      return nothing;
    },
  },
  rebase,
  bisect: { does: (run) => (operand(run, 0) === "run" ? runRest(run, 1) : outputFlow) },
  submodule: { does: (run) => (operand(run, 0) === "foreach" ? runOn(run, 1) : submodule(run)) },
  credential: {
    does: (run) => {
      if (operand(run, 0) === "fill") effect(run, "secret:print");
      return outputFlow;
    },
  },
  "credential-store credential-cache credential-osxkeychain credential-manager": {
    does: (run) => {
      if (operand(run, 0) === "get") effect(run, "secret:print");
      return outputFlow;
    },
  },
  grep: { options: { "-e -f -O --open-files-in-pager -m -A -B -C": "value" }, does: grep },
  diff: { does: diff },
  archive: { options: { "-o --output": "write", "--remote": "host", "--format --prefix --exec": "value" } },
  bundle: {
    does: (run) => {
      if (operand(run, 0) === "create" && run.operands[1] !== undefined) write(run, run.operands[1]);
      return outputFlow;
    },
  },
  worktree: tree,
  init: {
    options: { "--template -b --initial-branch": "value" },
    does: (run) => {
      if (run.operands[0] !== undefined) write(run, run.operands[0]);
      return nothing;
    },
  },
  "send-email": {
    options: { "--to --cc --bcc --from --subject --smtp-server": "value" },
    does: (run) => {
      for (const word of run.operands) sendFile(run, word, []);
      return nothing;
    },
  },
  "format-patch": { options: { "-o --output-directory": "create" } },
  difftool: { options: { "-x --extcmd": "shell" } },
  "lfs annex": {},
};

function runRest(run: Run, from: number): Flow {
  return run.shell.walker.words(run.shell, run.operands.slice(from), run.io);
}

function submodule(run: Run): Flow {
  if (operand(run, 0) === "add" && run.operands[1] !== undefined) contactRemote(run, run.operands[1].text);
  return outputFlow;
}

/** `git grep -O'cmd'` opens a pager that is any command. */
function grep(run: Run): Flow {
  const pager = value(run, "-O", "--open-files-in-pager");
  if (pager !== undefined) runText(run, pager);
  return outputFlow;
}

/** `git diff --no-index a b` reads any file. */
function diff(run: Run): Flow {
  if (!has(run, "--no-index")) return outputFlow;
  let flow = nothing;
  for (const word of run.operands) flow = read(run, word);
  return { text: unknownPart, from: flow.from };
}

/** `git -c core.pager=CMD`: what the setting runs is run. */
function settings(run: Run): void {
  for (const setting of values(run, "-c", "--config-env")) takeSettingWord(run, setting.text);
}

export const git: readonly Program[] = [
  {
    names: ["git"],
    options: {
      "-C --work-tree": "folder",
      "-c --config-env --git-dir --namespace --exec-path --super-prefix": "value",
    },
    before: settings,
    subcommands,
    otherwise: {},
  },
  { names: ["git-filter-repo", "bfg"], effects: ["git:rewrite-history"] },
  { names: ["tig", "gitk", "lazygit"], style: "raw" },
];
