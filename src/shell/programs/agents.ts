import { effect, read, runWords } from "../act.ts";
import { type Flow, nothing, outputFlow } from "../flow.ts";
import { has, operand, values } from "../given.ts";
import { hostOf, isAiProvider, isLocalHost } from "../hosts.ts";
import { type Word, wordFrom } from "../word.ts";
import { installFrom } from "./install-sources.ts";
import type { Program, Run } from "./program.ts";

/** Words of a run, options with `=` split, in order. */
const texts = (run: Run): readonly string[] =>
  run.args.flatMap(({ text }) =>
    /^--?[\w-]+=/.test(text) ? [text.slice(0, text.indexOf("=")), text.slice(text.indexOf("=") + 1)] : [text],
  );

const off = /^(false|0|none|no|off)$/i;
const variable = (run: Run, name: string): string | undefined => run.shell.variables.get(name)?.[0]?.text;

/** Flags that take an agent's guard off, whichever agent it is. */
const unguardedFlags =
  /^(--dangerously-[\w-]+|--allow-dangerously-[\w-]+|--yolo|--allow-all(-tools|-paths|-urls)?|--trust-all-tools|--skip-permissions(-unsafe)?|--yes-always|--auto-approve(-all)?|--full-access|--bypass-[\w-]+|--no-permissions|--no-sandbox|--disable-sandbox)$/;

