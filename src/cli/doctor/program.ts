import { existsSync, realpathSync } from "node:fs";
import { delimiter, join } from "node:path";
import { versionOf } from "../../platform/install/executable.ts";
import { programRunner } from "../../platform/services/run-program.ts";
import { version } from "../../platform/version.ts";
import { serviceOf } from "../service.ts";
import { type Check, failed, ok, warning } from "./finding.ts";

/** Whether hook, daemon and command line are one program. */
export const programCheck: Check = async ({ home: { executable }, around: { env } }) => {
  if (!existsSync(executable))
    return [warning("program", `prempti is not installed in ${executable}`, "prempti install")];
  const installed = await versionOf(executable, programRunner(env));
  if (installed === undefined) return [failed("program", `${executable} does not run`, "prempti install")];
  if (installed !== version())
    return [
      warning("program", `${executable} is version ${installed}, this is ${version()}`, "prempti install"),
    ];
  return [ok("program", `${executable}, version ${installed}`)];
};

export const pathCheck: Check = async ({ home, around: { env, platform } }) => {
  const name = platform === "win32" ? "prempti.exe" : "prempti";
  const found = (env["PATH"] ?? "")
    .split(delimiter)
    .filter((folder) => folder !== "")
    .map((folder) => join(folder, name))
    .find((file) => existsSync(file));
  if (found === undefined)
    return [warning("PATH", "prempti is not found by its name", `export PATH="${home.bin}:$PATH"`)];
  if (existsSync(home.executable) && realpathSync(found) !== realpathSync(home.executable))
    return [
      warning(
        "PATH",
        `prempti is found in ${found}, which is another one`,
        `export PATH="${home.bin}:$PATH"`,
      ),
    ];
  return [ok("PATH", found)];
};

export const serviceCheck: Check = async ({ homeOption, around: { env } }) => {
  const { service } = await serviceOf(homeOption, env);
  const { kind, label, registration } = service;
  const { registered, enabled, pid } = await service.status();
  if (kind === "none")
    return [ok("service", "none on this system: the daemon is a process in the background")];
  if (!registered)
    return [warning("service", `the daemon is not registered with ${label}`, "prempti install")];
  if (!enabled) return [warning("service", "the daemon does not start at login", "prempti enable")];
  if (pid === undefined) return [warning("service", `${label} does not run the daemon`, "prempti start")];
  return [ok("service", `${label}, ${registration}`)];
};
