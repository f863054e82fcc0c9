import { appendFileSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { paintFor, printable, printableJson, shorten, wrap } from "../../src/cli/paint.ts";
import { createRecordPrinter, shortPath } from "../../src/cli/print-record.ts";
import type { StoredRecord } from "../../src/store/record.ts";
import { type Person, person } from "./prempti.ts";

const alert = {
  time: "2026-05-14T10:00:00.000001Z",
  rule: "Deny touching credentials",
  priority: "Critical",
  source: "coding_agent",
  tags: ["coding_agent_deny"],
  output: "reads ~/.ssh/id_rsa",
  output_fields: {},
  hostname: "h",
  uuid: "u",
} as const;

const record = (changes: Partial<StoredRecord> = {}): StoredRecord => ({
  time: "2026-05-14T10:00:00.000001Z",
  id: "1",
  agent: "claude_code",
  session: "3f0d6a52-0000-4000-8000-000000000000",
  tool: "Bash",
  verdict: "allow",
  decision: "defer",
  mode: "guardrails",
  duration_us: 400,
  alerts: [],
  fields: { "tool.input_command": "ls -la", "agent.real_cwd": "/home/u/app" },
  ...changes,
});

const denied = record({
  id: "2",
  time: "2026-05-14T10:00:01.000000Z",
  verdict: "deny",
  decision: "deny",
  alerts: [alert],
  fields: { "tool.input_command": "cat ~/.ssh/id_rsa", "agent.real_cwd": "/home/u/app" },
});

const lineOf = (one: StoredRecord) => `${JSON.stringify(one)}\n`;

function withLog(records: readonly StoredRecord[]): Person {
  const someone = person();
  const folder = join(someone.home, ".prempti", "log");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "events.jsonl"), records.map(lineOf).join(""));
  return someone;
}

const idsOf = (stdout: string) =>
  stdout
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line).id);

const many = [
  record(),
  denied,
  record({
    id: "3",
    tool: "Read",
    agent: "codex",
    session: "other",
    time: "2026-05-14T11:00:00.000000Z",
    fields: { "tool.file_path": "/etc/Hosts" },
  }),
  record({
    id: "4",
    verdict: "ask",
    decision: "ask",
    alerts: [{ ...alert, rule: "Ask big", output: "big", tags: ["coding_agent_ask"] }],
    time: "2026-05-15T10:00:00.000000Z",
  }),
];

test.for<[line: string, ids: string[]]>([
  ["logs", ["1", "2", "3", "4"]],
  ["logs -n 2", ["3", "4"]],
  ["logs -n 0", ["1", "2", "3", "4"]],
  ["logs --verdict deny", ["2"]],
  ["logs --verdict deny,ask", ["2", "4"]],
  ["logs --verdict deny --verdict ask", ["2", "4"]],
  ["logs --rule credential", ["2"]],
  ["logs --session 3f0d", ["1", "2", "4"]],
  ["logs --agent codex", ["3"]],
  ["logs --agent claude-code -n 1", ["4"]],
  ["logs --tool read", ["3"]],
  ["logs --grep hosts", ["3"]],
  ["logs --grep ID_RSA", ["2"]],
  ["logs --grep nothing-like-it", []],
  ["logs --since 2026-05-14T10:30:00Z", ["3", "4"]],
  ["logs --until 2026-05-14T10:30:00Z", ["1", "2"]],
  ["logs --since 2026-05-14T10:30:00Z --until 2026-05-15T00:00:00Z", ["3"]],
])("prempti %s", async ([line, ids]) => {
  const { stdout, stderr, exit } = await withLog(many).prempti(`${line} --json`);
  expect({ ids: idsOf(stdout), stderr, exit }).toEqual({ ids, stderr: "", exit: 0 });
});

test("a rotated file is read first", async () => {
  const someone = withLog(many.slice(0, 2));
  const file = join(someone.home, ".prempti", "log", "events.jsonl");
  renameSync(file, `${file}.1`);
  appendFileSync(file, lineOf(record({ id: "9" })));
  expect(idsOf((await someone.prempti("logs --json")).stdout)).toEqual(["1", "2", "9"]);
});

test("nothing recorded yet is no failure", async () => {
  const { stdout, stderr, exit } = await person().prempti("logs");
  expect({ stdout, exit }).toEqual({ stdout: "", exit: 0 });
  expect(stderr).toContain("no tool call is recorded yet");
});

