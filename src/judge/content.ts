import { analyse } from "../shell/analyse.ts";
import { hostOf, isLocalHost, urlsIn } from "../shell/hosts.ts";
import type { Place } from "../shell/report.ts";

// What stands out in the text that a call puts into a file, whatever the file. Rules pair a sign with the files
// where it matters: the same words in a document are nothing.

/** A sign of a text, by what is looked for in it. `removed` is what the edit takes out. */
type Sign = (text: string, removed: string) => boolean;

/** A key of JSON, TOML, YAML, jq, JavaScript or Python and the value it gets, up to the line's end. */
const assigned = (key: string, value: string) =>
  new RegExp(`(?:["'.\\s{,(\\[]|^)(?:${key})["']?\\]?\\s*(?:[:=]+|,)\\s*(?:${value})`, "im");

const off = `(?:false|none|null|0|no|disabled|off|False|None|["'](?:false|none|off|disabled|0)["'])(?![\\w-])`;
const on = `(?:true|1|yes|!0)(?![\\w-])`;

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
  /["'](?:Bash|Shell|run_shell_command|ShellTool)\(\s*(?:sudo|su|doas|rm|bash|sh|zsh|eval|exec|env|xargs|ssh|dd)(?:\s*:?\s*\*+|\s+-\w+[^)]*\*)?\s*\)["']/,
  // A whole tool, or all commands of a shell, allowed without a question.
  /["'](?:Bash|Shell|Edit|Write|WebFetch|PowerShell|run_shell_command|\*|mcp__\*)(?:\(\s*(?:\*{1,2}|:\*|\*:\*)?\s*\))?["']\s*(?:,|\]|$)/m,
];

const autoApproves = assigned(
  "chat\\.tools\\.(?:global\\.)?autoApprove|chat\\.tools\\.terminal\\.autoApprove|chat\\.agent\\.autoApprove|autoApprove",
  `(?:${on}|\\{[^}]{0,600}["'](?:/\\.\\*/|\\*)["']\\s*:\\s*true)`,
);

/** `"enabled": false` alone says nothing; in an edit it does when the sandbox is what stood there. */
const switchedOff = /["']?enabled["']?\s*[:=]\s*(?:false|null|0)(?!\w)/i;

/** Lists of what is denied or asked about strengthen the guard, whatever is in them. */
const strictLists =
  /["'](?:deny|ask|exclude|excludeTools|disallowedTools|coreTools)["']\s*:\s*\[[^\]]{0,1500}\]/g;

const weakensGuard: Sign = (whole, old) => {
  const [text, removed] = [whole.replace(strictLists, ""), old.replace(strictLists, "")];
  if (weakening.some((pattern) => pattern.test(text)) && !weakensAlready(text, removed)) return true;
  if (switchedOff.test(text) && /sandbox/i.test(text + removed)) return true;
  return droppedDeny(whole, old);
};

/** The edit only repeats, as context, what weakened before. */
function weakensAlready(text: string, removed: string): boolean {
  if (removed === "") return false;
  return weakening.every((pattern) => !pattern.test(text) || pattern.test(removed));
}

/** Rules that denied or asked are taken out. */
function droppedDeny(text: string, removed: string): boolean {
  const list = /["'](?:deny|ask)["']\s*:\s*\[\s*["']/;
  return list.test(removed) && !list.test(text);
}

const networkSource = "(?:curl|wget|fetch|aria2c|iwr|irm|invoke-webrequest|invoke-restmethod)";
const interpreter =
  "(?:sudo\\s+(?:-\\S+\\s+)*)?(?:env\\s+)?(?:/\\S*/)?(?:ba|z|da|k|fi|a)?sh\\b|python[\\d.]*\\b|node\\b|perl\\b|ruby\\b|php\\b|iex\\b|deno\\b|bun\\b";
const pipedNetwork: readonly RegExp[] = [
  new RegExp(`\\b${networkSource}\\b[^\\n;]{0,500}\\|\\s*(?:${interpreter})`, "i"),
  new RegExp(`(?:${interpreter}|source|\\.|eval)\\s+(?:-\\S+\\s+)*["']?[<$]\\(\\s*${networkSource}\\b`, "i"),
  new RegExp(`\\biex\\b[^\\n]{0,200}\\b(?:${networkSource}|downloadstring)\\b`, "i"),
];

const ban =
  "\\b(?:never|do not|don['’]t|must not|should not|avoid|forbid(?:den|s)?|not allowed|banned|prohibited|instead of|rather than|blocks?|den(?:y|ies|ied))\\b(?![^.;]*\\b(?:forget|skip|omit|fail|miss|hesitate)\\b)";

/** Words before a command that forbid it: a rule against it isn't an order to run it. */
const bannedBefore = new RegExp(`${ban}(?:(?!\\.\\s+[a-z])[^;!]){0,80}$`, "i");
const bannedAfter =
  /^`?[^.;\n]{0,20}\b(?:is|are)\s+(?:never|forbidden|banned|prohibited|denied|blocked|not allowed|dangerous)\b/i;
/** A line that heads a list of what is forbidden. */
const bannedList = new RegExp(`${ban}[^;!]{0,120}:\\W*$`, "i");
const listItem = /^\s*(?:[-*+]|\d+[.)])\s|^\s*$/;

const maxSnippets = 60;
const maxSnippet = 2_000;

/** Commands that a text tells to run: code spans, JSON strings and whole lines that name a downloader or decoder. */
function snippetsOf(text: string, word: RegExp): readonly string[] {
  const found: string[] = [];
  let banned = false;
  for (const line of text.split("\n")) {
    if (found.length >= maxSnippets) break;
    if (!listItem.test(line)) banned = bannedList.test(before(line, line.length));
    else if (!banned && word.test(line)) found.push(...snippetsIn(line, word));
    if (!listItem.test(line) && word.test(line)) found.push(...snippetsIn(line, word));
  }
  return found.map((snippet) => snippet.slice(0, maxSnippet));
}

function snippetsIn(line: string, word: RegExp): readonly string[] {
  const allowed = (start: number, end: number) =>
    !bannedBefore.test(before(line, start)) && !bannedAfter.test(line.slice(end, end + 60));
  const spans = [...line.matchAll(/`([^`]+)`/g)];
  if (spans.length === 0) return allowed(line.search(word), line.length) ? [line] : [];
  return spans
    .filter((span) => allowed(span.index, span.index + span[0].length))
    .map((span) => span[1] ?? "")
    .filter((span) => word.test(span));
}

/** What stands right before an offset of a line. */
const before = (line: string, end: number) => line.slice(Math.max(0, end - 200), end);

const downloads = new RegExp(`\\b${networkSource}\\b|downloadstring`, "i");
const place: Place = { cwd: "/work", home: "/home/user", user: "user", tmpdir: "" };

const pipesNetwork: Sign = (text) =>
  downloads.test(text) &&
  snippetsOf(text, downloads).some(
    (snippet) => pipedNetwork.some((pattern) => pattern.test(snippet)) || runsNetwork(snippet),
  );

function runsNetwork(snippet: string): boolean {
  const command = snippet.replace(/^[\s\-*>$#\d.)]+/, "");
  if (!/^[\w"'({/.[]/.test(command) || !/[|&;<$]/.test(command)) return false;
  const { interprets, effects } = analyse({ text: command, dialect: "posix" }, place);
  return interprets.includes("network") || effects.includes("run:downloaded");
}

/** Invisible or direction-changing characters. Joiners between letters or emoji are ordinary text. */
const invisible =
  /[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufff9-\ufffb]|(?!^)\ufeff|[\u{e0000}-\u{e007f}]/u;
const loneJoiner =
  /(?<![\p{L}\p{M}\p{Extended_Pictographic}\p{Emoji_Modifier}])(?:\u200c|\u200d)|(?:\u200c|\u200d)(?![\p{L}\p{M}\p{Extended_Pictographic}])/u;
const flagOfRegion = /\u{1f3f4}[\u{e0061}-\u{e007a}\u{e0030}-\u{e0039}]{2,6}\u{e007f}/gu;

const hidesText: Sign = (text) => {
  if (!/[^\x00-\x7f]/.test(text)) return false;
  const bare = text.replace(flagOfRegion, "");
  return invisible.test(bare) || loneJoiner.test(bare);
};

const aiBaseUrl =
  /\b(?:ANTHROPIC|CLAUDE|OPENAI|AZURE_OPENAI|GEMINI|GOOGLE_GEMINI|MISTRAL|GROQ|COHERE|OPENROUTER|DEEPSEEK|XAI|CODEX|COPILOT_PROVIDER|LITELLM|OLLAMA)_(?:API_)?(?:BASE_URL|BASE|API_BASE|ENDPOINT|BASE_URI|HOST|PROXY_URL)["']?\]?\s*(?:[:=]+|,|\s)\s*["']?([a-z][a-z0-9+.-]*:\/\/[^\s"'`,}]+)/gi;
const aiBaseKey =
  /["']?(?:base_url|openai_base_url|chatgpt_base_url|apiBaseUrl|api_base)["']?\s*[:=]\s*["']([a-z][a-z0-9+.-]*:\/\/[^\s"'`]+)/gi;
const aiProviders =
  /(?:^|\.)(?:anthropic\.com|openai\.com|openai\.azure\.com|googleapis\.com|mistral\.ai|groq\.com|cohere\.(?:ai|com)|openrouter\.ai|deepseek\.com|x\.ai|githubcopilot\.com|claude\.ai|amazonaws\.com)$/;

const redirectsAi: Sign = (text) =>
  [aiBaseUrl, aiBaseKey].some((pattern) =>
    [...text.matchAll(pattern)].some(([, url = ""]) => {
      const host = hostOf(url);
      return host !== "" && !isLocalHost(host) && !aiProviders.test(host);
    }),
  );

const aiKey =
  /\b(?:ANTHROPIC|CLAUDE|OPENAI|AZURE_OPENAI|GEMINI|GOOGLE|MISTRAL|GROQ|COHERE|OPENROUTER|DEEPSEEK|XAI|HUGGINGFACE|HF|REPLICATE|TOGETHER|PERPLEXITY)_(?:API_KEY|AUTH_TOKEN|TOKEN|API_TOKEN)["']?[ \t]*[:=][ \t]*["']?(?![$<{]|your|changeme|xxx|none\b|test\b|dummy|example|\.\.\.)[\w-]{8,}/i;

/** Lines of package managers' settings that name where packages come from. */
const registryLine =
  /(?:(?:^|[\s@/"'{,])(?:@[\w-]+:)?registry|index-url|extra-index-url|index_url|find-links|npmRegistryServer|npmScopes|GOPROXY|replace-with|source\s*["']https?|registry-index|repository|sources?|url|mirror|value)["']?\s*[:=]\s*["']?\s*(?:sparse\+|git\+)?([a-z]+:\/\/[^\s"',|]+)/gim;
/** The same as an option of pip, in its requirements too, and yarn 1's line without a sign between. */
const registryOption =
  /(?:^|\s)(?:-i|--(?:extra-)?index-url|--find-links|--registry|registry)[ =]+["']?([a-z]+:\/\/[^\s"',|]+)/gim;
const standardRegistries =
  /^(?:registry\.npmjs\.org|registry\.yarnpkg\.com|registry\.npmmirror\.com|npm\.pkg\.github\.com|npm\.jsr\.io|pypi\.org|test\.pypi\.org|files\.pythonhosted\.org|(?:static\.|index\.)?crates\.io|github\.com|rubygems\.org|(?:proxy|sum)\.golang\.org|repo\.maven\.apache\.org|repo1\.maven\.org|maven\.google\.com|plugins\.gradle\.org|repo\.packagist\.org|packagist\.org|api\.nuget\.org|hex\.pm|pub\.dev|conda\.anaconda\.org|download\.pytorch\.org|deb\.debian\.org|archive\.ubuntu\.com)$/;

const redirectsRegistry: Sign = (text) =>
  [...text.matchAll(registryLine), ...text.matchAll(registryOption)].some(([, url = ""]) => {
    const host = hostOf(url);
    return host !== "" && !isLocalHost(host) && !standardRegistries.test(host);
  }) || /trusted-host\s*=|strict-ssl\s*[:=]\s*false|GONOSUMDB=|GONOSUMCHECK=|GOFLAGS=-insecure/i.test(text);

const disablesAllHooks = assigned("disableAllHooks", on);
const disablesHooksConfig = assigned(
  "hooksConfig",
  `\\{[^}]{0,600}["'](?:enabled["']\\s*:\\s*false|disabled["']\\s*:\\s*\\[\\s*["'])`,
);
const hooksAssigned = assigned("hooks", `[{\\[]\\s*(?:["'\\w]|[{\\[])`);
const runsOnOpen = assigned("runOn", `["']folderOpen["']`);

/** A hook of an agent that starts a program. */
const addsHook: Sign = (text) =>
  hooksAssigned.test(text) ||
  /["'](?:PreToolUse|PostToolUse|SessionStart|SessionEnd|UserPromptSubmit|Stop|SubagentStop|Notification|PreCompact|BeforeTool|AfterTool|PermissionRequest|preToolUse|postToolUse)["']\s*:\s*\[\s*\{/.test(
    text,
  ) ||
  /^\s*\[\[?hooks[.\]]|\.hooks\b[^\n]{0,200}=/m.test(text);

const tempPath =
  /(?:^|["'\s=:(])(?:\/private)?(?:\/tmp|\/var\/tmp|\/dev\/shm|\/run\/user\/\d+|\/var\/folders)\/|\$\{?(?:TMPDIR|TMP|TEMP)\b|%TE?MP%|\\AppData\\Local\\Temp\\/i;
const decodes =
  /base64\s+(?:-d|-D|--decode)|b64decode|frombase64string|atob\(|xxd\s+-r|openssl\s+(?:base64|enc)[^\n]{0,200}-d|["']-enc(?:odedcommand)?["']/i;

const signs: Readonly<Record<string, Sign>> = {
  "weakens-guard": weakensGuard,
  "disables-hooks": (text) =>
    disablesAllHooks.test(text) ||
    disablesHooksConfig.test(text) ||
    /\[features\][^[]{0,600}\bhooks\s*=\s*false/i.test(text),
  "adds-hook": addsHook,
  "adds-mcp-server": (text) =>
    /["']mcpServers["']|\bmcpServers\b|\bmcp_servers\b|["']servers["']\s*:\s*\{/.test(text),
  "names-temp-path": (text) => tempPath.test(text.replace(/\/(?:\.\/|[^/\s"']+\/\.\.\/)+/g, "/")),
  "decodes-text": (text) => decodes.test(text),
  "pipes-network-to-shell": pipesNetwork,
  "hidden-unicode": hidesText,
  "redirects-ai": redirectsAi,
  "holds-ai-key": (text) => aiKey.test(text),
  "redirects-registry": redirectsRegistry,
  "uses-ci-secrets": (text, removed) =>
    (/^\s*secrets:\s*inherit\b/m.test(text) && !/^\s*secrets:\s*inherit\b/m.test(removed)) ||
    count(text, /\$\{\{[^}]{0,300}?\bsecrets\b/g) > count(removed, /\$\{\{[^}]{0,300}?\bsecrets\b/g),
  "pull-request-target": (text, removed) =>
    text.includes("pull_request_target") && !removed.includes("pull_request_target"),
  "auto-approves-tools": (text) => autoApproves.test(text),
  "runs-on-open": (text) => runsOnOpen.test(text),
  "reaches-network": (text) =>
    /\b(?:curl|wget|nc|ncat|fetch|invoke-webrequest|iwr|irm)\b|https?:\/\//i.test(text),
};

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

/** Names of what stands out in a text that is written, in the table's order. */
export function contentSigns(content: string, removed: string): readonly string[] {
  if (content === "" && removed === "") return [];
  const text = unescaped(content);
  const old = unescaped(removed);
  return Object.entries(signs)
    .filter(([, sign]) => sign(text, old))
    .map(([name]) => name);
}

/** JSON's \\uXXXX spelt out, so that no key hides behind it. */
function unescaped(text: string): string {
  if (!text.includes("\\u")) return text;
  return text.replace(/\\u([0-9a-f]{4})/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

/** The host of every URL of a text, with each domain above it. */
export function contentDomains(content: string): readonly string[] {
  return content.includes("://") || content.includes("\\u")
    ? domainsOf(urlsIn(unescaped(content)).map(hostOf))
    : [];
}

/** Every host and each domain above it, down to the last label: a.b.c, b.c, c. */
export function domainsOf(hosts: readonly string[]): readonly string[] {
  const found = new Set<string>();
  for (const host of hosts) {
    const numeric = /^[\d.]+$/.test(host) || host.includes(":");
    for (let rest = host; rest !== ""; ) {
      found.add(rest);
      const dot = rest.indexOf(".");
      rest = numeric || dot === -1 ? "" : rest.slice(dot + 1);
    }
  }
  return [...found];
}
