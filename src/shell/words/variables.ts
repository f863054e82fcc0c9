import { fromCommand, unknownPart } from "../flow.ts";
import { own } from "../own.ts";
import { isSecretName } from "../secrets.ts";
import type { Shell } from "../state.ts";
import { literalWord, type Word, wordFrom } from "../word.ts";

const nobody = literalWord("");

/** What variables hold that are set nearly everywhere, below the home folder. */
const belowHome: Readonly<Record<string, string>> = {
  XDG_CONFIG_HOME: ".config",
  XDG_CACHE_HOME: ".cache",
  XDG_DATA_HOME: ".local/share",
  XDG_STATE_HOME: ".local/state",
  CARGO_HOME: ".cargo",
  RUSTUP_HOME: ".rustup",
  GNUPGHOME: ".gnupg",
  KUBECONFIG: ".kube/config",
  DOCKER_CONFIG: ".docker",
  AWS_SHARED_CREDENTIALS_FILE: ".aws/credentials",
  AWS_CONFIG_FILE: ".aws/config",
  CLAUDE_CONFIG_DIR: ".claude",
  CODEX_HOME: ".codex",
  PREMPTI_HOME: ".prempti",
  NVM_DIR: ".nvm",
  PYENV_ROOT: ".pyenv",
  GOPATH: "go",
  HISTFILE: ".bash_history",
  ZDOTDIR: "",
  PNPM_HOME: ".local/share/pnpm",
  BUN_INSTALL: ".bun",
  NETRC: ".netrc",
  NPM_CONFIG_USERCONFIG: ".npmrc",
};

/** Values that nearly every shell has. */
const usual: Readonly<Record<string, string>> = {
  IFS: " \t\n",
  SHELL: "/bin/bash",
  // Named after what they are for; which of several it is makes no difference.
  EDITOR: "vi",
  VISUAL: "vi",
  PAGER: "less",
  CC: "cc",
  CXX: "c++",
  LD: "ld",
  AR: "ar",
  MAKE: "make",
  PYTHON: "python3",
  NODE: "node",
  NPM: "npm",
  RUBY: "ruby",
  PERL: "perl",
  "?": "0",
  "-": "himBHs",
  OSTYPE: "linux-gnu",
  EUID: "1000",
  UID: "1000",
  BASH: "/bin/bash",
  BASH_VERSION: "5.2.21(1)-release",
  LINENO: "1",
  SHLVL: "1",
  PPID: unknownPart,
};

/** The words of `$name`: one, but for `$@`, `$*` and unset positional parameters. */
export function parameterWords(shell: Shell, given: string): readonly Word[] {
  const name = shell.references.get(given) ?? given;
  const set = shell.variables.get(name);
  if (set !== undefined) return set.slice(0, 1);
  if (name === "@" || name === "*") return shell.positional;
  if (name === "#") return [literalWord(String(shell.positional.length))];
  if (name === "0") return [literalWord(shell.zero)];
  if (/^\d+$/.test(name)) return [shell.positional[Number(name) - 1] ?? nobody];
  return [inherited(shell, name)];
}

/** A variable that this command line doesn't set. */
function inherited(shell: Shell, name: string): Word {
  shell.draft.envReads.add(name);
  const text = inheritedText(shell, name);
  if (text !== undefined) return literalWord(text);
  return wordFrom(unknownPart, isSecretName(name) ? { ...fromCommand, variables: [name] } : fromCommand);
}

function inheritedText(shell: Shell, name: string): string | undefined {
  const { place } = shell;
  if (name === "PWD") return shell.cwd;
  if (name === "OLDPWD") return shell.previous;
  if (name === "HOME" || name === "USERPROFILE") return place.home;
  if (name === "USER" || name === "LOGNAME" || name === "USERNAME") return place.user;
  if (name === "TMPDIR" || name === "TEMP" || name === "TMP") return place.tmpdir || "/tmp";
  const below = own(belowHome, name);
  if (below !== undefined) return `${place.home}/${below}`;
  return own(usual, name);
}

/** Whether this command line, or nearly every shell, sets a variable. */
export const isKnownVariable = (shell: Shell, name: string): boolean =>
  shell.variables.has(name) ||
  inheritedText(shell, name) !== undefined ||
  (/^\d+$/.test(name) && Number(name) <= shell.positional.length);
