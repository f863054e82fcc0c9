import { contact, effect, read, readTree, remove, runWords, send, sendFile, write } from "../act.ts";
import { type Flow, isKnown, marked, networkFlow, nothing, outputFlow, unknownPart } from "../flow.ts";
import { has, operand, value, values } from "../given.ts";
import { hostOf, isLocalHost } from "../hosts.ts";
import { baseName } from "../paths.ts";
import { deeper, subshell } from "../state.ts";
import { literalWord, type Word, wordFrom } from "../word.ts";
import { transferCommands } from "./file-transfers.ts";
import { runShellText } from "./git-config.ts";
import { listedNames } from "./lists.ts";
import type { Program, Run } from "./program.ts";
import { applySettings, noteForward } from "./ssh-settings.ts";

/** Options of ssh that take a value. */
const sshOptions = {
  "-b -B -c -D -E -e -I -J -L -l -m -O -o -P -p -Q -R -S -W -w -F": "value",
  "-i": "identity",
} as const;

/** Runs shell text on another machine: its paths are not ours. */
export function runElsewhere(run: Run, words: readonly Word[], stdin: Flow): Flow {
  const text = words.map((word) => word.text).join(" ");
  const from = words[0]?.from ?? nothing.from;
  const inner = subshell(run.shell, {
    remote: { mounts: [] },
    cwd: `/home/${run.shell.place.user}`,
    variables: new Map(),
  });
  return deeper(
    run.shell,
    () => run.shell.walker.text(inner, wordFrom(text, from).text, { stdin, socket: false }),
    nothing,
  );
}

