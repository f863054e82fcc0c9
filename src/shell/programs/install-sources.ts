import { contact, effect, read, send } from "../act.ts";
import { values } from "../given.ts";
import { isLocalHost } from "../hosts.ts";
import { type Word, wordFrom } from "../word.ts";
import type { Run } from "./program.ts";

/** Forges where well-known projects live. */
const forges =
  /(^|\.)(github\.com|githubusercontent\.com|gitlab\.com|bitbucket\.org|codeberg\.org|sr\.ht|gitea\.com|launchpad\.net|kernel\.org|gnu\.org|googlesource\.com|dev\.azure\.com|visualstudio\.com)$/;

export const isForge = (host: string): boolean => forges.test(host) || isLocalHost(host);

/** Hosts that package managers ask by themselves. */
const registries =
  /(^|\.)(npmjs\.org|npmjs\.com|yarnpkg\.com|npmmirror\.com|jsr\.io|pypi\.org|pythonhosted\.org|download\.pytorch\.org|crates\.io|rubygems\.org|proxy\.golang\.org|sum\.golang\.org|goproxy\.io|repo\.maven\.apache\.org|repo1\.maven\.org|maven\.google\.com|plugins\.gradle\.org|nuget\.org|packagist\.org|hex\.pm|conda\.anaconda\.org|anaconda\.com|anaconda\.org|deb\.debian\.org|security\.debian\.org|archive\.ubuntu\.com|security\.ubuntu\.com|ppa\.launchpadcontent\.net|dl-cdn\.alpinelinux\.org|formulae\.brew\.sh|ghcr\.io|docker\.io|quay\.io|gcr\.io|mcr\.microsoft\.com|download\.docker\.com|npm\.pkg\.github\.com|pkg\.github\.com|rust-lang\.org|hackage\.haskell\.org|pub\.dev|cran\.r-project\.org|cpan\.org|metacpan\.org)$/;

/** A registry that everybody uses, or one on this machine. */
export const isStandardRegistry = (host: string): boolean => registries.test(host) || isLocalHost(host);

/** `name @ url`, `git+https://…`, `https://…`, `github:user/repo`, `user@host:path`, a file. */
export function installFrom(run: Run, word: Word): void {
  const text = word.text
    .replace(/^[\w.-]+(\[[^\]]*\])?\s*@\s*(?=\w+(\+\w+)?:)/, "")
    .replace(/^[@\w./-]+@(?=https?:|git)/, "");
  const git = /^(git\+|git:|ssh:|hg\+|svn\+|bzr\+)|^[\w.-]+@[\w.-]+:|^https?:\/\/.*\.git(#|@|$)/.test(text);
  if (/^(github|gitlab|bitbucket|gist|npm|jsr|workspace|link|portal|patch|catalog):/.test(text)) return;
  if (!/:\/\/|^[\w.-]+@[\w.-]+:/.test(text)) {
    if (/^(file:|[./~])/.test(text))
      read(run, wordFrom(text.replace(/^file:(?!\/\/)/, ""), word.from, word.glob));
    return;
  }
  if (text.startsWith("file:")) {
    read(run, wordFrom(text, word.from));
    return;
  }
  const host = contact(run, text.replace(/^\w+\+/, ""));
  send(run, word, [host]);
  if (git) {
    if (!isForge(host)) effect(run, "package:install-git");
  } else if (!isStandardRegistry(host)) effect(run, "package:install-url");
}

/** Another registry, for this call or from now on. */
export function useRegistry(run: Run, word: Word): void {
  if (!/:\/\/|^[\w-]+\.[\w.-]+/.test(word.text)) return;
  const host = contact(run, word.text.replace(/^\w+\+/, ""));
  send(run, word, [host]);
  if (!isStandardRegistry(host) && !isForge(host)) effect(run, "package:registry-redirect");
}

/** A package that is an MCP server or an agent's plugin, by its name. */
export const isAgentPlugin = (name: string): boolean =>
  /(^|[@/_.-])mcp([/_.@-]|$)|modelcontextprotocol|mcp-?server|server-mcp|(^|[/_-])agent-(plugin|skill|tool)s?|claude-(code-)?plugin|skills?-installer|(^|\/)(skills|add-skill|openskills)$|smithery/i.test(
    name,
  );

/** Options that name where packages come from. */
export function fromElsewhere(run: Run, ...names: readonly string[]): void {
  for (const url of values(run, ...names)) useRegistry(run, url);
}

export const gitSource = (word: Word): Word =>
  /\+|\.git$/.test(word.text) ? word : wordFrom(`git+${word.text}`, word.from);
