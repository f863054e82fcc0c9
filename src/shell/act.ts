import type { ParsedScript } from "unbash";
import { languageRunner } from "./code/run-code.ts";
import type { Effect } from "./effects.ts";
import { noteRemoteRead, noteRemoteWrite, remoteDeletion } from "./elsewhere.ts";
import {
  emptyFlow,
  type Flow,
  fileFlow,
  isKnown,
  join,
  marked,
  nothing,
  outputFlow,
  storedSecret,
  unknownPart,
} from "./flow.ts";
import { hostOf, isLocalHost, isMetadataHost } from "./hosts.ts";
import {
  absolutePath,
  isStandardOutput,
  isStream,
  isUnknownPath,
  keptPath,
  localPath,
  pathsOf,
} from "./paths.ts";
import type { Run } from "./programs/program.ts";
import { isOwnHost } from "./secrets.ts";
import { deeper, type Io, type Shell, subshell } from "./state.ts";
import { isTemplate, isVariableFile } from "./variable-files.ts";
import { shown, type Word } from "./word.ts";
import { writtenAt } from "./written.ts";

/** What only needs the shell; a `Run` has one, and passes for it. */
export type Acting = { readonly shell: Shell };

export const effect = ({ shell }: Acting, name: Effect): void => {
  shell.draft.effects.add(name);
};

/** The file's content: known if this command line wrote it. */
export function read(run: Acting & { readonly io?: Io }, word: Word): Flow {
  const { shell } = run;
  if (word.text === "-" || word.text === "/dev/stdin" || word.text === "/dev/fd/0")
    return run.io?.stdin ?? nothing;
  if (word.text === "/dev/null") return emptyFlow;
  const paths = pathsOf(shell, word);
  for (const path of paths) shell.draft.reads.set(path, (shell.draft.reads.get(path) ?? 0) + 1);
  if (shell.remote !== undefined && paths.length === 0) noteRemoteRead(shell, word);
  return contentOf(shell, word, paths);
}

/** Reads a folder with everything below it. */
export function readTree(run: Acting & { readonly io?: Io }, word: Word): Flow {
  for (const path of pathsOf(run.shell, word)) run.shell.draft.readTrees.add(path);
  return read(run, word);
}

/** A file of variables that gets into a program's environment: less than reading it. */
export function load(run: Acting, word: Word): void {
  for (const path of pathsOf(run.shell, word)) run.shell.draft.loads.add(path);
}

/** What was read turns out to be loaded: `export $(cat FILE)`. */
export function loadInstead({ shell }: Acting, { from }: Flow): void {
  for (const path of from.paths) {
    const times = shell.draft.reads.get(path) ?? 0;
    if (times > 1) shell.draft.reads.set(path, times - 1);
    else shell.draft.reads.delete(path);
    shell.draft.loads.add(path);
  }
}

/** Changes owner or permissions of a folder with everything below it. */
export function changeTree(run: Acting, word: Word): void {
  for (const path of pathsOf(run.shell, word)) run.shell.draft.ownershipTrees.add(path);
  write(run, word);
}

/** Runs a local program or script by its path. */
export function execute(run: Acting, word: Word): void {
  for (const path of pathsOf(run.shell, word)) run.shell.draft.executes.add(path);
}

/** What is in a file, without noting that it is read. */
export function contentOf(shell: Shell, word: Word, paths: readonly string[] = pathsOf(shell, word)): Flow {
  const path = keptPath(shell, word.text);
  const own = shell.files.get(path);
  if (own !== undefined) return own;
  const unpacked = writtenAt(shell, path);
  // It may be a file that lay there before, too.
  if (unpacked !== undefined) return join(unpacked, fileFlow(path));
  if (word.glob) return matchedContent(shell, paths);
  const [first = ""] = paths;
  return first === "" ? { text: unknownPart, from: word.from } : fileFlow(first);
}

function matchedContent(shell: Shell, paths: readonly string[]): Flow {
  return paths.map((path) => shell.files.get(path) ?? fileFlow(path)).reduce(join, nothing);
}

