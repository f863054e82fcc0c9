import { contact, effect, read, runWords, send, write } from "../act.ts";
import { type Flow, networkFlow, nothing, outputFlow, unknownPart } from "../flow.ts";
import { has, operand, values } from "../given.ts";
import { absolutePath, baseName } from "../paths.ts";
import { literalWord, type Word, wordFrom } from "../word.ts";
import { applyInlineSetting, runShellText } from "./git-config.ts";
import { isForge } from "./install-sources.ts";
import type { Run } from "./program.ts";

const remoteKey = (name: string): string => `git remote ${name}`;
const branchKey = "git branch";

/** The branch that this command line has checked out, if any. */
export const currentBranch = (run: Run): string => run.shell.variables.get(branchKey)?.[0]?.text ?? "";

export function noteBranch(run: Run, name: Word | undefined): void {
  if (name !== undefined) run.shell.variables.set(branchKey, [name]);
}

/** A remote's address: what stands there, or what this command line has given the name. */
const addressOf = (run: Run, word: Word): Word => run.shell.variables.get(remoteKey(word.text))?.[0] ?? word;

const isAddress = (text: string): boolean => /:\/\/|^[\w.-]+@[\w.-]+:|^[\w.-]+\.[a-z]{2,}:[^/]|::/.test(text);

/** Talks to a repository by its address; returns its host. Transports that run a program run it. */
export function reach(run: Run, word: Word | undefined): string {
  if (word === undefined) return "";
  const address = addressOf(run, word);
  const helper = /^(ext|fd)::(.*)$/s.exec(address.text);
  if (helper !== null) {
    runTransport(run, wordFrom(helper[2] ?? "", address.from));
    return "";
  }
  if (!isAddress(address.text)) {
    if (/^[./~]/.test(address.text)) read(run, address);
    return "";
  }
  const host = contact(run, address.text.replace(/^\w+::/, ""));
  send(run, address, [host]);
  return host;
}

/** `ext::CMD ARG…` without a shell: `% ` is a space in an argument, `%%` a sign. (git-remote-ext(1)) */
function runTransport(run: Run, { text, from }: Word): void {
  const words = (text.match(/(?:%.|[^ %])+/gs) ?? []).map((word) =>
    word.replace(/%(.)/gs, (_, char: string) => (char === " " || char === "%" ? char : "")),
  );
  runWords(
    run,
    words.map((word) => wordFrom(word, from)),
  );
}

/** A program of the other side that may as well be one of this side. */
function runPackProgram(run: Run): void {
  for (const word of values(run, "-u", "--upload-pack", "--receive-pack", "--exec")) runShellText(run, word);
}

export function clone(run: Run): Flow {
  runPackProgram(run);
  for (const setting of values(run, "-c", "--config")) applyInlineSetting(run, setting);
  if (values(run, "--template").length > 0) effect(run, "git:config-hooks");
  const [address, folder] = run.operands;
  if (address === undefined) return nothing;
  const host = reach(run, address);
  const name = baseName(address.text.replace(/(?<!\/)\/+$/, "").replace(/\.git$/, "")).replace(/^.*:/, "");
  const target = folder ?? literalWord(name);
  if (folder !== undefined || !address.text.includes("::")) write(run, target);
  // What a stranger's repository holds is code from the network, if it is run at once.
  if (host !== "" && !isForge(host)) {
    const from = { ...networkFlow.from, unpacked: true };
    run.shell.files.set(`${absolutePath(run.shell, target.text)}/`, { text: unknownPart, from });
  }
  return nothing;
}

/** fetch, pull, ls-remote. */
export function fetch(run: Run): Flow {
  runPackProgram(run);
  reach(run, run.operands[0]);
  return outputFlow;
}

export function remote(run: Run): Flow {
  const [verb, name, address] = run.operands.map((word) => word);
  if (!/^(add|set-url)$/.test(verb?.text ?? "") || name === undefined || address === undefined)
    return outputFlow;
  run.shell.variables.set(remoteKey(name.text), [address]);
  reach(run, name);
  return nothing;
}

const isMain = (ref: string): boolean => /^(refs\/heads\/)?(main|master|trunk|production|release)$/.test(ref);

const given = (run: Run, wanted: string): boolean => run.options.some(({ name }) => name === wanted);

export function push(run: Run): Flow {
  runPackProgram(run);
  if (has(run, "-n", "--dry-run")) return outputFlow;
  const [target, ...refspecs] = run.operands;
  const refs = refspecs.map(({ text }) => text);
  notePushed(run, refs);
  const lease = run.options.some(
    ({ name }) => name.startsWith("--force-w") || name === "--force-if-includes",
  );
  const forced =
    has(run, "-f", "--force") || given(run, "--mirror") || refs.some((ref) => ref.startsWith("+"));
  if (forced) effect(run, "git:force-push");
  else if (lease && pushesMain(run, refs)) effect(run, "git:force-with-lease-main");
  sendRepository(run, target);
  return outputFlow;
}

function notePushed(run: Run, refs: readonly string[]): void {
  const deletes =
    has(run, "-d", "--delete", "--prune") || given(run, "--mirror") || refs.some((ref) => /^\+?:./.test(ref));
  if (deletes) effect(run, "git:push-delete");
}

function pushesMain(run: Run, refs: readonly string[]): boolean {
  if (refs.length === 0) return isMain(currentBranch(run));
  return refs.some((ref) => {
    const to = ref.slice(ref.lastIndexOf(":") + 1);
    return isMain(to) || (/^(HEAD|@)$/.test(to) && isMain(currentBranch(run)));
  });
}

/** To a stranger's address that this very command names, a push is an upload of the repository. */
function sendRepository(run: Run, target: Word | undefined): void {
  const host = reach(run, target);
  if (host === "" || isForge(host)) return;
  send(run, { text: unknownPart, from: { ...nothing.from, paths: [run.shell.cwd] } }, [host]);
}

export const submodule = (run: Run): Flow => {
  const verb = operand(run, 0);
  if (verb === "add") reach(run, run.operands[1]);
  const [, ...rest] = run.operands;
  const command = rest.slice(
    Math.max(
      0,
      rest.findIndex(({ text }) => !text.startsWith("-")),
    ),
  );
  if (verb === "foreach" && command[0] !== undefined)
    runShellText(run, wordFrom(command.map(({ text }) => text).join(" "), command[0].from), nothing);
  return outputFlow;
};
