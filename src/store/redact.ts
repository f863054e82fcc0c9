/**
 * Secrets that tool calls carry, by the shape they have in commands, headers, URLs, config files and JSON text (where
 * quotes are escaped once more). Every pattern is linear: it starts at a literal, and each repetition is bounded or
 * ends the match.
 */
type Secret = {
  readonly name: string;
  /** Found, in any case, in every text that `replace` changes. */
  readonly pattern: string;
  readonly replace: (text: string) => string;
};

const mark = "[redacted]";

/** What may stand between a name and its value: `=`, `:`, blanks and quotes, the quotes perhaps escaped. */
const joint = String.raw`[\\"']{0,4}\s{0,4}[=:]\s{0,4}[\\"']{0,4}`;

/** The first characters of a value that is none: a variable, a substitution, a call, a placeholder, our own mark. */
const noSecret = String.raw`(?![$%<({\[*]|(?:null|none|nil|true|false|undefined|string|str|number|process|os|env|get\w{0,20})\b|\d{1,5}\b)`;

/**
 * One character of a value: none of these, and none that begins a command which a shell would run there. Whoever
 * approves a call has to see all that it does.
 */
function valueWithout(these: string): string {
  return String.raw`(?:[^${these}\x60$<>]|[$<>](?!\())`;
}

/** Up to the closing quote where a quote has just been opened, else one word. */
const value = [
  `(?:(?<=")${noSecret}${valueWithout(String.raw`"\\\n`)}{3,4096}`,
  String.raw`(?<=')${noSecret}[^'\\\n]{3,4096}`,
  `(?<!["'])${noSecret}${valueWithout(String.raw`\s"'\\,;&|)}\]`)}{3,4096})`,
].join("|");

const secretName = String.raw`(?:passw(?:or)?d|passphrase|(?<=[_-])pass|\bpass(?==)|pwd|secret|token(?!s|i[sz])|api[_-]?key|access[_-]?key|private[_-]?key|auth[_-]?key|encryption[_-]?key|account[_-]?key)`;

/** Words that, after such a name, say that the value is only where to find it. */
const notItself = String.raw`(?![\w-]{0,20}(?:file|path|stdin|env|name|url|uri|type|policy|length|count|limit|field|expire|expiry|ttl|hash_|id\b))`;

const notMarked = String.raw`(?!\$|\[redacted)`;

/** The rest of one simple command, as far as an option is looked for. */
const options = String.raw`\b[^\n|;&]{0,200}?\s`;

/** Tokens whose issuer gave them a form of their own. */
const knownTokens: readonly RegExp[] = [
  /gh[pousr]_[A-Za-z0-9]{20,255}/,
  /github_pat_\w{20,255}/,
  /gl(?:pat|ptt|dt|rt|soat|cbt)-[\w-]{16,255}/,
  /xox[abeoprs]-[\w-]{10,255}/,
  /xapp-[\w-]{10,255}/,
  /(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}\b/,
  /AIza[\w-]{35}/,
  /ya29\.[\w-]{20,2048}/,
  /GOCSPX-[\w-]{20,64}/,
  /sk-(?=[\w-]{0,255}\d)[\w-]{20,255}/,
  /[rs]k_(?:live|test)_\w{16,255}/,
  /whsec_\w{16,255}/,
  /npm_[A-Za-z0-9]{30,64}/,
  /pypi-[\w-]{32,255}/,
  /hf_[A-Za-z0-9]{20,64}/,
  /SG\.[\w-]{16,64}\.[\w-]{16,64}/,
  /do[opr]_v1_[0-9a-f]{32,128}/,
  /dapi[0-9a-f]{32}/,
  /hv[sbr]\.[\w-]{20,255}/,
  /dckr_pat_[\w-]{20,64}/,
  /shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}/,
  /lin_api_\w{20,64}/,
  /AGE-SECRET-KEY-1[0-9A-Z]{20,100}/,
  /eyJ(?:(?!-eyJ)[\w-]){8,4096}\.eyJ(?:(?!-eyJ)[\w-]){8,4096}\.[\w-]{0,4096}/,
];

