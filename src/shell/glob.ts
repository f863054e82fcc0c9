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

/** How long the beginnings of a text are that a pattern fits whole, ascending; `fromEnd`, how long its ends. */
export function matchedLengths(pattern: string, text: string, fromEnd = false): readonly number[] {
  const parts = partsOf(pattern);
  const last = parts.length;
  const order = fromEnd ? parts.toReversed() : parts;
  let open = new Set<number>();
  const reach = (states: Set<number>, at: number): void => {
    states.add(at);
    for (let next = at; order[next] === "*"; next += 1) states.add(next + 1);
  };
  reach(open, 0);
  const found: number[] = open.has(last) ? [0] : [];
  for (let length = 1; length <= text.length && open.size > 0; length += 1) {
    const char = text[fromEnd ? text.length - length : length - 1] as string;
    const next = new Set<number>();
    for (const at of open) {
      const part = order[at];
      if (part === "*") reach(next, at);
      else if (part !== undefined && singleMatch(part, 0, char, true) !== -1) reach(next, at + 1);
    }
    if (next.has(last)) found.push(length);
    open = next;
  }
  return found;
}

/** A pattern cut into what stands for one character each, and "*". */
function partsOf(pattern: string): readonly string[] {
  const parts: string[] = [];
  for (let at = 0; at < pattern.length; ) {
    const end = partEnd(pattern, at);
    parts.push(pattern.slice(at, end));
    at = end;
  }
  return parts;
}

function partEnd(pattern: string, at: number): number {
  if (pattern[at] === "\\" && at + 1 < pattern.length) return at + 2;
  const end = pattern[at] === "[" ? bracketEnd(pattern, at) : -1;
  return end === -1 ? at + 1 : end + 1;
}

/** Where a bracket that opens at `at` closes; right behind it, a closing one stands for itself. */
const bracketEnd = (pattern: string, at: number): number =>
  pattern.indexOf("]", at + (/^\[[!^]?\]/.test(pattern.slice(at, at + 3)) ? 3 : 1));

/** Where a pattern goes on after one character that fits; -1 when it doesn't. */
function singleMatch(pattern: string, at: number, char: string, crossing: boolean): number {
  const first = pattern[at];
  if (first === "*") return -1;
  if (first === "?") return crossing || char !== "/" ? at + 1 : -1;
  if (first === "\\" && at + 1 < pattern.length) return pattern[at + 1] === char ? at + 2 : -1;
  if (first !== "[") return first === char ? at + 1 : -1;
  const end = bracketEnd(pattern, at);
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
