import { hidesText } from "./hides-text.ts";
import { addsHook, disablesHooks, hookWords } from "./hooks.ts";
import { downloaders, pipesNetwork } from "./pipes-network.ts";
import { aiBaseWords, holdsAiKey, redirectsAi, redirectsRegistry } from "./redirects.ts";
import { assigned, type Sign } from "./sign.ts";
import { wordFinder } from "./sign-words.ts";
import { unescaped } from "./unescaped.ts";
import { autoApprovesTools, weakeningWords, weakensGuard } from "./weakens-guard.ts";

// What stands out in the text that a call puts into a file, whatever the file. Rules pair a sign with the files
// where it matters: the same words in a document are nothing.

const runsOnOpen = assigned("runOn", `["']folderOpen["']`);
const tempPath =
  /(?:^|["'\s=:(])(?:\/private)?(?:\/tmp|\/var\/tmp|\/dev\/shm|\/run\/user\/\d+|\/var\/folders)\/|\$\{?(?:TMPDIR|TMP|TEMP)\b|%TE?MP%|[\\/]AppData[\\/]+Local[\\/]+Temp[\\/]/i;
const decodes =
  /base64\s+(?:-d|-D|--decode)|b64decode|frombase64string|atob\(|xxd\s+-r|openssl\s+(?:base64|enc)[^\n]{0,200}-d|["']-enc(?:odedcommand)?["']/i;

/** Each expression is looked through up to the next one, or thousands without an end would be looked through again and again. */
const ciSecret = /\$\{\{(?:(?!\$\{\{)[^}]){0,300}?\bsecrets\b/g;

/** A sign, and words of which it needs one, lower case, in the text or in what is removed; none if that can't be said. */
type Row = { readonly needs: readonly string[]; readonly sign: Sign };

const signs: Readonly<Record<string, Row>> = {
  "weakens-guard": { needs: weakeningWords, sign: weakensGuard },
  "disables-hooks": { needs: ["disableallhooks", "hooksconfig", "[features]"], sign: disablesHooks },
  "adds-hook": { needs: hookWords, sign: addsHook },
  "adds-mcp-server": {
    needs: ["mcpservers", "mcp_servers", `"servers"`, `'servers'`],
    sign: (text) => /["']mcpServers["']|\bmcpServers\b|\bmcp_servers\b|["']servers["']\s*:\s*\{/.test(text),
  },
  "names-temp-path": {
    needs: ["tmp", "shm/", "/run/", "folders/", "$temp", "${temp", "%temp%", "appdata"],
    sign: (text) => tempPath.test(text.replace(/\/(?:\.\/|[^/\s"']+\/\.\.\/)+/g, "/")),
  },
  "decodes-text": {
    needs: ["base64", "b64decode", "atob(", "xxd", "openssl", `"-enc`, `'-enc`],
    sign: (text) => decodes.test(text),
  },
  "pipes-network-to-shell": { needs: downloaders, sign: pipesNetwork },
  "hidden-unicode": { needs: [], sign: hidesText },
  "redirects-ai": { needs: aiBaseWords, sign: redirectsAi },
  "holds-ai-key": { needs: ["_api_key", "_token"], sign: holdsAiKey },
  "redirects-registry": {
    needs: ["://", "trusted-host", "strict-ssl", "gonosumdb", "gonosumcheck", "goflags"],
    sign: redirectsRegistry,
  },
  "uses-ci-secrets": {
    needs: ["secrets"],
    sign: (text, removed) =>
      (/^[ \t]*secrets:\s*inherit\b/m.test(text) && !/^[ \t]*secrets:\s*inherit\b/m.test(removed)) ||
      count(text, ciSecret) > count(removed, ciSecret),
  },
  "pull-request-target": {
    needs: ["pull_request_target"],
    sign: (text, removed) => text.includes("pull_request_target") && !removed.includes("pull_request_target"),
  },
  "auto-approves-tools": { needs: ["autoapprove", "security.workspace.trust"], sign: autoApprovesTools },
  "runs-on-open": { needs: ["runon"], sign: (text) => runsOnOpen.test(text) },
  "reaches-network": {
    needs: [],
    sign: (text) => /\b(?:curl|wget|nc|ncat|fetch|invoke-webrequest|iwr|irm)\b|https?:\/\//i.test(text),
  },
};

const table = Object.entries(signs);
const possible = wordFinder(table.map(([, { needs }]) => needs));

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
  const rows = possible(old === "" ? text : `${text}\n${old}`);
  const found: string[] = [];
  for (const [at, [name, { sign }]] of table.entries()) if (rows.has(at) && sign(text, old)) found.push(name);
  return found;
}
