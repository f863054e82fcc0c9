// Whether two patterns can name the same path. A command's path may be a shell pattern (`~/.ss?/id_*`), and what a
// rule protects is one too.

const wild = /[*?[\]{}!]/;

/** Whether the text holds a shell pattern. */
export function isGlob(text: string): boolean {
  return wild.test(text);
}

/** One component of a path, understood once for all the patterns that it is compared with. */
export type Name = {
  readonly text: string;
  readonly glob: boolean;
  /** See `isSpecific`. */
  readonly specific: boolean;
  /** What a shell pattern means, brace by brace; nothing for a plain name. */
  readonly readings: readonly Reading[];
};

type Reading = { readonly text: string; readonly atoms: readonly Atom[] };

export function nameOf(text: string): Name {
  if (!isGlob(text)) return { text, glob: false, specific: true, readings: [] };
  const specific = isSpecific(text);
  const readings = specific ? alternatives(text).map((one) => ({ text: one, atoms: atoms(one) })) : [];
  return { text, glob: true, specific, readings };
}

/**
 * Whether a path's components can be matched by those of a protected pattern. `**` stands for any number of components,
 * at a pattern's end also for none, so that the folder itself is meant too.
 */
export function meets(pattern: readonly string[], path: readonly Name[]): boolean {
  for (let at = 0; pattern[at] !== "**" && path[at]?.text !== "**"; at += 1) {
    const [part, name] = [pattern[at], path[at]];
    if (part === undefined || name === undefined) return part === name;
    if (!meetsName(part, name)) return false;
  }
  return crosses({
    rows: pattern.length,
    columns: path.length,
    rowRuns: (row) => pattern[row] === "**",
    columnRuns: (column) => path[column]?.text === "**",
    same: (row, column) => meetsName(pattern[row] ?? "", path[column]),
  });
}

/** Whether patterns that begin with this component can match paths that begin with that name. */
export function mayMeet(first: string, name: Name): boolean {
  return first === "**" || name.text === "**" || meetsName(first, name);
}

/**
 * Whether one component of a path, maybe a shell pattern, can be matched by one of a protected pattern. A shell pattern
 * that says next to nothing (`*`, `*.*`) means no name in particular.
 */
function meetsName(pattern: string, name: Name | undefined): boolean {
  if (name === undefined) return false;
  if (!name.glob)
    return pattern.includes("*") ? overlaps(pattern, literal(name.text)) : pattern === name.text;
  if (pattern === "*") return true;
  return name.specific && name.readings.some((reading) => meetsGlob(pattern, reading));
}

function meetsGlob(pattern: string, { text, atoms: shell }: Reading): boolean {
  // A wildcard of the shell names no leading dot.
  if (pattern.startsWith(".") && shell[0]?.kind !== "text") return false;
  // Nearly any two patterns that begin with a wildcard have a name in common: the end has to be the same.
  if (pattern.startsWith("*") && !text.endsWith(pattern.slice(1).replace(/\*$/, ""))) return false;
  return (
    !differs(pattern.at(0), shell.at(0)) && !differs(pattern.at(-1), shell.at(-1)) && overlaps(pattern, shell)
  );
}

/** Whether what two patterns begin or end with rules out a common name. */
function differs(char: string | undefined, atom: Atom | undefined): boolean {
  if (char === undefined || char === "*" || atom === undefined || atom.kind === "run") return false;
  return atom.kind === "text" ? atom.char !== char : !atom.test(char);
}

/** Whether a name says by at least two characters of its own what it means. */
export function isSpecific(name: string): boolean {
  if (!isGlob(name)) return true;
  // Behind the last bracket none is closed: looking for its end anew at each takes the square of the time.
  const closed = name.lastIndexOf("]") + 1;
  const own = name.slice(0, closed).replace(/\[[^\]]*\]|[*?.{},!]/g, "");
  return own.length + name.slice(closed).replace(/[*?.{},!]/g, "").length >= 2;
}

/** One character of a shell pattern: itself, any of a class, or any run of characters. */
type Atom =
  | { readonly kind: "text"; readonly char: string }
  | { readonly kind: "one"; readonly test: (char: string) => boolean }
  | { readonly kind: "run" };

function literal(text: string): readonly Atom[] {
  return [...text].map((char) => ({ kind: "text", char }));
}