const secrets: readonly Secret[] = [
  { name: "private key blocks", pattern: "-----BEGIN", replace: replaceKeyBlocks },
  {
    name: "tokens known by their first letters",
    ...keep(String.raw`\b(?:${knownTokens.map(({ source }) => source).join("|")})`, "g"),
  },
  {
    name: "Authorization and other secret headers",
    ...keep(
      String.raw`(\b(?:authorization|x-api-key|x-auth-token|x-access-token|private-token|x-vault-token|cookie)${joint})` +
        String.raw`(?:(?:basic|bearer|token|digest|negotiate|apikey|key)\s{1,4}(?!\[))?${value}`,
      "gi",
    ),
  },
  { name: "bearer tokens", ...keep(String.raw`(\bbearer\s{1,4})${noSecret}[\w.~+/=-]{12,4096}`, "gi") },
  {
    name: "passwords in URLs",
    ...keep(
      String.raw`(:\/\/[^\s:@/"'\\]{0,256}:)${notMarked}${valueWithout(String.raw`\s@/"'\\`)}{1,256}(?=@)`,
      "g",
    ),
  },
  {
    name: "tokens for user names in URLs",
    ...keep(String.raw`(:\/\/)[A-Za-z0-9_-]{24,256}(?=@)`, "g"),
  },
  {
    name: "webhook addresses",
    ...keep(
      String.raw`(\bhooks\.slack\.com\/services\/|\bdiscord(?:app)?\.com\/api\/webhooks\/\d{1,24}\/)[\w/-]{16,255}`,
      "g",
    ),
  },
  {
    name: "values assigned to secret names",
    ...keep(String.raw`(${secretName}${notItself}[\w-]{0,32}${joint})${value}`, "gi"),
  },
  {
    name: "values of secret options",
    ...keep(String.raw`(-${secretName}${notItself}[\w-]{0,20}\s{1,4}(?!-)[\\"']{0,4})${value}`, "gi"),
  },
  {
    name: "curl's user and password",
    ...keep(
      String.raw`(\b(?:curl|wget|https?|xh)${options}(?:-u|--user|--proxy-user)[\s=]{0,4}[\\"']{0,4}[^\s:"'\\]{1,128}:)${notMarked}${valueWithout(String.raw`\s"'\\`)}{1,256}`,
      "g",
    ),
  },
  {
    name: "passwords in short options of clients that log in",
    ...keep(
      String.raw`(\b(?:mysql|mysqldump|mysqladmin|mariadb)${options}-p|\bsshpass\s{1,4}-p\s{0,4}|\blogin${options}-p[\s=]{1,4}|\bredis-cli${options}-a\s{1,4}|--from-literal[\s=][\\"']{0,4}[\w.-]{1,64}=)([\\"']{0,4})${notMarked}${valueWithout(String.raw`\s"'\\`)}{1,256}`,
      "g",
      "$1$2",
    ),
  },
  {
    name: "passwords piped into a log-in",
    ...keep(
      String.raw`(\b(?:echo|printf)\s{1,4}(?:-n\s{1,4})?[\\"']{0,4})${notMarked}${valueWithout(String.raw`\s"'\\|`)}{3,256}(?=[\\"']{0,4}\s{0,4}\|[^|\n]{0,200}--?password-stdin)`,
      "g",
    ),
  },
];

/** Replaces a match but for its groups at the start, which `kept` names. */
function keep(pattern: string, flags: string, kept = "$1"): Pick<Secret, "pattern" | "replace"> {
  const regex = new RegExp(pattern, flags);
  const before = pattern.startsWith("(") ? kept : "";
  return { pattern, replace: (text) => text.replace(regex, `${before}${mark}`) };
}

const keyBegin = /-----BEGIN [A-Z ]{0,40}PRIVATE KEY(?: BLOCK)?-----/g;
const keyEnd = /-----END [A-Z ]{0,40}PRIVATE KEY(?: BLOCK)?-----/g;

/** Not one regex: one that looks for each block's end takes quadratic time over blocks that have none. */
function replaceKeyBlocks(text: string): string {
  let kept = "";
  let at = 0;
  for (;;) {
    keyBegin.lastIndex = at;
    const begin = keyBegin.exec(text);
    if (begin === null) return kept + text.slice(at);
    kept += text.slice(at, keyBegin.lastIndex) + mark;
    keyEnd.lastIndex = keyBegin.lastIndex;
    const end = keyEnd.exec(text);
    if (end === null) return kept;
    kept += end[0];
    at = keyEnd.lastIndex;
  }
}

const anySecret = new RegExp(secrets.map(({ pattern }) => pattern).join("|"), "i");

/** Texts up to this length are asked first whether there is anything to replace: most have nothing. */
const shortText = 512;

/** The text with every secret in it replaced. Doing it twice changes nothing more. */
export function redact(text: string): string {
  if (text.length <= shortText && !anySecret.test(text)) return text;
  let redacted = text;
  for (const { replace } of secrets) redacted = replace(redacted);
  return redacted;
}
