import { chmodSync, lstatSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";
import type { Home } from "./home.ts";

/** Makes what is missing of a home's folders. Throws when one that must be private is not, or is someone else's. */
export function prepareFolders(home: Home): void {
  for (const folder of [home.root, home.userRules]) mkdirSync(folder, { recursive: true, mode: 0o700 });
  const privateFolders = [home.run, home.spool, home.sessions, home.log];
  if (process.platform !== "win32") privateFolders.push(dirname(home.socket));
  for (const folder of privateFolders) makePrivate(folder);
}

/** Makes the folder where it is missing. Throws when it is not private, or is someone else's. */
export function makePrivate(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (process.platform === "win32") return;
  const status = lstatSync(folder);
  if (!status.isDirectory()) throw new Error(`${folder} is not a folder`);
  if (status.uid !== process.geteuid?.()) throw new Error(`${folder} belongs to another user`);
  if ((status.mode & 0o077) !== 0) chmodSync(folder, 0o700);
}