test.for([
  ["logs -n many", "-n can't be"],
  ["logs --verdict denied", "--verdict can't be"],
  ["logs --since never", "--since can't be"],
] as const)("prempti %s is misuse", async ([line, error]) => {
  const { stdout, stderr, exit } = await person().prempti(line);
  expect({ stdout, exit }).toEqual({ stdout: "", exit: 2 });
  expect(stderr).toContain(error);
});

function shown(records: readonly StoredRecord[], width = 100): readonly string[] {
  const print = createRecordPrinter({ paint: paintFor(false), home: "/home/u", width });
  return records
    .flatMap((one) => print(one).trimEnd().split("\n"))
    .map((line) => line.replace(/\d\d:\d\d:\d\d/, "TIME"));
}

test("calls of one session stand under one heading", () => {
  expect(shown([record(), denied])).toEqual([
    "── 2026-05-14  claude_code  3f0d6a52  ~/app",
    "TIME  1         allow  Bash  ls -la",
    "TIME  2         deny   Bash  cat ~/.ssh/id_rsa",
    "          ╰ Critical  Deny touching credentials: reads ~/.ssh/id_rsa",
  ]);
});

test("a verdict that was not enforced has a star", () => {
  const lines = shown([{ ...denied, decision: "defer", mode: "monitor" }]);
  expect(lines[1]).toBe("TIME  2         deny*  Bash  cat ~/.ssh/id_rsa");
  expect(lines[3]).toBe("          * not enforced: the agent was told defer");
});

test.for<[fields: Record<string, unknown>, body: string]>([
  [{ "tool.input_command": "echo a\n  echo b" }, "echo a echo b"],
  [{ "tool.real_file_path": "/home/u/app/a.ts", "tool.file_path": "a.ts" }, "~/app/a.ts"],
  [{ "tool.url": "https://example.com/" }, "https://example.com/"],
  [{ "tool.input": `{"pattern":"x","n":3}` }, "pattern=x n=3"],
  [{ "tool.input": "no json" }, "no json"],
  [{ "tool.input_command": "printf '\u001b[2J\u202eevil'" }, "printf '\\e[2J\\u202eevil'"],
  [{ "tool.input_command": "x".repeat(200) }, `${"x".repeat(66)}…`],
])("%j", ([fields, body]) => {
  expect(shown([record({ fields })]).at(-1)).toBe(`TIME  1         allow  Bash  ${body}`);
});

test.for([
  ["a\nb\tc\r", "a\\nb\\tc\\r"],
  ["\u001b]0;title\u0007", "\\e]0;title\\u0007"],
  ["zero\u200bwidth \u2066bidi\u2069", "zero\\u200bwidth \\u2066bidi\\u2069"],
  ["soft\u00adhyphen", "soft\\u00adhyphen"],
  ["half \ud83d", "half \\ud83d"],
  ["tag \u{e0041}", "tag \\u{e0041}"],
  ["ä€😀", "ä€😀"],
])("printable %j", ([text = "", safe]) => expect(printable(text)).toBe(safe));

const longCall = {
  ...denied,
  fields: { "tool.input_command": "cat one two three four five six seven eight ~/.ssh/id_rsa" },
  alerts: [{ ...alert, output: "This reads a private key. Use the public half instead." }],
};

