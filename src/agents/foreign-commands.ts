import type { Command, Dialect } from "../model/call.ts";
import { partCell } from "../shell/notebook.ts";
import { inOrder } from "../shell/scan.ts";
import { firstText, type Json, textsOf } from "./json.ts";
import { quoted } from "./touched.ts";
import { wordsOf } from "./words.ts";

// What a tool that no table knows runs: a command line, a client program, code or SQL.

const commandKeys = [
  "command",
  "commands",
  "cmd",
  "shell_command",
  "command_line",
  "commandLine",
  "cmdline",
  "script",
];
/** Arguments that say where a command runs. */
export const folderKeys = ["cwd", "workdir", "working_directory", "workingDirectory", "work_dir"];
const sqlKeys = ["sql", "sql_query", "sqlQuery", "statement", "statements"];

/** A command line under one of the usual names, with its arguments where those are apart, run in its folder. */
export function commandIn(args: Json, isShell: boolean, spoken: readonly string[]): Command | undefined {
  const command = commandLine(args, isShell);
  const dialect = dialectOf(args, spoken);
  const folder = firstText(args, folderKeys);
  if (command === undefined) return undefined;
  if (folder === "" || !isShell) return { ...command, dialect };
  return { text: `cd ${quoted(folder)} && ${command.text}`, dialect };
}

const shellKeys = ["shell", "shell_type", "shellType", "dialect", "executor"];

/** Which shell an argument or the tool's own name says; a bare "cmd" in a name is any command. */
function dialectOf(args: Json, spoken: readonly string[]): Dialect {
  const told = wordsOf(firstText(args, shellKeys));
  if ([...told, ...spoken].some((word) => /^(?:powershell|pwsh)$/.test(word))) return "powershell";
  return told.some((word) => /^(?:cmd|batch)$/.test(word)) ? "cmd" : "posix";
}

function commandLine(args: Json, isShell: boolean): Command | undefined {
  for (const key of commandKeys) {
    const value = args[key];
    const rest = textsOf(args["args"] ?? args["arguments"]);
    // An act of an editor (`view`, `create`) is one word; a command line of a tool that is no shell has more.
    const isLine =
      typeof value === "string" &&
      (isShell || (key !== "script" && /\s/.test(value.trim())) || rest.length > 0);
    if (isLine && value.trim() !== "")
      return { text: rest.length === 0 ? value : `${value} ${rest.map(quoted).join(" ")}`, dialect: "posix" };
    if (key === "commands" && Array.isArray(value)) return lines(textsOf(value));
    const argv = Array.isArray(value) ? textsOf(value) : [];
    if (argv.length > 0) return { text: argv.map(quoted).join(" "), dialect: "posix" };
  }
  return undefined;
}

/** Command lines that are run one after the other. */
function lines(texts: readonly string[]): Command | undefined {
  return texts.length === 0 ? undefined : { text: texts.join("\n"), dialect: "posix" };
}

const clients =
  /^(?:git|gh|kubectl|helm|docker|podman|terraform|aws|gcloud|az|npm|pnpm|yarn|redis|psql|systemctl)$/;
const argumentKeys = ["args", "arguments", "command", "cmd", "subcommand", "command_line"];

/** A tool named after a client program takes that program's arguments: `kubectl` with `delete ns staging`. */
export function clientIn(args: Json, spoken: readonly string[]): Command | undefined {
  const client = spoken.find((word) => clients.test(word));
  if (client === undefined) return undefined;
  const program = client === "redis" ? "redis-cli" : client;
  const words = argumentKeys.flatMap((key) => {
    const value = args[key];
    return typeof value === "string" ? [value] : textsOf(value).map(quoted);
  });
  const line = words.join(" ").trim();
  if (line === "") return undefined;
  return {
    text: /^(?:sudo\s+)?[\w-]+/.exec(line)?.[0] === program ? line : `${program} ${line}`,
    dialect: "posix",
  };
}

