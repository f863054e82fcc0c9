import { effect } from "../act.ts";
import { nothing } from "../flow.ts";
import { has } from "../given.ts";
import type { Program, Run } from "./program.ts";
import { shells } from "./shells.ts";

/** How a program is told on its command line what to do: else it takes that from whoever types. */
type Row = {
  readonly names: readonly string[];
  /** Options that take a value and say nothing of what to do. */
  readonly values?: string;
  /** Options with what to do, and those with which it only tells something. */
  readonly told: string;
  /** Operands that are no more than what it is about: a host, a database. */
  readonly about?: number;
};

const rows: readonly Row[] = [
  {
    names: shells.flatMap(({ names }) => names),
    values: "-o -O --rcfile --init-file",
    told: "-c --command -n --version --dump-strings",
  },
  { names: ["nu"], told: "-c --commands -v --version" },
  { names: ["pwsh", "powershell"], told: "-c -Command -f -File -EncodedCommand -e -Version" },
  {
    names: ["python", "python2", "python3", "pypy", "pypy3", "py", "ipython", "bpython", "ptpython"],
    values: "-W -X",
    told: "-c -m -V --version",
  },
  {
    names: ["node", "nodejs", "bun", "deno"],
    told: "-e --eval -p --print -v --version -c --check --test --run",
  },
  { names: ["perl"], values: "-I -M -m", told: "-e -E -v -V --version" },
  { names: ["ruby"], values: "-I -r", told: "-e -v --version" },
  { names: ["php"], values: "-c -d", told: "-r -f -S -v --version -i -m -l --ini" },
  { names: ["lua", "luajit"], values: "-l", told: "-e -v" },
  {
    names: [
      "irb",
      "pry",
      "ghci",
      "iex",
      "erl",
      "julia",
      "jshell",
      "octave",
      "sbcl",
      "ocaml",
      "swipl",
      "tclsh",
    ],
    told: "-e --eval -g --version -v",
  },
  { names: ["R"], told: "-e -f --version CMD" },
  {
    names: ["gdb", "lldb", "rr"],
    values: "-p --pid",
    told: "-ex -x --batch -batch -o --one-line --version -v",
    about: 3,
  },
  {
    names: ["psql"],
    values: "-h --host -p --port -U --username -d --dbname -v -P",
    told: "-c --command -f --file -l --list -V --version",
    about: 2,
  },
  {
    names: ["mysql", "mariadb"],
    values: "-h --host -P --port -u --user -S --socket -D --database",
    told: "-e --execute -V --version",
    about: 1,
  },
  { names: ["sqlite3", "duckdb"], values: "-separator -init", told: "-cmd -c -version --version", about: 1 },
  {
    names: ["mongosh", "mongo"],
    values: "--host --port -u -p --username --password",
    told: "--eval -f --file --version",
    about: 1,
  },
  {
    names: ["ssh", "mosh", "telnet"],
    values: "-b -B -c -D -E -e -F -I -i -J -L -l -m -O -o -p -Q -R -S -W -w",
    told: "-N -f -V -Q -O -G -W",
    about: 1,
  },
  {
    names: ["vi", "vim", "nvim", "view", "ex", "ed", "emacs"],
    values: "-u -U --clean",
    told: "-c -S -s -es --batch -batch --version --cmd",
    about: 99,
  },
];

/** Nothing is fed to it, and nothing on its command line says what to do. */
const typing =
  ({ about = 0, told }: Row) =>
  (run: Run): undefined => {
    const isTold = has(run, ...told.split(" ")) || run.operands.length > about;
    if (run.io.stdin === nothing && !isTold) effect(run, "shell:interactive");
  };

/** Programs that a person, or an agent with a terminal, types into: what comes then is on no command line. */
export const typedInto: readonly Program[] = rows.map((row) => ({
  names: row.names,
  style: row.names.includes("vim") ? "gnu" : "posix",
  options: { [`${row.values ?? ""} ${row.told}`.trim()]: "value" },
  does: typing(row),
}));
