import { globMatches } from "./glob.ts";

/** Well-known files that hold secrets, below the home folder. */
const inHome: readonly string[] = [
  ".ssh/id_rsa",
  ".ssh/id_ed25519",
  ".ssh/id_ecdsa",
  ".ssh/id_dsa",
  ".ssh/config",
  ".ssh/authorized_keys",
  ".ssh/known_hosts",
  ".ssh",
  ".aws",
  ".gnupg",
  ".kube",
  ".azure",
  ".docker",
  ".config/gcloud",
  ".password-store",
  ".prempti",
  ".claude",
  ".aws/credentials",
  ".aws/config",
  ".kube/config",
  ".docker/config.json",
  ".netrc",
  ".npmrc",
  ".pypirc",
  ".git-credentials",
  ".config/gh/hosts.yml",
  ".config/gcloud/credentials.db",
  ".config/gcloud/application_default_credentials.json",
  ".azure/accessTokens.json",
  ".azure/msal_token_cache.json",
  ".gnupg/private-keys-v1.d",
  ".gnupg/secring.gpg",
  ".vault-token",
  ".bash_history",
  ".zsh_history",
  ".python_history",
  ".psql_history",
  ".mysql_history",
  ".node_repl_history",
  ".pgpass",
  ".my.cnf",
  ".claude/.credentials.json",
  ".codex/auth.json",
  ".claude/settings.json",
  ".bashrc",
  ".zshrc",
  ".profile",
  ".bash_profile",
  ".terraform.d/credentials.tfrc.json",
  ".cargo/credentials.toml",
  ".gem/credentials",
  ".config/solana/id.json",
  ".electrum/wallets",
  ".ethereum/keystore",
  "Library/Keychains/login.keychain-db",
  ".local/share/keyrings/login.keyring",
];

/** Well-known files that hold secrets, below the root. */
const inRoot: readonly string[] = [
  "/etc/shadow",
  "/etc/gshadow",
  "/etc/passwd",
  "/etc/sudoers",
  "/etc/sudoers.d",
  "/etc/ssh/ssh_host_rsa_key",
  "/etc/ssh/ssh_host_ed25519_key",
  "/proc/self/environ",
  "/proc/1/environ",
  "/root/.ssh/id_rsa",
  "/var/log/auth.log",
  "/var/log/syslog",
  "/var/log/messages",
  "/etc/crontab",
  "/etc/hosts",
  "/etc",
  "/root",
];

/** Names that hold secrets in any folder. */
const anywhere: readonly string[] = [
  ".env",
  ".env.local",
  ".env.production",
  ".env.staging",
  ".env.development",
  "id_rsa",
  "id_ed25519",
];

type Known = { readonly path: string; readonly names: readonly string[] };

const known = (path: string): Known => ({ path, names: path.split("/") });
const knownInRoot = inRoot.map(known);
const knownInHome = inHome.map(known);

/** The well-known sensitive files that a pattern fits. A file that begins with a dot wants the dot written. */
export function sensitiveFilesLike(pattern: string, cwd: string, home: string): readonly string[] {
  const found: string[] = [];
  const parts = pattern.split("/");
  for (const { path, names } of knownInRoot) if (fitsNames(parts, 0, names)) found.push(path);
  const homeNames = home.split("/");
  if (home !== "" && fitsNames(parts.slice(0, homeNames.length), 0, homeNames)) {
    for (const { path, names } of knownInHome)
      if (fitsNames(parts, homeNames.length, names)) found.push(`${home}/${path}`);
  }
  const last = parts.at(-1) ?? "";
  const folder = parts.slice(0, -1).join("/");
  if (!saysSomething(last)) return found;
  for (const name of anywhere) if (fitsName(last, name)) found.push(`${folder || cwd}/${name}`);
  return found;
}

/** `*` alone means everything, and nothing in particular. */
const saysSomething = (pattern: string): boolean =>
  pattern.startsWith(".") || /[^*?[\]!^-].*[^*?[\]!^-]/.test(pattern);

/** Whether the parts of a pattern from one on fit all names of a path. */
function fitsNames(parts: readonly string[], from: number, names: readonly string[]): boolean {
  if (parts.length - from !== names.length) return false;
  for (let at = names.length - 1; at >= 0; at -= 1) {
    if (!fitsName(parts[from + at] as string, names[at] as string)) return false;
  }
  return true;
}

/** Most names are told apart by their last character, which stands for itself in most patterns. */
const endAlike = (pattern: string, name: string): boolean => {
  const last = pattern.at(-1);
  return last === name.at(-1) || last === "*" || last === "?" || last === "]";
};

/** A leading dot is never matched by `*`, `?` or `[`. */
const fitsName = (pattern: string, name: string): boolean =>
  pattern === name ||
  (endAlike(pattern, name) &&
    !(name.startsWith(".") && /^[*?[]/.test(pattern)) &&
    /[*?[]/.test(pattern) &&
    globMatches(pattern, name, false));

const knownFiles = (home: string): readonly string[] =>
  home === "" ? inRoot : [...inRoot, ...inHome.map((path) => `${home}/${path}`)];

/** The well-known sensitive files that lie somewhere below a folder and whose name, or path, fits. */
export function sensitiveFilesBelow(folder: string, name: string, home: string): readonly string[] {
  if (!saysSomething(name)) return [];
  const start = folder === "/" ? "/" : `${folder}/`;
  const known = knownFiles(home).filter((path) => path.startsWith(start));
  if (name.includes("/")) return known.filter((path) => globMatches(name, path));
  return known.filter((path) => fitsName(name, path.slice(path.lastIndexOf("/") + 1)));
}

/** Names of variable files that a pattern of find's or grep's own means: their "*" takes a leading dot, too. */
export const variableFilesLike = (pattern: string): readonly string[] =>
  pattern.includes(".env") && /^[*?[]/.test(pattern)
    ? anywhere.filter((name) => globMatches(pattern, name))
    : [];

/** The well-known sensitive files that lie somewhere below a folder or, being at home in any folder, in it. */
export function wellKnownBelow(folder: string, home: string): readonly string[] {
  const start = folder === "/" ? "/" : `${folder}/`;
  return [
    ...knownFiles(home).filter((path) => path.startsWith(start)),
    ...anywhere.map((name) => start + name),
  ];
}
