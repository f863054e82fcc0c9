/** The words of a command line for sh; undefined when it is more than one plain command. */
export function wordsOf(line: string): readonly string[] | undefined {
  const words: string[] = [];
  // A line feed ends a command as ";" does, and "$(" runs one within double quotes too.
  const part =
    /[^\S\r\n]+|"((?:[^"\\`$]|\\.|\$(?!\())*)"|'([^']*)'|\\([^\S\r\n]|["'$\\`&();|<>*?])|([^\s"'`;|&<>()])|([\s\S])/gy;
  let word: string | undefined;
  for (const [text, double, single, escaped, plain, other] of line.trim().matchAll(part)) {
    if (other !== undefined) return undefined;
    const piece = double?.replace(/\\(["\\$`])/g, "$1") ?? single ?? escaped ?? plain;
    if (piece !== undefined) word = (word ?? "") + piece;
    else if (word !== undefined && /^\s/.test(text)) {
      words.push(word);
      word = undefined;
    }
  }
  return word === undefined ? words : [...words, word];
}

/** The original's hook programs, which `hook add` replaces: one program each and no argument. */
const olderPrograms = /^(claude|codex|copilot)-interceptor(\.exe)?$/;

/**
 * Whether a registered command is our hook, of whatever version and prefix: `…/prempti hook …`, the same run from its
 * sources, or the original's interceptor in a `bin` folder. A person's own script or pipeline around it is not.
 */
export function isOurHook(command: string, args: readonly string[] | undefined): boolean {
  const words = args === undefined ? wordsOf(command) : [command, ...args];
  if (words === undefined) return false;
  const [program = "", first = "", ...rest] = words;
  const [name = "", folder] = program.split(/[/\\]/).reverse();
  if (words.length === 1) return olderPrograms.test(name) && folder === "bin";
  if (/^node(\.exe)?$/.test(name) && /[/\\]src[/\\]main\.ts$/.test(first)) return isHookCall(rest);
  return /^prempti(ctl)?(\.exe)?$/.test(name) && isHookCall([first, ...rest]);
}

/** Whether it is this command to its last character, with or without a time to wait. */
export function isThatCommand(written: string, command: string): boolean {
  return written.startsWith(command) && /^(?: --wait \d{1,3})?$/.test(written.slice(command.length));
}

/** Whether a registered URL is our daemon's listener, on whatever port. */
export function isOurUrl(url: string): boolean {
  return /^http:\/\/(?:127\.0\.0\.1|\[::1\]|localhost):\d{1,5}\/v1\/hook\/[a-z-]+(?:\?[\w=&]*)?$/.test(url);
}

function isHookCall([subcommand, second = ""]: readonly string[]): boolean {
  return subcommand === "hook" && !["add", "remove", "status"].includes(second);
}

/** One word for sh. */
export function quoteForSh(word: string): string {
  return /^[\w./:@%+=,-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** The program that a hook command starts, as far as it is a plain path; "" otherwise. */
export function programOf(command: string): string {
  return wordsOf(command)?.[0] ?? "";
}
