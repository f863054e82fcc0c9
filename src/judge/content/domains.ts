import { hostOf, urlsIn } from "../../shell/hosts.ts";
import { unescaped } from "./unescaped.ts";

/** A host without a scheme: an argument or a word of its own, as in `"mcp-remote", "x.example.com/sse"`. */
const bareHost = /["'\s@(]((?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,24})(?=[:/"'\s,)])/gi;

/** Longer texts are looked through for URLs alone. */
const longestForBareHosts = 65_536;

/** Every host that a text names, with each domain above it. */
export function contentDomains(content: string): readonly string[] {
  if (!/\.|:\/\/|\\u/.test(content)) return [];
  const text = unescaped(content);
  const hosts = text.includes("://") ? urlsIn(text).map(hostOf) : [];
  const bare = text.length > longestForBareHosts ? [] : [...text.matchAll(bareHost)];
  return domainsOf([...hosts, ...bare.map(([, host = ""]) => host.toLowerCase())]);
}

/** Every host and each domain above it, down to the last label: a.b.c, b.c, c. */
export function domainsOf(hosts: readonly string[]): readonly string[] {
  const found = new Set<string>();
  for (const host of hosts) {
    const numeric = /^[\d.]+$/.test(host) || host.includes(":");
    for (let rest = host; rest !== ""; ) {
      found.add(rest);
      const dot = rest.indexOf(".");
      rest = numeric || dot === -1 ? "" : rest.slice(dot + 1);
    }
  }
  return [...found];
}
