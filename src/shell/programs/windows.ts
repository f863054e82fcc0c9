import { contact, effect, noteCode, read, readTree, remove, runText, runWords, write } from "../act.ts";
import { fromBase64 } from "../decode.ts";
import { decodedFlow, type Flow, marked, networkFlow, nothing, outputFlow } from "../flow.ts";
import { operand } from "../given.ts";
import { setVariable } from "../set-variable.ts";
import { literalWord, wordOf } from "../word.ts";
import type { Behaviour, Program, Run } from "./program.ts";
import { runBatchProgram, runPowershellProgram, spaced } from "./windows-shells.ts";

const runKey =
  /\\(CurrentVersion\\(Run|RunOnce|RunServices|Policies\\Explorer\\Run)|Winlogon|Image File Execution Options)/i;

/** `reg add KEY /v NAME /d VALUE`. */
function registry(run: Run): Flow {
  const [verb, key] = run.args;
  if (!/^(add|delete|import|restore|load|copy)$/i.test(verb?.text ?? "")) {
    if (/^(save|export)$/i.test(verb?.text ?? "") && /hklm[\\/]+(sam|security|system)/i.test(key?.text ?? ""))
      effect(run, "secret:print");
    return outputFlow;
  }
  effect(
    run,
    runKey.test((key?.text ?? "").replaceAll("/", "\\")) ? "persist:registry-run" : "system:registry",
  );
  return nothing;
}

/** `schtasks /create … /sc onlogon`: what starts with the machine or a login is no job for later. */
function schedules(run: Run): Flow {
  const texts = run.args.map(({ text }) => text.toLowerCase().replace(/^[-/]+/, ""));
  if (!texts.some((text) => /^(?:create|delete|change|run|end)$/.test(text))) return outputFlow;
  effect(run, "system:cron");
  if (texts.includes("create") && texts.some((text) => /^on(?:logon|start)$/.test(text)))
    effect(run, "persist:service");
  return outputFlow;
}

/** `start ["title"] [/b] PROGRAM args`, as Git's bash on Windows has it. */
function starts(run: Run): Flow {
  const at = run.args.findIndex(
    ({ text }, index) => !/^\/{1,2}[a-z]+$/i.test(text) && !(index === 0 && /^$|\s/.test(text)),
  );
  return at === -1 ? outputFlow : runWords(run, run.args.slice(at));
}

/** `certutil -urlcache -f URL FILE`, `-decode IN OUT`. */
function certutil(run: Run): Flow {
  const operands = run.args.filter(({ text }) => !/^[-/][a-z]/i.test(text));
  const url = operands.find(({ text }) => text.includes("://"));
  const [first, second] = operands;
  if (url !== undefined) {
    contact(run, url.text);
    const target = operands.at(-1);
    write(
      run,
      target === url || target === undefined
        ? literalWord(url.text.slice(url.text.lastIndexOf("/") + 1))
        : target,
      networkFlow,
    );
  } else if (first !== undefined) {
    const flow = read(run, first);
    const decodes = run.args.some(({ text }) => /^[-/]decode(hex)?$/i.test(text));
    if (second !== undefined)
      write(run, second, decodes ? decodedFlow(flow, fromBase64) : marked(flow, { encoded: true }));
  }
  return nothing;
}

/** Bitsadmin's last words are URL and file. */
function bitsadmin(run: Run): Flow {
  const at = run.args.findIndex(({ text }) => text.includes("://"));
  const [url, file] = at === -1 ? [] : run.args.slice(at);
  if (url !== undefined) contact(run, url.text);
  if (file !== undefined) write(run, file, networkFlow);
  return nothing;
}

/** `wmic process call create "CODE"`, `wmic shadowcopy delete`. */
function wmic(run: Run): Flow {
  const line = run.args
    .map(({ text }) => text)
    .join(" ")
    .toLowerCase();
  if (/shadowcopy delete/.test(line)) effect(run, "system:restore-points");
  const at = run.args.findIndex(({ text }) => /^create$/i.test(text));
  return at === -1
    ? outputFlow
    : runText(run, spaced(run.args.slice(at + 1)), { walker: run.shell.walker.as("cmd") });
}

