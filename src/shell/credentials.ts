/** Files that hold credentials, by the end of their path. Shorter than what is closed on this machine itself. */
const credentials: readonly RegExp[] = [
  /\/\.ssh(\/(?!.*\.pub$)|$)/,
  /\/id_(rsa|dsa|ecdsa|ed25519)$/,
  /^\/etc\/(g?shadow-?|sudoers(\.d\/.*)?|ssh\/ssh_host_\w+_key)$/,
  /^\/proc\/[^/]+\/(environ|mem)$/,
  /\/\.(aws|gnupg|azure|kube|password-store|docker\/config\.json)(\/|$)/,
  /\/\.config\/(gcloud(\/|$)|gh\/hosts\.yml$)/,
  /\/\.(netrc|npmrc|pypirc|pgpass|my\.cnf|git-credentials|vault-token|boto|s3cfg)$/,
  /\/\.(claude\/\.credentials\.json|codex\/auth\.json|gemini\/oauth_creds\.json)$/,
  /\/\.(cargo\/credentials(\.toml)?|gem\/credentials|terraform\.d\/credentials\.tfrc\.json)$/,
  /\/\.(ba|z|k)?sh_history$|\/\.(python|psql|mysql|node_repl)_history$/,
  /\/\.env(\.(?!example|sample|template|dist|defaults?)[\w-]+)*$/,
  /^\/etc\/(ssl|pki|letsencrypt)\/(.*\/)?(private|archive|live)\/(?!.*(cert|chain|pub)\w*\.pem$)/,
  /^(\/var)?\/run\/secrets(\/|$)/,
];

/** Whether a path of a container or another host is a well-known file of credentials, or a folder of them. */
export const holdsCredentials = (path: string): boolean => credentials.some((file) => file.test(path));