export function secureShell(run: Run): Flow {
  const [target, ...command] = run.operands;
  if (has(run, "-R", "-D", "-w")) effect(run, "net:tunnel");
  applySettings(run);
  for (const word of values(run, "-J", "-W")) contact(run, word.text);
  for (const { text } of values(run, "-L")) noteForward(run, text);
  if (target === undefined || has(run, "-G", "-Q", "-V")) return outputFlow;
  const host = contact(run, target.text.replace(/^ssh:\/\//, "ssh://"));
  const { stdin } = run.io;
  if (stdin.from.shell) effect(run, "net:reverse-shell");
  if (!has(run, "-n", "-N", "-f") || command.length > 0) send(run, stdin, [host]);
  for (const word of command) send(run, word, [host]);
  run.shell.draft.wrappers.add("ssh");
  if (command.length > 0) runElsewhere(run, command, stdin);
  else if (stdin !== nothing && isKnown(stdin)) runElsewhere(run, [literalWord(stdin.text)], nothing);
  return isLocalHost(host) ? outputFlow : networkFlow;
}

/** `host:path`, `user@host:path`, `host::module`, `scp://…`; a drive letter is none. */
export const isRemotePath = (text: string): boolean =>
  /^[a-z][a-z0-9+]*:\/\//i.test(text)
    ? !text.startsWith("file:")
    : /^(\[[^\]]+\]|[^/:[\]]{2,}):/.test(text) && !/^[^@]*[*?]/.test(text.split(":")[0] ?? "");

const landing = (target: Word, source: Word, many: boolean): Word =>
  many || /(^\.{0,2}|\/|^~|\/\.{1,2})$/.test(target.text)
    ? wordFrom(
        `${target.text.replace(/(?<!\/)\/+$/, "")}/${baseName(source.text.replace(/(?<!\/)\/+$/, "").replace(/^[^/]*:/, ""))}`,
        target.from,
      )
    : target;

/** Sources and a target, some of them on other hosts. */
function copyBetween(run: Run, recursive: boolean): Flow {
  const sources = run.operands.slice(0, -1);
  const target = run.operands.at(-1);
  if (target === undefined) return nothing;
  const hosts = run.operands.filter(({ text }) => isRemotePath(text)).map(({ text }) => contact(run, text));
  for (const source of sources) {
    if (isRemotePath(target.text)) {
      if (isRemotePath(source.text)) continue;
      if (recursive) readTree(run, source);
      sendFile(run, source, hosts);
    } else if (isRemotePath(source.text))
      write(run, landing(target, source, sources.length > 1), networkFlow);
    else
      write(
        run,
        landing(target, source, sources.length > 1),
        recursive ? readTree(run, source) : read(run, source),
      );
  }
  return nothing;
}

function secureCopy(run: Run): Flow {
  applySettings(run);
  for (const program of values(run, "-S", "-D")) runShellText(run, program);
  return copyBetween(run, has(run, "-r", "-R"));
}

function sftp(run: Run): Flow {
  applySettings(run);
  const host = contact(run, operand(run, 0));
  for (const file of values(run, "-b"))
    if (file.text !== "-") transferCommands(run, read(run, file).text, [host]);
  transferCommands(run, run.io.stdin.text, [host]);
  const source = run.operands[0];
  if (source !== undefined && /:./.test(source.text))
    write(run, run.operands[1] ?? literalWord(baseName(source.text)), networkFlow);
  return nothing;
}

/** Names in a list lie below the source. */
function withListed(run: Run, listed: readonly Word[]): Run {
  const [source, ...targets] = run.operands;
  if (source === undefined) return run;
  const below = listed.map((word) =>
    wordFrom(`${source.text.replace(/(?<!\/)\/+$/, "")}/${word.text}`, word.from, word.glob),
  );
  return { ...run, operands: [...below, ...targets] };
}

function rsync(run: Run): Flow {
  for (const command of values(run, "-e", "--rsh")) runShellText(run, command);
  for (const file of values(run, "--exclude-from", "--include-from", "--password-file")) read(run, file);
  const listed = listedNames(run, "--files-from");
  for (const file of values(run, "--log-file")) write(run, file);
  const target = run.operands.at(-1);
  if (has(run, "-n", "--dry-run", "--list-only") || target === undefined) return outputFlow;
  if (run.operands.length === 1) return outputFlow;
  copyBetween(listed.length === 0 ? run : withListed(run, listed), true);
  if (!isRemotePath(target.text) && run.options.some(({ name }) => /^--del/.test(name)))
    remove(run, target, true);
  if (has(run, "--remove-source-files"))
    for (const source of run.operands.slice(0, -1)) if (!isRemotePath(source.text)) remove(run, source);
  return outputFlow;
}

const rcloneRemote = (word: Word | undefined): boolean =>
  word !== undefined && /^[^/.~][^/]*:/.test(word.text);

/** rclone calls its remotes by name; which hosts they are can't be known. */
function rclone(run: Run): Flow {
  const [verb, source, target] = run.operands;
  const name = verb?.text ?? "";
  for (const word of values(run, "--config")) read(run, word);
  if (name === "config") {
    if (/^(show|dump|file)$/.test(source?.text ?? "")) effect(run, "secret:print");
    return outputFlow;
  }
  if (name === "serve") effect(run, "net:expose-port");
  if (/^(delete|purge|rmdirs|deletefile)$/.test(name) && rcloneRemote(source)) effect(run, "cloud:delete");
  if (name === "rcat") send(run, run.io.stdin, []);
  if (!/^(copy|copyto|sync|move|moveto|bisync)$/.test(name) || source === undefined || target === undefined)
    return name === "cat" ? networkFlow : outputFlow;
  if (!rcloneRemote(source)) {
    const flow = readTree(run, source);
    if (rcloneRemote(target)) sendFile(run, source, []);
    else write(run, target, flow);
    if (name.startsWith("move")) remove(run, source, true);
  } else if (!rcloneRemote(target)) write(run, target, networkFlow);
  if (name === "sync") {
    if (rcloneRemote(target)) effect(run, "cloud:delete");
    else remove(run, target, true);
  }
  return outputFlow;
}

/** Makes, shows and changes keys; without -f the default ones. */
function makeKey(run: Run): Flow {
  const file = value(run, "-f") ?? literalWord(`~/.ssh/id_${value(run, "-t")?.text ?? "ed25519"}`);
  if (has(run, "-R", "-H")) {
    write(run, value(run, "-f") ?? literalWord("~/.ssh/known_hosts"), {
      text: unknownPart,
      from: nothing.from,
    });
    return nothing;
  }
  if (has(run, "-F")) return read(run, value(run, "-f") ?? literalWord("~/.ssh/known_hosts"));
  if (has(run, "-l", "-L", "-y", "-e", "-B", "-Y", "-s")) {
    read(run, file);
    return outputFlow;
  }
  if (has(run, "-A", "-h", "-Q", "-M", "-I", "-k")) return outputFlow;
  if (has(run, "-p", "-c")) read(run, file);
  write(run, file);
  write(run, wordFrom(`${file.text}.pub`, file.from));
  return nothing;
}

const copyKey = (run: Run): Flow => {
  effect(run, "persist:authorized-keys");
  contact(run, operand(run, 0));
  return nothing;
};

const scanKeys = (run: Run): Flow => {
  for (const word of run.operands) contact(run, word.text);
  return networkFlow;
};

const mountRemote = (run: Run): Flow => {
  contact(run, hostOf(operand(run, 0)));
  const target = run.operands[1];
  if (target !== undefined) write(run, target);
  return nothing;
};

export const remotes: readonly Program[] = [
  {
    names: ["ssh", "slogin", "mosh", "et", "dbclient"],
    style: "posix",
    options: sshOptions,
    does: secureShell,
  },
  {
    names: ["autossh"],
    style: "posix",
    options: { ...sshOptions, "-M": "value" },
    does: secureShell,
  },
  {
    names: ["scp", "pscp"],
    options: { "-c -J -l -o -P -S -D -X -F": "value", "-i": "identity" },
    does: secureCopy,
  },
  {
    names: ["sftp", "psftp"],
    options: { "-B -b -c -D -J -l -o -P -R -S -s -F": "value", "-i": "identity" },
    does: sftp,
  },
  {
    names: ["rsync", "openrsync"],
    options: {
      "-e --rsh --rsync-path -f --filter --exclude --include --exclude-from --include-from --files-from -T --temp-dir --compare-dest --copy-dest --link-dest --backup-dir --suffix -B --block-size --bwlimit --max-size --min-size --max-delete --port --password-file --log-file --log-file-format --out-format --chmod --chown --timeout --contimeout --iconv --partial-dir -M --remote-option":
        "value",
    },
    does: rsync,
  },
  {
    names: ["rclone"],
    options: {
      "--config --include --exclude --filter --filter-from --transfers --checkers --bwlimit --log-file --log-level --max-size --min-size --max-age --min-age --backup-dir":
        "value",
    },
    does: rclone,
  },
  { names: ["sshpass"], style: "posix", options: { "-p -P -d": "value", "-f": "read" }, wraps: 0 },
  {
    names: ["pssh", "parallel-ssh", "pdsh", "clush", "dsh"],
    style: "posix",
    options: { "-h -H -w -l -p -t": "value" },
    does: (run) => marked(runElsewhere(run, run.operands, nothing), { network: true }),
  },
  {
    names: ["ssh-keygen"],
    options: { "-f -t -b -N -P -C -m -F -R -O -I -n -V -z -s -a -Y -D -w": "value" },
    does: makeKey,
  },
  { names: ["ssh-add"], options: { "-t -d -e -s -E": "value" }, operands: ["identity"] },
  { names: ["ssh-copy-id"], options: { "-i -p -o -F": "value" }, does: copyKey },
  { names: ["ssh-keyscan"], options: { "-t -p -T -f": "value" }, does: scanKeys },
  {
    names: ["ssh-agent"],
    style: "posix",
    options: { "-a -t -E -P": "value" },
    does: (run) => (run.operands.length === 0 ? outputFlow : runWords(run, run.operands)),
  },
  { names: ["sshfs", "curlftpfs", "s3fs", "gcsfuse"], options: { "-o -p -F": "value" }, does: mountRemote },
];
