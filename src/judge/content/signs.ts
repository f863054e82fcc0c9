import { hidesText } from "./hides-text.ts";
import { addsHook, disablesHooks } from "./hooks.ts";
import { pipesNetwork } from "./pipes-network.ts";
import { holdsAiKey, redirectsAi, redirectsRegistry } from "./redirects.ts";
import { assigned, type Sign } from "./sign.ts";
import { unescaped } from "./unescaped.ts";
import { autoApprovesTools, weakensGuard } from "./weakens-guard.ts";

// What stands out in the text that a call puts into a file, whatever the file. Rules pair a sign with the files
// where it matters: the same words in a document are nothing.

const runsOnOpen = assigned("runOn", `["']folderOpen["']`);
const tempPath =
  /(?:^|["'\s=:(])(?:\/private)?(?:\/tmp|\/var\/tmp|\/dev\/shm|\/run\/user\/\d+|\/var\/folders)\/|\$\{?(?:TMPDIR|TMP|TEMP)\b|%TE?MP%|[\\/]AppData[\\/]+Local[\\/]+Temp[\\/]/i;
const decodes =
  /base64\s+(?:-d|-D|--decode)|b64decode|frombase64string|atob\(|xxd\s+-r|openssl\s+(?:base64|enc)[^\n]{0,200}-d|["']-enc(?:odedcommand)?["']/i;

const signs: Readonly<Record<string, Sign>> = {
  "weakens-guard": weakensGuard,
  "disables-hooks": disablesHooks,
  "adds-hook": addsHook,
  "adds-mcp-server": (text) =>
    /["']mcpServers["']|\bmcpServers\b|\bmcp_servers\b|["']servers["']\s*:\s*\{/.test(text),
  "names-temp-path": (text) => tempPath.test(text.replace(/\/(?:\.\/|[^/\s"']+\/\.\.\/)+/g, "/")),
  "decodes-text": (text) => decodes.test(text),
  "pipes-network-to-shell": pipesNetwork,
  "hidden-unicode": hidesText,
  "redirects-ai": redirectsAi,
  "holds-ai-key": holdsAiKey,
  "redirects-registry": redirectsRegistry,
  "uses-ci-secrets": (text, removed) =>
    (/^\s*secrets:\s*inherit\b/m.test(text) && !/^\s*secrets:\s*inherit\b/m.test(removed)) ||
    count(text, /\$\{\{[^}]{0,300}?\bsecrets\b/g) > count(removed, /\$\{\{[^}]{0,300}?\bsecrets\b/g),
  "pull-request-target": (text, removed) =>
    text.includes("pull_request_target") && !removed.includes("pull_request_target"),
  "auto-approves-tools": autoApprovesTools,
  "runs-on-open": (text) => runsOnOpen.test(text),
  "reaches-network": (text) =>
    /\b(?:curl|wget|nc|ncat|fetch|invoke-webrequest|iwr|irm)\b|https?:\/\//i.test(text),
};

const table = Object.entries(signs);

/** In the table's order. */
export const signNames: readonly string[] = [...Object.keys(signs), "too-long"];

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

/** What is looked through of a text, in UTF-16 units; of a longer one it is said that it is too long. */
const longestText = 524_288;

/** Names of what stands out in a text that is written, in the table's order. */
export function contentSigns(content: string, removed: string): readonly string[] {
  if (content === "" && removed === "") return [];
  if (content.length > longestText || removed.length > longestText)
    return [...contentSigns(content.slice(0, longestText), removed.slice(0, longestText)), "too-long"];
  const text = unescaped(content);
  const old = unescaped(removed);
  return table.filter(([, sign]) => sign(text, old)).map(([name]) => name);
}
