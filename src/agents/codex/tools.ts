import { nothing, reads, runs, type Tool } from "../touched.ts";

/** Tools of Codex CLI 0.169.0; apply_patch is decoded by itself. */
export const tools: Readonly<Record<string, Tool>> = {
  Bash: runs("posix", "input_command"),
  view_image: reads("path"),
  spawn_agent: nothing("agent"),
  update_plan: nothing("other"),
  create_goal: nothing("other"),
};
