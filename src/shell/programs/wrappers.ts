import { noteCode, runWords } from "../act.ts";
import { type Flow, nothing } from "../flow.ts";
import { has, value } from "../given.ts";
import { absolutePath, baseName, localPath } from "../paths.ts";
import { subshell } from "../state.ts";
import { literalWord, type Word } from "../word.ts";
import { elevating } from "./elevated.ts";
import { runEnv } from "./env.ts";
import type { Program, Run } from "./program.ts";
import { runElevated, runSu } from "./sudo.ts";
import { runParallel, runXargs } from "./xargs.ts";

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