/** Programs that fetch and run what a URL holds. */
function runRemote(run: Run): Flow {
  for (const word of run.args) {
    const url = /https?:\/\/[^\s"',)]+/i.exec(word.text)?.[0];
    if (url === undefined) {
      if (/^(javascript|vbscript):/i.test(word.text)) noteCode(run, word);
      continue;
    }
    contact(run, url);
    noteCode(run, networkFlow);
  }
  return nothing;
}

/** By the first word, as `sc stop X` or `net user X`. */
const byVerb = (verbs: Readonly<Record<string, Parameters<typeof effect>[1]>>): Behaviour => ({
  style: "raw",
  does: (run) => {
    const verb = operand(run, 0).toLowerCase().replace(/^[-/]/, "");
    for (const [names, name] of Object.entries(verbs)) if (names.split(" ").includes(verb)) effect(run, name);
    return outputFlow;
  },
});

function setEnvironment(run: Run): Flow {
  const [name, given] = run.operands.filter(({ text }) => !/^\/[a-z]$/i.test(text));
  if (name === undefined) return nothing;
  setVariable(run.shell, name.text, [given ?? literalWord("")]);
  return nothing;
}

/** `icacls FILE /grant …`, `takeown /f FILE`, `attrib +h FILE`. */
function changeRights(run: Run): Flow {
  for (const word of run.args)
    if (!/^[-+/]/.test(word.text) && !/:\(?[a-z,()]+\)?$|^everyone/i.test(word.text))
      write(run, wordOf({ ...word, text: word.text.replaceAll("\\", "/") }));
  if (run.args.some(({ text }) => /^(everyone|\*S-1-1-0|users):\(?.*[fmw]/i.test(text)))
    effect(run, "perms:world-writable");
  return nothing;
}

function robocopy(run: Run): Flow {
  const [source, target] = run.args.filter(({ text }) => !text.startsWith("/"));
  const flow = source === undefined ? nothing : readTree(run, source);
  if (target !== undefined) write(run, target, flow);
  const options = run.args.map(({ text }) => text.toLowerCase());
  if (target !== undefined && (options.includes("/mir") || options.includes("/purge")))
    remove(run, target, true);
  if (source !== undefined && (options.includes("/move") || options.includes("/mov")))
    remove(run, source, true);
  return nothing;
}

/** Windows' own `runas` and `wsl` run what follows. */
function runAs(run: Run): Flow {
  effect(run, "privilege:sudo");
  run.shell.draft.wrappers.add("runas");
  const code = run.args.filter(({ text }) => !text.startsWith("/")).at(-1);
  return code === undefined ? nothing : runText(run, code, { walker: run.shell.walker.as("cmd") });
}

function linux(run: Run): Flow {
  const at = run.args.findIndex(
    ({ text }) => text === "-e" || text === "--" || text === "--exec" || !text.startsWith("-"),
  );
  run.shell.draft.wrappers.add("wsl");
  if (at === -1) return nothing;
  const words = run.args.slice(/^-/.test(run.args[at]?.text ?? "") ? at + 1 : at);
  return runWords({ ...run, shell: { ...run.shell, walker: run.shell.walker.as("posix") } }, words);
}

export const windows: readonly Program[] = [
  {
    names: ["powershell", "pwsh", "powershell_ise", "pwsh-preview"],
    style: "raw",
    does: runPowershellProgram,
  },
  { names: ["cmd", "command.com"], style: "raw", does: runBatchProgram },
  { names: ["reg", "regedit"], style: "raw", does: registry },
  { names: ["certutil"], style: "raw", does: certutil },
  { names: ["bitsadmin"], style: "raw", does: bitsadmin },
  { names: ["wmic"], style: "raw", does: wmic },
  {
    names: ["mshta", "regsvr32", "rundll32", "msiexec", "cscript", "wscript", "installutil", "hh"],
    style: "raw",
    does: runRemote,
  },
  { names: ["schtasks"], style: "raw", does: schedules },
  {
    names: ["sc"],
    ...byVerb({ "stop delete config start pause failure": "system:service", create: "persist:service" }),
  },
  {
    names: ["net", "net1"],
    ...byVerb({ "stop start": "system:service", "user localgroup group": "system:users" }),
  },
  { names: ["vssadmin", "wbadmin"], ...byVerb({ "delete resize": "system:restore-points" }) },
  { names: ["bcdedit"], ...byVerb({ "set delete deletevalue create import": "system:boot" }) },
  { names: ["wevtutil"], ...byVerb({ "cl clear-log sl": "log:wipe" }) },
  {
    names: ["netsh"],
    style: "raw",
    does: (run) => {
      if (
        /firewall|advfirewall|portproxy/i.test(`${operand(run, 0)} ${operand(run, 1)}`) &&
        !run.args.some(({ text }) => /^show$/i.test(text))
      )
        effect(run, "system:firewall");
      return outputFlow;
    },
  },
  { names: ["diskpart"], effects: ["disk:format"], style: "raw" },
  {
    names: ["format"],
    style: "raw",
    does: (run) => {
      if (/^[a-z]:$/i.test(operand(run, 0))) effect(run, "disk:format");
      return outputFlow;
    },
  },
  {
    names: ["cipher"],
    style: "raw",
    does: (run) => {
      if (run.args.some(({ text }) => /^\/w/i.test(text))) effect(run, "disk:overwrite");
      return outputFlow;
    },
  },
  { names: ["setx"], style: "raw", does: setEnvironment },
  { names: ["icacls", "cacls", "takeown", "attrib"], style: "raw", does: changeRights },
  { names: ["robocopy"], style: "raw", does: robocopy },
  { names: ["runas"], style: "raw", does: runAs },
  { names: ["wsl"], style: "raw", does: linux },
  {
    names: ["cmdkey", "vaultcmd"],
    style: "raw",
    does: (run) => {
      if (run.args.some(({ text }) => /^\/list/i.test(text))) effect(run, "secret:print");
      return outputFlow;
    },
  },
  { names: ["tasklist", "systeminfo", "ipconfig", "ver", "chcp", "clip"], style: "raw" },
];

/** What such names also mean; see `additions.ts`. */
export const windowsAdditions: readonly Program[] = [{ names: ["start"], style: "raw", does: starts }];
