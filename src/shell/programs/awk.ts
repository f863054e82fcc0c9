import { interpret, read, write } from "../act.ts";
import { runAwk } from "../code/awk/run-awk.ts";
import { blurred, type Flow, fromCommand, isKnown, join, joinFrom, nothing, unknownPart } from "../flow.ts";
import { has, values } from "../given.ts";
import type { Run } from "./program.ts";
import { lines } from "./script-code.ts";

/** awk takes its program first, unless -f gives it. */
export function awk(run: Run): Flow {
  const scripts = values(run, "-f", "--file", "-E", "--exec", "-i", "--include");
  const inline = values(run, "-e", "--source");
  const given = scripts.length + inline.length > 0;
  const [first, ...rest] = run.operands;
  const files = (given ? run.operands : rest).filter(({ text }) => !/^[A-Za-z_]\w*=/.test(text));
  const flow = files.length === 0 ? run.io.stdin : files.map((word) => read(run, word)).reduce(join, nothing);
  const inner: Run = { ...run, content: { flow } };
  const code = given
    ? lines([...inline, ...scripts.map((word) => ({ ...read(run, word), glob: false }))])
    : (first ?? nothing);
  const isForeign = code.from.network || code.from.decoded;
  const told = isForeign ? interpret(inner, "awk", code) : languageAwk(inner, code);
  if (has(run, "-i") && values(run, "-i").some(({ text }) => text === "inplace"))
    for (const word of files) write(run, word, blurred(flow));
  const says = told.text.replaceAll(unknownPart, "").trim() !== "";
  if (says) return { text: told.text, from: joinFrom(told.from, flow.from) };
  // What the program takes out of the environment is printed, too.
  const { variables } = told.from;
  if (variables.length > 0)
    return { text: unknownPart, from: joinFrom({ ...fromCommand, variables }, flow.from) };
  return blurred(flow) === flow ? flow : { text: unknownPart, from: flow.from };
}

/** An awk program is so common that it isn't worth calling code fed to an interpreter. */
const languageAwk = (run: Run, code: Flow): Flow =>
  isKnown(code) || code.text !== unknownPart ? runAwk(code.text, run) : nothing;
