import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../paths.ts";

/** What all packages of one release have in common. */
export type Release = {
  readonly version: string;
  /** When the release was made, in s since 1970: every time in every package. */
  readonly seconds: number;
  /** Where its files will be found, without a slash at the end; undefined before it is known. */
  readonly url: string | undefined;
};

/** SOURCE_DATE_EPOCH, else the time of the commit. (reproducible-builds.org/specs/source-date-epoch) */
function sourceDate(): number {
  const given = process.env["SOURCE_DATE_EPOCH"];
  const text = given ?? execFileSync("git", ["log", "-1", "--format=%ct"], { cwd: root, encoding: "utf8" });
  const seconds = Number(text);
  if (text.trim() === "" || !Number.isSafeInteger(seconds) || seconds < 0)
    throw new Error(`SOURCE_DATE_EPOCH is not a time in seconds: ${text}`);
  return seconds;
}

export function readRelease(): Release {
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const url = process.env["PREMPTI_RELEASE_URL"]?.replace(/\/+$/, "");
  return { version, seconds: sourceDate(), url: url === "" ? undefined : url };
}

export function isoTime({ seconds }: Release): string {
  return new Date(seconds * 1000).toISOString().replace(".000Z", "Z");
}
