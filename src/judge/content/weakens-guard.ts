import { upToLast } from "../../shell/scan.ts";
import { assigned, off, on, type Sign } from "./sign.ts";

const weakening: readonly RegExp[] = [
  /danger-full-access|bypassPermissions|dangerously[-_]?(?:skip|bypass|disable)/i,
  assigned("sandbox(?:_mode|ing)?|sandboxMode|toolSandboxing|sandbox_workspace_write", off),
  /["']?sandbox["']?\s*[:=]\s*\{[^}]{0,600}["']?enabled["']?\s*[:=]\s*(?:false|null|0)/i,
  assigned(
    "allowUnsandboxedCommands|autoAllowBashIfSandboxed|autoAccept|auto_accept|yolo|yoloMode|allow_all_tools|allowAllTools|allow_all",
    on,
  ),
  assigned("excludedCommands", `\\[\\s*["']`),
  assigned("approval_policy|approvalPolicy", `["']never["']`),
  assigned("approvalMode|approval_mode|defaultApprovalMode", `["'](?:yolo|auto_edit|never|full-auto)["']`),
  assigned("defaultMode|default_mode", `["'](?:bypassPermissions|acceptEdits|dontAsk|auto)["']`),
  assigned("enableAllProjectMcpServers|skipDangerousModePermissionPrompt|hasTrustDialogAccepted", on),
  assigned("trusted_folders|trustedFolders", `\\[\\s*["'](?:/|~)["']`),
  assigned("folderTrust(?:\\.enabled)?", off),
  assigned("network_access|networkAccess", on),
  assigned("trust_level", `["']trusted["']`),
  /["']?TRUST_(?:FOLDER|PARENT)["']?/,
  assigned("disableYoloMode", off),
  assigned(
    "additionalDirectories|includeDirectories|writable_roots",
    `\\[[^\\]]{0,600}["'](?:/|~|~/|\\$HOME)["']`,
  ),
  // Programs that run anything, allowed with any arguments.
  /["'](?:Bash|Shell|run_shell_command|ShellTool)\(\s*(?:sudo|su|doas|rm|bash|sh|zsh|eval|exec|env|xargs|ssh|dd)(?:\s*(?::\s*)?\*+|\s+-\w(?:(?!["'](?:Bash|Shell|run_shell_command|ShellTool)\()[^)])*\*)?\s*\)["']/,
  // A whole tool, or all commands of a shell, allowed without a question.
  /["'](?:Bash|Shell|Edit|MultiEdit|NotebookEdit|Write|WebFetch|PowerShell|run_shell_command|\*|mcp__\*)(?:\(\s*(?:(?:\*{1,2}|:\*|\*:\*|\/{1,2}\*{1,2}|~\/\*{1,2})\s*)?\))?["']\s*(?:,|\]|$)/m,
];

/** Tools whose name in quotes may begin what is allowed; `*` is all of them. */
const allowedTools =
  "bash shell edit multiedit notebookedit write webfetch powershell run_shell_command * mcp__*";

/** Words of which every pattern above and below needs one, lower case. */
export const weakeningWords: readonly string[] = [
  ..."danger-full-access bypasspermissions dangerously sandbox autoaccept auto_accept yolo allow_all".split(
    " ",
  ),
  ..."allowalltools excludedcommands approval_policy approvalpolicy approvalmode approval_mode".split(" "),
  ..."defaultmode default_mode enableallprojectmcpservers skipdangerousmodepermissionprompt".split(" "),
  ..."hastrustdialogaccepted trusted_folders trustedfolders foldertrust network_access networkaccess".split(
    " ",
  ),
  ..."trust_level trust_folder trust_parent additionaldirectories includedirectories writable_roots".split(
    " ",
  ),
  ...`${allowedTools} deny ask`.split(" ").flatMap((name) => [`"${name}`, `'${name}`]),
];

const autoApproves = assigned(
  "chat\\.tools\\.(?:\\w+\\.)?autoApprove|chat\\.agent\\.autoApprove|autoApprove",
  `(?:${on}|\\{[^}]{0,600}["'](?:/\\.\\*/|\\*)["']\\s*:\\s*true)`,
);

const trustsAll = assigned("security\\.workspace\\.trust\\.enabled", off);

/** `"enabled": false` alone says nothing; in an edit it does when the sandbox is what stood there. */
const switchedOff = /["']?enabled["']?\s*[:=]\s*(?:false|null|0)(?!\w)/i;

/** Lists of what is denied or asked about strengthen the guard, whatever is in them. */
const strictLists = /["'](?:deny|ask|exclude|excludeTools|disallowedTools|coreTools)["']\s*:\s*\[[^\]]*\]/g;

/** Longest list that is taken for one. */
const longestList = 1_536;

function withoutStrictLists(text: string): string {
  const closed = upToLast(text, "]");
  const rest = closed.replace(strictLists, (list) => (list.length > longestList ? list : ""));
  return rest + text.slice(closed.length);
}

export const weakensGuard: Sign = (whole, old) => {
  const [text, removed] = [withoutStrictLists(whole), withoutStrictLists(old)];
  if (weakening.some((pattern) => pattern.test(text)) && !weakensAlready(text, removed)) return true;
  if (switchedOff.test(text) && /sandbox/i.test(text + removed)) return true;
  return droppedDeny(whole, old);
};

/** The edit only repeats, as context, what weakened before. */
function weakensAlready(text: string, removed: string): boolean {
  if (removed === "") return false;
  return weakening.every((pattern) => !pattern.test(text) || pattern.test(removed));
}

/** A list of what is denied or asked about is taken out, or becomes another list. */
function droppedDeny(text: string, removed: string): boolean {
  return [/["']deny["']\s*(?::|$)/, /["']ask["']\s*(?::|$)/].some(
    (list) => list.test(removed) && !list.test(text),
  );
}

/** An editor is told to approve the tools of an agent by itself. */
export const autoApprovesTools: Sign = (text) => autoApproves.test(text) || trustsAll.test(text);
