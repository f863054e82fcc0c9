import { contact, noteCode } from "./act.ts";
import type { Effect } from "./effects.ts";
import { isKnown, nothing } from "./flow.ts";
import { hostOf, isAiProvider, isLocalHost } from "./hosts.ts";
import { absolutePath } from "./paths.ts";
import { deeper, type Shell, subshell } from "./state.ts";
import { literalWord, type Word, wordFrom } from "./word.ts";

/** What setting a variable does beyond setting it, by name. */
type Meaning = readonly [
  name: RegExp,
  meaning: (shell: Shell, value: Word, name: string) => Effect | undefined,
];

const temporary = /^\/(tmp|var\/tmp|dev\/shm|run\/user)(\/|$)/;

/** The value is shell text that runs sooner or later. */
function runsLater(shell: Shell, value: Word): undefined {
  if (value.text === "" || !isKnown(value)) return undefined;
  if (value.from.network || value.from.decoded) noteCode({ shell }, value);
  const inner = subshell(shell, { walker: shell.walker.as("posix") });
  deeper(shell, () => inner.walker.text(inner, value.text, { stdin: nothing, socket: false }), nothing);
  return undefined;
}

/** The value is shown with what is substituted in it. */
function expandsLater(shell: Shell, value: Word): undefined {
  return runsLater(shell, wordFrom(`: "${value.text.replaceAll('"', '\\"')}"`, value.from));
}

/** less runs what stands behind its marks, `|`, `||` and `-`, on each file. */
function filtersInput(shell: Shell, value: Word): undefined {
  return runsLater(shell, wordFrom(value.text.replace(/^\|{1,2}-?/, ""), value.from));
}

/** The value is a file that every shell reads first. */
function readsFirst(shell: Shell, value: Word): undefined {
  if (value.text !== "")
    deeper(
      shell,
      () =>
        shell.walker
          .as("posix")
          .words(subshell(shell), [literalWord("."), value], { stdin: nothing, socket: false }),
      nothing,
    );
  return undefined;
}

/** A library out of a folder that anybody writes to, or out of a file that this command line made. */
function preloads(shell: Shell, value: Word): Effect | undefined {
  const paths = value.text.split(/[:\s]+/).map((path) => absolutePath(shell, path));
  return paths.some((path) => temporary.test(path) || shell.files.has(path))
    ? "privilege:preload"
    : undefined;
}

const standardRegistry =
  /(^|\.)(npmjs\.org|npmjs\.com|yarnpkg\.com|pypi\.org|pythonhosted\.org|golang\.org|rubygems\.org|crates\.io|maven\.org|maven\.apache\.org)$/;

/** Packages come from there from now on. */
function redirectsPackages(shell: Shell, value: Word): Effect | undefined {
  const hosts = value.text
    .split(/[,|\s]+/)
    .filter((url) => url.includes("://"))
    .map((url) => contact({ shell }, url));
  return hosts.some((host) => !isLocalHost(host) && !standardRegistry.test(host))
    ? "package:registry-redirect"
    : undefined;
}

/** Where an AI library or coding agent sends its calls. */
const aiAddress =
  /^(ANTHROPIC|OPENAI|CLAUDE|GEMINI|GOOGLE_GEMINI|GOOGLE_AI|MISTRAL|GROQ|AZURE_OPENAI|OPENROUTER|COPILOT|CODEX|DEEPSEEK|XAI|LITELLM|OLLAMA)\w*_(BASE_URL|API_BASE|API_URL|ENDPOINT|BASE|PROXY_URL)$/i;

const redirects = (value: Word): boolean =>
  value.text.includes("://") && !isLocalHost(hostOf(value.text)) && !isAiProvider(hostOf(value.text));

