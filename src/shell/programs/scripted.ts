import { contentOf, noteCode } from "../act.ts";
import type { Flow } from "../flow.ts";
import { has, values } from "../given.ts";
import type { Word } from "../word.ts";
import type { Program, Run, Style } from "./program.ts";

/** A program that runs what a file of its own language says: programs, too. */
type Row = {
  readonly names: readonly string[];
  readonly style?: Style;
  /** Options that name such a file. */
  readonly options: string;
  /** Options with a value that is something else. */
  readonly values?: string;
  /** Operands that are such files. */
  readonly operands?: (run: Run) => readonly Word[];
  /** Whether its input is such a file. */
  readonly input?: (run: Run) => boolean;
};

const isInput = ({ text }: Word): boolean => text === "-" || text === "/dev/stdin";
const firstOperand = ({ operands }: Run): readonly Word[] => operands.slice(0, 1);

const rows: readonly Row[] = [
  {
    names: ["vi", "vim", "nvim", "ex", "gvim", "vim.tiny", "vim.basic", "rvim", "nvi", "mvim"],
    options: "-S -u -U -l",
    values: "-c --cmd -t -q -W -w",
    input: (run) => (run.program === "ex" || has(run, "-s")) && !run.operands.some(isInput),
  },
  { names: ["ed", "red"], options: "", input: () => true },
  {
    names: ["emacs", "emacsclient"],
    options: "-l --load --script -x",
    values: "--eval -eval -e -f --funcall",
  },
  {
    names: ["gdb", "lldb", "rust-gdb", "rust-lldb", "cgdb"],
    style: "dashed",
    options: "-x --command -ix --init-command -s --source",
    values: "-ex --eval-command -iex -o --one-line -p --pid",
    input: () => true,
  },
  { names: ["sqlite3", "sqlcipher", "duckdb"], style: "dashed", options: "-init" },
  { names: ["expect", "autoexpect"], options: "-f", values: "-c", operands: firstOperand, input: () => true },
  {
    names: ["tmux", "byobu"],
    style: "posix",
    options: "-f",
    values: "-L -S -c -T",
    operands: ({ operands: [verb, ...files] }) => (/^source(-file)?$/.test(verb?.text ?? "") ? files : []),
  },
  { names: ["screen"], style: "posix", options: "-c", values: "-S -t -h -e -p -s" },
  {
    names: ["ansible-playbook"],
    options: "",
    values: "-i -e -l -t -u -c",
    operands: ({ operands }) => operands,
  },
];

/** Only what comes from elsewhere is worth a look: the person's own scripts do what the person wants. */
const runsForeign =
  ({ options, operands, input }: Row) =>
  (run: Run): undefined => {
    const files = [...values(run, ...options.split(" ")), ...(operands?.(run) ?? [])];
    for (const file of files) noteForeign(run, contentOf(run.shell, file));
    if (input?.(run) === true || files.some(isInput)) noteForeign(run, run.io.stdin);
  };

function noteForeign(run: Run, flow: Flow): void {
  if (flow.from.network || flow.from.decoded) noteCode(run, flow);
}

/** Programs that aren't known as interpreters, and run what a script from elsewhere says all the same. */
export const scripted: readonly Program[] = rows.map((row) => ({
  names: row.names,
  style: row.style ?? "gnu",
  options: { [`${row.options} ${row.values ?? ""}`.trim() || "-"]: "value" },
  does: runsForeign(row),
}));
