import { contact, read, runText, send, sendFile, write } from "../act.ts";
import { type Flow, networkFlow, nothing } from "../flow.ts";
import { operand, values } from "../given.ts";
import { urlsIn } from "../hosts.ts";
import { baseName } from "../paths.ts";
import { literalWord, wordFrom } from "../word.ts";
import type { Run } from "./program.ts";

const transfers =
  /^[^\S\n]*(mput|put|send|append|mirror\s+(?:-\S+\s+)*-\S*R\S*|mirror\s+-R|get|mget|mirror|!|lcd|source)\s*([^\n]*)$/gm;

/** Commands of ftp, lftp and sftp: `put FILE`, `get FILE`, `!SHELL`. */
export function transferCommands(run: Run, text: string, hosts: readonly string[]): void {
  for (const [, command = "", rest = ""] of text.replaceAll(";", "\n").matchAll(transfers)) {
    const words = rest.split(/\s+/).filter((word) => word !== "" && !word.startsWith("-"));
    const [first = ""] = words;
    if (command === "!") runText(run, literalWord(rest));
    else if (/^(get|mget)$/.test(command)) write(run, literalWord(words[1] ?? baseName(first)), networkFlow);
    else if (command !== "lcd" && command !== "source" && command !== "mirror" && first !== "")
      for (const word of /^m(put|irror)/.test(command) ? words : [first])
        sendFile(run, wordFrom(word, nothing.from, word.includes("*")), hosts);
  }
}

export function fileTransfer(run: Run): Flow {
  const [first, ...rest] = run.operands;
  if (first === undefined) return nothing;
  const host = contact(run, first.text);
  const scripts = [...values(run, "-e", "-c"), ...(run.program === "lftp" ? [] : [])];
  for (const script of scripts) {
    for (const url of urlsIn(script.text)) contact(run, url);
    transferCommands(run, script.text, [host]);
  }
  for (const file of values(run, "-f")) read(run, file);
  // ncftpput host folder file…; the others take their commands from their input.
  if (/put$/.test(run.program)) for (const file of rest.slice(1)) sendFile(run, file, [host]);
  transferCommands(run, run.io.stdin.text, [host]);
  if (run.io.stdin.from.paths.length > 0) send(run, run.io.stdin, [host]);
  return networkFlow;
}

export function lftp(run: Run): Flow {
  const hosts = run.operands.map(({ text }) => contact(run, text));
  for (const script of values(run, "-e", "-c")) {
    const urls = urlsIn(script.text).map((url) => contact(run, url));
    transferCommands(run, script.text, [...hosts, ...urls]);
  }
  transferCommands(run, run.io.stdin.text, hosts);
  return networkFlow;
}

export const trivialFtp = (run: Run): Flow => {
  const host = contact(run, operand(run, 0));
  const text =
    values(run, "-c").length > 0
      ? run.args
          .slice(run.args.findIndex((word) => word.text === "-c") + 1)
          .map((word) => word.text)
          .join(" ")
      : run.io.stdin.text;
  transferCommands(run, text, [host]);
  return networkFlow;
};