test("verdicts have their colours", () => {
  const print = createRecordPrinter({ paint: paintFor(true), home: "/home/u", width: 100 });
  const colourOf = (verdict: string) =>
    /\u001b\[(\d+)m(?:allow|ask|deny)/.exec(print(record({ verdict, decision: verdict })))?.[1];
  expect(["allow", "ask", "deny"].map(colourOf)).toEqual(["32", "33", "31"]);
});

test.for<[width: number, lines: readonly string[]]>([
  [
    Number.POSITIVE_INFINITY,
    [
      "TIME  2         deny   Bash  cat one two three four five six seven eight ~/.ssh/id_rsa",
      "          ╰ Critical  Deny touching credentials: This reads a private key. Use the public half instead.",
    ],
  ],
  [
    64,
    [
      "TIME  2         deny   Bash  cat one two three four five six",
      "          seven eight ~/.ssh/id_rsa",
      "          ╰ Critical  Deny touching credentials",
      "            This reads a private key. Use the public half",
      "            instead.",
    ],
  ],
  [
    40,
    [
      "TIME  deny   Bash  cat one two three",
      "          four five six seven eight",
      "          ~/.ssh/id_rsa",
      "          ╰ Critical  Deny touching credentials",
      "            This reads a private key.",
      "            Use the public half instead.",
    ],
  ],
])("%i columns", ([width, lines]) => expect(shown([longCall], width).slice(1)).toEqual(lines));

test.for<[text: string, width: number, first: number, lines: readonly string[]]>([
  ["", 4, 4, [""]],
  ["abc", 4, 4, ["abc"]],
  ["abcdefgh", 4, 4, ["abcd", "efgh"]],
  ["a bcdefgh", 4, 4, ["a bc", "defg", "h"]],
  ["one two", 4, 4, ["one", "two"]],
  ["one two three", 7, 3, ["one", "two thr", "ee"]],
  ["😀😀😀", 4, 4, ["😀😀", "😀"]],
  ["漢字 漢字", 5, 5, ["漢字", "漢字"]],
  ["漢字", 1, 1, ["漢", "字"]],
  ["e\u0301e\u0301e\u0301", 2, 2, ["e\u0301e\u0301", "e\u0301"]],
])("%j in %i columns, the first line in %i", ([text, width, first, lines]) =>
  expect(wrap(text, width, first)).toEqual(lines),
);

test.for<[text: string, width: number, short: string]>([
  ["abc", 3, "abc"],
  ["abcd", 3, "ab…"],
  ["漢字漢字", 8, "漢字漢字"],
  ["漢字漢字", 7, "漢字漢…"],
  ["漢字漢字", 6, "漢字…"],
])("%j in %i columns", ([text, width, short]) => expect(shorten(text, width)).toBe(short));

test("JSON that is made harmless means the same", () => {
  const text = JSON.stringify({ a: "\u009b2J \u202e \u{e0041} \u007f ä漢😀", b: "\n\u001b" });
  expect(printableJson(text)).toMatch(/^[^\p{C}]*$/u);
  expect(JSON.parse(printableJson(text))).toEqual(JSON.parse(text));
});

test("whatever an agent sends, no control character gets to the terminal", async () => {
  const evil = "\u001b]0;x\u0007\u009b2J\r\u202e";
  const someone = withLog([
    record({
      agent: evil,
      session: evil,
      tool: evil,
      mode: evil,
      decision: evil,
      verdict: evil,
      alerts: [{ ...alert, rule: evil, priority: evil, output: evil, tags: [evil] }],
      fields: { [evil]: evil, "agent.cwd": evil, "tool.input_command": evil },
    }),
  ]);
  for (const line of [
    "logs",
    "logs show 1",
    "stats",
    "replay",
    "logs --json",
    "logs show 1 --json",
    "stats --json",
    "replay --json",
  ]) {
    const { stdout, stderr } = await someone.prempti(line, { columns: 80 });
    expect(stdout).not.toBe("");
    expect(`${stdout}${stderr}`).not.toMatch(/[^\P{C}\n]/u);
  }
});

test.for<[columns: number, line: string, footer: string]>([
  [80, "logs", "prempti: 4 calls: 2 allow, 1 ask, 1 deny\n"],
  [80, "logs -n 1", "prempti: 1 call: 1 ask\n"],
  [80, "logs --grep nothing-like-it", "prempti: no recorded call is like that\n"],
  [80, "logs --json", ""],
])("on a terminal of %i columns, prempti %s ends with %j", async ([columns, line, footer]) => {
  expect((await withLog(many).prempti(line, { columns })).stderr).toBe(footer);
});

test("COLUMNS is the width, and no line is longer", async () => {
  const { stdout } = await withLog([longCall]).prempti("logs", { columns: 200, env: { COLUMNS: "40" } });
  expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(48);
  expect(stdout).toContain("\n          ~/.ssh/id_rsa\n");
});

test.for<[path: string, home: string, short: string]>([
  ["/home/u", "/home/u", "~"],
  ["/home/u/a", "/home/u", "~/a"],
  ["/home/user/a", "/home/u", "/home/user/a"],
  ["/a", "", "/a"],
])("%s from %s", ([path, home, short]) => expect(shortPath(path, home)).toBe(short));
