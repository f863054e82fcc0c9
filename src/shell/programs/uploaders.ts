import { contact, read, readTree, send, sendFile } from "../act.ts";
import { type Flow, outputFlow } from "../flow.ts";
import { operand, value, values } from "../given.ts";
import { guess, unlisted } from "../unlisted.ts";
import { type Word, wordFrom } from "../word.ts";
import type { Behaviour, Program, Run } from "./program.ts";

/**
 * Sends what a service's own client is told to deploy or release. What lies in the session's folder, or was made for
 * it in a temporary one, is what the client is for; only what comes from elsewhere is noted.
 */
function sendForeign(run: Run, word: Word, host: string): void {
  const { text, from } = read(run, word);
  const { cwd, tmpdir } = run.shell.place;
  const own = [cwd, "/tmp", "/var/tmp", ...(tmpdir === "" ? [] : [tmpdir])];
  const paths = from.paths.filter(
    (path) => !own.some((folder) => path === folder || path.startsWith(`${folder}/`)),
  );
  send(run, { text, from: { ...from, paths, output: false } }, [host]);
}

const deploys =
  (host: string, ...options: readonly string[]) =>
  (run: Run): Flow => {
    const folders = run.operands.filter(({ text }) => /^[~./]|\//.test(text) && !text.includes("://"));
    for (const word of [...values(run, ...options), ...folders]) sendForeign(run, word, host);
    return outputFlow;
  };

const asset = (run: Run): Flow => {
  for (const word of run.operands.slice(1))
    sendForeign(run, wordFrom(word.text.replace(/#.*/s, ""), word.from, word.glob), "uploads.github.com");
  return outputFlow;
};

const releaseOptions = "-R --repo -t --title -n --notes -F --notes-file --target --discussion-category";

const releases: Behaviour = {
  options: { "-R --repo": "value" },
  subcommands: { "create upload": { options: { [releaseOptions]: "value" }, does: asset } },
};

/** Where a repository of backups is: `sftp:user@host:/path`, `s3:host/bucket`, `ssh://host/x`, `host:path`. */
function repositoryHost(text: string): string | undefined {
  if (/^(?:[\w+]*\+)?file:/.test(text)) return undefined;
  const found = /^(sftp|s3|rest|b2|azure|gs|swift|rclone|ssh|ftps?|scp|rsync|webdavs?):(.*)$/s.exec(text);
  if (found === null)
    return /^(?:[\w.-]+@)?[\w.-]{2,}:(?!:)/.test(text) ? text.replace(/:.*$/s, "") : undefined;
  const [, scheme = "", rest = ""] = found;
  if (/^(b2|azure|gs|swift|rclone)$/.test(scheme)) return "";
  return /^[^/:]*/.exec(rest.replace(/^(https?:)?\/\//, ""))?.[0] ?? "";
}

function backUpTo(run: Run, repository: string, words: readonly Word[]): void {
  const host = repositoryHost(repository);
  if (host === undefined) return;
  const known = host === "" ? [] : [contact(run, host)];
  for (const word of words) {
    readTree(run, word);
    sendFile(run, word, known);
  }
}

const variable = (run: Run, name: string): string => run.shell.variables.get(name)?.[0]?.text ?? "";

/** restic: the repository is an option or a variable. */
const restic: Behaviour = {
  options: {
    "-r --repo --exclude -e --exclude-file --files-from --tag --host -H -p --password-file -o --option":
      "value",
  },
  does: (run) => {
    const repository = value(run, "-r", "--repo")?.text ?? variable(run, "RESTIC_REPOSITORY");
    if (operand(run, 0) === "backup") backUpTo(run, repository, run.operands.slice(1));
    return undefined;
  },
};

const borg: Behaviour = {
  subcommands: {
    create: {
      options: { "-e --exclude -C --compression --comment -x --exclude-from --patterns-from": "value" },
      does: (run) => {
        const [, repository = ""] = /^(.*?)::/s.exec(operand(run, 0)) ?? [];
        const given = repository === "" ? variable(run, "BORG_REPO") : repository;
        backUpTo(run, given, run.operands.slice(1));
        return undefined;
      },
    },
  },
};

/** duplicity's last operand is where it puts the others. */
const duplicity = (run: Run): undefined => {
  const sources = run.operands
    .slice(0, -1)
    .filter(({ text }) => !/^(full|incr|incremental|backup)$/.test(text));
  if (!sources.some(({ text }) => text.includes("://")))
    backUpTo(run, run.operands.at(-1)?.text ?? "", sources);
};

/** What senders do for whose names another file has rows; see `additions.ts`. */
export const senders: readonly Program[] = [
  { names: ["gh"], style: "posix", subcommands: { release: releases } },
  { names: ["surge"], does: deploys("surge.sh", "-p", "--project") },
  {
    names: ["netlify", "ntl"],
    subcommands: {
      deploy: {
        options: { "-d --dir -f --functions": "value" },
        does: deploys("netlify.com", "-d", "--dir"),
      },
    },
  },
  {
    names: ["vercel", "now"],
    options: { "--cwd -t --token -S --scope": "value" },
    does: deploys("vercel.com", "--cwd"),
  },
  {
    names: ["wrangler"],
    style: "posix",
    subcommands: {
      pages: { subcommands: { "deploy publish": { does: deploys("cloudflare.com") } } },
      r2: {
        subcommands: {
          object: { options: { "-f --file": "value" }, does: deploys("cloudflare.com", "-f", "--file") },
        },
      },
    },
  },
  { names: ["gh-pages"], options: { "-d --dist": "value" }, does: deploys("github.com", "-d", "--dist") },
  { names: ["firebase"], options: { "--public": "value" }, does: deploys("firebase.google.com", "--public") },
  { names: ["restic"], ...restic },
  { names: ["borg"], ...borg },
  { names: ["duplicity"], does: duplicity },
];

/** Programs that give files to others, whoever they are. */
const shares = (verbs: RegExp, options: Readonly<Record<string, "value" | "upload">> = {}): Behaviour => ({
  options,
  does: (run) => {
    const [verb] = run.operands;
    const isVerb = verbs.test(verb?.text ?? "");
    if (!isVerb && !verbs.test("")) return guess(run);
    for (const word of isVerb && verb?.text !== "" ? run.operands.slice(1) : run.operands)
      if (word.text === "-") send(run, run.io.stdin, []);
      else sendFile(run, word, []);
    return outputFlow;
  },
});

/** smbclient's `put FILE`, `mput PATTERN`, behind `-c` or on its input. */
function smb(run: Run): Flow {
  const host = contact(run, /^[/\\]{2}([^/\\]+)/.exec(operand(run, 0))?.[1] ?? "");
  const scripts = [...values(run, "-c", "--command"), run.io.stdin];
  for (const { text, from } of scripts)
    for (const line of text.split(/[;\n]/)) {
      const [, file] = /^\s*m?put\s+("[^"]*"|\S+)/.exec(line) ?? [];
      if (file !== undefined)
        sendFile(run, wordFrom(file.replaceAll('"', ""), from, /[*?]/.test(file)), [host]);
    }
  for (const file of values(run, "-A", "--authentication-file")) read(run, file);
  return outputFlow;
}

/** Clients that send files out. */
export const uploaders: readonly Program[] = [
  {
    names: ["smbclient"],
    options: { "-c --command -U --user -W -p -I -D -A --authentication-file -m -d -T": "value" },
    does: smb,
  },
  { names: ["onionshare", "onionshare-cli"], ...shares(/^$/, { "--title --auto-stop-timer": "value" }) },
  { names: ["ipfs", "kubo"], ...shares(/^add$/) },
  { names: ["dbxcli", "dropbox-cli", "dropbox-uploader", "drive"], ...shares(/^(put|upload|push)$/) },
  { names: ["telegram-send"], options: { "-f --file -i --image --video --audio": "upload" } },
  { names: ["slackcat"], options: { "-c --channel -n --filename": "value" }, ...shares(/^$/) },
  { names: ["kdeconnect-cli"], options: { "--share": "upload", "-d --device -n --name": "value" } },
  { names: ["localsend", "localsend-cli"], ...shares(/^(send|)$/) },
  {
    names: ["hf", "huggingface-cli"],
    subcommands: {
      "upload upload-large-folder": {
        options: { "--repo-type --revision --token --commit-message --include --exclude": "value" },
        does: (run) => {
          for (const word of run.operands.slice(1, 2)) sendForeign(run, word, "huggingface.co");
          return outputFlow;
        },
      },
    },
    otherwise: unlisted,
  },
];
