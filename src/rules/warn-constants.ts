import type { Check } from "./ast.ts";
import { type Piece, perPiece } from "./items.ts";
import type { ProblemCode } from "./report.ts";
import { transformerNames } from "./transformers.ts";
import { argumentMistake, type Fields } from "./type-of.ts";

export type ConstantWarning = {
  readonly code: ProblemCode;
  readonly message: string;
  readonly hint: string;
  readonly at: string;
};

const transformed = new RegExp(`^(?:${transformerNames.join("|")})\\(.*\\)$`, "s");

/** Of the values of one check. */
const mostWarnings = 50;

/** Constants that look as if something else was meant. */
export function warnConstants(check: Check, fields: Fields): readonly ConstantWarning[] {
  if (check.kind === "exists" || check.kind === "field") return [];
  if (check.kind === "compare") return warningsOf(check.value, check.operator, fields);
  const ofPiece = warnersOf(fields);
  return check.items.flatMap((piece) => ofPiece(piece, check.operator)).slice(0, mostWarnings);
}

type Warner = (values: Piece, operator: string) => readonly ConstantWarning[];

const warners = new WeakMap<Fields, Warner>();

function warnersOf(fields: Fields): Warner {
  const known =
    warners.get(fields) ??
    perPiece((values, operator) => {
      const warnings: ConstantWarning[] = [];
      for (const value of values) {
        warnings.push(...warningsOf(value, operator, fields));
        if (warnings.length >= mostWarnings) break;
      }
      return warnings;
    });
  warners.set(fields, known);
  return known;
}

function warningsOf(value: string, operator: string, fields: Fields): readonly ConstantWarning[] {
  const tight = value.replaceAll(" ", "");
  if (isField(tight, fields))
    return [
      {
        code: "field-as-text",
        message: `"${value}" is a field's name, compared as a text`,
        hint: `val(${tight})`,
        at: value,
      },
    ];
  if (transformed.test(tight))
    return [
      {
        code: "transformer-as-text",
        message: `"${value}" looks like a transformer, but is compared as a text`,
        hint: `take the quotes away`,
        at: value,
      },
    ];
  if (operator !== "regex" || !isSimple(value)) return [];
  return [
    {
      code: "simple-regex",
      message: `the regular expression "${value}" needs none`,
      hint: simpler(value),
      at: value,
    },
  ];
}

/** Whether a text is a field's full name. */
function isField(text: string, fields: Fields): boolean {
  const [name = "", argument] = text.endsWith("]") ? text.slice(0, -1).split("[", 2) : [text];
  const field = fields.get(name);
  return field !== undefined && argumentMistake(field, argument) === undefined;
}

/** Nothing special is left of it without an anchor at either end and a wildcard at the very start or end. */
function isSimple(pattern: string): boolean {
  const bare = pattern
    .replace(/^\^/, "")
    .replace(/\$$/, "")
    .replace(/^\.[+*?]/, "")
    .replace(/\.[+*?]$/, "");
  return !/[.^$*+?()[\]{}|\\]/.test(bare);
}

function simpler(pattern: string): string {
  const bare = pattern.replace(/^\^?(?:\.[+*?])?/, "").replace(/(?:\.[+*?])?\$?$/, "");
  const [open, closed] = [/^\^?\.[*]/.test(pattern), /\.[*]\$?$/.test(pattern)];
  const operator = open && closed ? "contains" : open ? "endswith" : closed ? "startswith" : "=";
  return bare === "" ? `compare with "=", "contains", "startswith" or "endswith"` : `${operator} "${bare}"`;
}
