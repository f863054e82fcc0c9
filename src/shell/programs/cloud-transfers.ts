import { contact, effect, read, readTree, remove, send, sendFile, write } from "../act.ts";
import { type Flow, networkFlow, outputFlow } from "../flow.ts";
import { has, value, values } from "../given.ts";
import { isLocalHost } from "../hosts.ts";
import { own } from "../own.ts";
import { type Word, wordFrom } from "../word.ts";
import { verbs } from "./cloud-verbs.ts";
import type { Run } from "./program.ts";

const isBucket = (text: string): boolean =>
  /^(s3|gs|oss|cos|b2|az|r2|minio|swift|abfss?|wasbs?):\/\//.test(text);

const isStandardOutput = (text: string): boolean => text === "-" || text === "/dev/stdout";

/** Uploads go to a bucket; to a store on this machine (`--endpoint-url http://localhost:4566`) they don't count. */
export function endpoints(run: Run): readonly string[] {
  return values(run, "--endpoint-url", "--endpoint", "--api-endpoint", "--host").map((word) =>
    contact(run, word.text),
  );
}

/** `cp|mv|sync SOURCE TARGET` between this machine and buckets. */
export function transfer(run: Run, verb: string, source: Word | undefined, target: Word | undefined): Flow {
  if (source === undefined || target === undefined) return outputFlow;
  const hosts = endpoints(run);
  const local = hosts.length > 0 && hosts.every(isLocalHost);
  const [up, down] = [isBucket(target.text), isBucket(source.text)];
  if (up && source.text === "-") send(run, run.io.stdin, hosts);
  else if (up && !down) {
    if (verb === "sync" || has(run, "--recursive", "-r", "-R")) readTree(run, source);
    sendFile(run, source, hosts);
  } else if (down && !up) {
    if (isStandardOutput(target.text)) return networkFlow;
    write(run, target, networkFlow);
  }
  if (verb === "mv" && !down) remove(run, source);
  if (has(run, "--delete", "-d", "--delete-unmatched-destination-objects", "--remove"))
    deleteExtra(run, up, local, target);
  return outputFlow;
}

function deleteExtra(run: Run, up: boolean, local: boolean, target: Word): void {
  if (!up) remove(run, target, true);
  else if (!local) effect(run, "cloud:delete");
}

/** Names of files in values: `--body f`, `fileb://f`, `file://f`. */
export function localFiles(run: Run): void {
  for (const { value: given } of run.options) {
    if (given === undefined) continue;
    const path = /^fileb?:\/\/(.+)$/s.exec(given.text)?.[1];
    if (path !== undefined) read(run, wordFrom(path, given.from));
  }
}

export function copyAnywhere(run: Run, verb: string, operands: readonly Word[]): Flow {
  const target = operands.at(-1);
  const remotePath = (text: string): boolean => isBucket(text) || /^[\w.@-]+:/.test(text);
  if (verb === "cat" || target?.text === "-") return networkFlow;
  for (const source of operands.slice(0, -1)) {
    if (target === undefined) break;
    if (!remotePath(target.text) || isBucket(target.text)) transfer(run, verb, source, target);
    else if (!remotePath(source.text)) sendFile(run, source, []);
  }
  return outputFlow;
}

/** `gsutil cp`, `s3cmd put`, `mc cp`, `b2 upload-file`, `azcopy copy`. */
export function storage(run: Run): Flow {
  const [verb = "", ...rest] = verbs(run);
  const words = run.operands.slice(1);
  if (/^(cp|mv|sync|rsync|copy|mirror)$/.test(verb)) {
    const target = words.at(-1);
    const there = (text: string): boolean =>
      isBucket(text) ||
      /^https?:/.test(text) ||
      (run.program === "mc" && /^[\w-]+\/\w/.test(text) && !text.startsWith("local/"));
    for (const source of words.slice(0, -1)) {
      if (target === undefined) break;
      if (there(source.text) && isStandardOutput(target.text)) return networkFlow;
      if (there(target.text) && !there(source.text))
        sendFile(run, source, /^https?:/.test(target.text) ? [contact(run, target.text)] : []);
      else transfer(run, verb, source, target);
    }
  } else if (/^(put|upload|upload-file|upload_file|pipe)$/.test(verb)) {
    for (const word of words) if (!isBucket(word.text)) sendFile(run, word, []);
    if (verb === "pipe") send(run, run.io.stdin, []);
  } else if (/^(get|cat|head|tail|download)$/.test(verb)) {
    const target = words.at(-1);
    if (/^(cat|head|tail)$/.test(verb) || target?.text === "-") return networkFlow;
    if (rest.length > 1 && target !== undefined && !isBucket(target.text)) write(run, target, networkFlow);
  } else if (/^(rm|rb|del|delete|remove|rd|delete-file|delete-bucket|purge)$/.test(verb))
    effect(run, "cloud:delete");
  return outputFlow;
}

/** Programs that give files to whoever has the code or the link. */
/** Paste sites by the clients that are there for them; a client of several goes to the first. */
const pasteSites: Readonly<Record<string, string>> = {
  pastebinit: "dpaste.com",
  wgetpaste: "dpaste.com",
  dpaste: "dpaste.com",
  termbin: "termbin.com",
  sprunge: "sprunge.us",
  "0x0": "0x0.st",
  hastebin: "hastebin.com",
  haste: "hastebin.com",
  transfersh: "transfer.sh",
};

export function share(run: Run): Flow {
  const site = own(pasteSites, run.program);
  if (site !== undefined && has(run, "-l", "-v", "--version")) return outputFlow;
  if (site !== undefined) contact(run, value(run, "-b")?.text ?? site);
  if (run.program === "pastebinit") for (const file of values(run, "-i")) sendFile(run, file, []);
  const [verb] = run.operands;
  if (/^(receive|recv|version|help)$/.test(verb?.text ?? "")) return networkFlow;
  for (const word of run.operands) if (!/^(send|share|upload)$/.test(word.text)) sendFile(run, word, []);
  send(run, run.io.stdin, []);
  return outputFlow;
}
