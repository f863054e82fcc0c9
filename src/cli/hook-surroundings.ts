import { statSync } from "node:fs";
import type { Surroundings } from "./hook-files.ts";
import type { Entry, Read } from "./hook-status.ts";
import type { Warning } from "./hook-warnings.ts";

// What settings and environment around a sound entry can do to it, all seen with Claude Code 2.1.330.

/** Variables that bring code of somebody's choosing into a hook's process, or into the shell that starts it. */
export const codeBringing = /^(?:LD_PRELOAD|LD_AUDIT|LD_LIBRARY_PATH|DYLD_\w+|BASH_ENV|ENV)$/;

const proxies = /^https?_proxy$/i;

/** Its file comes along with the project, from whoever has written that. */
export const isOfProject = ({ scope }: Pick<Entry, "scope">): boolean =>
  scope === "project" || scope === "local";

export function surroundingsWarnings(reads: readonly Read[], around: Surroundings): readonly Warning[] {
  const overHttp = reads.flatMap(({ entries }) => entries.filter(({ transport }) => transport === "http"));
  return [
    ...reads.flatMap(codeWarnings),
    ...(overHttp.length === 0 ? [] : httpWarnings(overHttp, reads, around)),
  ];
}

/** A project's settings give variables to hooks, in folders that nobody has trusted too. */
function codeWarnings(read: Read): readonly Warning[] {
  if (!isOfProject(read)) return [];
  const { file, env } = read;
  return Object.keys(env)
    .filter((name) => codeBringing.test(name))
    .map((name) => ({
      problem: `"env" in ${file} sets ${name} for the hook too, which can bring code into it`,
      remedy: `take ${name} out of ${file}`,
    }));
}

function httpWarnings(
  entries: readonly Entry[],
  reads: readonly Read[],
  { env }: Surroundings,
): readonly Warning[] {
  const url = entries[0]?.command ?? "";
  return [
    ...urlWarnings(url, reads),
    ...entries.flatMap(tokenWarnings),
    ...reads.flatMap(projectProxies),
    ...Object.keys(env)
      .filter((name) => proxies.test(name) && env[name] !== "" && !isExempt(url, env))
      .map((name) => ({
        problem: `${name} is set, and Claude Code asks even this machine through a proxy`,
        remedy: `export NO_PROXY=127.0.0.1,localhost`,
      })),
  ];
}

/** The entry holds the token that the daemon asks for. */
function tokenWarnings({ file }: Entry): readonly Warning[] {
  const mode = statSync(file, { throwIfNoEntry: false })?.mode ?? 0;
  if (process.platform === "win32" || (mode & 0o077) === 0) return [];
  return [{ problem: `${file} has a token in it and can be read by others`, remedy: `chmod go-rwx ${file}` }];
}

/** Whoever is the proxy can answer in the daemon's place, and has the token. */
function projectProxies(read: Read): readonly Warning[] {
  if (!isOfProject(read)) return [];
  const { file, env } = read;
  return Object.keys(env)
    .filter((name) => proxies.test(name) || /^no_proxy$/i.test(name))
    .map((name) => ({
      problem: `"env" in ${file} sets ${name}: a proxy of the project's can answer in Prempti's place`,
      remedy: "prempti hook add claude-code --transport command",
    }));
}

function isExempt(url: string, env: Surroundings["env"]): boolean {
  const host = URL.canParse(url) ? new URL(url).hostname : "";
  const names = `${env["NO_PROXY"] ?? ""},${env["no_proxy"] ?? ""}`.split(",").map((name) => name.trim());
  return names.some((name) => name === "*" || name === host);
}

function urlWarnings(url: string, reads: readonly Read[]): readonly Warning[] {
  const lists = reads.filter(({ allowedUrls }) => allowedUrls !== undefined);
  if (lists.length === 0) return [];
  if (lists.some(({ allowedUrls = [] }) => allowedUrls.some((pattern) => matches(pattern, url)))) return [];
  const files = lists.map(({ file }) => file).join(" and ");
  return [
    {
      problem: `"allowedHttpHookUrls" in ${files} does not list ${url}, so every call is refused`,
      remedy: "prempti hook add claude-code --transport command",
    },
  ];
}

function matches(pattern: string, text: string): boolean {
  const source = pattern.split("*").map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${source.join(".*")}$`).test(text);
}
