import { effect, runText, runWords, write } from "../act.ts";
import { type Flow, nothing, outputFlow } from "../flow.ts";
import { operand, value, values } from "../given.ts";
import { own } from "../own.ts";
import { literalWord, type Word, wordFrom } from "../word.ts";
import { installFrom, isAgentPlugin, useRegistry } from "./install-sources.ts";
import type { Run } from "./program.ts";

/** Programs by the packages that bring them, where the names differ. */
const programOf: Readonly<Record<string, string>> = {
  "@anthropic-ai/claude-code": "claude",
  "@openai/codex": "codex",
  "@google/gemini-cli": "gemini",
  "@github/copilot": "copilot",
  "@sourcegraph/amp": "amp",
  "opencode-ai": "opencode",
  "@charmland/crush": "crush",
  "dotenv-cli": "dotenv",
  "@dotenvx/dotenvx": "dotenvx",
  "@expo/ngrok": "ngrok",
  "del-cli": "del-cli",
  "@railway/cli": "railway",
  "firebase-tools": "firebase",
  "@vscode/vsce": "vsce",
};

const withoutVersion = (name: string): string => name.replace(/(?<=.)@[^@/]*$/, "");

/** The program that a package brings: its own name, or the last part of it. */
function commandOf(name: string): string {
  const plain = withoutVersion(name);
  return own(programOf, plain) ?? plain.replace(/^@[^/]*\//, "");
}

/** Downloads a package, if it isn't there, and runs its program. */
export function runPackage(run: Run, words: readonly Word[], packages: readonly Word[] = []): Flow {
  run.shell.draft.wrappers.add(run.program);
  const [name, ...args] = words;
  for (const word of [...packages, ...(name === undefined ? [] : [name])]) {
    installFrom(run, word);
    if (isAgentPlugin(withoutVersion(word.text))) effect(run, "package:run-agent-plugin");
    else effect(run, "package:run-remote");
  }
  if (name === undefined || name.text.includes("://")) return outputFlow;
  return runWords(run, [wordFrom(commandOf(name.text), name.from), ...args]);
}

/** `npx [-y] [-p PACKAGE] [-c CODE] NAME args…`. */
export function npx(run: Run): Flow {
  for (const url of values(run, "--registry")) useRegistry(run, url);
  const packages = values(run, "-p", "--package");
  const code = value(run, "-c", "--call");
  if (code === undefined) return runPackage(run, run.operands, packages);
  runPackage(run, [], packages);
  return runText(run, code);
}

export function install(run: Run): Flow {
  for (const url of values(run, "--registry")) useRegistry(run, url);
  for (const word of run.operands) {
    installFrom(run, word);
    // `npm i name@npm:other` and plain names come from the registry.
  }
  return outputFlow;
}

const secretKey = /_auth(token)?$|_password$|(^|[:.])(token|password|username)$|authtoken|authident/i;

/** `config set KEY VALUE`, `config set KEY=VALUE`, `config get KEY`. */
export function configurePackages(run: Run): Flow {
  const [verb, key, given] = /^(set|get|list|ls|delete|edit|rm|fix)$/.test(operand(run, 0))
    ? run.operands
    : [literalWord("set"), ...run.operands];
  if (key === undefined) return outputFlow;
  if (verb?.text === "get") {
    if (secretKey.test(key.text)) effect(run, "secret:print");
    return outputFlow;
  }
  if (verb?.text !== "set") return outputFlow;
  const equals = key.text.indexOf("=");
  const name = equals === -1 ? key.text : key.text.slice(0, equals);
  const setting = given ?? wordFrom(key.text.slice(equals + 1), key.from);
  if (/registry|index|repositor|source|mirror/i.test(name) && !secretKey.test(name))
    useRegistry(run, setting);
  if (secretKey.test(name)) write(run, literalWord("~/.npmrc"), setting);
  return nothing;
}
