import { effect, has, loadInstead, noteCode, read, runText, runWords, value } from "../act.ts";
import { type Flow, isKnown, join, literalFlow, nothing, unknownPart } from "../flow.ts";
import { hasGlob } from "../glob.ts";
import { absolutePath, baseName, localPath } from "../paths.ts";
import { setVariable } from "../set-variable.ts";
import { subshell } from "../state.ts";
import { literalWord, type Word, wordFrom } from "../word.ts";
import { elevating, isElevated } from "./elevated.ts";
import type { Program, Run } from "./program.ts";
import { printsEnvironment } from "./shell-builtins.ts";

const assignment = /^([A-Za-z_]\w*)=/s;

/** Takes the `NAME=value` words that stand before a command into the environment; returns the command. */
function takeAssignments(
  run: Run,
  words: readonly Word[],
): { readonly inner: Run; readonly command: readonly Word[] } {
  const inner: Run = { ...run, shell: subshell(run.shell) };
  let at = 0;
  for (; at < words.length; at += 1) {
    const word = words[at] as Word;
    const found = assignment.exec(word.text);
    if (found === null && word.text.startsWith(unknownPart) && word.from.paths.length > 0) {
      loadInstead(run, word);
      continue;
    }
    if (found === null) break;
    setVariable(inner.shell, found[1] ?? "", [wordFrom(word.text.slice(found[0].length), word.from)]);
  }
  return { inner, command: words.slice(at) };
}

