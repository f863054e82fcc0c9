import { contact, effect, execute, write } from "../act.ts";
import { type Flow, nothing, outputFlow } from "../flow.ts";
import { has } from "../given.ts";
import { absolutePath } from "../paths.ts";
import { type Word, wordFrom } from "../word.ts";
import { runProject, runSources } from "./compilers.ts";
import { runShellText } from "./git-config.ts";
import { isForge, isStandardRegistry, useRegistry } from "./install-sources.ts";
import type { Run } from "./program.ts";

/** `go install host/path@version`, `go get`, `go run host/path@version`. */
export function goModules(run: Run): Flow {
  for (const { text } of run.operands) if (/^[\w-]+(\.[\w-]+)+\//.test(text)) contact(run, text);
  const [programs] = run.shell.variables.get("GOBIN") ?? [];
  if (programs !== undefined && programs.text !== "") write(run, programs);
  return outputFlow;
}

export function goRun(run: Run): Flow {
  const [target] = run.operands;
  if (target !== undefined && /^[\w-]+(\.[\w-]+)+\/.*@/.test(target.text)) {
    const host = contact(run, target.text);
    const known = isForge(host) || isStandardRegistry(host) || usesProxy(run);
    effect(run, known ? "package:run-remote" : "package:install-url");
  } else if (target !== undefined && /\.go$|^-$|^\/dev\/(?:fd\/|stdin$)/.test(target.text)) {
    for (const word of run.operands) if (word === target || /\.go$/.test(word.text)) runGoFile(run, word);
  } else return runProject(run, "*.go");
  return outputFlow;
}

function runGoFile(run: Run, file: Word): void {
  const isInput = file.text === "-" || file.text === "/dev/stdin";
  if (!isInput) execute(run, file);
  const made = isInput ? run.io.stdin : run.shell.files.get(absolutePath(run.shell, file.text));
  if (made !== undefined && made !== nothing) runSources(run, [made]);
}

/** Whatever host a module is named after, go takes it from proxy.golang.org and checks its sum, unless it is told not to. */
function usesProxy({ shell }: Run): boolean {
  const setting = (name: string): string => shell.variables.get(name)?.[0]?.text ?? "";
  const excepts = ["GOPRIVATE", "GONOPROXY", "GONOSUMDB", "GONOSUMCHECK", "GOINSECURE"].some(
    (name) => setting(name) !== "",
  );
  const unchecked = setting("GOSUMDB") === "off" || setting("GOFLAGS").includes("-insecure");
  return !excepts && !unchecked && !setting("GOPROXY").startsWith("direct");
}

/** `go env -w GOPROXY=…`. */
export function goEnvironment(run: Run): Flow {
  if (!has(run, "-w")) return outputFlow;
  for (const { text, from } of run.operands) {
    const [, name = "", setting = ""] = /^(\w+)=(.*)$/s.exec(text) ?? [];
    if (name === "GOPROXY" || name === "GOSUMDB")
      for (const url of setting.split(/[,|]/))
        if (!/^(direct|off)?$/.test(url)) useRegistry(run, wordFrom(url, from));
    if (/^(CC|CXX|GOFLAGS|GOROOT)$/.test(name) && /-toolexec/.test(setting))
      runShellText(run, wordFrom(setting.replace(/^.*-toolexec[= ]/, ""), from));
  }
  return nothing;
}