/** Creates or changes a file. Without a flow its content stays as it is: `mkdir`, `touch`, `chmod`. */
export function write(run: Acting, word: Word, flow?: Flow, append = false): void {
  const { shell } = run;
  const sink = shell.sinks.get(word.text);
  const socket = word.text.startsWith("/dev/") ? /^\/dev\/(?:tcp|udp)\/([^/]*)/.exec(word.text) : null;
  if (socket !== null) {
    send(run, flow ?? nothing, [contact(run, socket[1] ?? "")]);
    return;
  }
  if (sink !== undefined) {
    feedSink(shell, word.text, sink, flow ?? nothing);
    return;
  }
  for (const path of pathsOf(shell, word)) shell.draft.writes.add(path);
  const path = absolutePath(shell, word.text);
  if (isDisk(path)) effect(run, "disk:overwrite");
  if (shell.remote !== undefined && flow !== undefined && localPath(shell, path) === undefined)
    noteRemoteWrite(shell, shell.remote, path);
  if (flow?.from.variables.includes(storedSecret) && /^\/dev\/(stdout|stderr|tty|fd\/[12])$/.test(path))
    effect(run, "secret:print");
  if (flow !== undefined && isStandardOutput(path)) shell.draft.printed = join(shell.draft.printed, flow);
  if (flow?.text === "" && !append) empties(run, path);
  if (flow === undefined || isStream(path)) return;
  keep(shell, keptPath(shell, word.text), flow, append);
}

/** Runs what waits at the other end of `>(…)`; what it prints goes where it stood, not where `exec` sends things now. */
export function feedSink(shell: Shell, path: string, script: ParsedScript, stdin: Flow): void {
  shell.sinks.delete(path);
  const inner = subshell(shell, { descriptors: new Map() });
  deeper(shell, () => shell.walker.script(inner, script, { stdin, socket: false }), nothing);
}

function keep(shell: Shell, path: string, flow: Flow, append: boolean): void {
  if (isVariableFile(path) && flow.from.paths.length > 0 && flow.from.paths.every(isTemplate))
    shell.draft.effects.add("env:from-template");
  const before = append ? shell.files.get(path) : undefined;
  shell.files.set(path, before === undefined ? flow : join(before, flow));
  if (flow.text !== unknownPart && flow.text !== "")
    shell.draft.content += flow.text.endsWith("\n") ? shown(flow.text) : `${shown(flow.text)}\n`;
  for (const variable of flow.from.variables) {
    shell.draft.effects.add(variable === "*" ? "env:dump-to-file" : "env:secret-to-file");
  }
}

/** A folder of logs stands for what is found in it, and so does a pattern there: no single log of the person's own. */
export function empties(run: Acting, path: string): void {
  if (path.startsWith("/var/log") && /^\/var\/log(?:\/\*[\w.*-]*)?$/.test(path)) effect(run, "log:wipe");
}

/** Disks, partitions and what maps them; not terminals and the like. */
const isDisk = (path: string): boolean =>
  path.startsWith("/dev/") &&
  /^\/dev\/(sd[a-z]|hd[a-z]|vd[a-z]|xvd[a-z]|nvme\d|mmcblk\d|disk\d|rdisk\d|mapper\/|dm-\d|md\d|loop\d)/.test(
    path,
  );

export function remove(run: Acting, word: Word, recursive = false): void {
  const { shell } = run;
  const paths = pathsOf(shell, word);
  for (const path of paths) shell.draft.deletes.add(path);
  if (recursive) {
    for (const path of paths) shell.draft.deleteTrees.add(path);
  }
  // A single file that the person's own list names is one thing, a folder or a stranger's list another.
  if (isUnknownPath(word) && (recursive || word.from.network || word.from.decoded))
    effect(run, "delete:unknown");
  if (shell.remote === undefined || paths.length > 0 || !recursive) return;
  const harm = remoteDeletion(shell.remote, absolutePath(shell, word.text));
  if (harm !== undefined) effect(run, harm);
}

/** Talks to the host of a URL, host, host:port or user@host; returns the host. */
export function contact(run: Acting & { readonly hosts?: Set<string> }, text: string): string {
  const host = shown(hostOf(text));
  if (host === "") return "";
  run.shell.draft.hosts.add(host);
  run.hosts?.add(host);
  if (isMetadataHost(host)) effect(run, "net:metadata");
  return host;
}

const isRemote = (hosts: Iterable<string>): boolean => {
  let none = true;
  for (const host of hosts) {
    none = false;
    if (!isLocalHost(host)) return true;
  }
  return none;
};

