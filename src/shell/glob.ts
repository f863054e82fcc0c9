/** Whether a shell pattern fits a whole text. `*` crosses "/" only when told to. Linear but for "*": quadratic. */
export function globMatches(pattern: string, text: string, crossing = true): boolean {
  let [at, here] = [0, 0];
  let [star, marker] = [-1, 0];
  while (here < text.length) {
    const end = at < pattern.length ? singleMatch(pattern, at, text[here] as string, crossing) : -1;
    if (pattern[at] === "*") {
      star = at++;
      marker = here;
    } else if (end !== -1) {
      at = end;
      here += 1;
    } else if (star !== -1 && (crossing || text[marker] !== "/")) {
      at = star + 1;
      here = ++marker;
    } else return false;
  }
  while (pattern[at] === "*") at += 1;
  return at === pattern.length;
}

/** Where a pattern goes on after one character that fits; -1 when it doesn't. */
function singleMatch(pattern: string, at: number, char: string, crossing: boolean): number {
  const first = pattern[at];
  if (first === "*") return -1;
  if (first === "?") return crossing || char !== "/" ? at + 1 : -1;
  if (first === "\\" && at + 1 < pattern.length) return pattern[at + 1] === char ? at + 2 : -1;
  if (first !== "[") return first === char ? at + 1 : -1;
  const end = pattern.indexOf("]", at + (/^\[[!^]?\]/.test(pattern.slice(at, at + 3)) ? 3 : 1));
  if (end === -1) return char === "[" ? at + 1 : -1;
  return inBrackets(pattern.slice(at + 1, end), char) ? end + 1 : -1;
}

function inBrackets(set: string, char: string): boolean {
  const negated = set[0] === "!" || set[0] === "^";
  const chars = negated ? set.slice(1) : set;
  for (let at = 0; at < chars.length; at += 1) {
    const low = chars[at] as string;
    const high = chars[at + 1] === "-" ? chars[at + 2] : undefined;
    if (high !== undefined ? low <= char && char <= high : low === char) return !negated;
    if (high !== undefined) at += 2;
  }
  return negated;
}

/** Whether a text has a character that a shell pattern gives a meaning. */
export const hasGlob = (text: string): boolean => /[*?[]/.test(text);
