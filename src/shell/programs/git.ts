import { effect, read, remove, runWords, send, write } from "../act.ts";
import { type Flow, literalFlow, nothing, outputFlow, unknownPart } from "../flow.ts";
import { has, operand, value, values } from "../given.ts";
import { absolutePath } from "../paths.ts";
import { perform } from "../perform.ts";
import { literalWord, type Word } from "../word.ts";
import { aliasKey, applyEnvironment, applyInlineSetting, configure, runShellText } from "./git-config.ts";
import { diff, grep, log, namesOfObjects, namesOfStaged, showObjects } from "./git-objects.ts";
import { clone, currentBranch, fetch, noteBranch, push, reach, remote, submodule } from "./git-remotes.ts";
import { moveTracked, noteWorkTree, removeTracked, worktree } from "./git-work-tree.ts";
import { runHooks } from "./made-files.ts";
import type { Behaviour, Program, Run } from "./program.ts";

/** All of the work tree, or a part that a pattern can't tell. */
function isEverything(run: Run, word: Word): boolean {
  if (/^(:\/|:\(top\).*|\*.*|\.\/?\*?)$/.test(word.text)) return true;
  const path = absolutePath(run.shell, word.text);
  return path === run.shell.cwd || run.shell.cwd.startsWith(`${path}/`);
}

/** `git checkout -- .`, `git checkout .`, `git checkout -f`; a branch that is checked out is remembered. */
function checkout(run: Run): Flow {
  const rest = run.operands;
  if (has(run, "-f", "--force", "--discard-changes") || rest.some((word) => isEverything(run, word)))
    effect(run, "git:discard");
  noteBranch(run, value(run, "-b", "-B", "-c", "-C", "--orphan") ?? rest[0]);
  return outputFlow;
}

function restore(run: Run): Flow {
  const stagedOnly = has(run, "-S", "--staged") && !has(run, "-W", "--worktree");
  if (!stagedOnly && run.operands.some((word) => isEverything(run, word))) effect(run, "git:discard");
  return nothing;
}

/** Deletes what git doesn't know: folders as well with -d, all of the work tree when nothing is named. */
function clean(run: Run): Flow {
  if (has(run, "-n", "--dry-run", "-i", "--interactive") || !(has(run, "-f", "--force") || needsNoForce(run)))
    return outputFlow;
  effect(run, "git:clean");
  for (const word of run.operands.length === 0 ? [literalWord(".")] : run.operands)
    remove(run, word, has(run, "-d") || has(run, "-x", "-X"));
  return nothing;
}

const needsNoForce = (run: Run): boolean =>
  run.shell.variables.get("git clean.requireforce")?.[0]?.text === "false";

function branch(run: Run): Flow {
  const force = has(run, "-f", "--force");
  if (has(run, "-D") || (has(run, "-d", "--delete") && force)) effect(run, "git:delete-branch");
  const name = currentBranch(run);
  return has(run, "--show-current") && name !== "" ? literalFlow(`${name}\n`) : outputFlow;
}

function stash(run: Run): Flow {
  const [verb, ...rest] = run.operands;
  if (verb !== undefined && /^(drop|clear)$/.test(verb.text)) effect(run, "git:stash-drop");
  return verb?.text === "show" ? diff({ ...run, args: rest, operands: [] }) : outputFlow;
}

const archive = (run: Run): Flow => {
  const host = reach(run, value(run, "--remote"));
  for (const word of values(run, "--exec")) if (host === "") runShellText(run, word);
  const members = run.operands.slice(1).map((word) => read(run, word));
  const added = values(run, "--add-file").map((word) => read(run, word));
  const paths = [...members, ...added].flatMap(({ from }) => from.paths);
  if (members.length === 0) paths.push(run.shell.cwd);
  const flow: Flow = { text: unknownPart, from: { ...outputFlow.from, paths } };
  const file = value(run, "-o", "--output");
  if (file === undefined) return flow;
  write(run, file, flow);
  return nothing;
};

