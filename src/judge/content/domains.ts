import { hostOf, urlsIn } from "../../shell/hosts.ts";
import { unescaped } from "./unescaped.ts";

/** The host of every URL of a text, with each domain above it. */
export function contentDomains(content: string): readonly string[] {
  return content.includes("://") || content.includes("\\u")
    ? domainsOf(urlsIn(unescaped(content)).map(hostOf))
    : [];
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