const meanings: readonly Meaning[] = [
  [/^PREMPTI_/i, () => "env:prempti-override"],
  [/^(LD_PRELOAD|LD_AUDIT|DYLD_INSERT_LIBRARIES)$/, preloads],
  [
    /^HIST(FILE|SIZE|FILESIZE)$/,
    (_, value, name) =>
      /^(|0|\/dev\/null)$/.test(value.text) ? "shell:history-wipe" : historyFile(name, value),
  ],
  [/^(BASH_ENV|ENV)$/, readsFirst],
  [/^HISTIGNORE$/, (_, value) => (value.text === "*" ? "shell:history-wipe" : undefined)],
  [aiAddress, (_, value) => (redirects(value) ? "agent:base-url" : undefined)],
  [
    /^(NPM_CONFIG_REGISTRY|YARN_REGISTRY|YARN_NPM_REGISTRY_SERVER|PIP_INDEX_URL|PIP_EXTRA_INDEX_URL|UV_INDEX_URL|UV_DEFAULT_INDEX|UV_EXTRA_INDEX_URL|GOPROXY|CARGO_REGISTRIES_\w+_INDEX|BUNDLE_MIRROR\w*)$/i,
    redirectsPackages,
  ],
  [
    /^GEMINI_SANDBOX$/,
    (_, value) => (/^(false|none|no|off|0|)$/i.test(value.text) ? "agent:unguarded" : undefined),
  ],
  [
    /^(CLAUDE_CODE_SIMPLE|CLAUDE_CODE_SAFE_MODE|CODEX_UNSAFE_ALLOW_NO_SANDBOX|COPILOT_ALLOW_ALL)$/,
    (_, value) => (/^(0|false|)$/i.test(value.text) ? undefined : "agent:unguarded"),
  ],
  [
    /^(PROMPT_COMMAND|GIT_SSH_COMMAND|GIT_SSH|GIT_PAGER|GIT_EDITOR|GIT_SEQUENCE_EDITOR|GIT_EXTERNAL_DIFF|GIT_PROXY_COMMAND|GIT_ASKPASS|PAGER|MANPAGER|EDITOR|VISUAL|BROWSER|LESSCLOSE|SSH_ASKPASS|SUDO_ASKPASS|FZF_DEFAULT_COMMAND|RSYNC_RSH|CVS_RSH)$/,
    runsLater,
  ],
  [/^LESSOPEN$/, filtersInput],
  [/^PS[0-4]$/, expandsLater],
];

/** Most names mean nothing: one pattern tells, before each is tried. */
const anyMeaning = new RegExp(meanings.map(([pattern]) => pattern.source).join("|"), "i");

function historyFile(name: string, value: Word): Effect | undefined {
  return name === "HISTFILE" && value.text.startsWith("/dev/") ? "shell:history-wipe" : undefined;
}

/** Where an assignment may not run, the variable has the new value on one way and the old on the other. */
function keepsOld(
  { conditional, draft, budget, variables }: Shell,
  name: string,
  words: readonly Word[],
): boolean {
  const old = variables.get(name)?.[0];
  if (!conditional || old === undefined || old.text === words[0]?.text) return false;
  draft.forked = true;
  return budget.way === "second";
}

/** Sets a variable and notes what that means to those who read it. */
export function setVariable(shell: Shell, name: string, words: readonly Word[]): void {
  shell.draft.envSets.add(name);
  if (!keepsOld(shell, name, words)) shell.variables.set(name, words);
  if (!anyMeaning.test(name)) return;
  const value = words[0] ?? literalWord("");
  for (const [pattern, meaning] of meanings) {
    if (!pattern.test(name)) continue;
    const effect = meaning(shell, value, name);
    if (effect !== undefined) shell.draft.effects.add(effect);
  }
}

/** `NAME=VALUE` for what is started later: a service, a window, a login. Nothing of this command line sees it. */
export function setLater(shell: Shell, word: Word | undefined): void {
  const [whole, name = ""] = /^(\w+)=/.exec(word?.text ?? "") ?? [];
  if (word === undefined || whole === undefined) return;
  setVariable(subshell(shell), name, [wordFrom(word.text.slice(whole.length), word.from)]);
}

/** The same of a name and its value. */
export const setPair = (shell: Shell, name: Word | undefined, value: Word | undefined): void => {
  if (name !== undefined && value !== undefined) setVariable(subshell(shell), name.text, [value]);
};

/** The same for a container: most of what variables do to this machine they don't do there. */
export function setInside(shell: Shell, { text }: Word): void {
  const [whole = "", name = ""] = /^(\w+)=/.exec(text) ?? [];
  const address = literalWord(text.slice(whole.length));
  // A name without a dot is another container's.
  if (aiAddress.test(name) && redirects(address) && /[.:]/.test(hostOf(address.text)))
    shell.draft.effects.add("agent:base-url");
}
