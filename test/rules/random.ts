// Random conditions and events that have a fair chance to match each other.
import fc from "fast-check";
import type { FieldValue } from "../../src/fields/field.ts";

const words = [
  "rm",
  "-rf",
  "/",
  "etc",
  "/etc",
  "/etc/passwd",
  "Bash",
  "bash",
  "é",
  "日本",
  "a",
  "b",
  " ",
  ".env",
  "push",
  "u",
  "/home/u/.ssh/id",
  "",
  "🙂",
  "~",
];
export const text = fc.array(fc.constantFrom(...words), { maxLength: 4 }).map((parts) => parts.join(""));

const strings = ["tool.name", "tool.input_command", "tool.file_path", "agent.cwd", "session.mark_call[a]"];
const lists = ["cmd.names", "tool.writes"];

const quote = (value: string) => `"${value.replace(/["\\]/g, "\\$&")}"`;
const constant = text.map(quote);
const items = fc.array(constant, { maxLength: 4 }).map((all) => `(${all.join(", ")})`);
const pattern = fc
  .array(fc.constantFrom("*", "?", "[ab]", "[!a]", ...words.filter((word) => word !== "")), { maxLength: 5 })
  .map((parts) => quote(parts.join("")));
const regex = fc
  .array(
    fc.constantFrom(
      ".",
      ".*",
      "a+",
      "(a|b)",
      "(rm|push)?",
      "[a-z]",
      "[^a]",
      "rm",
      "push",
      "é",
      "x{2}",
      "(etc)+",
    ),
    { maxLength: 5 },
  )
  .map((parts) => quote(parts.join("")));

const textField = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...strings, ...lists) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom("tolower", "toupper", "basename"), fc.constantFrom(...strings, ...lists))
      .map(([name, field]) => `${name}(${field})`),
  },
);
const compared = fc.constantFrom("=", "==", "!=", "contains", "icontains", "startswith", "endswith");
const right = fc.oneof(
  fc.constantFrom(...strings, ...lists).map((field) => `val(${field})`),
  fc.constantFrom(...strings).map((field) => `tolower(${field})`),
);

const check: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(textField, compared, constant).map((parts) => parts.join(" ")) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(textField, fc.constantFrom("in", "intersects", "pmatch"), items)
      .map((parts) => parts.join(" ")),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(textField, fc.constantFrom("glob", "iglob"), pattern).map((parts) => parts.join(" ")),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom(...strings), fc.constant("regex"), regex)
      .map((parts) => parts.join(" ")),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(textField, compared, fc.constantFrom("anyof", "allof", "oneof"), items)
      .map((parts) => parts.join(" ")),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(textField, fc.oneof(compared, fc.constantFrom("in", "intersects", "glob")), right)
      .map((parts) => parts.join(" ")),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(
        fc.constantFrom("agent.pid", "len(tool.name)", "len(cmd.names)", "session.mark_count[a]"),
        fc.constantFrom("=", "!=", "<", "<=", ">", ">="),
        fc.nat(5),
      )
      .map((parts) => parts.join(" ")),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom("=", "!="), fc.constantFrom("true", "false"))
      .map(([operator, value]) => `cmd.dynamic ${operator} ${value}`),
  },
  { weight: 1, arbitrary: textField.map((field) => `${field} exists`) },
);

/** `m` and `n` are macros that the caller defines. */
export const condition: fc.Arbitrary<string> = fc.letrec<{ readonly condition: string }>((tie) => ({
  condition: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    check,
    fc.constantFrom("m", "n"),
    tie("condition").map((inner) => `not (${inner})`),
    fc
      .tuple(fc.constantFrom("and", "or"), fc.array(tie("condition"), { minLength: 2, maxLength: 4 }))
      .map(([kind, terms]) => `(${terms.join(` ${kind} `)})`),
  ),
})).condition;

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 4 });

export const values: fc.Arbitrary<Readonly<Record<string, FieldValue>>> = fc.record({
  ...Object.fromEntries(strings.map((name) => [name, maybe(text)])),
  ...Object.fromEntries(lists.map((name) => [name, maybe(fc.array(text, { maxLength: 3 }))])),
  "agent.pid": maybe(fc.nat(5).map(BigInt)),
  "session.mark_count[a]": maybe(fc.nat(5).map(BigInt)),
  "cmd.dynamic": maybe(fc.boolean()),
});
