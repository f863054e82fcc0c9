import { isGlob, isSpecific, meets } from "./glob.ts";

/** What a protected path is. `tool.read_zones` and its like show these names. */
export type Sensitive =
  | "ssh"
  | "private-key"
  | "cloud-credentials"
  | "token-file"
  | "agent-login"
  | "password-store"
  | "browser-data"
  | "wallet"
  | "shell-history"
  | "system-secret"
  | "process-secret"
  | "dotenv";

/**
 * Protected paths, lower case. "~/" is the home folder of the person; "//" before a path means anywhere but inside
 * the working directory; `*` is any text in one name, `**` any number of names.
 */
const table: Readonly<Record<Exclude<Sensitive, "private-key" | "dotenv">, readonly string[]>> = {
  ssh: ["~/.ssh/**", "//.ssh/**"],
  "cloud-credentials": [
    "~/.aws/**",
    "~/.azure/**",
    "~/.config/gcloud/**",
    "~/.kube/**",
    "~/.docker/config.json",
    "~/.docker/contexts/**",
    "~/.config/doctl/**",
    "~/.oci/**",
    "~/.aliyun/**",
    "~/.config/hcloud/**",
    "~/.config/linode-cli",
    "~/.fly/config.yml",
    "~/.terraform.d/credentials.tfrc.json",
    "~/.terraformrc",
    "~/.pulumi/credentials.json",
    "~/.s3cfg",
    "~/.boto",
    "~/.config/rclone/rclone.conf",
    "~/appdata/roaming/gcloud/**",
    "//.aws/**",
    "//.kube/config",
    "//.docker/config.json",
    "//.config/gcloud/**",
    "//.azure/**",
  ],
  "token-file": [
    "~/.gnupg/**",
    "//.gnupg/**",
    "~/.netrc",
    "~/_netrc",
    "~/.npmrc",
    "~/.pypirc",
    "~/.git-credentials",
    "~/.config/git/credentials",
    "~/.config/gh/hosts.yml",
    "~/.config/hub",
    "~/.config/glab-cli/**",
    "~/.gem/credentials",
    "~/.cargo/credentials",
    "~/.cargo/credentials.toml",
    "~/.composer/auth.json",
    "~/.config/composer/auth.json",
    "~/.config/pypoetry/auth.toml",
    "~/.m2/settings.xml",
    "~/.m2/settings-security.xml",
    "~/.gradle/gradle.properties",
    "~/.nuget/nuget/nuget.config",
    "~/.pgpass",
    "~/.my.cnf",
    "~/.mylogin.cnf",
    "~/.config/containers/auth.json",
    "~/.config/heroku/**",
    "~/.config/configstore/firebase-tools.json",
    "~/.wrangler/config/**",
    "~/.config/.wrangler/**",
    "~/.config/netlify/config.json",
    "~/.vercel/auth.json",
    "~/.local/share/com.vercel.cli/auth.json",
    "~/.huggingface/token",
    "~/.cache/huggingface/token",
    "~/.kaggle/kaggle.json",
    "~/.config/stripe/config.toml",
    "~/.twilio-cli/config.json",
    "~/.ngrok2/ngrok.yml",
    "~/.config/ngrok/ngrok.yml",
    "//.netrc",
    "//.pypirc",
    "//.git-credentials",
    "//.pgpass",
  ],
  "agent-login": [
    "~/.claude/.credentials.json",
    "~/.codex/auth.json",
    "~/.gemini/oauth_creds.json",
    "~/.gemini/google_accounts.json",
    "~/.copilot/auth.json",
    "~/.config/github-copilot/**",
    "~/.local/share/opencode/auth.json",
    "~/.config/anthropic/**",
    "~/.openai/**",
    "~/.qwen/oauth_creds.json",
  ],
  "password-store": [
    "~/.password-store/**",
    "~/.vault-token",
    "~/library/keychains/**",
    "/library/keychains/**",
    "~/.local/share/keyrings/**",
    "~/.local/share/kwalletd/**",
    "~/.config/op/**",
    "~/.config/1password/**",
    "~/.config/bitwarden/**",
    "~/.config/bitwarden cli/**",
    "~/.config/lastpass/**",
    "~/.config/keepassxc/**",
    "~/.config/sops/age/**",
    "~/.age/**",
    "~/appdata/roaming/microsoft/credentials/**",
    "~/appdata/local/microsoft/credentials/**",
    "~/appdata/roaming/microsoft/protect/**",
    "//*.kdbx",
    "//*.kdb",
    "//*.agilekeychain/**",
    "//*.1pif",
  ],
  "browser-data": [
    ...[
      "~/.config/google-chrome*",
      "~/.config/chromium*",
      "~/.config/microsoft-edge*",
      "~/.config/vivaldi*",
    ].flatMap(browserProfile),
    ...["~/.config/bravesoftware/**", "~/.config/opera*"].flatMap(browserProfile),
    ...[
      "~/snap/chromium/**",
      "~/.var/app/com.google.chrome/**",
      "~/.var/app/org.chromium.chromium/**",
    ].flatMap(browserProfile),
    ...[
      "~/library/application support/google/chrome*",
      "~/library/application support/bravesoftware/**",
    ].flatMap(browserProfile),
    ...["~/library/application support/microsoft edge*", "~/library/application support/arc/**"].flatMap(
      browserProfile,
    ),
    ...["~/appdata/local/google/chrome/user data", "~/appdata/local/microsoft/edge/user data"].flatMap(
      browserProfile,
    ),
    ...["~/appdata/local/bravesoftware/**"].flatMap(browserProfile),
    ...["~/.mozilla/firefox", "~/snap/firefox/**", "~/.var/app/org.mozilla.firefox/**"].flatMap(
      firefoxProfile,
    ),
    ...["~/library/application support/firefox", "~/appdata/roaming/mozilla/firefox"].flatMap(firefoxProfile),
    ...["~/.librewolf", "~/.thunderbird", "~/library/thunderbird"].flatMap(firefoxProfile),
    "~/library/cookies/**",
    "~/library/safari/**",
  ],
  wallet: [
    "~/.bitcoin/**",
    "~/.litecoin/**",
    "~/.dogecoin/**",
    "~/.monero/**",
    "~/.electrum/**",
    "~/.ethereum/**",
    "~/.config/solana/**",
    "~/.config/sui/**",
    "~/.sui/sui_config/**",
    "~/.aptos/**",
    "~/.foundry/keystores/**",
    "~/.brownie/accounts/**",
    "~/.near-credentials/**",
    "~/.config/exodus/**",
    "~/.config/atomic/**",
    "~/.config/ledger live/**",
    "~/library/application support/bitcoin/**",
    "~/library/application support/ethereum/**",
    "~/library/application support/electrum/**",
    "~/library/application support/exodus/**",
    "~/library/ethereum/keystore/**",
    "~/appdata/roaming/bitcoin/**",
    "~/appdata/roaming/ethereum/**",
    "~/appdata/roaming/electrum/**",
    "~/appdata/roaming/exodus/**",
    "~/wallet.dat",
    "//wallet.dat",
  ],
  "shell-history": [
    "~/.bash_history",
    "~/.zsh_history",
    "~/.zhistory",
    "~/.histfile",
    "~/.history",
    "~/.sh_history",
    "~/.ash_history",
    "~/.ksh_history",
    "~/.local/share/fish/fish_history",
    "~/.local/share/powershell/psreadline/**",
    "~/.config/powershell/psreadline/**",
    "~/appdata/roaming/microsoft/windows/powershell/psreadline/**",
    "~/.python_history",
    "~/.node_repl_history",
    "~/.psql_history",
    "~/.mysql_history",
    "~/.sqlite_history",
    "~/.rediscli_history",
    "~/.mongorc_history",
    "~/.dbshell",
    "~/.mongodb/mongosh/**",
    "~/.irb_history",
    "~/.pry_history",
    "~/.lesshst",
    "~/.local/share/atuin/**",
    "~/.zsh_sessions/**",
    "~/.bash_sessions/**",
    "//.bash_history",
    "//.zsh_history",
    "//consolehost_history.txt",
  ],
  "system-secret": [
    "/etc/shadow*",
    "/etc/gshadow*",
    "/etc/sudoers",
    "/etc/sudoers.d/**",
    "/etc/ssh/*key",
    "/etc/ssl/private/**",
    "/etc/kubernetes/**",
    "/etc/security/opasswd",
    "/etc/wireguard/**",
    "/etc/openvpn/**",
    "/etc/letsencrypt/live/**",
    "/etc/letsencrypt/archive/**",
    "/etc/krb5.keytab",
    "/etc/netplan/**",
    "/var/db/dslocal/**",
    "/var/db/shadow/**",
    "/var/lib/sss/**",
    "/var/run/secrets/**",
    "/run/secrets/**",
    "/var/lib/docker/**",
    "c:/windows/system32/config/**",
    "c:/windows/ntds/**",
    "c:/windows/repair/**",
  ],
  "process-secret": [
    "/proc/*/environ",
    "/proc/*/mem",
    "/proc/*/maps",
    "/proc/*/task/*/environ",
    "/proc/*/task/*/mem",
    "/proc/kcore",
    "/dev/mem",
    "/dev/kmem",
  ],
};

