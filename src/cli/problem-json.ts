import { pathToFileURL } from "node:url";
import { type Problem, positionOf } from "../model/problem.ts";
import { listProblem } from "../platform/listed-problem.ts";
import { version } from "../platform/version.ts";

/** A problem as `rules check --json` lists it, ★ in shape: every key is always there. */
export function listedProblem(problem: Problem, falcoCodes: boolean): object {
  const { severity, code, message, hint, file, line, column, item } = listProblem(problem);
  const falco = falcoCodes ? { falco_code: problem.falcoCode === "" ? null : problem.falcoCode } : {};
  return { severity, code, message, hint: hint ?? null, file, line, column, item: item ?? null, ...falco };
}

/** The problems as one run of SARIF 2.1.0 (docs.oasis-open.org/sarif). */
export function sarifOf(problems: readonly Problem[]): object {
  const codes = [...new Set(problems.map(({ code }) => code))].sort();
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "prempti", version: version(), rules: codes.map((id) => ({ id })) } },
        columnKind: "utf16CodeUnits",
        results: problems.map(sarifResult),
      },
    ],
  };
}

function sarifResult({ severity, code, message, hint, span }: Problem): object {
  const start = positionOf(span.source.text, span.start);
  const end = positionOf(span.source.text, Math.max(span.start, span.end));
  const region = {
    startLine: start.line,
    startColumn: start.column,
    endLine: end.line,
    endColumn: end.column,
  };
  return {
    ruleId: code,
    level: severity,
    message: { text: hint === undefined ? message : `${message}; ${hint}` },
    locations: [{ physicalLocation: { artifactLocation: { uri: uriOf(span.source.file) }, region } }],
  };
}

/** Relative where it was given so, for then it is meant below the scanned project. */
function uriOf(file: string): string {
  return /^([/\\]|[A-Za-z]:)/.test(file)
    ? pathToFileURL(file).href
    : file.split(/[/\\]/).map(encodeURIComponent).join("/");
}
