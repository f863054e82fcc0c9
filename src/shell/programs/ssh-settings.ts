import { effect } from "../act.ts";
import { values } from "../given.ts";
import { hostOf, isMetadataHost } from "../hosts.ts";
import { absolutePath } from "../paths.ts";
import { type Word, wordFrom } from "../word.ts";
import { runShellText } from "./git-config.ts";
import type { Run } from "./program.ts";

/** What `-o` says, and a configuration file that this command line wrote: tunnels, and commands that run on this side. */
export function applySettings(run: Run): void {
  for (const setting of values(run, "-o")) applySetting(run, setting);
  for (const file of values(run, "-F")) {
    const written = run.shell.files.get(absolutePath(run.shell, file.text));
    for (const line of written?.text.split("\n") ?? []) applySetting(run, wordFrom(line, file.from));
  }
}

function applySetting(run: Run, { text, from }: Word): void {
  const [, key = "", setting = ""] = /^\s*(\w+)\s*[=\s]\s*(.*)$/s.exec(text) ?? [];
  if (/^(remoteforward|dynamicforward)$/i.test(key) || (/^tunnel$/i.test(key) && !/^no$/i.test(setting)))
    effect(run, "net:tunnel");
  if (/^localforward$/i.test(key)) noteForward(run, setting.replace(/^.*\s/s, ""));
  if (/^(proxycommand|localcommand|knownhostscommand)$/i.test(key) && setting !== "none")
    runShellText(run, wordFrom(setting, from));
}

/** `[BIND:]PORT:HOST:PORT`: whoever talks to the near end talks to that host. A database behind it is what it is for. */
export function noteForward(run: Run, text: string): void {
  const host = /:?(\[[^\]]*\]|[^:[\]]+):\d+$/.exec(text)?.[1];
  if (host !== undefined && isMetadataHost(hostOf(host))) effect(run, "net:metadata");
}
