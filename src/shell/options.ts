import type { Effect } from "./effects.ts";
import type { Behaviour, Option, Style, Use } from "./programs/program.ts";
import { type Word, wordFrom } from "./word.ts";

export type Parsed = { readonly options: readonly Option[]; readonly operands: readonly Word[] };

/** What a behaviour's row says by name, parted once. */
export type Names = {
  readonly style: Style;
  readonly uses: ReadonlyMap<string, Use>;
  readonly attached: ReadonlySet<string>;
  readonly effects: ReadonlyMap<string, Effect>;
  readonly subcommands: ReadonlyMap<string, Behaviour>;
};

const known = new WeakMap<Behaviour, Names>();

export function namesOf(behaviour: Behaviour): Names {
  const before = known.get(behaviour);
  if (before !== undefined) return before;
  const { style, subcommands, options, when, attached } = behaviour;
  const names: Names = {
    style: style ?? (subcommands === undefined ? "gnu" : "posix"),
    uses: byName(options),
    attached: new Set((attached ?? "").split(" ")),
    effects: byName(when),
    subcommands: byName(subcommands),
  };
  known.set(behaviour, names);
  return names;
}

/** A key may hold several names: "-o --output". */
function byName<T>(rows: Readonly<Record<string, T>> = {}): ReadonlyMap<string, T> {
  const found = new Map<string, T>();
  for (const [names, row] of Object.entries(rows)) for (const name of names.split(" ")) found.set(name, row);
  return found;
}

const at = (word: Word, start: number): Word => wordFrom(word.text.slice(start), word.from, word.glob);

/** Splits arguments into options and operands as the program itself would. */
export function parseOptions(args: readonly Word[], { style, uses, attached }: Names): Parsed {
  if (style === "raw") return { options: [], operands: args };
  const options: Option[] = [];
  const operands: Word[] = [];
  for (let index = 0; index < args.length; index += 1) {
    const word = args[index] as Word;
    const { text } = word;
    if (text === "--" && style !== "dashed") {
      for (let rest = index + 1; rest < args.length; rest += 1) operands.push(args[rest] as Word);
      break;
    }
    if (!text.startsWith("-") || text === "-") {
      operands.push(word);
      if (style !== "posix") continue;
      for (let rest = index + 1; rest < args.length; rest += 1) operands.push(args[rest] as Word);
      break;
    }
    if (text.startsWith("--") || style === "dashed") {
      const equals = text.indexOf("=");
      const name = fullName(equals === -1 ? text : text.slice(0, equals), uses);
      if (equals !== -1) options.push({ name, value: at(word, equals + 1) });
      else if (uses.has(name) && index + 1 < args.length) options.push({ name, value: args[++index] });
      else options.push({ name, value: undefined });
      continue;
    }
    index += cluster(word, args[index + 1], options, uses, attached);
  }
  return { options, operands };
}

/** `-xzf file`, `-ofile`, `-n5`: one option a letter until one takes a value. Returns how many words more it took. */
function cluster(
  word: Word,
  next: Word | undefined,
  options: Option[],
  uses: ReadonlyMap<string, Use>,
  attached: ReadonlySet<string>,
): number {
  const { text } = word;
  // Some programs have options like -name among their short ones (gcc -include, rsync -aP has none).
  if (text.length > 2 && uses.has(text)) {
    options.push({ name: text, value: next });
    return next === undefined ? 0 : 1;
  }
  for (let letter = 1; letter < text.length; letter += 1) {
    const name = `-${text[letter]}`;
    const rest = letter + 1 < text.length ? at(word, letter + 1) : undefined;
    if (attached.has(name)) {
      options.push({ name, value: rest });
      return 0;
    }
    if (!uses.has(name)) {
      options.push({ name, value: undefined });
      continue;
    }
    const value = rest?.text.startsWith("=") ? at(rest, 1) : rest;
    options.push({ name, value: value ?? next });
    return value === undefined && next !== undefined ? 1 : 0;
  }
  return 0;
}

/** GNU programs take any unambiguous beginning of a long option. */
function fullName(name: string, uses: ReadonlyMap<string, Use>): string {
  if (uses.has(name) || name.length < 4 || !name.startsWith("--")) return name;
  let found: string | undefined;
  for (const known of uses.keys()) {
    if (!known.startsWith(name)) continue;
    if (found !== undefined) return name;
    found = known;
  }
  return found ?? name;
}
