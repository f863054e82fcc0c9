import { edits, fetches, nothing, reads, runs, searches, type Tool, writes } from "../touched.ts";

const path = ["path", "file_path"];
const edit = edits(path, ["old_str", "old_string"], ["new_str", "new_string", "insert_text"]);
const create = writes(path, ["file_text", "content"]);

/** Text typed into a shell that runs already does what the same command line does. */
const types: Tool = (args) => {
  const text = typeof args["input"] === "string" ? args["input"] : "";
  return { kind: "shell", ...(text === "" ? {} : { command: { text, dialect: "posix" } }) };
};

/** Tools of Copilot CLI 1.0.102, by its own names and by those of its PascalCase events. */
export const tools: Readonly<Record<string, Tool>> = {
  bash: runs("posix", "input_command"),
  Bash: runs("posix", "input_command"),
  powershell: runs("powershell", "input_command"),
  view: reads(...path),
  Read: reads(...path),
  create,
  Write: create,
  edit,
  Edit: edit,
  str_replace: edit,
  insert: edit,
  grep: searches(path, "", "glob"),
  Grep: searches(path, "", "glob"),
  glob: searches(path, "pattern"),
  Glob: searches(path, "pattern"),
  web_fetch: fetches,
  WebFetch: fetches,
  web_search: nothing("web"),
  task: nothing("agent"),
  Agent: nothing("agent"),
  write_bash: types,
  write_powershell: types,
  read_bash: nothing("other"),
  read_powershell: nothing("other"),
  stop_bash: nothing("other"),
  stop_powershell: nothing("other"),
  list_bash: nothing("other"),
  list_powershell: nothing("other"),
  ask_user: nothing("other"),
  report_intent: nothing("other"),
  update_todo: nothing("other"),
  skill: nothing("other"),
};
