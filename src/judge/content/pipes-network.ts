import { analyse } from "../../shell/analyse.ts";
import type { Place } from "../../shell/report.ts";
import type { Sign } from "./sign.ts";

const programs = ["curl", "wget", "fetch", "aria2c", "iwr", "irm", "invoke-webrequest", "invoke-restmethod"];
const networkSource = `(?:${programs.join("|")})`;
/** Words of which a download needs one, lower case. */
export const downloaders: readonly string[] = [...programs, "downloadstring"];
const interpreter =
  "(?:sudo\\s+(?:-\\S+\\s+)*)?(?:env\\s+)?(?:/\\S*/)?(?:ba|z|da|k|fi|a)?sh\\b|python[\\d.]*\\b|node\\b|perl\\b|ruby\\b|php\\b|iex\\b|deno\\b|bun\\b";
const pipedNetwork: readonly RegExp[] = [
  new RegExp(`\\b${networkSource}\\b[^\\n;]{0,500}\\|\\s*(?:${interpreter})`, "i"),
  new RegExp(`(?:${interpreter}|source|\\.|eval)\\s+(?:-\\S+\\s+)*["']?[<$]\\(\\s*${networkSource}\\b`, "i"),
  new RegExp(`\\biex\\b[^\\n]{0,200}\\b(?:${networkSource}|downloadstring)\\b`, "i"),
];

const ban =
  "\\b(?:never|do not|don['’]t|must not|should not|avoid|forbid(?:den|s)?|not allowed|banned|prohibited|instead of|rather than|blocks?|den(?:y|ies|ied))\\b(?![^.;]*\\b(?:forget|skip|omit|fail|miss|hesitate)\\b)";

/** Words before a command that forbid it: a rule against it isn't an order to run it. */
const bannedBefore = new RegExp(`${ban}(?:(?!\\.\\s+[a-z])[^;!]){0,80}$`, "i");
const bannedAfter =
  /^`?[^.;\n]{0,20}\b(?:is|are)\s+(?:never|forbidden|banned|prohibited|denied|blocked|not allowed|dangerous)\b/i;
/** A line that heads a list of what is forbidden. */
const bannedList = new RegExp(`${ban}[^;!]{0,120}:\\W*$`, "i");
const listItem = /^\s*(?:[-*+]|\d+[.)])\s|^\s*$/;

const maxSnippets = 60;
const maxSnippet = 2_000;

/** Commands that a text tells to run: code spans, JSON strings and whole lines that name a downloader. */
function snippetsOf(text: string, word: RegExp): readonly string[] {
  const found: string[] = [];
  let banned = false;
  for (const line of text.split("\n")) {
    if (found.length >= maxSnippets) break;
    const isItem = listItem.test(line);
    if (!isItem) banned = bannedList.test(before(line, line.length));
    if (word.test(line) && !(isItem && banned)) found.push(...snippetsIn(line, word));
  }
  return found.map((snippet) => snippet.slice(0, maxSnippet));
}

function snippetsIn(line: string, word: RegExp): readonly string[] {
  const allowed = (start: number, end: number) =>
    !bannedBefore.test(before(line, start)) && !bannedAfter.test(line.slice(end, end + 60));
  const spans = [...line.matchAll(/`([^`]+)`/g)];
  if (spans.length === 0) return allowed(line.search(word), line.length) ? [line] : [];
  return spans
    .filter((span) => allowed(span.index, span.index + span[0].length))
    .map((span) => span[1] ?? "")
    .filter((span) => word.test(span));
}

/** What stands right before an offset of a line. */
const before = (line: string, end: number) => line.slice(Math.max(0, end - 200), end);

const downloads = new RegExp(`\\b${networkSource}\\b|downloadstring`, "i");
const place: Place = { cwd: "/work", home: "/home/user", user: "user", tmpdir: "" };

export const pipesNetwork: Sign = (text) =>
  downloads.test(text) &&
  snippetsOf(text, downloads).some(
    (snippet) => pipedNetwork.some((pattern) => pattern.test(snippet)) || runsNetwork(snippet),
  );

function runsNetwork(snippet: string): boolean {
  const command = snippet.replace(/^[\s\-*>$#\d.)]+/, "");
  if (!/^[\w"'({/.[]/.test(command) || !/[|&;<$]/.test(command)) return false;
  const { interprets, effects } = analyse({ text: command, dialect: "posix" }, place);
  return interprets.includes("network") || effects.includes("run:downloaded");
}