function atoms(pattern: string): readonly Atom[] {
  const found: Atom[] = [];
  const last = pattern.lastIndexOf("]");
  for (let at = 0; at < pattern.length; at += 1) {
    const char = pattern[at] ?? "";
    const close = char === "[" && at + 2 <= last ? pattern.indexOf("]", at + 2) : -1;
    if (char === "*") found.push({ kind: "run" });
    else if (char === "?") found.push({ kind: "one", test: () => true });
    else if (close !== -1) {
      found.push({ kind: "one", test: classTest(pattern.slice(at + 1, close)) });
      at = close;
    } else found.push({ kind: "text", char });
  }
  return found;
}

/** What a bracket expression's inside matches: `a-z_`, negated by `!` or `^`. Named classes match anything. */
function classTest(inside: string): (char: string) => boolean {
  const negated = inside.startsWith("!") || inside.startsWith("^");
  const body = negated ? inside.slice(1) : inside;
  if (body.includes("[:")) return () => true;
  const has = (char: string) => {
    for (let at = 0; at < body.length; at += 1) {
      const [from = "", dash, to] = body.slice(at, at + 3);
      if (dash === "-" && to !== undefined) {
        if (char >= from && char <= to) return true;
        at += 2;
      } else if (from === char) return true;
    }
    return false;
  };
  return (char) => has(char) !== negated;
}

/** Whether a shell pattern matches a text. Goes back to the last run alone: work is bounded by one's length times the other's. */
function matches(shell: readonly Atom[], text: string): boolean {
  let [at, run, from] = [0, -1, 0];
  for (let place = 0; place < text.length; ) {
    const atom = shell[at];
    if (atom?.kind === "run") {
      [run, from] = [at, place];
      at += 1;
    } else if (atom !== undefined && !differs(text[place], atom)) {
      at += 1;
      place += 1;
    } else if (run !== -1) {
      from += 1;
      [at, place] = [run + 1, from];
    } else return false;
  }
  while (shell[at]?.kind === "run") at += 1;
  return at === shell.length;
}

/** Whether a protected component, whose `*` means any text, and a shell pattern have a name in common. */
function overlaps(pattern: string, shell: readonly Atom[]): boolean {
  if (!pattern.includes("*")) return matches(shell, pattern);
  return crosses({
    rows: pattern.length,
    columns: shell.length,
    rowRuns: (row) => pattern[row] === "*",
    columnRuns: (column) => shell[column]?.kind === "run",
    same: (row, column) => {
      const atom = shell[column];
      const char = pattern[row] ?? "";
      return atom?.kind === "text" ? atom.char === char : atom?.kind === "one" && atom.test(char);
    },
  });
}

/** Two sequences of steps; a run stands for any number of the other's steps. */
type Grid = {
  readonly rows: number;
  readonly columns: number;
  readonly rowRuns: (row: number) => boolean;
  readonly columnRuns: (column: number) => boolean;
  readonly same: (row: number, column: number) => boolean;
};

/** Whether both sequences can be walked to their ends together. Work is bounded by rows × columns. */
function crosses({ rows, columns, rowRuns, columnRuns, same }: Grid): boolean {
  let open = new Array<boolean>(columns + 1).fill(false);
  open[0] = true;
  for (let row = 0; row <= rows; row += 1) {
    const next = new Array<boolean>(columns + 1).fill(false);
    for (let column = 0; column <= columns; column += 1) {
      if (!open[column]) continue;
      const runs = row < rows && rowRuns(row);
      const columnRun = column < columns && columnRuns(column);
      if (runs) next[column] = true;
      if (columnRun) next[column] = true;
      if (column < columns && (runs || columnRun)) open[column + 1] = true;
      if (!runs && !columnRun && row < rows && column < columns && same(row, column)) next[column + 1] = true;
    }
    if (row === rows) return open[columns] === true;
    open = next;
  }
  return false;
}

/** The readings of one pair of braces after the other, at most 32. */
function alternatives(pattern: string): readonly string[] {
  let open = [pattern];
  for (let round = 0; round < 4 && open.length <= 32; round += 1) {
    const next = open.flatMap((one) => {
      const braces = /\{([^{},]*,[^{}]*)\}/.exec(one);
      if (braces === null) return [one];
      return (braces[1] ?? "").split(",").map((choice) => one.replace(braces[0], choice));
    });
    if (next.length === open.length) return next;
    open = next;
  }
  return open.slice(0, 32);
}