/** A Chromium profile's logins, cookies and card data. */
function browserProfile(root: string): readonly string[] {
  const names = [
    "cookies*",
    "login data*",
    "web data*",
    "local state",
    "local storage/**",
    "network/cookies*",
  ];
  return names.map((name) => `${root.replace(/\/\*\*$/, "")}/**/${name}`);
}

function firefoxProfile(root: string): readonly string[] {
  const names = [
    "logins.json",
    "key3.db",
    "key4.db",
    "cookies.sqlite*",
    "signons.sqlite",
    "formhistory.sqlite",
    "cert9.db",
  ];
  return names.map((name) => `${root.replace(/\/\*\*$/, "")}/**/${name}`);
}

/** Names of private keys, wherever they are. */
const keyNames = [
  "id_rsa",
  "id_dsa",
  "id_ecdsa",
  "id_ecdsa_sk",
  "id_ed25519",
  "id_ed25519_sk",
  "identity.key",
  "*.pem",
  "*.ppk",
  "*.p12",
  "*.pfx",
  "*.jks",
  "*.keystore",
];

/** Certificates and public keys that end like private ones. */
const publicKey =
  /(?:^|[._-])(?:ca|cert|certs|certificate|chain|fullchain|public|pub|bundle|cacert|ca-bundle|roots?|isrgrootx1|global)(?:[._-]|$).*\.pem$|\.pub\.pem$|cacert\.pem$/;

