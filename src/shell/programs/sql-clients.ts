import { contact, read, send, write } from "../act.ts";
import { type Flow, join, nothing, outputFlow, unknownPart } from "../flow.ts";
import { value, values } from "../given.ts";
import { isLocalHost } from "../hosts.ts";
import { deeper } from "../state.ts";
import { type Word, wordFrom } from "../word.ts";
import { runShellText } from "./git-config.ts";
import type { Run } from "./program.ts";
import { judgeSql, noteHarm, serverIn } from "./sql.ts";

const variable = (run: Run, name: string): string => run.shell.variables.get(name)?.[0]?.text ?? "";

/** The host that options, a connection URL or the environment name; "" for this machine. */
export function serverOf(run: Run, hostNames: readonly string[], environment: readonly string[]): string {
  const named = value(run, ...hostNames)?.text;
  const urls = [
    ...run.operands,
    ...values(run, "-d", "--dbname", "-u", "--uri", "--url", "-U", "-c", "-s", "-S"),
  ].map(({ text }) => text);
  const url =
    urls.find((text) => /^[a-z][\w+.-]*:\/\//i.test(text)) ??
    urls.find((text) => /\bhost(?:addr)?=/.test(text));
  const found =
    named ??
    serverIn(url ?? "") ??
    environment.map((name) => variable(run, name)).find((text) => text !== "") ??
    "";
  return found.startsWith("/") || found === "" || found === "." ? "" : contact(run, found);
}

/** Where statements are run, and in whose SQL. */
type Target = { readonly host: string; readonly dialect?: "mysql" | undefined };

/** What SQL destroys, and what else the client does that reads it. */
function runStatements(run: Run, flow: Flow, target: Target): void {
  noteHarm(run, judgeSql(flow.text, target.dialect), target.host);
  clientCommands(run, flow, target);
}

/** A script that this command line wrote is SQL like any other; one that lay there before is a program. */
function include(run: Run, file: Word, target: Target): void {
  const content = read(run, file);
  if (content.text === unknownPart) return;
  const follow = (): Flow => {
    runStatements(run, content, target);
    return nothing;
  };
  deeper(run.shell, follow, nothing);
}

/** `\! CMD`, `.shell CMD`, `system CMD`, `\copy … program '…'`, `\o |CMD` of the clients themselves. */
function clientCommands(run: Run, flow: Flow, target: Target): void {
  const { text, from } = flow;
  for (const [, command = ""] of text.matchAll(
    /(?:^|\n|;)[ \t]*(?:\\!|\.shell|\.system|\.sh|system|\\system|!!)\s+([^\n]+)/g,
  ))
    runShellText(run, wordFrom(command.replace(/;\s*$/, ""), from), nothing);
  for (const [, command = ""] of text.matchAll(/\b(?:from|to)\s+program\s+'((?:[^']|'')*)'/gi))
    runShellText(run, wordFrom(command, from), nothing);
  for (const [, command = ""] of text.matchAll(
    /(?:^|\n)[ \t]*(?:\\[og]x?|\.output|\.once)\s+['"]?\|\s*([^\n'"]+)/g,
  ))
    runShellText(run, wordFrom(command, from), outputFlow);
  for (const [, file = ""] of text.matchAll(
    /(?:^|\n|;)[ \t]*(?:\\i|\\ir|\\include|\.read|source|\\\.)\s+['"]?([^\s'";]+)/g,
  ))
    include(run, wordFrom(file, from), target);
  for (const [, file = ""] of text.matchAll(
    /(?:^|\n|;)[ \t]*(?:\\o|\.output|\.once|\.backup|\.save|\.dump|\\w|tee|\\T)\s+['"]?([^\s'"|;]+)/g,
  ))
    if (file !== "stdout") write(run, wordFrom(file, from), outputFlow);
  for (const [, file = ""] of text.matchAll(
    /\b(?:pg_read_file|pg_read_binary_file|load_file|readfile|read_csv(?:_auto)?|read_text|read_json|read_blob|lo_import|infile|file)\s*(?:\(\s*)?'([^']+)'/gi,
  ))
    read(run, wordFrom(file, from));
  for (const [, file = ""] of text.matchAll(
    /\b(?:into\s+(?:outfile|dumpfile)|writefile|lo_export)\s*(?:\(\s*)?'([^']+)'/gi,
  ))
    write(run, wordFrom(file, from), outputFlow);
  for (const [, verb = "", file = ""] of text.matchAll(/\bcopy\b[^;'"]{0,400}?\b(from|to)\s+'([^']+)'/gi))
    copyFile(run, verb, wordFrom(file, from));
}

const copyFile = (run: Run, verb: string, file: Word): void => {
  if (/^from$/i.test(verb)) read(run, file);
  else write(run, file, outputFlow);
};

/** SQL given by options, operands, files and standard input. */
export function runSql(
  run: Run,
  host: string,
  code: readonly Word[],
  files: readonly Word[],
  dialect?: "mysql",
): Flow {
  const contents = files.filter(({ text }) => text !== "-").map((word) => read(run, word));
  const all = [...code, ...contents, run.io.stdin];
  for (const flow of all) {
    if (flow === nothing) continue;
    runStatements(run, flow, { host, dialect });
    if (host !== "") for (const name of flow.from.variables) if (name === "*") send(run, flow, [host]);
  }
  const sources = [...contents, run.io.stdin].reduce(join, nothing);
  if (host !== "" && !isLocalHost(host) && sources.from.paths.length === 0)
    send(run, { text: unknownPart, from: { ...nothing.from, variables: sources.from.variables } }, [host]);
  return outputFlow;
}

export const pgHosts = ["-h", "--host"] as const;

export function psql(run: Run): Flow {
  const host = serverOf(run, pgHosts, ["PGHOST", "PGHOSTADDR"]);
  for (const file of values(run, "-o", "--output", "-L", "--log-file"))
    if (file.text.startsWith("|")) runShellText(run, wordFrom(file.text.slice(1), file.from));
    else write(run, file, outputFlow);
  return runSql(run, host, values(run, "-c", "--command"), values(run, "-f", "--file"));
}

export function mysql(run: Run): Flow {
  const host = serverOf(run, ["-h", "--host"], ["MYSQL_HOST"]);
  for (const file of values(run, "--defaults-file", "--defaults-extra-file")) read(run, file);
  return runSql(run, host, values(run, "-e", "--execute"), [], "mysql");
}

/** `file:PATH?mode=ro`: SQLite's own kind of URL. */
const pathOfUri = (word: Word): Word =>
  word.text.startsWith("file:")
    ? wordFrom(word.text.replace(/^file:(\/\/(localhost)?(?=\/))?|[?#].*$/gs, ""), word.from, word.glob)
    : word;

/** `sqlite3 FILE SQL`. */
export function sqlite(run: Run): Flow {
  const [database, ...code] = run.operands;
  const file = database === undefined ? undefined : pathOfUri(database);
  const content = file === undefined || /^(:memory:|)$/.test(file.text) ? nothing : read(run, file);
  for (const word of values(run, "-init", "--init")) read(run, word);
  const all = [...code, ...values(run, "-cmd", "--cmd", "-c")];
  const texts = [...all, run.io.stdin].filter((flow) => flow !== nothing);
  // What is only in memory is gone anyway.
  if (file?.text === ":memory:" && !texts.some(({ text }) => /\battach\b|^[ \t]*\.open\b/im.test(text)))
    for (const flow of texts) clientCommands(run, flow, { host: "" });
  else runSql(run, "", all, []);
  if (
    file !== undefined &&
    /\b(insert|update|delete|create|drop|alter|vacuum|replace)\b/i.test(
      `${all.map(({ text }) => text).join(";")} ${run.io.stdin.text}`,
    ) &&
    file.text !== ":memory:"
  )
    write(run, file);
  return { text: unknownPart, from: content.from };
}
