/** What SQL destroys: rows without a condition, tables, whole databases. */
export type SqlHarm = "delete-all" | "drop" | "drop-database";

/** Comments and quoted text taken out, so that only SQL's own words are left. */
const bare = (text: string): string =>
  text
    .replace(/\/\*(?!!)[\s\S]{0,2000}?\*\//g, " ")
    // MySQL runs what stands in `/*! … */`.
    .replace(/\/\*!\d*|\*\//g, " ")
    .replace(/--[^\n]*|#(?=\s)[^\n]*/g, " ")
    .replace(/'(?:[^'\\]|\\.|'')*'/g, "''")
    .replace(/\$(\w*)\$[\s\S]{0,4000}?\$\1\$/g, "''");

/** Longest statement that is looked at. */
const longestStatement = 8_192;

const ranks: readonly SqlHarm[] = ["delete-all", "drop", "drop-database"];

/** The worst that SQL text does; undefined when it destroys nothing as a whole. MySQL calls a database a schema as well. */
export function judgeSql(text: string, dialect?: "mysql"): SqlHarm | undefined {
  if (!/\b(drop|truncate|delete|update|alter)\b/i.test(text)) return undefined;
  let worst = -1;
  const plain = dialect === "mysql" ? bare(text).replace(/\bdrop\s+schema\b/gi, "drop database") : bare(text);
  for (const statement of plain.split(/;|\\g[x]?\b|\n\s*go\s*\n|\n\\/i)) {
    const harm = harmOf(statement.slice(0, longestStatement));
    if (harm !== undefined) worst = Math.max(worst, ranks.indexOf(harm));
  }
  return ranks[worst];
}

function harmOf(statement: string): SqlHarm | undefined {
  // EXPLAIN only runs what it explains with ANALYZE.
  const plain = statement.trim().replace(/^explain\s*\(?[^)]*analy[sz]e[^)]*\)?\s*/i, "");
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
    /^\s*(\w+\s*:\s*)?truncate\b|\btruncate\s+(table|only)\b|\balter\s+table\b[\s\S]*\btruncate\b/i.test(
      plain,
    )
  )
    return "delete-all";
  if (
    /\bdelete\s+(from\s+)?[`"[\w.]+/i.test(plain) &&
    !/\bwhere\b/i.test(plain) &&
    !/\bon\s+delete\b/i.test(plain)
  )
    return "delete-all";
  if (/\bdelete\b[\s\S]*\bwhere\s+\(?\s*(true|1\s*=\s*1|1|''\s*=\s*'')\s*\)?\s*$/i.test(plain))
    return "delete-all";
  if (
    /\bupdate\s+[`"[\w.]+[\s\S]*\bset\b/i.test(plain) &&
    !/\bwhere\b/i.test(plain) &&
    !/\bon\s+(update|conflict|duplicate)\b/i.test(plain)
  )
    return "delete-all";
  return undefined;
}
