import { lstatSync, type Stats } from "node:fs";
import { dirname } from "node:path";
import { userRuleFiles } from "../../platform/rules-files.ts";
import { type Check, type Finding, failed, ok, warning } from "./finding.ts";

const look = (path: string): Stats | undefined => lstatSync(path, { throwIfNoEntry: false });

/** Who else could read what is recorded, or change what is enforced. Windows keeps the profile's own access lists. */
export const permissionsCheck: Check = async ({ home, around: { platform } }) => {
  if (platform === "win32") return [];
  const privates = [home.run, home.log].flatMap((path) => inspect(path, 0o077, "can be read by others"));
  const fixed = [
    home.root,
    home.bin,
    home.executable,
    home.config,
    home.userRules,
    ...userRuleFiles(home),
  ].flatMap((path) => inspect(path, 0o022, "can be changed by others"));
  const found = [...privates, ...fixed];
  return found.length > 0 ? found : [ok("permissions", `${home.root} is yours alone to change`)];
};

function inspect(path: string, forbidden: number, problem: string): readonly Finding[] {
  const status = look(path);
  if (status === undefined || status.isSymbolicLink()) return [];
  if (status.uid !== process.geteuid?.())
    return [failed("permissions", `${path} belongs to another user`, `ls -l ${path}`)];
  if ((status.mode & forbidden) === 0) return [];
  const letters = forbidden === 0o022 ? "go-w" : "go-rwx";
  return [failed("permissions", `${path} ${problem}`, `chmod ${letters} ${path}`)];
}

/** The hook trusts a socket only if it is the user's own, in a folder that nobody else can write into. */
export const socketCheck: Check = async ({ home, status, around: { platform } }) => {
  const { socket } = home;
  if (status.daemon === undefined) {
    const isLeft = platform !== "win32" && look(socket) !== undefined;
    return isLeft ? [failed("socket", `nobody answers on ${socket}`, "prempti restart")] : [];
  }
  if (platform === "win32") return [ok("socket", socket)];
  const [file, folder] = [look(socket), look(dirname(socket))];
  const me = process.geteuid?.();
  if (file?.uid !== me || folder?.uid !== me)
    return [failed("socket", `${socket} or its folder belongs to another user`, "prempti restart")];
  if (((file?.mode ?? 0) & 0o077) !== 0 || ((folder?.mode ?? 0) & 0o022) !== 0)
    return [warning("socket", `${socket} can be reached by others`, "prempti restart")];
  return [ok("socket", `${socket} is yours alone`)];
};
