import type { Command } from "../model/call.ts";
import { firstText, isObject, type Json, objectsAt, textAt, textsOf } from "./json.ts";
import { joined, quoted, type Touched } from "./touched.ts";

// Tools that no table knows: an MCP server's, or new ones of an agent. Their names and argument names say what
// they do often enough that the same effect gets the same verdict through them.

const pathKeys = [
  "path",
  "paths",
  "file_path",
  "filePath",
  "filepath",
  "file",
  "files",
  "filename",
  "fileName",
  "absolute_path",
  "absolutePath",
  "target_file",
  "relative_path",
  "relativePath",
  "notebook_path",
  "dir",
  "directory",
  "dir_path",
  "dirPath",
  "folder",
  "root",
];
const sourceKeys = ["source", "src", "from", "source_path", "sourcePath", "old_path", "oldPath"];
const targetKeys = [
  "destination",
  "dest",
  "dst",
  "to",
  "target",
  "destination_path",
  "destinationPath",
  "new_path",
  "newPath",
];
const contentKeys = [
  "content",
  "contents",
  "text",
  "file_text",
  "new_string",
  "newText",
  "new_str",
  "new_text",
  "data",
  "body",
];
const oldKeys = ["old_string", "oldText", "old_str", "old_text"];
const commandKeys = ["command", "cmd", "shell_command", "command_line", "commandLine", "cmdline", "script"];
const actKeys = ["operation", "action", "command", "method", "mode", "op"];
const folderKeys = ["cwd", "workdir", "working_directory", "workingDirectory", "work_dir"];
const sqlKeys = ["sql", "query", "statement", "statements", "queries"];
const urlKeys = ["url", "urls", "uri", "href", "endpoint"];

const words = {
  delete: /^(delete|remove|rm|unlink|trash|rmdir|purge|erase)$/,
  move: /^(move|mv|rename)$/,
  copy: /^(copy|cp|duplicate)$/,
  write:
    /^(write|create|edit|update|save|append|insert|replace|patch|put|set|mkdir|add|apply|modify|touch|overwrite|upload|make)$/,
  shell:
    /^(shell|bash|sh|zsh|exec|execute|run|command|cmd|terminal|process|powershell|pwsh|spawn|console|ssh)$/,
  sql: /^(sql|query|execute|exec|run|postgres|postgresql|mysql|mariadb|sqlite|database|db|duckdb|mssql|snowflake|bigquery)$/,
};
type Word = keyof typeof words;

/** What a tool called `name` of `server` does with its arguments, as far as the words say. */
export function foreignTool(name: string, server: string, args: Json): Touched {
  const spoken = wordsOf(`${server} ${name}`);
  const isShell = says(spoken, "shell");
  const run = clientIn(args, spoken) ?? commandIn(args, isShell) ?? codeIn(args, spoken);
  const command = run ?? sqlIn(args, says(spoken, "sql"));
  // One tool for many acts says which one in an argument.
  const acts = wordsOf(`${name} ${firstText(args, actKeys).slice(0, 40)}`);
  return {
    ...filesIn(args, acts),
    kind: run === undefined ? "mcp" : "shell",
    ...(command === undefined ? {} : { command }),
    urls: urlsIn(args),
  };
}

function says(spoken: readonly string[], word: Word): boolean {
  return spoken.some((one) => words[word].test(one));
}

/** Lower-case words of a name in snake, kebab or camel case. */
function wordsOf(name: string): readonly string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z0-9]+/);
}

function filesIn(args: Json, acts: readonly string[]): Omit<Touched, "kind"> {
  // A file of a repository on a forge is no file of this machine.
  if ("owner" in args && "repo" in args) return {};
  const paths = pathsAt(args, pathKeys);
  const [source, target] = [pathsAt(args, sourceKeys), pathsAt(args, targetKeys)];
  if (source.length > 0 && target.length > 0) {
    if (says(acts, "move")) return { deletes: source, writes: target };
    if (says(acts, "copy") || says(acts, "write")) return { reads: source, writes: target };
  }
  const steps = [args, ...objectsAt(args, "edits"), ...objectsAt(args, "files")];
  if (says(acts, "delete")) return { deletes: paths };
  if (!says(acts, "write")) return { reads: [...paths, ...source] };
  return {
    writes: [...paths, ...target],
    content: joined(steps, contentKeys),
    removed: joined(steps, oldKeys),
  };
}

