import { contact, read, runWords, write } from "./act.ts";
import { type Flow, join, unknownPart } from "./flow.ts";
import { isLocalHost, urlsIn } from "./hosts.ts";
import { baseName } from "./paths.ts";
import { withArguments } from "./perform.ts";
import type { Behaviour, Run } from "./programs/program.ts";
import { type Word, wordFrom } from "./word.ts";

/** What a program that nothing is known of does with its arguments. */
export function guess(run: Run): Flow {
  for (const word of run.args) touch(run, word);
  runWrapped(run);
  startProject(run);
  // It may be a filter: what it prints may hold all that it was given.
  const printed = withArguments(run);
  const { from } = join(run.io.stdin, printed);
  const network = from.network || [...run.hosts].some((host) => !isLocalHost(host));
  return { text: unknownPart, from: { ...from, network, shell: false } };
}

/** A program that no row describes. */
export const unlisted: Behaviour = { style: "raw", does: guess };

/** Programs that nobody names as an argument but to have them run. */
const commands = /^(rm|shred|dd|bash|sh|zsh|dash|sudo|doas|mkfs(\.\w+)?)$/;

/** Words behind which a command runs elsewhere: in a container, on another host. */
const elsewhere = /^(exec|ssh|shell|attach|login|enter|remote|console|compute|env|secret|secrets|help)$/;

/** An unknown program that is given a well-known command and its arguments most likely runs it. */
function runWrapped(run: Run): void {
  const at = run.args.findIndex(({ text }) => commands.test(baseName(text)));
  const [name, first] = run.args.slice(at);
  if (at === -1 || name === undefined || first === undefined) return;
  if (run.args.slice(0, at).some(({ text }) => elsewhere.test(text))) return;
  // `tool rm THING` is its own subcommand; `tool rm -rf /x` hardly is.
  if (name.text === "rm" && !/^[-/~.]/.test(first.text)) return;
  run.shell.draft.wrappers.add(run.program);
  runWords(run, run.args.slice(at));
}

const startWords = /^(?:new|create|init|startproject|startapp|scaffold|clone)$/;

/** `tool new ../PATH`, `create-tool ../PATH`: makes a project there. What follows an option most likely is its value. */
function startProject(run: Run): void {
  if (!run.program.startsWith("create-") && !startWords.test(run.args[0]?.text ?? "")) return;
  for (const [at, word] of run.args.entries()) {
    const isValue = /^--?[\w-]+$/.test(run.args[at - 1]?.text ?? "");
    if (!isValue && /^(?:\.\.?\/|[~/])/.test(word.text)) write(run, word);
  }
}

/** An argument, or the value attached to an option, that looks like a path or a URL. */
function touch(run: Run, word: Word): void {
  const text = word.text.startsWith("-") ? (/^--?[\w-]+=(.*)$/s.exec(word.text)?.[1] ?? "") : word.text;
  if (text === "" || isSentence(text)) return;
  for (const url of urlsIn(text)) contact(run, url);
  if (text.includes("://")) return;
  if (!looksLikePath(text) && !word.glob) return;
  run.content.flow = join(run.content.flow, read(run, wordFrom(text, word.from, word.glob)));
}

/** What begins with one of these is more likely a command, or a request, than a sentence. */
const orders =
  /^(cat|bat|less|more|head|tail|tac|nl|cut|sort|cp|mv|ln|rm|ls|find|dd|tee|scp|sftp|ssh|rsync|tar|zip|gzip|gpg|age|base64|xxd|od|hexdump|strings|curl|wget|nc|ncat|socat|aws|git|grep|rg|awk|sed|source|echo|printf|sudo|doas|env|time|nohup|xargs|exec|eval|shred|mkfs|bash|sh|zsh|dash|fish|python|node|deno|bun|ruby|perl|php|powershell|pwsh|type|get|gc|post|put|delete|patch|options|load|open|read|file|include|import|url)$/i;

/** Words, then a blank, then the path or address that they mention; no file is called so. */
function isSentence(text: string): boolean {
  const [, words = ""] = /^([^~/\\:=@<>|&;$`]*\s["'(]?)(?:[~/]|https?:\/\/)/.exec(text) ?? [];
  const [first = ""] = /^[A-Za-z]+(?=\s)/.exec(words) ?? [];
  return first !== "" && !orders.test(first) && !/\.\.|[|&;$`<>\n]/.test(text);
}

const looksLikePath = (text: string): boolean =>
  text.length < 1_024 &&
  !/[\n<>|]/.test(text) &&
  (/^[~./]|\//.test(text) || /^(id_(rsa|ed25519|ecdsa|dsa)|.*\.(pem|key|kdbx))$/.test(text));
