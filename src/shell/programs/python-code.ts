import { interpret, read, readTree, runWords, write } from "../act.ts";
import { fromBase64 } from "../decode.ts";
import { blurred, decodedFlow, type Flow, join, nothing } from "../flow.ts";
import { own } from "../own.ts";
import { encoded } from "../perform.ts";
import { literalWord, type Word, wordFrom } from "../word.ts";
import { servePython } from "./file-servers.ts";
import type { Run } from "./program.ts";
import { interpreter, printed, runScriptFile } from "./script-code.ts";

/** Modules that are programs of the same name. */
const moduleNames: Readonly<Record<string, string>> = { "pip._internal": "pip", "build.__main__": "build" };

function runModule(run: Run, module: string, args: readonly Word[]): Flow {
  const files = args.filter(({ text }) => !text.startsWith("-"));
  switch (module) {
    case "base64": {
      const flow = files[0] === undefined ? run.io.stdin : read(run, files[0]);
      return args.some(({ text }) => text === "-d" || text === "-u")
        ? decodedFlow(flow, fromBase64)
        : encoded(run, flow);
    }
    case "json.tool":
      return files[0] === undefined ? run.io.stdin : read(run, files[0]);
    case "zipfile":
    case "tarfile":
      return packModule(run, args, files);
    case "venv":
    case "virtualenv":
      for (const word of files) write(run, word);
      return nothing;
    case "pdb":
    case "cProfile":
    case "profile":
    case "trace":
    case "runpy":
    case "coverage":
    case "debugpy":
      for (const word of files) if (/\.py$/.test(word.text)) runScriptFile(run, "python", word);
      return printed;
    case "timeit":
      for (const word of files) interpret(run, "python", word);
      return printed;
    case "http.server":
    case "SimpleHTTPServer":
    case "CGIHTTPServer":
      return servePython(run, args);
    case "code":
    case "pty":
      return printed;
    default:
      return runWords(run, [literalWord(own(moduleNames, module) ?? module), ...args]);
  }
}

function packModule(run: Run, args: readonly Word[], [archive, ...files]: readonly Word[]): Flow {
  if (archive === undefined) return nothing;
  if (args.some(({ text }) => /^(-c|--create)$/.test(text))) {
    write(run, archive, blurred(files.map((word) => readTree(run, word)).reduce(join, nothing)));
    return nothing;
  }
  const flow = read(run, archive);
  if (files[0] !== undefined) write(run, files[0], flow);
  return printed;
}

/** After `-c CODE` and `-m MODULE` all words are the code's own. */
export function python(run: Run): Flow {
  const marker = run.args.findIndex(
    ({ text }) => /^-[bBdEiIOPqsSuvx?]*[cm]$/.test(text) || /^-[bBdEiIOPqsSuvx]*[cm]./.test(text),
  );
  const first = run.args.findIndex(
    ({ text }, at) => !text.startsWith("-") && !/^-[WX]$/.test(run.args[at - 1]?.text ?? ""),
  );
  const flag = run.args[marker];
  if (flag !== undefined && (first === -1 || marker < first)) {
    const [, letter = "", attached = ""] = /^-[bBdEiIOPqsSuvx]*([cm])(.*)$/s.exec(flag.text) ?? [];
    const given = attached === "" ? run.args[marker + 1] : wordFrom(attached, flag.from);
    const rest = run.args.slice(marker + (attached === "" ? 2 : 1));
    if (given === undefined) return nothing;
    if (letter === "m") return runModule(run, given.text, rest);
    return interpret({ ...run, operands: rest }, "python", given);
  }
  return interpreter("python")(run);
}
