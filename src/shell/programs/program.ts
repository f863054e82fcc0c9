/**
 * How one program turns its arguments into effects. A new program is a new row in the file of its area (or a new
 * file, which `registry.ts` lists): data where the common case will do, and `does` for what data can't say.
 *
 *   { names: ["cp"], options: { "-t --target-directory": "write", "-S --suffix": "value" }, operands: ["read"], last: "write" }
 *   { names: ["nice"], style: "posix", options: { "-n --adjustment": "value" }, wraps: 0 }
 *   { names: ["git"], subcommands: { push: { when: { "-f --force": "git:force-push" } } } }
 *
 * What happens to one run, in this order: `effects`; `options` by what each is used for; `when`; `before`;
 * `subcommands`; `operands` and `last`; `wraps`; `does`. What it prints is what `does` returns, else what `output` says.
 *
 * What else a program does that has a row, but in a file of another subject, is a row of `additions.ts`: it is done
 * first, with the same arguments.
 *
 * A program without a row: each argument that looks like a path is read, each URL's host contacted, and it prints
 * something local. So a row is also how a program is declared harmless: `operands: ["value"]`.
 *
 * `does` gets a `Run` and calls the functions of `../act.ts`:
 *   read(run, word) → Flow         the file's content, known if this command line wrote it
 *   readTree(run, word)            a folder with everything below it
 *   load(run, word)                a file of variables gets into a program's environment
 *   execute(run, word)             runs a local script by its path
 *   changeTree(run, word)          changes owner or permissions of a folder with everything below it
 *   write(run, word, flow?)        creates or changes a file; flow is what gets into it (none: its content stays)
 *   remove(run, word, recursive?)  deletes
 *   contact(run, text) → host      talks to the host of a URL, host, host:port or user@host
 *   send(run, flow, hosts)         sends a text out: uploads, secrets in it
 *   sendFile(run, word, hosts)     sends a file out
 *   effect(run, name)              a named effect, see ../effects.ts
 *   runWords(run, words, stdin?)   runs a command given as words
 *   runText(run, flow, inside?)    runs shell text, wherever it comes from (fills cmd.interprets)
 *   interpret(run, language, flow) runs code of another language ("python", "node", "perl", "ruby", "php", …)
 *   has(run, "-r", "-R")           whether one of these options was given, GNU abbreviations included
 *   value(run, "-o"), values(run, "-o")   an option's value(s) as words
 */
import type { Effect } from "../effects.ts";
import type { Flow } from "../flow.ts";
import type { Io, Shell } from "../state.ts";
import type { Word } from "../word.ts";

/** What a program does with one word. "edit" reads and writes it in place; "create" writes nothing into it. */
export type Use =
  | "value" //            nothing that matters
  | "read"
  | "read-tree" //        a folder with everything below it
  | "write" //            what the program reads or prints gets into it
  | "create" //           made new, or changed without content
  | "edit"
  | "delete"
  | "delete-tree"
  | "host" //             a host, host:port, user@host or URL that is contacted
  | "upload" //           a file that is sent to the hosts of this run
  | "send" //             text that is sent to the hosts of this run
  | "shell" //            shell text that is run
  | "identity" //         a key or certificate that proves who runs it: used, and shown to nobody
  | "folder" //           the folder in which the program works from here on (`make -C`, `git -C`)
  | "environment"; //     a file of variables that is loaded (`--env-file`)

/** How the program reads its options. */
export type Style =
  /** `-abc`, `-o value`, `-ovalue`, `--long value`, `--long=value`, anywhere before `--`. The default. */
  | "gnu"
  /** The same, but the first operand ends the options: for programs that run another. */
  | "posix"
  /** `-name value` and `-name=value`, no clusters: find, openssl, java, terraform. */
  | "dashed"
  /** No options: every argument is an operand. */
  | "raw";

/** What a program prints, if `does` doesn't say. */
type Output =
  | "none"
  /** The content of what it reads, or its standard input when it reads no file. Its text is no longer known. */
  | "content"
  /** The same, some of its lines: what is known of its text stays known. */
  | "lines"
  /** As "content", encoded so that it no longer looks like it. */
  | "encoded"
  /** Its standard input, unchanged. */
  | "input"
  /** Something of its own. The default. */
  | "output"
  /** What a host sent. */
  | "network";

/** One option as it was given: `--output=x` is { name: "--output", value: x }. */
export type Option = { readonly name: string; readonly value: Word | undefined };

/** One program being run. */
export type Run = {
  /** Base name, as the table has it. */
  readonly program: string;
  /** The words after the program's name, or after the subcommand's. */
  readonly args: readonly Word[];
  readonly options: readonly Option[];
  readonly operands: readonly Word[];
  readonly io: Io;
  readonly shell: Shell;
  /** What the program has read so far. */
  readonly content: { flow: Flow };
  /** Hosts contacted so far. */
  readonly hosts: Set<string>;
};

export type Behaviour = {
  readonly style?: Style;
  /** Options that take a value, by what it is used for. A key may name several: "-o --output". */
  readonly options?: Readonly<Record<string, Use>>;
  /** Options whose value may only be attached: `-i[SUFFIX]`, `--color[=WHEN]`. */
  readonly attached?: string;
  /** By position; the last use goes for all operands that follow. */
  readonly operands?: readonly Use[];
  /** Of the last operand, when there are at least two. */
  readonly last?: Use;
  /** How many operands stand before a command that this program runs. */
  readonly wraps?: number;
  readonly output?: Output;
  readonly effects?: readonly Effect[];
  /** Effects of options, whether they take a value or not. */
  readonly when?: Readonly<Record<string, Effect>>;
  /** What options mean that belong above the subcommand. */
  readonly before?: (run: Run) => void;
  /** By name; a key may hold several: "rm remove". Options before the subcommand belong to this level. */
  readonly subcommands?: Readonly<Record<string, Behaviour>>;
  /** For a subcommand that isn't in the table. */
  readonly otherwise?: Behaviour;
  readonly does?: (run: Run) => Flow | undefined;
};

export type Program = Behaviour & {
  /** Base names, without .exe, as they are typed. */
  readonly names: readonly string[];
};
