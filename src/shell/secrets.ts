/** Variables whose values are secrets, by name: it ends in such a word, but for which of several it is. */
const secretName =
  /(^|_)(TOKEN|SECRETS?|PASSWORD|PASSWD|PASSPHRASE|CREDENTIALS|PAT|KEY)(_(PROD|PRODUCTION|STAGING|STAGE|DEV|TEST|LIVE|CI|RO|RW|READ|WRITE|OLD|NEW|BASE|BASE64|B64|ENC|PEM|PLAIN|VALUE|PRIMARY|SECONDARY|US|EU|V?\d+))*$|ACCESS_KEY_ID$|^(PGPASSWORD|MYSQL_PWD|NPM_TOKEN|GH_TOKEN|AWS_SESSION_TOKEN|DATABASE_URL|.*_DSN|.*_WEBHOOK_URL)$|(TOKEN|SECRET|PASSWORD|APIKEY)$/i;

/** Names that fit the pattern and hold nothing secret. */
const harmlessName =
  /^(.*PUBLIC_KEY.*|(.*_)?(CACHE|PRIMARY|FOREIGN|SORT|PARTITION|ROUTING|IDEMPOTENCY|LOOKUP|OBJECT|GROUP|SHARD|HOST|HOT|JSON|MAP|TRANSLATION)_KEY|(.*_)?(PAGE|NEXT|CONTINUATION|SYNC|END|START|STOP|PAD|SEPARATOR)_TOKEN|.*_KEY_ID|.*KEY_FILE|.*KEY_PATH|.*_KEY_NAME|SSH_KEY|KEY|TOKEN_COUNT|.*_TOKENS|MAX_TOKEN.*|.*PUBLISHABLE.*|.*_KEY_PREFIX|.*_FILE|.*_PATH|.*_KEYS?_URL)$/i;

/** A known service's own secret says so anywhere, but for what is only about it. */
const ofService = (name: string): boolean =>
  /_(TOKEN|SECRET|PASSWORD|KEY)(_|$)/i.test(name) &&
  !/_(URLS?|IDS?|NAME|COUNT|LENGTH|LIMIT|TTL|TYPE|ARN|REGION|EXPIR\w*|BINDINGS?)$/i.test(name) &&
  ownHosts.some(([service]) => service.test(name));

/** Of a longer name its end is looked at, which says what it is. */
const longestName = 256;

export function isSecretName(whole: string): boolean {
  const name = whole.slice(-longestName);
  return (
    name.length > 2 &&
    (secretName.test(name) || ofService(name)) &&
    (!harmlessName.test(name) || name === "AWS_ACCESS_KEY_ID")
  );
}

/** Where a service's own token may go. */
const ownHosts: readonly (readonly [RegExp, RegExp])[] = [
  [/^(GITHUB|GH)_/, /(^|\.)(github\.com|githubusercontent\.com|ghcr\.io)$/],
  [/^(GITLAB|CI_JOB)_|^GL_/, /(^|\.)gitlab\.[a-z.]+$/],
  [/^BITBUCKET_/, /(^|\.)bitbucket\.org$/],
  [/^NPM_|^NODE_AUTH/, /(^|\.)(npmjs\.org|npmjs\.com|yarnpkg\.com)$/],
  [/^(ANTHROPIC|CLAUDE)_/, /(^|\.)anthropic\.com$/],
  [/^OPENAI_/, /(^|\.)openai\.com$/],
  [/^(GEMINI|GOOGLE|GCP|GCLOUD)_/, /(^|\.)(googleapis\.com|google\.com)$/],
  [/^AWS_/, /(^|\.)amazonaws\.com$/],
  [/^AZURE_|^ARM_/, /(^|\.)(azure\.com|windows\.net|microsoftonline\.com)$/],
  [/^SLACK_/, /(^|\.)slack\.com$/],
  [/^STRIPE_/, /(^|\.)stripe\.com$/],
  [/^(HF|HUGGING_?FACE)_/, /(^|\.)(huggingface\.co|hf\.co)$/],
  [/^(CLOUDFLARE|CF)_/, /(^|\.)cloudflare\.com$/],
  [/^(DIGITALOCEAN|DO)_/, /(^|\.)digitalocean\.com$/],
  [/^VERCEL_/, /(^|\.)vercel\.com$/],
  [/^NETLIFY_/, /(^|\.)netlify\.com$/],
  [/^SENTRY_/, /(^|\.)sentry\.io$/],
  [/^(DATADOG|DD)_/, /(^|\.)datadoghq\.(com|eu)$/],
  [/^LINEAR_/, /(^|\.)linear\.app$/],
  [/^NOTION_/, /(^|\.)notion\.com$/],
  [/^(SONAR)_/, /(^|\.)sonarcloud\.io$/],
  [/^(CODECOV)_/, /(^|\.)codecov\.io$/],
  [/^(PYPI|TWINE)_/, /(^|\.)pypi\.org$/],
  [/^CARGO_/, /(^|\.)crates\.io$/],
  [/^TELEGRAM_/, /(^|\.)telegram\.org$/],
  [/^DISCORD_/, /(^|\.)discord\.com$/],
  [/^SENDGRID_/, /(^|\.)sendgrid\.com$/],
  [/^TWILIO_/, /(^|\.)twilio\.com$/],
  [/^(JIRA|ATLASSIAN|CONFLUENCE)_/, /(^|\.)atlassian\.(net|com)$/],
  [/^HEROKU_/, /(^|\.)heroku\.com$/],
  [/^FLY_/, /(^|\.)fly\.(io|dev)$/],
  [/^MISTRAL_/, /(^|\.)mistral\.ai$/],
  [/^(COHERE|CO)_/, /(^|\.)cohere\.(ai|com)$/],
  [/^GROQ_/, /(^|\.)groq\.com$/],
  [/^OPENROUTER_/, /(^|\.)openrouter\.ai$/],
  [/^CIRCLE(CI)?_/, /(^|\.)circleci\.com$/],
  [/^BUILDKITE_/, /(^|\.)buildkite\.com$/],
];

/** Whether a host is the very service that a variable's secret is for. */
export const isOwnHost = (variable: string, host: string): boolean =>
  ownHosts.some(([name, hosts]) => name.test(variable) && hosts.test(host));