function revision(run: Run): Flow {
  if (has(run, "--show-toplevel", "--show-cdup")) return literalFlow(`${run.shell.cwd}\n`);
  if (has(run, "--git-dir", "--git-common-dir")) return literalFlow(".git\n");
  if (has(run, "--absolute-git-dir")) return literalFlow(`${run.shell.cwd}/.git\n`);
  if (has(run, "--git-path")) return literalFlow(`.git/${operand(run, 0)}\n`);
  return namesOfObjects(run);
}

const credential = (run: Run): Flow => {
  if (/^(fill|get)$/.test(operand(run, 0))) effect(run, "git:print-credentials");
  return outputFlow;
};

const bisect = (run: Run): Flow =>
  operand(run, 0) === "run" ? runWords(run, run.operands.slice(1)) : outputFlow;

const mail = (run: Run): Flow => {
  if (has(run, "--dry-run")) return outputFlow;
  for (const word of run.operands) send(run, read(run, word), []);
  return nothing;
};

const messageOptions = {
  "-F --file -t --template": "read",
  "-m --message -C -c --author --date --fixup --squash --trailer -S": "value",
} as const;

const commands: Readonly<Record<string, Behaviour>> = {
  push: { options: { "--repo -o --push-option --receive-pack --exec": "value" }, does: push },
  clone: {
    options: {
      "-b --branch --depth -o --origin -u --upload-pack -j --jobs -c --config --template --reference --reference-if-able --separate-git-dir --filter --server-option --shallow-since --shallow-exclude --bundle-uri --revision":
        "value",
    },
    does: clone,
  },
  "fetch pull ls-remote fetch-pack": {
    options: {
      "--depth --deepen --shallow-since --upload-pack --exec -u -j --jobs --refmap -o --server-option --filter -s --strategy -X --strategy-option --sort --negotiation-tip":
        "value",
    },
    does: fetch,
  },
  remote: { options: { "-t -m": "value" }, does: remote },
  submodule: {
    style: "posix",
    options: { "-b --branch --name --reference --depth -j": "value" },
    does: submodule,
  },
  "checkout switch": {
    options: { "-b -B -c -C --orphan --conflict --pathspec-from-file": "value" },
    does: checkout,
  },
  restore: { options: { "-s --source --conflict --pathspec-from-file": "value" }, does: restore },
  reset: { options: { "--pathspec-from-file": "value" }, when: { "--hard --har --ha": "git:reset-hard" } },
  "read-tree": { when: { "--reset": "git:discard" } },
  "checkout-index": { when: { "-f --force": "git:discard" } },
  clean: { options: { "-e --exclude": "value" }, does: clean },
  branch: {
    options: { "-u --set-upstream-to --contains --merged --no-merged --sort --format --points-at": "value" },
    attached: "--merged --no-merged --contains",
    does: branch,
  },
  stash: { style: "posix", does: stash },
  reflog: { style: "posix", subcommands: { "expire delete": { effects: ["git:expire"] } }, otherwise: {} },
  gc: { when: { "--prune": "git:expire" }, attached: "--prune" },
  prune: { options: { "--expire": "value" }, does: (run) => expire(run) },
  "filter-branch": {
    options: {
      "--env-filter --tree-filter --index-filter --parent-filter --msg-filter --commit-filter --tag-name-filter --setup":
        "shell",
      "-d --original --subdirectory-filter --state-branch": "value",
    },
    effects: ["git:rewrite-history"],
  },
  "filter-repo": { effects: ["git:rewrite-history"] },
  "update-ref": { when: { "-d": "git:delete-branch" } },
  rebase: { options: { "-x --exec": "shell", "--onto -s --strategy -X -C --whitespace": "value" } },
  bisect: { style: "posix", does: bisect },
  config: {
    options: {
      "-f --file --blob --type --default --get-urlmatch --comment --value --fixed-value": "value",
    },
    does: configure,
  },
  "show cat-file": {
    options: { "--format --pretty": "value" },
    attached: "--format --pretty -U",
    does: showObjects,
  },
  "diff difftool blame annotate diff-index diff-files": {
    options: { "-x --extcmd -t --tool -S -G -L": "value" },
    attached: "-U",
    does: diff,
  },
  "log whatchanged": {
    options: { "-n -L -S -G --since --until --author --grep --format --pretty": "value" },
    does: log,
  },
  grep: {
    options: {
      "-e -A -B -C -m --max-count --max-depth --threads": "value",
      "-f": "read",
      "-O --open-files-in-pager": "shell",
    },
    attached: "-O --open-files-in-pager",
    does: grep,
  },
  "hash-object": { options: { "-t --path": "value" }, operands: ["read"], output: "output" },
  archive: {
    options: { "--format -o --output --remote --exec --prefix --add-file": "value" },
    does: archive,
  },
  bundle: { style: "posix", subcommands: { create: { operands: ["create", "value"] } }, otherwise: {} },
  "format-patch": { options: { "-o --output-directory": "create", "--output": "create" } },
  "apply am": {
    options: { "--directory": "create", "--exclude --include -p -C": "value" },
    operands: ["read"],
  },
  "commit tag merge notes revert cherry-pick": { options: messageOptions, attached: "-S" },
  "rev-parse": { options: {}, does: revision },
  "credential credential-store credential-cache credential-osxkeychain credential-manager credential-manager-core credential-libsecret credential-wincred":
    { options: { "--file": "read" }, does: credential },
  worktree: { options: { "-b -B --reason": "value" }, does: worktree },
  "ls-files": { does: listFiles },
  rm: { does: removeTracked },
  mv: { does: moveTracked },
  "send-email": { options: { "--to --cc --bcc --from --smtp-server": "value" }, does: mail },
  init: {
    options: { "--template": "value", "-b --initial-branch --separate-git-dir": "value" },
    when: { "--template": "git:config-hooks" },
    operands: ["create"],
  },
};

