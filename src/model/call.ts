/** Agents as the field `agent.name` names them. */
export type AgentName = "claude_code" | "codex" | "copilot" | "gemini_cli" | (string & {});

/** What a tool does, whatever the agent calls it. */
export type ToolKind = "shell" | "read" | "write" | "search" | "web" | "mcp" | "agent" | "other";

/** Which language a command line is written in. */
export type Dialect = "posix" | "powershell" | "cmd";

export type Command = { readonly text: string; readonly dialect: Dialect };

/**
 * One tool call as an agent announced it, whatever its dialect. Paths are as written: relative ones
 * mean below `cwd`, and a leading `~` means the home folder. Strings are "" when the agent said nothing.
 */
export type ToolCall = {
  readonly agent: AgentName;
  readonly hookEventName: string;
  readonly sessionId: string;
  readonly permissionMode: string;
  readonly transcriptPath: string;
  readonly model: string;
  readonly turnId: string;
  readonly agentId: string;
  readonly agentType: string;
  readonly cwd: string;
  readonly toolUseId: string;
  readonly toolName: string;
  readonly kind: ToolKind;
  /** The tool's arguments as parsed JSON; undefined when the agent sent none. */
  readonly input: unknown;
  /** Falco's `tool.input_command`: the command of a tool called Bash, bash or powershell. */
  readonly inputCommand: string;
  /** Falco's `tool.file_path`: as the agent wrote it. */
  readonly filePath: string;
  /** Falco's `tool.patch_op`: Add, Update, Delete or Move. */
  readonly patchOp: string;
  /** The command line that this call runs, by whatever tool; undefined when it runs none. */
  readonly command: Command | undefined;
  readonly reads: readonly string[];
  readonly writes: readonly string[];
  readonly deletes: readonly string[];
  /** New text that the call puts into a file. */
  readonly content: string;
  /** Text that the call takes out of a file, where the agent says so. */
  readonly removed: string;
  /** The written file's whole content is replaced; false also when it isn't known. */
  readonly replaces: boolean;
  readonly urls: readonly string[];
  readonly mcpServer: string;
  readonly mcpTool: string;
  /** What of the agent's words this version of Prempti does not know: `tool "Frobnicate"`. */
  readonly unknown: readonly string[];
};
