// What a Windows package does to a folder of files, as far as wine shows it: the runtime does not start there, so a
// text stands in for the executable, and only where files go is looked at.
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { msi } from "../../build/package/msi.ts";
import { expectEqual, folder } from "./dist-files.ts";
import { target } from "./use.ts";

const program = "/usr/lib/wine/wine64";
const server = "/usr/lib/wine/wineserver64";

/** Debian's wine64 puts nothing on the PATH. */
export const noWine = existsSync(program) && existsSync(server) ? undefined : "there is no wine64";

/** Everything below a drive that is of a package. */
function placed(drive: string): readonly string[] {
  const paths = readdirSync(drive, { recursive: true, encoding: "utf8" });
  const ours = paths.flatMap((path) => /AppData\/Local\/(Programs\/Prempti\b.*)/.exec(path)?.[1] ?? []);
  return [...new Set(ours)].sort();
}

export function checkPlacement(): void {
  const work = folder("msi in wine");
  const standIn = join(work, "stand-in");
  writeFileSync(standIn, "not a program\n");
  const executable = { target: target("win-x64"), file: standIn, hasCodeCache: false };
  const release = { version: "1.2.3", seconds: 1_700_000_000, url: undefined };
  writeFileSync(join(work, "p.msi"), msi(executable, release, "licences\n", join(work, "build")));
  const prefix = join(work, "prefix");
  const env = { PATH: "/usr/bin:/bin", HOME: folder("home wine"), WINEPREFIX: prefix, WINEDEBUG: "-all" };
  const run = (...args: readonly string[]) =>
    execFileSync(program, args, { cwd: work, env, stdio: "ignore", timeout: 180_000 });
  try {
    run("msiexec", "/i", "p.msi", "/qn");
    const files = ["LICENSE.txt", "THIRD-PARTY-LICENCES.txt", "prempti.exe"];
    const expected = ["Programs/Prempti", ...files.map((name) => `Programs/Prempti/${name}`)];
    expectEqual(placed(join(prefix, "drive_c")), expected, "what is installed");
    run("msiexec", "/x", "p.msi", "/qn");
    expectEqual(placed(join(prefix, "drive_c")), [], "what is left");
  } finally {
    execFileSync(server, ["-k"], { env, stdio: "ignore" });
  }
}