/** Flags with a value that do the same. */
const unguardedValues: readonly (readonly [RegExp, RegExp])[] = [
  [/^--permission-mode$/, /^(bypassPermissions|dontAsk)$/i],
  [/^(--sandbox|-s)$/, /^(danger-full-access|off|none|false|disabled)$/i],
  [
    /^(-c|--config)$/,
    /sandbox_mode\s*=\s*["']?danger-full-access|sandbox_permissions.{0,1024}disk-full|features\.(codex_)?hooks\s*=\s*false|hooks\s*=\s*(\{\}|\[\]|false)|bypass_hook_trust\s*=\s*true/,
  ],
  [/^--approval-mode$/, /^(yolo|full-auto-x)$/i],
  [/^--disable$/, /^(codex_)?hooks$/],
  [/^--auto$/, /^high$/],
  [/^--setting-sources$/, /^(|project|local|project,local|local,project)$/],
];

/** Flags of one agent only. */
const ownFlags: Readonly<Record<string, RegExp>> = {
  claude: /^--(bare|safe-mode|no-hooks|disable-hooks)$/,
  gemini: /^-y$/,
  qwen: /^-y$/,
  crush: /^-y$/,
  cursor: /^(-f|--force)$/,
  "cursor-agent": /^(-f|--force)$/,
  aider: /^--yes$/,
  amp: /^--dangerously-allow-all$/,
  goose: /^--with-builtin-x$/,
};

/** Variables that do the same, by agent. */
const ownVariables: readonly (readonly [RegExp, string, RegExp])[] = [
  [/^gemini$/, "GEMINI_SANDBOX", off],
  [/^qwen$/, "QWEN_SANDBOX", off],
  [/^copilot$/, "COPILOT_ALLOW_ALL", /^(1|true|yes)$/i],
  [/^claude$/, "CLAUDE_CODE_SIMPLE", /^(1|true|yes)$/i],
  [/^claude$/, "CLAUDE_CODE_SAFE_MODE", /^(1|true|yes)$/i],
  [/^claude$/, "CLAUDE_CONFIG_DIR", /./],
  [/^codex$/, "CODEX_HOME", /./],
  [/^goose$/, "GOOSE_MODE", /^auto$/i],
  [/^opencode$/, "OPENCODE_PERMISSION", /allow/i],
];

function isUnguarded(run: Run): boolean {
  const words = texts(run);
  const own = ownFlags[run.program];
  for (const [at, word] of words.entries()) {
    // Long options may be cut short only where the agents allow it; the beginning says enough.
    if (unguardedFlags.test(word) || own?.test(word) === true || word.startsWith("--dangerously"))
      return true;
    const next = words[at + 1] ?? "";
    if (unguardedValues.some(([name, value]) => name.test(word) && value.test(next))) return true;
  }
  if (
    ownVariables.some(
      ([agent, name, wanted]) =>
        agent.test(run.program) &&
        wanted.test(variable(run, name) ?? "\uFFFC\uFFFC".slice(2)) &&
        variable(run, name) !== undefined,
    )
  )
    return true;
  return turnsHooksOff(run);
}

/** `--settings JSON` or a file. */
function turnsHooksOff(run: Run): boolean {
  const at = run.args.findIndex(({ text }) => /^--settings(=|$)/.test(text));
  const word = run.args[at];
  if (word === undefined) return false;
  const given = word.text.includes("=")
    ? wordFrom(word.text.slice(word.text.indexOf("=") + 1), word.from)
    : run.args[at + 1];
  if (given === undefined) return false;
  const text = given.text.trimStart().startsWith("{") ? given.text : read(run, given).text;
  return /disableAllHooks["']?\s*:\s*true|bypassPermissions|["']?hooks["']?\s*:\s*(\{\s*\}|null)/.test(text);
}

const tell = (run: Run, words: readonly Word[]): void => {
  run.shell.draft.content += `${words.map(({ text }) => text).join(" ")}\n`;
};

/** `mcp add NAME -- CMD`, `config set KEY VALUE`, `plugin install X`. */
function managed(run: Run): void {
  if (run.operands.length <= 2 && has(run, "--help", "-h")) return;
  const words = run.operands;
  const [group = "", verb = ""] = words.map(({ text }) => text);
  if (group === "mcp" && /^(add|add-json|add-from-claude-desktop|import|install)$/.test(verb)) {
    effect(run, "agent:mcp-add");
    tell(run, run.args.slice(2));
  } else if (group === "mcp" && /^(remove|rm|disable|reset-project-choices|enable)$/.test(verb))
    effect(run, "agent:config");
  if (
    /^(config|settings|permissions|hooks|features)$/.test(group) &&
    /^(set|add|remove|unset|rm|reset|enable|disable|edit)$/.test(verb)
  ) {
    effect(run, "agent:config");
    tell(run, words.slice(2));
  }
  if (
    /^(plugin|plugins|extension|extensions|skill|skills|marketplace)$/.test(group) &&
    /^(install|add|marketplace|link|new|enable|i|update)$/.test(verb)
  ) {
    effect(run, "package:run-agent-plugin");
    for (const word of words.slice(2)) installFrom(run, word);
  }
}

/** `-c model_providers.x.base_url="https://…"`. */
function isRedirect(setting: string): boolean {
  const url = /base_?url\s*=\s*["']*([a-z]+:\/\/[^\s"']+)/i.exec(setting)?.[1];
  const host = hostOf(url ?? "");
  return host !== "" && !isLocalHost(host) && !isAiProvider(host);
}

function agent(run: Run): Flow {
  managed(run);
  if (operand(run, 0) === "sandbox" && run.program === "codex") return sandboxed(run);
  if (isUnguarded(run)) effect(run, "agent:unguarded");
  for (const { text } of values(run, "-c", "--config")) if (isRedirect(text)) effect(run, "agent:base-url");
  return outputFlow;
}

/** `codex sandbox linux CMD` runs a command. */
function sandboxed(run: Run): Flow {
  const command = run.operands
    .slice(1)
    .filter(({ text }) => !/^(linux|macos|windows|landlock|seatbelt)$/.test(text));
  return command.length === 0 ? nothing : runWords(run, command);
}

export const agents: readonly Program[] = [
  {
    names: [
      "claude",
      "codex",
      "gemini",
      "copilot",
      "cursor-agent",
      "aider",
      "opencode",
      "qwen",
      "crush",
      "amp",
      "goose",
      "droid",
      "auggie",
      "cline",
      "cn",
      "kiro-cli",
      "kiro",
      "q",
      "openhands",
      "plandex",
      "kilocode",
      "roo",
      "gptme",
      "sgpt",
      "llm",
      "interpreter",
      "codebuff",
      "forge-ai",
      "rovodev",
      "acli",
      "vibe",
      "kimi",
      "iflow",
    ],
    options: {
      "-p -m --model --permission-mode --settings --setting-sources --sandbox -s -c --config --approval-mode -a --ask-for-approval --output-format --allowedTools --disallowedTools --mcp-config --append-system-prompt --system-prompt --max-turns -C --cd --profile -o --prompt -i --add-dir --agents --session-id --resume -e --env -t --transport -H --header --scope --enable --disable":
        "value",
    },
    does: agent,
  },
  {
    names: ["smithery", "mcp-get", "mcpm", "skills", "add-skill", "openskills"],
    effects: ["package:run-agent-plugin"],
  },
];
