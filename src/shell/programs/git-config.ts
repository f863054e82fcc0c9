import { effect, noteCode, read, write } from "../act.ts";
import { blurred, type Flow, literalFlow, nothing, outputFlow } from "../flow.ts";
import { has, operand } from "../given.ts";
import { deeper, subshell } from "../state.ts";
import { literalWord, type Word, wordFrom } from "../word.ts";
import type { Run } from "./program.ts";

/** Keys whose value is a shell command. (git-config(1)) */
const runsValue =
  /^(core\.(pager|editor|sshcommand|fsmonitor|askpass|gitproxy)|sequence\.editor|diff\.external|diff\..*\.(textconv|command)|merge\..*\.driver|(merge|diff)tool\..*\.cmd|gpg(\..*)?\.program|filter\..*\.(clean|smudge|process)|uploadpack\.packobjectshook|interactive\.difffilter|pager\..*|browser\..*\.cmd|man\..*\.cmd|trailer\..*\.(cmd|command)|sendemail\.(smtpserver|tocmd|cccmd)|remote\..*\.(uploadpack|receivepack)|credential\.helper|credential\..*\.helper)$/;

const hooksKeys = /^(core\.hookspath|init\.templatedir|hook\..*\.command)$/;

/** Helpers that come with git or its packages. */
const storedHelper =
  /^(store|cache|manager(-core)?|osxkeychain|wincred|libsecret|gnome-keyring|oauth|true|false|)( |$)/;

/** Shell text that git itself runs. */
export function runShellText(run: Run, word: Word, stdin: Flow = outputFlow): Flow {
  if (word.from.network || word.from.decoded) noteCode(run, word);
  return deeper(
    run.shell,
    () =>
      run.shell.walker
        .as("posix")
        .text(subshell(run.shell, { walker: run.shell.walker.as("posix") }), word.text, {
          stdin,
          socket: false,
        }),
    nothing,
  );
}

const after = (word: Word, start: number): Word => wordFrom(word.text.slice(start), word.from);

/** What one setting brings about, whether it is stored or given for one command. */
function applySetting(run: Run, key: string, value: Word): void {
  const name = key.toLowerCase();
  if (/^include(if\..*)?\.path$/.test(name)) read(run, value);
  if (hooksKeys.test(name)) effect(run, "git:config-hooks");
  if (name.startsWith("alias.")) setAlias(run, key.slice("alias.".length), value);
  if (!runsValue.test(name)) return;
  if (!name.endsWith("helper")) runShellText(run, value);
  else if (value.text.startsWith("!")) runShellText(run, after(value, 1));
  else if (!storedHelper.test(value.text) && value.text.includes("/")) runShellText(run, value);
}

function setAlias(run: Run, name: string, value: Word): void {
  run.shell.aliases.set(aliasKey(name), value.text);
  if (value.text.startsWith("!")) runShellText(run, after(value, 1));
}

/** Kept beside the shell's own aliases, under names that no command can have. */
export const aliasKey = (name: string): string => `git ${name}`;

/** `-c key=value` before the subcommand, `--config key=value` of clone. */
export function applyInlineSetting(run: Run, word: Word): void {
  const equals = word.text.indexOf("=");
  if (equals > 0) applySetting(run, word.text.slice(0, equals), after(word, equals + 1));
}

/** Variables whose value git runs. */
const commandVariables =
  "GIT_SSH_COMMAND GIT_SSH GIT_PAGER GIT_EDITOR GIT_SEQUENCE_EDITOR GIT_EXTERNAL_DIFF GIT_ASKPASS GIT_PROXY_COMMAND PAGER EDITOR VISUAL".split(
    " ",
  );

/** Variables whose value is a file of settings. */
const configVariables = ["GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG"];

/** What this command line has put into git's environment. */
export function applyEnvironment(run: Run): void {
  const { variables } = run.shell;
  for (const name of commandVariables) {
    const [value] = variables.get(name) ?? [];
    if (value !== undefined && value.text !== "") runShellText(run, value);
  }
  for (const name of configVariables) {
    const [file] = variables.get(name) ?? [];
    if (file !== undefined && file.text !== "") read(run, file);
  }
  for (let at = 0; at < 16; at += 1) {
    const [key] = variables.get(`GIT_CONFIG_KEY_${at}`) ?? [];
    if (key === undefined) return;
    applySetting(run, key.text, variables.get(`GIT_CONFIG_VALUE_${at}`)?.[0] ?? literalWord(""));
  }
}

const flag = (run: Run, name: string): boolean => run.options.some((option) => option.name === name);

/** `git config [set|unset|get|…] key [value]`: one operand asks, two set. */
export function configure(run: Run): Flow {
  const verb = /^(get|set|unset|list|edit|rename-section|remove-section|get-urlmatch)$/.exec(
    operand(run, 0),
  )?.[1];
  const [key, value] = verb === undefined ? run.operands : run.operands.slice(1);
  const removes = verb === "unset" || flag(run, "--unset") || flag(run, "--unset-all");
  const asks =
    verb === "get" || verb === "list" || run.options.some(({ name }) => /^--(get|list)|^-l$/.test(name));
  const file = storedIn(run);
  if (key === undefined || asks || (value === undefined && !removes))
    return file === undefined || !(has(run, "-f") || has(run, "--file"))
      ? outputFlow
      : blurred(read(run, file));
  if (file !== undefined) write(run, file, literalFlow(`${key.text} = ${value?.text ?? ""}`));
  applySetting(run, key.text, value ?? literalWord(""));
  return nothing;
}

/** Only files outside the repository count: its own settings are git's business. */
function storedIn(run: Run): Word | undefined {
  const named = run.options.find(
    ({ name, value }) => (name === "-f" || name === "--file") && value !== undefined,
  );
  if (named !== undefined) return named.value;
  if (flag(run, "--global")) return literalWord("~/.gitconfig");
  return flag(run, "--system") ? literalWord("/etc/gitconfig") : undefined;
}
