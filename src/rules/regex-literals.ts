// Texts of which one must be in everything that a regular expression matches, so that a search for plain texts can tell
// that it can't match. Only for expressions that `readPosix` takes.

/** Alternatives; undefined when nothing is known. */
type Required = readonly string[] | undefined;

/** The longer the shortest alternative, the better. */
const worth = (required: Required) =>
  required === undefined || required.length === 0 ? 0 : Math.min(...required.map(({ length }) => length));

type Open = {
  alternatives: Required[];
  best: Required;
  run: string;
  lastGroup: Required;
  lastIsGroup: boolean;
};

const open = (): Open => ({
  alternatives: [],
  best: undefined,
  run: "",
  lastGroup: undefined,
  lastIsGroup: false,
});

function offer(to: Open, required: Required): void {
  if (worth(required) > worth(to.best)) to.best = required;
}

/** Ends a run of plain characters, and takes in what the group before it asks for. */
function settle(to: Open): void {
  if (to.run !== "") offer(to, [to.run]);
  if (to.lastIsGroup) offer(to, to.lastGroup);
  to.run = "";
  to.lastIsGroup = false;
}

function finish(group: Open): Required {
  settle(group);
  const all = [...group.alternatives, group.best];
  return all.includes(undefined) ? undefined : all.flatMap((one) => one ?? []);
}

/** The last atom may be missing or come more than once, so that nothing can be joined to it. */
function repeated(group: Open, optional: boolean): void {
  const last = group.run.slice(-1);
  if (group.lastIsGroup) {
    if (optional) group.lastIsGroup = false;
    settle(group);
    return;
  }
  group.run = group.run.slice(0, -1);
  settle(group);
  if (!optional && last !== "") offer(group, [last]);
}

/** All that repeats one atom: `a{2}?` may be missing, though `a{2}` may not. */
const repetitions = /^(?:[*+?]|\{[0-9]+(?:,[0-9]*)?\})+/;
const mayBeMissing = /[*?]|\{0+[,}]/;
const bracket = /^\[\^?\]?(?:\[:[a-z^]*:\]|\\.|[^\]\\])*\]/s;
const escaped = /^\\(?:x[0-9A-Fa-f]{2}|x\{[0-9A-Fa-f]+\}|[0-7]{1,3}|.)/s;

/** A class or an escape; only an escaped sign is one known character. How long it is. */
function addClass(group: Open, rest: string): number {
  const plain = /^\\[^0-9A-Za-z]/.test(rest) ? rest[1] : undefined;
  if (group.lastIsGroup || plain === undefined) settle(group);
  if (plain !== undefined) group.run += plain;
  else {
    group.lastGroup = undefined;
    group.lastIsGroup = true;
  }
  return (rest.startsWith("[") ? bracket : escaped).exec(rest)?.[0].length ?? 1;
}

/** What must be in a text that the expression matches: one of the texts; undefined when that can't be said. */
export function requiredTexts(pattern: string): Required {
  const groups: Open[] = [];
  let group = open();
  for (let at = 0; at < pattern.length; ) {
    const rest = pattern.slice(at, at + 300);
    const character = rest[0] ?? "";
    const repeats = repetitions.exec(rest)?.[0];
    let length = 1;
    if (repeats !== undefined) {
      repeated(group, mayBeMissing.test(repeats));
      length = repeats.length;
    } else if (character === "(") {
      settle(group);
      groups.push(group);
      group = open();
    } else if (character === ")") {
      const inside = finish(group);
      group = groups.pop() ?? open();
      group.lastGroup = inside;
      group.lastIsGroup = true;
    } else if (character === "|") {
      settle(group);
      group.alternatives.push(group.best);
      group.best = undefined;
    } else if (character === "." || character === "^" || character === "$") {
      settle(group);
      group.lastGroup = undefined;
      group.lastIsGroup = true;
    } else if (character === "[" || character === "\\") {
      length = addClass(group, rest);
    } else {
      if (group.lastIsGroup) settle(group);
      length = String.fromCodePoint(pattern.codePointAt(at) ?? 0).length;
      // A character of two units can't be cut off by a repetition as one: it ends the run.
      if (length === 1) group.run += character;
      else settle(group);
    }
    at += length;
  }
  return groups.length > 0 ? undefined : finish(group);
}
