import { baseName } from "./paths.ts";
import { inOrder, upToLast } from "./scan.ts";

const ownFolder = /(?:^|\/)\.prempti(?:\/|$)|\/AppData\/Local\/prempti(?:\/|$)/i;

/** Whether a process, unit, label or file is the guard's own. A folder that is merely called so is somebody's project. */
export function isGuard(text: string): boolean {
  const path = text.replaceAll("\\", "/");
  return ownFolder.test(path) || /prempti/i.test(baseName(path));
}

/** What its process is called, and how its command line begins. */
const ownLines = ["prempti", "prempti serve"];

/** A regular expression so short that matching it against a short text takes no time, whatever it says. */
const isCheap = (pattern: string): boolean =>
  pattern.length <= 64 && !/(?:[(|].*){4}/s.test(pattern) && !/(?:[*+?{].*){5}/s.test(pattern);

/** Whether a search among the processes finds the guard. A pattern of one or two letters looks for nothing in particular. */
export function findsGuard(pattern: string): boolean {
  const closed = upToLast(pattern, "]").replace(/\[(?:\[:|[!^])?[^\]]*\]|\\.|[^a-z]/gi, "");
  const letters = closed + pattern.slice(pattern.lastIndexOf("]") + 1).replace(/\\.|[^a-z]/gi, "");
  if (isGuard(pattern) || /prempti/i.test(letters)) return isGuard(pattern) || !pattern.includes("/");
  if (letters.length < 3 || pattern.includes("/") || !isCheap(pattern)) return false;
  try {
    const expression = new RegExp(pattern, "i");
    // `serve` alone is any development server.
    return ownLines.some((line) => (expression.exec(line)?.index ?? line.length) < "prempti".length);
  } catch {
    return false;
  }
}

/** Whether keys that are typed somewhere give an approval in the person's place. */
export const approves = (text: string): boolean =>
  inOrder(text, /prempti/i, /\sapprovals\s+(?:approve|deny)\b/i);
