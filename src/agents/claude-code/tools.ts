import { edits, fetches, nothing, reads, runs, searches, type Tool, writes } from "../touched.ts";

const notebook: Tool = (args) => ({
  ...edits(["notebook_path"], [], ["new_source"])(args),
});

/** Built-in tools of Claude Code 2.1.330 and of earlier versions that had more of them. */
export const tools: Readonly<Record<string, Tool>> = {
  Bash: runs("posix", "input_command"),
  // Runs its command in the background and reports on what it prints.
  Monitor: runs("posix"),
  PowerShell: runs("powershell"),
  Read: reads("file_path", "path"),
  Write: writes(["file_path", "path"], ["content"]),
  Edit: edits(["file_path", "path"], ["old_string"], ["new_string"]),
  MultiEdit: edits(["file_path"], ["old_string"], ["new_string"]),
  NotebookEdit: notebook,
  NotebookRead: reads("notebook_path"),
  Glob: searches(["path"], "pattern"),
  Grep: searches(["path"], "", "glob"),
  LS: searches(["path"], ""),
  WebFetch: fetches,
  WebSearch: nothing("web"),
  Task: nothing("agent"),
  Agent: nothing("agent"),
  SendMessage: nothing("agent"),
  Workflow: nothing("agent"),
  TodoWrite: nothing("other"),
  TaskCreate: nothing("other"),
  CronCreate: nothing("other"),
  BashOutput: nothing("other"),
  KillShell: nothing("other"),
  ExitPlanMode: nothing("other"),
  EnterWorktree: nothing("other"),
  Skill: nothing("other"),
  ToolSearch: nothing("other"),
  AskUserQuestion: nothing("other"),
};