/** Sends a text out. Nothing is noted when every host is this machine. */
export function send(run: Acting, flow: Flow, hosts: Iterable<string>): void {
  const { from } = flow;
  const printed = from.output || from.variables.includes("*");
  if (!printed && from.paths.length === 0 && from.variables.length === 0) return;
  const targets = [...hosts].filter((host) => host !== "");
  if (!isRemote(targets)) return;
  const { draft } = run.shell;
  for (const path of from.paths) draft.uploads.add(path);
  if (printed) draft.uploads.add("-");
  if (printed || from.paths.length > 0) noteUploadHosts(run, targets);
  sendVariables(run, from.variables, targets);
}

/** Sends what is more than the name of what is wanted: the body of a request, a letter, bytes to a socket. */
export function post(run: Acting, flow: Flow, hosts: Iterable<string>): void {
  const targets = [...hosts].filter((host) => host !== "");
  if (flow.text !== "" && isRemote(targets)) effect(run, "net:send");
  send(run, flow, targets);
}

function noteUploadHosts({ shell }: Acting, hosts: readonly string[]): void {
  for (const host of hosts) if (!isLocalHost(host)) shell.draft.uploadHosts.add(host);
}

/** A service's own token may go to the service. */
export function sendVariables(run: Acting, variables: readonly string[], hosts: readonly string[]): void {
  for (const variable of variables) {
    if (variable === "*") effect(run, "env:dump-to-network");
    else if (hosts.length === 0 || hosts.some((host) => !isLocalHost(host) && !isOwnHost(variable, host))) {
      effect(run, "env:secret-to-network");
    }
  }
}

export function sendFile(run: Acting & { readonly io?: Io }, word: Word, hosts: Iterable<string>): void {
  const flow = read(run, word);
  const targets = [...hosts].filter((host) => host !== "");
  if (isRemote(targets)) {
    for (const path of pathsOf(run.shell, word)) run.shell.draft.uploads.add(path);
    noteUploadHosts(run, targets);
  }
  send(run, flow, targets);
}

/** A secret store prints a secret. Where it is followed, whoever gets it decides: a child is what stores are for. */
export function printSecret(run: Acting): Flow {
  if (!run.shell.captured) effect(run, "secret:print");
  return { text: unknownPart, from: { ...outputFlow.from, variables: [storedSecret] } };
}

/** Runs a command given as words. */
export function runWords(run: Run, words: readonly Word[], io: Io = run.io): Flow {
  const { shell } = run;
  return deeper(shell, () => shell.walker.words(shell, words, io, true), nothing);
}

/** Literal code with names put into it, as by `xargs -I{} sh -c 'gzip {}'`: nothing unknown stands where a command begins. */
const isFramed = (text: string): boolean =>
  !/(?<=(?:^|[;&|(){}`\n]|\b(?:then|do|else|eval|exec|source|\.)\s)[\s"']*)\uFFFC/.test(text);

/** Where code comes from, in the words of `cmd.interprets`. */
function originOf({ text, from }: Flow): string {
  if (from.network) return "network";
  if (from.decoded) return "decoded";
  if (from.paths.length > 0) return from.output || !isFramed(text) ? "file" : "literal";
  if (isKnown({ text })) return "literal";
  return from.output ? "output" : "unknown";
}

/** Notes that code is interpreted. A text that is nowhere known and nowhere from is a terminal. */
export function noteCode({ shell }: Acting, flow: Flow): void {
  shell.draft.interprets.add(originOf(flow));
  if (flow.from.network && flow.from.decoded) shell.draft.interprets.add("decoded");
}

/** Runs shell text, wherever it comes from, in this very shell; `inside` gives it one of its own. */
export function runText(
  run: Run,
  flow: Flow,
  inside: Partial<Shell> | undefined = {},
  io: Io = run.io,
): Flow {
  noteCode(run, flow);
  const shell = inside === undefined ? run.shell : subshell(run.shell, inside);
  const printed = deeper(run.shell, () => shell.walker.text(shell, flow.text, io), nothing);
  return flow.from.network ? marked(printed, { network: true }) : printed;
}

/** Runs code of another language. */
export function interpret(run: Run, language: string, flow: Flow): Flow {
  noteCode(run, flow);
  if (flow.text === unknownPart || flow.text === "") return nothing;
  run.shell.draft.inlineCode.add(shown(flow.text));
  return languageRunner(language, flow.text, run);
}
