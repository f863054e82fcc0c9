import { existsSync, lstatSync, readFileSync, readlinkSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { Home } from "../home.ts";

/** The program's other name, which the scripts of older users call. */
const controlLink = ({ bin }: Home, platform: string = process.platform): string =>
  join(bin, platform === "win32" ? "premptictl.cmd" : "premptictl");

/** Windows lets only administrators make links. */
const script = `@"%~dp0prempti.exe" %*\r\n`;

export function hasControlLink(home: Home, platform: string = process.platform): boolean {
  const path = controlLink(home, platform);
  if (platform === "win32") return existsSync(path) && readFileSync(path, "utf8") === script;
  return (
    lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true &&
    readlinkSync(path) === basename(home.executable)
  );
}

/** Leaves what else may be there under that name. */
export function makeControlLink(home: Home, platform: string = process.platform): void {
  const path = controlLink(home, platform);
  if (platform === "win32") writeFileSync(path, script);
  else symlinkSync(basename(home.executable), path);
}