function runEnv(run: Run): Flow {
  const split = value(run, "-S", "--split-string");
  if (split !== undefined) {
    run.shell.draft.wrappers.add("env");
    const rest = run.operands.map(({ text }) => ` '${text.replaceAll("'", `'\\''`)}'`).join("");
    return runText(run, join(split, literalFlow(rest)));
  }
  const { inner, command } = takeAssignments(run, run.operands);
  if (command.length === 0) return printsEnvironment(run);
  run.shell.draft.wrappers.add("env");
  return runWords(inner, command);
}

/** sudo and its like: without a command they open a shell. */
function runElevated(run: Run): Flow {
  const { inner, command } = takeAssignments(run, run.operands);
  run.shell.draft.wrappers.add(run.program);
  if (
    has(run, "-l", "--list", "-v", "--validate", "-k", "-K", "-V", "--version", "--help") &&
    command.length === 0
  )
    return nothing;
  if (!has(run, "-e", "--edit") || command.length === 0) effect(run, "privilege:sudo");
  if (command.length === 0 && has(run, "-i", "-s", "--login", "--shell")) {
    if (run.io.stdin === nothing || run.program !== "sudo" || !isKnown(run.io.stdin))
      effect(run, "privilege:root-shell");
    return run.io.stdin === nothing ? nothing : runText(run, run.io.stdin);
  }
  return command.length === 0 ? nothing : runWords(inner, command);
}

/** `su [-] [user] [-c CODE]`. */
function runSu(run: Run): Flow {
  const code = value(run, "-c", "--command", "--session-command");
  effect(run, "privilege:sudo");
  if (code === undefined || isElevated(run)) effect(run, "privilege:root-shell");
  run.shell.draft.wrappers.add("su");
  return code === undefined ? nothing : runText(run, code);
}

/** Most arguments that a known standard input becomes. */
const mostArguments = 256;

function inputWords(run: Run): readonly Word[] {
  const file = value(run, "-a", "--arg-file");
  const flow = file === undefined ? run.io.stdin : read(run, file);
  if (flow === nothing) return [];
  const pieces = flow.text.split(has(run, "-0", "--null") ? "\0" : /\s+/).filter((piece) => piece !== "");
  return pieces.slice(0, mostArguments).map((piece) => wordFrom(piece, flow.from, hasGlob(piece)));
}

/** Words with each placeholder replaced by one argument. */
const filledIn = (command: readonly Word[], holder: string, argument: Word): readonly Word[] =>
  command.map((word) =>
    word.text.includes(holder)
      ? wordFrom(
          word.text.replaceAll(holder, () => argument.text),
          word.text === holder ? argument.from : join(word, argument).from,
          argument.glob,
        )
      : word,
  );

function runXargs(run: Run): Flow {
  run.shell.draft.wrappers.add("xargs");
  const command = run.operands.length === 0 ? [literalWord("echo")] : run.operands;
  const args = inputWords(run);
  const holder = value(run, "-I", "--replace")?.text ?? (has(run, "-i") ? "{}" : undefined);
  const io = { ...run.io, stdin: nothing };
  if (holder === undefined) return runWords(run, [...command, ...args], io);
  const filled = args.length === 0 ? [wordFrom(unknownPart, run.io.stdin.from)] : args.slice(0, 32);
  return filled
    .map((argument) => runWords(run, filledIn(command, holder, argument), io))
    .reduce(join, nothing);
}

/** `parallel CMD ::: a b`, `parallel CMD < lines`. */
function runParallel(run: Run): Flow {
  run.shell.draft.wrappers.add(run.program);
  const marker = run.operands.findIndex(({ text }) => /^:::\+?$/.test(text));
  const command = marker === -1 ? run.operands : run.operands.slice(0, marker);
  const args =
    marker === -1
      ? inputWords(run)
      : run.operands.slice(marker + 1).filter(({ text }) => !text.startsWith(":::"));
  const all = args.length === 0 ? [wordFrom(unknownPart, run.io.stdin.from)] : args.slice(0, 32);
  // The command is shell text, even where it is one word; without a command the arguments are commands.
  return all
    .map((argument) => {
      const words =
        command.length === 0
          ? [argument]
          : command.some(({ text }) => text.includes("{}"))
            ? filledIn(command, "{}", argument)
            : [...command, argument];
      const text = words
        .map((word, index) => (index === 0 || command.length === 1 ? word.text : quoted(word.text)))
        .join(" ");
      return words.length === 1 || /\s/.test(words[0]?.text ?? "")
        ? runText(run, { text, from: argument.from })
        : runWords(run, words, { ...run.io, stdin: nothing });
    })
    .reduce(join, nothing);
}

const quoted = (text: string): string =>
  /^[\w./~=:@%+,-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;

/** `chroot DIR CMD…`: the command's paths lie below the folder. */
function runChroot(run: Run): Flow {
  const [root, ...command] = run.operands;
  if (root === undefined) return nothing;
  run.shell.draft.wrappers.add("chroot");
  const here = localPath(run.shell, absolutePath(run.shell, root.text));
  const remote = { mounts: here === undefined ? [] : [["/", here] as const] };
  return runWords(
    { ...run, shell: subshell(run.shell, { remote, cwd: "/" }) },
    command.length === 0 ? [literalWord("sh")] : command,
  );
}

/** Wrappers whose options take more words than can be told: the first program that is known is the command. */
function runFirstKnown(run: Run): Flow {
  run.shell.draft.wrappers.add(run.program);
  const known = run.args.findIndex(
    ({ text }) => !text.startsWith("-") && run.shell.walker.knows(baseName(text)),
  );
  const first = known === -1 ? run.args.findIndex(({ text }) => !/^-|^\d+$/.test(text)) : known;
  return first === -1 ? nothing : runWords(run, run.args.slice(first));
}

/** Programs whose operands, joined, are shell text: watch, entr -s, … */
function runJoined(run: Run): Flow {
  run.shell.draft.wrappers.add(run.program);
  if (run.operands.length === 0) return nothing;
  if (run.operands.length > 1 || has(run, "-x", "--exec")) return runWords(run, run.operands);
  return run.operands[0] === undefined ? nothing : shellText(run, run.operands[0]);
}

/** Shell text that is the command itself, not code fed to an interpreter. */
function shellText(run: Run, word: Word): Flow {
  if (word.from.network || word.from.decoded) noteCode(run, word);
  return run.shell.walker.text(subshell(run.shell), word.text, run.io);
}

/** `script -c CODE file`, `script file CMD…`. */
function runTypescript(run: Run): Flow {
  const code = value(run, "-c", "--command");
  run.shell.draft.wrappers.add("script");
  if (code !== undefined) return shellText(run, code);
  // BSD's takes the command behind the file; GNU's options may stand there.
  const [, ...command] = run.operands;
  const text = command[0]?.text === "-c" ? command[1] : undefined;
  return text === undefined ? runWords(run, command) : shellText(run, text);
}

/** `flock FILE CMD…` or `flock FILE -c CODE`. */
function runLocked(run: Run): Flow {
  run.shell.draft.wrappers.add("flock");
  const [, ...command] = run.operands;
  if (command[0]?.text === "-c" || command[0]?.text === "--command")
    return command[1] === undefined ? nothing : shellText(run, command[1]);
  return runWords(run, command);
}

const sudoOptions = {
  "-u --user -g --group -h --host -p --prompt -C --close-from -T --command-timeout -r --role -t --type -U --other-user -a -c":
    "value",
  "-D --chdir -R --chroot": "folder",
} as const;

export const wrappers: readonly Program[] = [
  {
    names: elevating,
    style: "posix",
    options: sudoOptions,
    does: runElevated,
  },
  {
    names: ["su", "runuser"],
    options: { "-c --command --session-command -s --shell -g --group -G -w": "value" },
    does: runSu,
  },
  {
    names: ["env"],
    style: "posix",
    options: { "-u --unset -S --split-string": "value", "-C --chdir": "folder" },
    does: runEnv,
  },
  { names: ["nice"], style: "posix", options: { "-n --adjustment": "value" }, wraps: 0 },
  {
    names: ["ionice"],
    style: "posix",
    options: { "-c --class -n --classdata -p --pid -P -u": "value" },
    wraps: 0,
  },
  {
    names: [
      "nohup",
      "setsid",
      "unbuffer",
      "catchsegv",
      "eatmydata",
      "fakeroot",
      "proxychains",
      "proxychains4",
      "torsocks",
      "torify",
      "caffeinate",
      "systemd-inhibit",
      "dbus-run-session",
      "xvfb-run",
      "tsocks",
      "rtk",
      "busybox",
      "toybox",
      "softlimit",
      "tini",
      "dumb-init",
      "retry",
    ],
    style: "posix",
    wraps: 0,
  },
  {
    names: ["timeout", "gtimeout"],
    style: "posix",
    options: { "-k --kill-after -s --signal": "value" },
    wraps: 1,
  },
  { names: ["time"], style: "posix", options: { "-f --format": "value", "-o --output": "create" }, wraps: 0 },
  { names: ["stdbuf"], style: "posix", options: { "-i --input -o --output -e --error": "value" }, wraps: 0 },
  {
    names: [
      "chrt",
      "taskset",
      "numactl",
      "prlimit",
      "setpriv",
      "capsh",
      "cgexec",
      "aa-exec",
      "firejail",
      "bwrap",
      "unshare",
      "proot",
      "cpulimit",
      "setarch",
      "linux32",
      "linux64",
      "faketime",
      "rlwrap",
      "dtach",
      "abduco",
      "guix",
      "runc",
      "schedtool",
      "sem",
      "xvfb",
      "gamemoderun",
      "primusrun",
      "flatpak-spawn",
      "arch",
    ],
    style: "raw",
    does: runFirstKnown,
  },
  {
    // Containers that share the home folder: what runs in them runs here.
    names: ["distrobox", "toolbox"],
    subcommands: {
      "enter run": { style: "raw", does: runFirstKnown },
      rm: { effects: ["infra:destroy"] },
    },
    otherwise: { operands: ["value"] },
  },
  {
    names: ["consul"],
    subcommands: {
      "exec watch": { style: "raw", does: runFirstKnown },
      lock: { style: "posix", options: { "-http-addr -token -name -timeout -n": "value" }, wraps: 1 },
      kv: { subcommands: { delete: { effects: ["db:drop"] } }, otherwise: { operands: ["value"] } },
    },
    otherwise: { operands: ["value"] },
  },
  {
    names: ["systemd-run"],
    style: "posix",
    options: {
      "-p --property -u --unit --description --slice -E --setenv --uid --gid --nice --on-calendar --on-active --on-boot -M --machine -H --host":
        "value",
      "--working-directory": "folder",
    },
    wraps: 0,
  },
  { names: ["chroot"], style: "posix", options: { "--userspec --groups": "value" }, does: runChroot },
  {
    names: ["strace", "ltrace"],
    style: "posix",
    options: { "-e -s -p -u -E -a -I -P -S -b -n -l -x -A -D -F": "value", "-o --output": "create" },
    wraps: 0,
  },
  {
    names: ["xargs", "gxargs"],
    style: "posix",
    options: {
      "-a --arg-file -d --delimiter -E -I -L --max-lines -n --max-args -P --max-procs -s --max-chars":
        "value",
    },
    attached: "-i -e -l --replace",
    does: runXargs,
  },
  {
    names: ["parallel"],
    style: "posix",
    options: {
      "-j --jobs -a --arg-file -I --colsep --delay --timeout --retries --joblog --results -S --sshlogin --tmpdir -N -n --max-args -L":
        "value",
    },
    does: runParallel,
  },
  {
    names: ["watch", "viddy"],
    style: "posix",
    options: { "-n --interval -q --equexit -w --warmup -r --runs -m -M -p --prepare -N": "value" },
    does: runJoined,
  },
  {
    names: ["hyperfine"],
    options: {
      "-w --warmup -r --runs -m --min-runs -M --max-runs -L --parameter-list -P --parameter-scan -S --shell -u --export-json --export-markdown --export-csv --style":
        "value",
      "-p --prepare -c --cleanup -s --setup -C --conclude": "shell",
    },
    operands: ["shell"],
  },
  { names: ["sg"], options: { "-c": "shell" }, output: "output" },
  {
    names: ["script"],
    style: "posix",
    options: { "-c --command -I -O -T -B -E -o -m": "value" },
    does: runTypescript,
  },
  {
    names: ["flock"],
    style: "posix",
    options: { "-w --timeout -E --conflict-exit-code": "value" },
    does: runLocked,
  },
];
