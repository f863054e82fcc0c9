import { textAt, textsOf } from "../json.ts";
import { edits, fetched, inFolder, nothing, reads, runs, searches, type Tool, writes } from "../touched.ts";

const file = ["file_path", "absolute_path", "path"];
const folder = ["dir_path", "path", "directory"];

/** URLs stand in the free text of the prompt. */
const webFetch: Tool = (args) => ({
  kind: "web",
  ...fetched([...textsOf(args["url"]), ...urlsIn(textAt(args, "prompt"))], []),
});

function urlsIn(text: string): readonly string[] {
  return [...text.matchAll(/\b[a-z][a-z0-9+.-]{0,31}:\/\/[^\s"'<>`]+/gi)].map(([url]) =>
    url.replace(/(?<![.,;:!?)\]])[.,;:!?)\]]+$/, ""),
  );
}

const readMany: Tool = (args) => ({
  kind: "read",
  reads: ["paths", "include", "file_paths"].flatMap((key) => textsOf(args[key])),
});

/** Tools of Gemini CLI 0.61.0, with names that earlier versions used. */
export const tools: Readonly<Record<string, Tool>> = {
  run_shell_command: inFolder(runs("posix"), folder),
  read_file: reads(...file),
  read_many_files: readMany,
  write_file: writes(file, ["content"]),
  replace: edits(file, ["old_string"], ["new_string"]),
  edit: edits(file, ["old_string"], ["new_string"]),
  glob: searches(folder, "pattern"),
  grep_search: searches(folder, "", "include"),
  search_file_content: searches(folder, "", "include"),
  list_directory: searches(folder, ""),
  web_fetch: webFetch,
  google_web_search: nothing("web"),
  invoke_agent: nothing("agent"),
  save_memory: nothing("other"),
  write_todos: nothing("other"),
};
