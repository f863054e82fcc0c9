import { effect } from "../act.ts";
import { type Flow, nothing } from "../flow.ts";
import type { Run } from "../programs/program.ts";
import { pathsIn } from "./item-paths.ts";

export function registryPath(run: Run, path: string): void {
  if (!/^(hk(lm|cu|cr|u|ey_\w+)|registry)[:\\/]/i.test(path)) return;
  effect(
    run,
    /\\CurrentVersion\\(Run|RunOnce|Policies\\Explorer\\Run)|Winlogon|Image File Execution/i.test(
      path.replaceAll("/", "\\"),
    )
      ? "persist:registry-run"
      : "system:registry",
  );
}

export function setProperty(run: Run): Flow {
  for (const path of pathsIn(run).slice(0, 1)) registryPath(run, path.text);
  return nothing;
}
