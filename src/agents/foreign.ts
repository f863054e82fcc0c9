import { clientIn, codeIn, commandIn, folderKeys, queryIn } from "./foreign-commands.ts";
import { firstText, isObject, type Json, objectsAt, textsOf } from "./json.ts";
import { fetched, joined, pathOfUrl, type Touched } from "./touched.ts";
import { wordsOf } from "./words.ts";

// Tools that no table knows: an MCP server's, or new ones of an agent. Their names and argument names say what
// they do often enough that the same effect gets the same verdict through them.

/** Words that an argument's name ends in when it holds a path; "path" may stand anywhere in it. */
const pathWord = /^(?:files?|file(?:name|path)s?|folders?|dirs?|director(?:y|ies)|notebook|root)$/;
/** Names with such a word that hold no path of this machine. */
const noPath = /(?:^|_)(?:json|x|url|api|http|route|request|object|key|mime)_?path$|^(?:num|max|min)_/;

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
  "newString",
  "newText",
  "new_str",
  "new_text",
  "data",
  "body",
];
const oldKeys = ["old_string", "oldString", "oldText", "old_str", "old_text"];
const actKeys = ["operation", "action", "command", "method", "mode", "op"];
const urlKeys = ["url", "urls", "uri", "href", "endpoint"];

const acts = {
  delete: /^(?:delete|remove|rm|unlink|trash|rmdir|purge|erase)$/,
  move: /^(?:move|mv|rename)$/,
  copy: /^(?:copy|cp|duplicate)$/,
  write:
    /^(?:write|create|edit|update|save|append|insert|replace|patch|put|set|mkdir|add|apply|modify|touch|overwrite|upload|make)$/,
};

const shellWord =
  /^(?:shell|bash|sh|zsh|exec|execute|run|command|cmd|terminal|process|powershell|pwsh|spawn|console|ssh|cli)$/;
/** What a tool called `name` of `server` does with its arguments, as far as the words say. */
export function foreignTool(name: string, server: string, args: Json): Touched {
  const spoken = wordsOf(`${server} ${name}`);
  const some = (word: RegExp) => spoken.some((one) => word.test(one));
  const run = clientIn(args, spoken) ?? commandIn(args, some(shellWord), spoken) ?? codeIn(args, spoken);
  const command = run ?? queryIn(args, spoken);
  // One tool for many acts says which one in an argument.
  const files = filesIn(args, wordsOf(`${name} ${firstText(args, actKeys).slice(0, 40)}`));
  return {
    ...files,
    kind: run === undefined ? "mcp" : "shell",
    ...(command === undefined ? {} : { command }),
    ...fetched(
      urlKeys.flatMap((key) => textsOf(args[key])),
      files.reads ?? [],
    ),
  };
}

function filesIn(args: Json, spoken: readonly string[]): Omit<Touched, "kind"> {
  const says = (act: keyof typeof acts) => spoken.some((word) => acts[act].test(word));
  // A file of a repository on a forge is no file of this machine.
  if ("owner" in args && "repo" in args) return {};
  const paths = pathsAt(args, Object.keys(args).filter(isPathKey));
  const [source, target] = [pathsAt(args, sourceKeys), pathsAt(args, targetKeys)];
  if (source.length > 0 && target.length > 0) {
    if (says("move")) return { deletes: source, writes: target };
    if (says("copy") || says("write")) return { reads: source, writes: target };
  }
  const steps = [args, ...objectsAt(args, "edits"), ...objectsAt(args, "files")];
  if (says("delete")) return { deletes: paths };
  if (!says("write")) return { reads: [...paths, ...source] };
  return {
    writes: [...paths, ...target],
    content: joined(steps, contentKeys),
    removed: joined(steps, oldKeys),
  };
}

function isPathKey(key: string): boolean {
  if ([...sourceKeys, ...targetKeys, ...folderKeys].includes(key)) return false;
  const spoken = wordsOf(key);
  const named = spoken.includes("path") || spoken.includes("paths") || pathWord.test(spoken.at(-1) ?? "");
  return named && !noPath.test(spoken.join("_"));
}

/** Paths under the keys: plain, file: URLs, or in a list, also one of objects that have such a key themselves. */
function pathsAt(args: Json, keys: readonly string[]): readonly string[] {
  const found: string[] = [];
  for (const key of keys) {
    const value = args[key];
    found.push(...textsOf(value));
    if (!Array.isArray(value)) continue;
    for (const item of value)
      if (isObject(item)) found.push(firstText(item, Object.keys(item).filter(isPathKey)));
  }
  return found
    .filter((path) => path !== "" && !/^(?!file:)[a-z][a-z0-9+.-]+:\/\//i.test(path))
    .map(pathOfUrl);
}
