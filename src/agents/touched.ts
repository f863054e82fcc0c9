import type { Dialect, ToolCall, ToolKind } from "../model/call.ts";
import { firstText, type Json, objectsAt, textAt, textsOf } from "./json.ts";

/** What one tool does with its arguments: the part of a call that the tool's name decides. */
export type Touched = Partial<
  Pick<
    ToolCall,
    | "inputCommand"
    | "filePath"
    | "patchOp"
    | "command"
    | "reads"
    | "writes"
    | "deletes"
    | "content"
    | "removed"
    | "replaces"
    | "urls"
    | "mcpServer"
    | "mcpTool"
  >
> & { readonly kind: ToolKind };

/** What a tool does, from its arguments. */
export type Tool = (args: Json) => Touched;

/** A tool that touches nothing a rule could name. */
export const nothing =
  (kind: ToolKind): Tool =>
  () => ({ kind });

/** A tool that runs the command line under `command`; it is Falco's input_command where Falco knows the tool. */
export const runs =
  (dialect: Dialect, falco: "input_command" | "unknown to Falco" = "unknown to Falco"): Tool =>
  (args) => {
    const text = textAt(args, "command");
    const inputCommand = falco === "input_command" ? text : "";
    return { kind: "shell", inputCommand, ...(text === "" ? {} : { command: { text, dialect } }) };
  };

/** A shell tool that changes into the folder under one of the keys first. */
export const inFolder =
  (tool: Tool, keys: readonly string[]): Tool =>
  (args) => {
    const touched = tool(args);
    const folder = firstText(args, keys);
    if (folder === "" || touched.command === undefined) return touched;
    return {
      ...touched,
      command: { ...touched.command, text: `cd ${quoted(folder)} && ${touched.command.text}` },
    };
  };

/** One word of a POSIX command line. */
export function quoted(word: string): string {
  return /^[\w@%+=:,./~-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

export const reads =
  (...keys: readonly string[]): Tool =>
  (args) => {
    const filePath = firstText(args, keys);
    return { kind: "read", filePath, reads: textsOf(filePath) };
  };

/** A tool that writes a whole file. */
export const writes =
  (pathKeys: readonly string[], contentKeys: readonly string[]): Tool =>
  (args) => {
    const filePath = firstText(args, pathKeys);
    const content = firstText(args, contentKeys);
    return { kind: "write", filePath, writes: textsOf(filePath), content, replaces: true };
  };

/** A tool that replaces text in a file, once or by a list of `edits`. */
export const edits =
  (pathKeys: readonly string[], oldKeys: readonly string[], newKeys: readonly string[]): Tool =>
  (args) => {
    const filePath = firstText(args, pathKeys);
    const steps = [args, ...objectsAt(args, "edits")];
    const content = joined(steps, newKeys);
    return { kind: "write", filePath, writes: textsOf(filePath), content, removed: joined(steps, oldKeys) };
  };

/** One line break between the texts that the objects have under the first of the keys. */
export function joined(objects: readonly Json[], keys: readonly string[]): string {
  return objects
    .map((object) => firstText(object, keys))
    .filter((text) => text !== "")
    .join("\n");
}

/** A tool that fetches the URL under `url`. */
export const fetches: Tool = (args) => ({ kind: "web", ...fetched(textsOf(args["url"]), []) });

/** What fetching URLs touches: a file: URL is no host's, it reads a file of this machine. */
export function fetched(
  urls: readonly string[],
  reads: readonly string[],
): Required<Pick<Touched, "urls" | "reads">> {
  const files = urls.filter(isFileUrl).map(pathOfUrl);
  return { urls: urls.filter((url) => !isFileUrl(url)), reads: [...new Set([...reads, ...files])] };
}

const isFileUrl = (url: string) => /^file:/i.test(url);

/** The path of a file: URL; anything else as it is. */
export function pathOfUrl(path: string): string {
  if (!isFileUrl(path)) return path;
  const bare = path.replace(/^file:(?:\/\/[^/]*)?/i, "");
  try {
    return decodeURIComponent(bare);
  } catch {
    return bare;
  }
}

/**
 * A tool that lists or searches a folder. A glob that leads into a folder of its own (`/etc/**`, `~/.ssh/*`) reads
 * that folder; `contentGlob` names a key whose glob picks the files that are read.
 */
export const searches =
  (pathKeys: readonly string[], globKey: string, contentGlob = ""): Tool =>
  (args) => {
    const filePath = firstText(args, pathKeys);
    const base = filePath === "" ? "." : filePath;
    const folder = globFolder(textAt(args, globKey));
    const picked = contentGlob === "" ? "" : textAt(args, contentGlob).replace(/^\*\*\//, "");
    const found = [base];
    if (folder !== "") found.push(below(base, folder));
    if (picked !== "" && !picked.startsWith("!")) found.push(below(base, picked));
    return { kind: "search", filePath, reads: found };
  };

/** The folder before a glob's first wildcard: "src/" of "src/*.ts", "" of "*.ts". */
function globFolder(glob: string): string {
  const wild = glob.search(/[*?[{]/);
  const fixed = wild === -1 ? glob : glob.slice(0, wild);
  return fixed.slice(0, fixed.lastIndexOf("/") + 1);
}

function below(base: string, path: string): string {
  return /^(?:[/\\~]|[A-Za-z]:)/.test(path) ? path : `${base.replace(/\/$/, "")}/${path}`;
}
