import { type Acting, effect } from "../act.ts";
import { isLocalHost } from "../hosts.ts";
import { inOrder, upToLast } from "../scan.ts";

/** What SQL destroys: rows without a condition, tables, whole databases. */
export type SqlHarm = "delete-all" | "drop" | "drop-database";

/** Comments and quoted text taken out, so that only SQL's own words are left. */
const bare = (text: string): string =>
  withoutDollars(
    withoutComments(text)
      // MySQL runs what stands in `/*! … */`.
      .replace(/\/\*!\d*|\*\//g, " ")
      .replace(/--[^\n]*|#(?=\s)[^\n]*/g, " ")
      // A text that nothing closes goes to the end, or each quote in it would be tried anew; it stays.
      .replace(/'(?:[^'\\]|\\[\s\S]|'')*('|\\?$)/g, (whole, end: string) => (end === "'" ? "''" : whole)),
  );

function withoutComments(text: string): string {
  const closed = upToLast(text, "*/");
  return closed.replace(/\/\*(?!!)[\s\S]*?\*\//g, " ") + text.slice(closed.length);
}

/** Most tags of `$tag$ … $tag$` that nothing closes; each is looked for to the end. */
const mostOpenTags = 32;

function withoutDollars(text: string): string {
  const tags = /\$\w*\$/g;
  const open = new Set<string>();
  let kept = "";
  let from = 0;
  for (let tag = tags.exec(text); tag !== null && open.size < mostOpenTags; tag = tags.exec(text)) {
    const close = open.has(tag[0]) ? -1 : text.indexOf(tag[0], tags.lastIndex);
    if (close === -1) {
      open.add(tag[0]);
      tags.lastIndex -= 1;
      continue;
    }
    kept += `${text.slice(from, tag.index)}''`;
    from = close + tag[0].length;
    tags.lastIndex = from;
  }
  return kept + text.slice(from);
}

/** Longest statement that is looked at. */
const longestStatement = 8_192;

const ranks: readonly SqlHarm[] = ["delete-all", "drop", "drop-database"];

/** The worst that SQL text does; undefined when it destroys nothing as a whole. MySQL calls a database a schema as well. */
export function judgeSql(text: string, dialect?: "mysql"): SqlHarm | undefined {
  if (!/\b(drop|truncate|delete|update|alter)\b/i.test(text)) return undefined;
  let worst = -1;
  const plain = dialect === "mysql" ? bare(text).replace(/\bdrop\s+schema\b/gi, "drop database") : bare(text);
  for (const statement of plain.split(/;|\\g[x]?\b|\n[^\S\n]*go[^\S\n]*\n|\n\\/i)) {
    const harm = harmOf(statement.slice(0, longestStatement));
    if (harm !== undefined) worst = Math.max(worst, ranks.indexOf(harm));
  }
  return ranks[worst];
}

function harmOf(statement: string): SqlHarm | undefined {
  // EXPLAIN only runs what it explains with ANALYZE.
  const plain = statement.trim().replace(/^explain[^)]*analy[sz]e[^)]*\)?\s*/i, "");
  if (
    /^(explain|show|describe|desc|help|grant|select|create|comment|prepare\s+\w+\s+as\s+select)\b/i.test(
      plain,
    ) &&
    !/^select\b[\s\S]*\bdelete\s+from\b/i.test(plain)
  )
    return undefined;
  if (/\bdrop\s+(database|role|user|tablespace|owned)\b/i.test(plain)) return "drop-database";
  if (
    /\bdrop\s+(table|schema|view|materialized|index|column|type|function|sequence|keyspace|collection|trigger|domain|extension|constraint|policy|partition)\b/i.test(
      plain,
    )
  )
    return "drop";
  if (
    /^\s*(\w+\s*:\s*)?truncate\b|\btruncate\s+(table|only)\b/i.test(plain) ||
    inOrder(plain, /\balter\s+table\b/i, /\btruncate\b/i)
  )
    return "delete-all";
  if (
    /\bdelete\s+(from\s+)?[`"[\w.]+/i.test(plain) &&
    !/\bwhere\b/i.test(plain) &&
    !/\bon\s+delete\b/i.test(plain)
  )
    return "delete-all";
  if (inOrder(plain, /\bdelete\b/i, /\bwhere[\s(]+(?:true|1\s*=\s*1|1|''\s*=\s*'')[\s)]*$/i))
    return "delete-all";
  if (
    inOrder(plain, /\bupdate\s+[`"[\w.]/i, /\bset\b/i) &&
    !/\bwhere\b/i.test(plain) &&
    !/\bon\s+(update|conflict|duplicate)\b/i.test(plain)
  )
    return "delete-all";
  return undefined;
}

/** The server that a connection's URL or `host=… dbname=…` names; a URL itself where it says no more. */
export const serverIn = (text: string): string | undefined =>
  /\bhost(?:addr)?=([^\s&;]+)/i.exec(text)?.[1] ?? (/^[a-z][\w+.-]*:\/\//i.test(text) ? text : undefined);

/** Notes what a destructive statement means on that host. */
export function noteHarm(run: Acting, harm: SqlHarm | undefined, host: string): void {
  if (harm === undefined) return;
  effect(run, harm === "delete-all" ? "db:delete-all" : "db:drop");
  if (harm === "drop-database" && host !== "" && !isLocalHost(host)) effect(run, "db:remote");
}
