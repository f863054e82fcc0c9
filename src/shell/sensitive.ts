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

/** The well-known sensitive files that a pattern fits. A file that begins with a dot wants the dot written. */
export function sensitiveFilesLike(pattern: string, cwd: string, home: string): readonly string[] {
  const found: string[] = [];
  const slash = pattern.lastIndexOf("/");
  const folder = pattern.slice(0, slash);
  for (const path of inRoot) if (fits(pattern, path)) found.push(path);
  if (home !== "")
    for (const path of inHome) if (fits(pattern, `${home}/${path}`)) found.push(`${home}/${path}`);
  for (const name of anywhere)
    if (fits(pattern.slice(slash + 1), name)) found.push(`${folder || cwd}/${name}`);
  return found;
}

const fits = (pattern: string, path: string): boolean =>
  pattern.length > 1 && dotsWritten(pattern, path) && globMatches(pattern, path, false);

/** A leading dot is never matched by `*`, `?` or `[`. */
function dotsWritten(pattern: string, path: string): boolean {
  const names = path.split("/");
  const parts = pattern.split("/");
  return (
    parts.length === names.length &&
    names.every((name, at) => !name.startsWith(".") || !/^[*?[]/.test(parts[at] ?? ""))
  );
}

/** The well-known sensitive files of a home folder that lie somewhere below a folder and whose name fits. */
export function sensitiveFilesBelow(folder: string, name: string): readonly string[] {
  const home = /^(\/(?:home|Users)\/[^/]+|\/root)(?:\/|$)/.exec(folder)?.[1];
  if (home === undefined || /^\*?$/.test(name)) return [];
  return inHome
    .map((path) => `${home}/${path}`)
    .filter(
      (path) => path.startsWith(`${folder}/`) && globMatches(name, path.slice(path.lastIndexOf("/") + 1)),
    );
}