/** Paths under the keys: plain, file: URLs, or in a list, also one of objects that have such a key themselves. */
function pathsAt(args: Json, keys: readonly string[]): readonly string[] {
  const found: string[] = [];
  for (const key of keys) {
    const value = args[key];
    found.push(...textsOf(value));
    if (Array.isArray(value)) for (const item of value) if (isObject(item)) found.push(firstText(item, keys));
  }
  const uri = textAt(args, "uri");
  if (keys === pathKeys && uri.startsWith("file:")) found.push(uri);
  return found
    .filter((path) => path !== "" && !/^(?!file:)[a-z][a-z0-9+.-]+:\/\//i.test(path))
    .map(pathOfUrl);
}

function pathOfUrl(path: string): string {
  if (!path.startsWith("file:")) return path;
  try {
    return decodeURIComponent(path.replace(/^file:(\/\/(localhost)?)?/, ""));
  } catch {
    return path.replace(/^file:(\/\/)?/, "");
  }
}

function urlsIn(args: Json): readonly string[] {
  return urlKeys.flatMap((key) => textsOf(args[key])).filter((url) => !url.startsWith("file:"));
}

/** A command line under one of the usual names, with its arguments where those are apart, run in its folder. */
function commandIn(args: Json, isShell: boolean): Command | undefined {
  const command = commandLine(args, isShell);
  const folder = firstText(args, folderKeys);
  if (command === undefined || folder === "" || !isShell) return command;
  return { ...command, text: `cd ${quoted(folder)} && ${command.text}` };
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
    const argv = Array.isArray(value) ? textsOf(value) : [];
    if (argv.length > 0) return { text: argv.map(quoted).join(" "), dialect: "posix" };
  }
  return undefined;
}

const clients =
  /^(?:git|gh|kubectl|helm|docker|podman|terraform|aws|gcloud|az|npm|pnpm|yarn|redis|psql|systemctl)$/;
const argumentKeys = ["args", "arguments", "command", "cmd", "subcommand", "command_line"];

/** A tool named after a client program takes that program's arguments: `kubectl` with `delete ns staging`. */
function clientIn(args: Json, spoken: readonly string[]): Command | undefined {
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

const codeKeys = ["code", "source", "source_code", "sourceCode", "snippet", "script", "python_code"];
const interpreters: readonly (readonly [RegExp, string])[] = [
  [/^(?:python\d?|py|ipython|jupyter|notebook|kernel|ide|pandas)$/, "python3"],
  [/^(?:node|nodejs|javascript|js|typescript|ts|deno|bun)$/, "node"],
  [/^ruby$/, "ruby"],
  [/^(?:bash|sh|shell|zsh)$/, "bash"],
];
const end = "END_OF_CODE";

/** Code for an interpreter is judged as the command line that feeds it. A browser's page is no place of this machine. */
function codeIn(args: Json, spoken: readonly string[]): Command | undefined {
  const code = firstText(args, codeKeys);
  if (code === "" || spoken.some((word) => /^(?:browser|playwright|puppeteer|chrome|page)$/.test(word)))
    return undefined;
  const words = [...wordsOf(firstText(args, ["language", "lang", "runtime", "interpreter"])), ...spoken];
  for (const word of words)
    for (const [names, program] of interpreters)
      if (names.test(word)) return { text: `${program} - <<'${end}'\n${code}\n${end}\n`, dialect: "posix" };
  return undefined;
}

/** SQL for a database tool is judged as the command line that runs it on a server of which nothing is known. */
function sqlIn(args: Json, isSql: boolean): Command | undefined {
  if (!isSql) return undefined;
  const sql = sqlKeys.flatMap((key) => textsOf(args[key])).join(";\n");
  return /\b(?:drop|truncate|delete|alter|update)\b/i.test(sql)
    ? { text: `psql -c ${quoted(sql)}`, dialect: "posix" }
    : undefined;
}
