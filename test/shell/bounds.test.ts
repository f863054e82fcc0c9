import { expect, test } from "vitest";
import { longestCommand } from "../../src/shell/bounds.ts";
import { randomFrom } from "../fuzz/random.ts";
import { corpusCommands, costlyCommands, mutatedCommand, randomCommand, timeOf } from "../fuzz/shell.ts";
import { reportOf } from "./report-of.ts";

test.for([
  ["a command of more than 128 KiB", "a".repeat(longestCommand + 1)],
  ["more punctuation than can be cut up", ";x".repeat(longestCommand / 2)],
  ["code in code in code", `x='eval "$x"'; eval "$x"`],
  ["substitutions too deep", `${"echo $(".repeat(40)}${")".repeat(40)}`],
  ["loops in loops", `${"for i in {1..60}; do ".repeat(5)} ls ${"; done".repeat(5)}`],
  ["a loop of more than 64 turns", `for i in {1..70}; do cat $i; done`],
  ["words without end", `cat {a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}`],
] as const)("%s is said to be too much", ([, command]) =>
  expect(reportOf(command).exceeded).not.toBeUndefined(),
);

test.for([
  `echo ${"a".repeat(50_000)}`,
  `cat > f <<'E'\n${"some text, and more (of it); ".repeat(3_000)}\nE`,
  "ls; ".repeat(500),
  `for i in {1..60}; do echo $i; done`,
])("%s is not", (command) => expect(reportOf(command).exceeded).toBeUndefined());

test("what stands before a bound is still seen", () => {
  expect(reportOf(`rm -rf ~; ${";x".repeat(longestCommand)}`).deleteTrees).toEqual(["/home/u"]);
});

test.for([`if [ a ; then`, `echo "a`, `echo $(ls`, `)`, `a | | b`])("%s doesn't parse", (command) =>
  expect(reportOf(command).parseError).toBe(true),
);

test.for([
  [`$UNHEARD_OF x`, true],
  [`"$(./which-tool)" x`, true],
  [`$UNHEARD_OF/bin/python x`, false],
  [`t=ls; $t`, false],
  [`ls "$UNHEARD_OF"`, false],
] as const)("%s: dynamic %s", ([command, want]) => expect(reportOf(command).dynamic).toBe(want));

// A generous limit: the machine may be busy. What matters is that nothing grows without bound.
test.for(["posix", "powershell", "cmd"] as const)("no %s command takes long", (dialect) => {
  for (const command of costlyCommands()) {
    expect(timeOf({ text: command, dialect }), command.slice(0, 60)).toBeLessThan(4_000);
  }
});

test("commands of the corpus never throw, whatever is done to them", () => {
  const random = randomFrom(4_711);
  for (const text of corpusCommands) {
    const command = mutatedCommand(random, text);
    expect(() => timeOf(command), JSON.stringify(command)).not.toThrow();
  }
});

test("random commands never throw", () => {
  const random = randomFrom(20_261_122);
  for (let round = 0; round < 3_000; round += 1) {
    const command = randomCommand(random);
    expect(() => timeOf(command), JSON.stringify(command)).not.toThrow();
  }
});
