import fc from "fast-check";
import { expect, test } from "vitest";
import { eventFrom } from "../../src/fields/event.ts";
import { compileRules } from "../../src/rules/compile.ts";
import { loadRules } from "../../src/rules/load.ts";
import { parseCondition } from "../../src/rules/parse.ts";
import { print } from "../../src/rules/print.ts";
import { refusedRegex, regexTest } from "../../src/rules/regex.ts";
import { requiredTexts } from "../../src/rules/regex-literals.ts";
import { searchFor } from "../../src/rules/search.ts";
import { evaluate } from "./naive.ts";
import { condition, text, values } from "./random.ts";

const seeded = { seed: 20_261_122, numRuns: 150 };

function rulesOf(conditions: readonly string[]) {
  const macros = `- macro: m\n  condition: tool.name = Bash or cmd.names = rm\n- macro: n\n  condition: m and not tool.file_path startswith /etc\n`;
  const rules = conditions.map(
    (one, at) =>
      `- rule: R${at}\n  desc: d\n  condition: ${JSON.stringify(one)}\n  output: x\n  priority: INFO\n  source: coding_agent\n`,
  );
  const { ruleset, problems } = loadRules([{ file: "rules.yaml", text: macros + rules.join("") }]);
  if (ruleset === undefined) throw new Error(problems.map(({ message }) => message).join("; "));
  return ruleset;
}

test("compiled rules match what a naive interpreter says, before and after the index is built", () => {
  let [asked, held] = [0, 0];
  fc.assert(
    fc.property(
      fc.array(condition, { minLength: 1, maxLength: 40 }),
      fc.array(values, { minLength: 60, maxLength: 60 }),
      (conditions, events) => {
        const ruleset = rulesOf(conditions);
        const rules = compileRules(ruleset);
        for (const event of events) {
          const expected = ruleset.rules
            .filter((rule) => evaluate(rule.condition, ruleset.macros, event))
            .map(({ name }) => name);
          held += expected.length;
          asked += ruleset.rules.length;
          expect(rules.match(eventFrom(event)).map(({ name }) => name)).toEqual(expected);
          expect(rules.match(eventFrom(event), "first").map(({ name }) => name)).toEqual(
            expected.slice(0, 1),
          );
        }
      },
    ),
    { ...seeded, numRuns: 60 },
  );
  expect(held / asked, "share of conditions that hold").toBeGreaterThan(0.1);
  expect(held / asked).toBeLessThan(0.9);
});

test("a ruleset survives JSON", () => {
  fc.assert(
    fc.property(condition, fc.array(values, { minLength: 5, maxLength: 5 }), (one, events) => {
      const ruleset = rulesOf([one]);
      const [rules, copied] = [compileRules(ruleset), compileRules(JSON.parse(JSON.stringify(ruleset)))];
      for (const event of events)
        expect(copied.match(eventFrom(event)).length).toBe(rules.match(eventFrom(event)).length);
    }),
    seeded,
  );
});

test("a printed condition reads back as the same", () => {
  fc.assert(
    fc.property(condition, (one) => {
      const read = (source: string) => {
        const parsed = parseCondition(source);
        if ("problem" in parsed) throw new Error(`${parsed.problem.message}: ${source}`);
        return print(parsed.condition);
      };
      expect(read(read(one))).toBe(read(one));
    }),
    { ...seeded, numRuns: 500 },
  );
});

test.for([
  ["a backspace first", String.raw`tool.name in (a, "\bc")`],
  ["a backslash last", String.raw`tool.name in (a, c\)`],
  ["a strange blank, and a backslash last", "tool.name in (a, \ufeff\\)"],
  ["a modifier's name", `tool.name in ("anyof", a)`],
  ["an empty text", `tool.name = ""`],
  ["a no-break space", `tool.name = "a\u00a0b"`],
] as const)("a printed condition reads back as the same: %s", ([, source]) => {
  const parsed = parseCondition(source);
  if ("problem" in parsed) throw new Error(parsed.problem.message);
  const { start: _start, end: _end, ...meant } = parsed.condition;
  expect(parseCondition(print(parsed.condition))).toMatchObject({ condition: meant });
});

test("searching many texts at once finds what searching each does", () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(
        text.filter((one) => one !== ""),
        { minLength: 1, maxLength: 40 },
      ),
      fc.array(text, { maxLength: 12 }),
      (strings, parts) => {
        const inside = parts.join("");
        const found = new Set<number>();
        searchFor(strings)(inside, (index) => found.add(index));
        expect([...found].sort((a, b) => a - b)).toEqual(
          [...strings.keys()].filter((index) => inside.includes(strings[index] ?? "")),
        );
      },
    ),
    { ...seeded, numRuns: 500 },
  );
});

test("what a regular expression asks for is in whatever it matches", () => {
  const part = fc.constantFrom(
    "a",
    "bc",
    "x",
    ".",
    "*",
    "+",
    "?",
    "{2}",
    "{0,1}",
    "(",
    ")",
    "|",
    "[ab]",
    "[^c]",
    "\\.",
    "^",
    "$",
    "é",
    "🙂",
  );
  const source = fc.array(part, { minLength: 1, maxLength: 9 }).map((parts) => parts.join(""));
  const subject = fc
    .array(fc.constantFrom("a", "bc", "x", "b", ".", "é", "🙂", "\n"), { maxLength: 7 })
    .map((parts) => parts.join(""));
  fc.assert(
    fc.property(source, fc.array(subject, { minLength: 20, maxLength: 20 }), (pattern, subjects) => {
      const required = requiredTexts(pattern);
      const matches = regexTest(pattern);
      for (const one of subjects)
        if (matches(one) && required !== undefined)
          expect(required.some((wanted) => one.includes(wanted))).toBe(true);
    }),
    { ...seeded, numRuns: 3_000 },
  );
});

/** Each is special somewhere in a regular expression. */
const regexPieces =
  "a|b|é|🙂|\ud800|(|)|[|[^|]|{2}|{2,}|{0,3}|{|}|*|+|?|^|$|.|\\.|\\x41|\\x{10ffff}|\\x{d800}|\\1|\\07|\\177|[[:alpha:]]|[:|-|\\n|\\|\n|(?|\0".split(
    "|",
  );

test("what is taken for a regular expression can be compiled", () => {
  let taken = 0;
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...regexPieces, "|"), { minLength: 1, maxLength: 9 }), (pieces) => {
      const pattern = pieces.join("");
      if (refusedRegex(pattern) !== undefined) return;
      taken += 1;
      regexTest(pattern)("ab");
    }),
    { ...seeded, numRuns: 5_000 },
  );
  expect(taken).toBeGreaterThan(500);
});