/** Folders and names of test material, relative to the working directory. */
const fixture =
  /(?:^|\/)(?:tests?|__tests__|specs?|testdata|test-data|test_data|fixtures?|__fixtures__|mocks?|__mocks__|examples?|samples?|e2e|node_modules|vendor|site-packages)(?:\/|$)/;

/** Ends of a .env name that say it holds no secrets. */
const envTemplate =
  /^\.env(?:\.[\w-]+)*[._-](?:example|examples|sample|template|tmpl|tpl|dist|defaults?|schema|md|txt|adoc|rst|d\.ts|ts|js|mjs|cjs|py|rb|go|rs|php|json|yaml|yml|spec|test-d|vault|encrypted|enc|age|gpg)$/;

/** The folders that decide what a pattern means. Lower case, without a slash at the end. */
export type SensitiveGround = { readonly cwd: string; readonly home: string };

type Row = {
  readonly zone: Sensitive;
  readonly anywhere: boolean;
  readonly home: boolean;
  readonly parts: readonly string[];
};

const rows: readonly Row[] = Object.entries(table).flatMap(([zone, patterns]) =>
  patterns.map((pattern) => ({
    zone: zone as Sensitive,
    anywhere: pattern.startsWith("//"),
    home: pattern.startsWith("~/"),
    parts: partsOf(pattern.replace(/^(?:~\/|\/\/)/, "")),
  })),
);

const homeRows = rows.filter((row) => row.home);
const anywhereRows = rows.filter((row) => row.anywhere);
const rootRows = rows.filter((row) => !row.home && !row.anywhere);

function partsOf(path: string): readonly string[] {
  return path.split("/").filter((part) => part !== "");
}

/** What a path, lower case, absolute and real, maybe a shell pattern, is known to hold; in no particular order. */
export function sensitiveZones(path: string, { cwd, home }: SensitiveGround): readonly Sensitive[] {
  const inside = below(path, cwd);
  const found = new Set<Sensitive>();
  const parts = partsOf(path);
  const fromHome = below(path, home);
  if (fromHome !== undefined) collect(homeRows, partsOf(fromHome), found);
  collect(rootRows, parts, found);
  if (inside === undefined)
    for (let at = 0; at < parts.length; at += 1) collect(anywhereRows, parts.slice(at), found);
  if (holdsKey(parts, inside)) found.add("private-key");
  if (holdsEnv(parts.at(-1) ?? "", inside)) found.add("dotenv");
  if (found.has("ssh") && isPublic(parts.at(-1) ?? "")) found.delete("ssh");
  return [...found];
}

/** `path` relative to `folder`, "" for the folder itself; undefined if it isn't below it. */
export function below(path: string, folder: string): string | undefined {
  if (folder === "") return undefined;
  if (path === folder) return "";
  const prefix = folder.endsWith("/") ? folder : `${folder}/`;
  return path.startsWith(prefix) ? path.slice(prefix.length) : undefined;
}

/** Templates, and test material of the working directory: what looks like a secret there is none. Lower case. */
export function isOpen(path: string, cwd: string): boolean {
  const inside = below(path, cwd);
  const name = path.slice(path.lastIndexOf("/") + 1);
  return (inside !== undefined && fixture.test(inside)) || envTemplate.test(name);
}

function collect(among: readonly Row[], parts: readonly string[], found: Set<Sensitive>): void {
  const first = parts[0] ?? "";
  const plain = !isGlob(first);
  for (const { zone, parts: pattern } of among) {
    if (found.has(zone)) continue;
    const wanted = pattern[0] ?? "";
    // Nearly every row is ruled out by its first name.
    if (plain && wanted !== first && !wanted.includes("*")) continue;
    if (meets(pattern, parts)) found.add(zone);
  }
}

function isPublic(name: string): boolean {
  return name.endsWith(".pub") || name === "allowed_signers";
}

function holdsKey(parts: readonly string[], inside: string | undefined): boolean {
  const name = parts.at(-1) ?? "";
  if (!isSpecific(name) || publicKey.test(name)) return false;
  if (inside !== undefined && fixture.test(inside)) return false;
  if (inside === undefined && /^\/?(?:usr|opt|lib|etc\/ssl\/certs)\//.test(parts.join("/"))) return false;
  return keyNames.some((pattern) => meets([pattern], [name]));
}

function holdsEnv(name: string, inside: string | undefined): boolean {
  if (inside !== undefined && fixture.test(inside)) return false;
  if (isGlob(name)) return isSpecific(name) && meets([".env"], [name]);
  return name === ".env" || (name.startsWith(".env.") && !envTemplate.test(name));
}