const languageKeys = [
  "language",
  "lang",
  "languageId",
  "language_id",
  "runtime",
  "interpreter",
  "kernel",
  "kernel_name",
];
const codeKeys = ["code", "source", "source_code", "sourceCode", "snippet", "script", "python_code"];
const interpreters: readonly (readonly [RegExp, string])[] = [
  [/^(?:python\d?|py|ipython|jupyter|notebook|kernel|ide|pandas)$/, "python3"],
  [/^(?:node|nodejs|javascript|js|typescript|ts|deno|bun)$/, "node"],
  [/^ruby$/, "ruby"],
  [/^(?:bash|sh|shell|zsh|shellscript)$/, "bash"],
  [/^(?:powershell|pwsh)$/, "pwsh"],
  [/^php$/, "php"],
  [/^perl$/, "perl"],
];

/** Code for an interpreter is judged as the command line that feeds it. A browser's page is no place of this machine. */
export function codeIn(args: Json, spoken: readonly string[]): Command | undefined {
  const code = firstText(args, codeKeys);
  if (code === "" || spoken.some((word) => /^(?:browser|playwright|puppeteer|chrome|page)$/.test(word)))
    return undefined;
  const words = [...wordsOf(firstText(args, languageKeys)), ...spoken];
  for (const word of words)
    for (const [names, program] of interpreters)
      if (names.test(word)) return { text: fed(program, code), dialect: "posix" };
  return undefined;
}

/** The command line that feeds code to a program; a notebook's cell may have lines of the shell's in it. */
function fed(program: string, given: string): string {
  const { code, shell } = program === "python3" ? partCell(given) : { code: given, shell: "" };
  const rest = shell === "" ? "" : hereDocument("bash -s", shell);
  return code.trim() === "" ? rest : `${hereDocument(`${program} -`, code)}${rest}`;
}

const longestOf = (lengths: readonly number[]): number =>
  lengths.reduce((one, other) => Math.max(one, other), 0);

/** A here-document that ends where the code does. */
function hereDocument(command: string, code: string): string {
  const taken = (code.match(/END_OF_CODE_*/g) ?? []).map((end) => end.length);
  const end = taken.length === 0 ? "END_OF_CODE" : "END_OF_CODE".padEnd(longestOf(taken) + 1, "_");
  return `${command} <<'${end}'\n${code}\n${end}\n`;
}

const sqlTool =
  /^(?:sql|query|execute|exec|run|postgres|postgresql|mysql|mariadb|sqlite|database|db|duckdb|mssql|snowflake|bigquery|clickhouse|redshift|cockroachdb|oracle|supabase|neon|turso|planetscale|migration|migrate)$/;
const mongoTool = /^mongo(?:db|sh)?$/;
/** What MongoDB's shell is told to take away. */
const removal = /(?:drop|delete|remove)\w{0,32}\s*\(/;

/** Statement by statement, and each only from where its `db` stands: a text may have thousands of both. */
const callsMongo = (text: string): boolean =>
  /\bdropDatabase\b/.test(text) || text.split(/[;\n]/).some((one) => inOrder(one, /\bdb\b/, removal));

const serverKeys = [
  "connection",
  "connection_string",
  "connectionString",
  "connection_url",
  "connectionUrl",
  "database_url",
  "databaseUrl",
  "dsn",
  "uri",
  "url",
];
const hostKeys = ["host", "hostname", "server"];

/** psql's arguments for the server that the call names; a connection by a name of its own says nothing. */
function serverOf(args: Json): string {
  const url = firstText(args, serverKeys);
  if (/^[a-z][\w+.-]*:\/\/|\bhost=/i.test(url)) return ` -d ${quoted(url)}`;
  const host = firstText(args, hostKeys);
  return host === "" ? "" : ` -h ${quoted(host)}`;
}

/**
 * A query for a database tool is judged as the command line that runs it on the server that it names. What is called
 * `query` may be a search for words: only a database tool's is a statement.
 */
export function queryIn(args: Json, spoken: readonly string[]): Command | undefined {
  const isTool = spoken.some((word) => sqlTool.test(word) || mongoTool.test(word));
  const keys = isTool ? [...sqlKeys, "query", "queries"] : sqlKeys;
  const text = keys.flatMap((key) => textsOf(args[key])).join(";\n");
  if (callsMongo(text)) return { text: `mongosh --eval ${quoted(text)}`, dialect: "posix" };
  return /\b(?:drop|truncate|delete|alter|update)\b/i.test(text)
    ? { text: `psql${serverOf(args)} -c ${quoted(text)}`, dialect: "posix" }
    : undefined;
}