/** Names of what git keeps track of, or with -o of all else. */
function listFiles(run: Run): Flow {
  const listing = {
    folder: run.shell.cwd,
    printed: "",
    prefix: "",
    hidden: has(run, "-o", "--others", "-i", "--ignored"),
    deep: true,
  };
  return run.operands.length > 0
    ? namesOfStaged(run)
    : { text: unknownPart, from: { ...outputFlow.from, listing } };
}

const expire = (run: Run): Flow => {
  if (!has(run, "-n", "--dry-run")) effect(run, "git:expire");
  return outputFlow;
};

const table: ReadonlyMap<string, Behaviour> = new Map(
  Object.entries(commands).flatMap(([names, behaviour]) =>
    names.split(" ").map((name) => [name, behaviour] as const),
  ),
);

const other: Behaviour = { style: "raw" };

function runGit(run: Run): Flow {
  applyEnvironment(run);
  for (const word of values(run, "-c", "--config-env")) {
    applyInlineSetting(run, word);
    if (/^clean\.requireforce=(false|0|no|off)$/i.test(word.text))
      run.shell.variables.set("git clean.requireforce", [literalWord("false")]);
  }
  const [name, ...args] = run.operands;
  if (name === undefined) return outputFlow;
  noteWorkTree(run, name.text, args);
  const alias = run.shell.aliases.get(aliasKey(name.text));
  if (!table.has(name.text) && alias !== undefined) return runAlias(run, alias, args);
  runHooks(run, name.text);
  // Aliases given before are no reason to look at these options again.
  return perform({ ...run, options: [], args, operands: [] }, table.get(name.text) ?? other);
}

function runAlias(run: Run, alias: string, args: readonly Word[]): Flow {
  if (alias.startsWith("!")) {
    const rest = args.map(({ text }) => ` '${text.replaceAll("'", `'\\''`)}'`).join("");
    return runShellText(run, literalWord(`${alias.slice(1)}${rest}`), nothing);
  }
  return runWords(run, [literalWord("git"), ...alias.split(/\s+/).map(literalWord), ...args]);
}

export const git: readonly Program[] = [
  {
    names: ["git"],
    style: "posix",
    options: {
      "-C": "folder",
      "-c --git-dir --work-tree --namespace --super-prefix --config-env --attr-source": "value",
    },
    does: runGit,
  },
  { names: ["git-filter-repo", "bfg"], effects: ["git:rewrite-history"] },
  { names: ["tig", "gitk", "lazygit", "gitui", "git-lfs"], style: "raw" },
];
