import { effect, printSecret, read, write } from "../act.ts";
import { type Flow, nothing, outputFlow } from "../flow.ts";
import { has, operand, value } from "../given.ts";
import { literalWord, wordFrom } from "../word.ts";
import { after } from "./after.ts";
import type { Behaviour, Program, Run } from "./program.ts";

/** The keychain: what prints a secret, and what changes trust. */
function security(run: Run): Flow {
  const verb = operand(run, 0);
  if (/^(dump-keychain|export|find-identity-x)$/.test(verb)) effect(run, "secret:print");
  if (/^find-(generic|internet)-password$/.test(verb) && has(run, "-w", "-g")) return printSecret(run);
  if (
    /^(delete-keychain|unlock-keychain|set-keychain-settings|add-trusted-cert|delete-(generic|internet)-password|authorizationdb)$/.test(
      verb,
    )
  )
    effect(run, "secret:print");
  for (const word of run.operands.slice(1))
    if (/keychain|\.(p12|pem|cer|crt)$/.test(word.text)) read(run, word);
  return outputFlow;
}

/** `defaults write DOMAIN KEY VALUE`: a property list below ~/Library. */
function defaults(run: Run): Flow {
  const [verb, domain] = run.operands;
  if (domain === undefined) return outputFlow;
  const path = /^[/~]/.test(domain.text) ? domain.text : `~/Library/Preferences/${domain.text}.plist`;
  const file = wordFrom(path, domain.from);
  if (/^(write|import|rename|delete)$/.test(verb?.text ?? "")) write(run, file);
  if (/loginwindow|LoginHook/i.test(run.operands.map(({ text }) => text).join(" ")) && verb?.text === "write")
    effect(run, "persist:service");
  return outputFlow;
}

/** `plutil -lint FILE`, `plutil -replace KEY -string V FILE`. */
function propertyList(run: Run): Flow {
  const changes = run.args.some(({ text }) =>
    /^-(replace|insert|remove|convert|create)$|^(Set|Add|Delete|Merge|Import)\b/.test(text),
  );
  const file = run.args.findLast(({ text }) => !text.startsWith("-"));
  if (file === undefined) return outputFlow;
  if (changes) write(run, file, { text: run.args.map(({ text }) => text).join(" "), from: nothing.from });
  else read(run, file);
  return outputFlow;
}

function buddy(run: Run): Flow {
  const [file] = run.operands;
  const command = value(run, "-c");
  if (file === undefined) return outputFlow;
  if (command !== undefined && !/^\s*print/i.test(command.text)) write(run, file, command);
  else read(run, file);
  return outputFlow;
}

/** Protections of macOS that only a person should loosen. */
const protections: Behaviour = {
  does: (run) => {
    const text = run.args.map((word) => word.text).join(" ");
    if (/disable|--master-disable|--global-disable|reset|clear|-c\s+disable|add /.test(text))
      effect(run, "system:firewall");
    return outputFlow;
  },
};

const disks: Behaviour = {
  does: (run) => {
    if (
      /^(erase|eraseDisk|eraseVolume|partitionDisk|zeroDisk|randomDisk|secureErase|reformat)$/i.test(
        operand(run, 0),
      ) ||
      (/^apfs$/i.test(operand(run, 0)) && /^delete|erase/i.test(operand(run, 1)))
    )
      effect(run, "disk:format");
    return outputFlow;
  },
};

const directory: Behaviour = {
  does: (run) => {
    if (run.args.some(({ text }) => /^-?(create|append|delete|passwd|change|merge)$/.test(text)))
      write(run, literalWord("/etc/passwd"));
    if (run.args.at(-1)?.text === "NFSHomeDirectory")
      return { text: `NFSHomeDirectory: ${run.shell.place.home}\n`, from: outputFlow.from };
    return outputFlow;
  },
};

const copies: Behaviour = { operands: ["read-tree"], last: "write", output: "none" };

const netSettings: Behaviour = {
  does: (run) => {
    if (run.args.some(({ text }) => /^-?-set/.test(text))) effect(run, "system:firewall");
    return outputFlow;
  },
};

const backups = (run: Run): Flow => {
  if (/^(delete|deletelocalsnapshots|disable|removedestination)/.test(operand(run, 0)))
    effect(run, "system:restore-points");
  return outputFlow;
};

const attributes = (run: Run): Flow => {
  if (has(run, "-d", "-c", "-w"))
    for (const word of run.operands.slice(has(run, "-c") ? 0 : 1)) write(run, word);
  return outputFlow;
};

export const macos: readonly Program[] = [
  {
    names: ["security"],
    style: "posix",
    does: (run) =>
      security({
        ...run,
        options: [
          ...run.options,
          ...run.operands
            .filter(({ text }) => text.startsWith("-"))
            .map(({ text }) => ({ name: text, value: undefined })),
        ],
      }),
  },
  { names: ["defaults"], options: { "-host": "value" }, does: defaults },
  { names: ["plutil"], style: "raw", does: propertyList },
  { names: ["PlistBuddy", "plistbuddy"], options: { "-c": "value" }, does: buddy },
  {
    names: ["spctl", "csrutil", "fdesetup", "nvram", "tccutil", "socketfilterfw", "bless"],
    style: "raw",
    ...protections,
  },
  { names: ["diskutil"], ...disks },
  { names: ["dscl", "dsimport"], style: "raw", ...directory },
  { names: ["ditto"], ...copies },
  { names: ["networksetup", "scutil", "systemsetup", "pmset"], style: "raw", ...netSettings },
  { names: ["tmutil"], does: backups },
  { names: ["xattr"], options: {}, does: attributes },
  {
    names: [
      "mdfind",
      "mdls",
      "sw_vers",
      "system_profiler",
      "ioreg",
      "sips",
      "textutil",
      "qlmanage",
      "screencapture",
      "log",
      "softwareupdate",
      "mas",
      "caffeinate-x",
      "afplay",
      "pkgutil",
      "installer",
      "hdiutil",
    ],
    style: "raw",
  },
  {
    names: ["osacompile"],
    options: { "-e -o -l": "value" },
    does: (run) =>
      value(run, "-o") === undefined
        ? nothing
        : after(write(run, value(run, "-o") ?? literalWord("")), nothing),
  },
];
