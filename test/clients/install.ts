import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import type { Client } from "./client.ts";

const cache = join(process.env["XDG_CACHE_HOME"] || join(homedir(), ".cache"), "prempti-test-clients");

const folderOf = ({ name, version }: Client) => join(cache, `${name}-${version}`);

/** The folder of a client's packages; undefined when they are not installed. */
export function installed(client: Client): string | undefined {
  const folder = folderOf(client);
  return existsSync(folder) ? join(folder, "node_modules") : undefined;
}

/** Installs the pinned version once and for all, without running any of its scripts. */
export function install(client: Client): void {
  const folder = folderOf(client);
  if (existsSync(folder)) return;
  const unfinished = `${folder}.${process.pid}`;
  mkdirSync(unfinished, { recursive: true });
  writeFileSync(join(unfinished, "package.json"), "{}");
  console.log(`installing ${client.packages.join(" ")} into ${folder}`);
  const failure = npmInstall(unfinished, client.packages);
  if (failure === undefined) renameSync(unfinished, folder);
  else {
    console.log(`npm can't install it: ${failure}`);
    rmSync(unfinished, { recursive: true, force: true });
  }
}

function npmInstall(cwd: string, packages: readonly string[]): string | undefined {
  const npm = process.env["npm_execpath"];
  const args = ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", ...packages];
  const [program, first] = npm === undefined ? ["npm", []] : [process.execPath, [npm]];
  const { status, stderr, error } = spawnSync(program, [...first, ...args], {
    cwd,
    encoding: "utf8",
    timeout: 600_000,
  });
  if (status === 0) return undefined;
  return error?.message ?? stderr.trim().split("\n").slice(0, 3).join("; ");
}
