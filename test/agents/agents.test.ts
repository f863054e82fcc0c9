import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { canonicalJson } from "../../src/agents/json.ts";
import { parseInput } from "../../src/agents/parse-input.ts";
import { adapterNamed, adapters } from "../../src/agents/registry.ts";
import type { ToolCall } from "../../src/model/call.ts";
import type { Answer } from "../../src/model/verdict.ts";

type Named = { readonly name: string; readonly agent: string };
type Decode = Named & {
  readonly input: unknown;
  readonly calls?: readonly object[];
  readonly undecodable?: string;
};
type Replied = Named & {
  readonly answer: Answer;
  readonly reason?: string;
  readonly event?: string;
  readonly caller?: string;
  readonly stdout?: object;
  readonly stderr?: string;
  readonly exit?: number;
};

function vectors<Vector extends Named>(file: string): readonly (readonly [string, Vector])[] {
  const list = parse(readFileSync(join(import.meta.dirname, file), "utf8")) as Vector[];
  return list.map((vector) => [vector.name, vector]);
}

function adapter(name: string) {
  const found = adapterNamed(name);
  if (found === undefined) throw new Error(`no adapter ${name}`);
  return found;
}

/** A call in every dialect at once. */
const asked = (event: string) => ({ hook_event_name: event, tool_name: "Bash", tool: "Bash" });

test.for(vectors<Decode>("decode.yaml"))("decode %s", ([, { agent, input, calls, undecodable }]) => {
  const decoded = adapter(agent).decode(input);
  if (undecodable === undefined) expect(decoded).toMatchObject(calls ?? []);
  else expect(decoded).toEqual({ undecodable });
});

test.for(vectors<Replied>("reply.yaml"))("reply %s", ([, vector]) => {
  const { answer, reason = "no", event = "PreToolUse", caller, stdout, stderr = "", exit = 0 } = vector;
  const [call] = adapter(vector.agent).decode(asked(event)) as never[];
  const told = adapter(vector.agent).reply(
    answer,
    reason,
    Object.assign({}, call, caller && { agent: caller }),
    "17",
  );
  expect(told).toEqual({ stdout: stdout === undefined ? "" : `${JSON.stringify(stdout)}\n`, stderr, exit });
});

type Asks = Named & { readonly input: unknown; readonly entrypoint?: string; readonly asks: boolean };

test.for(vectors<Asks>("asks.yaml"))("asks %s", ([, { agent, input, entrypoint = "", asks }]) => {
  const [call] = adapter(agent).decode(input) as readonly ToolCall[];
  expect(call && adapter(agent).asks(call, { pid: 0n, entrypoint })).toBe(asks);
});

type Unknown = Named & { readonly input: unknown; readonly unknown: readonly string[] };

test.for(vectors<Unknown>("unknown.yaml"))("unknown %s", ([, { agent, input, unknown }]) => {
  const [call] = adapter(agent).decode(input) as readonly ToolCall[];
  expect(call?.unknown).toEqual(unknown);
});

test("every vector's name is its own", () => {
  const files = ["decode.yaml", "reply.yaml", "asks.yaml", "unknown.yaml"];
  const names = files.flatMap((file) => vectors(file).map(([name]) => `${file} ${name}`));
  expect(new Set(names).size).toBe(names.length);
});

const noTool = { undecodable: "malformed input JSON: no tool name" };

test.for([
  {},
  { tool_input: { command: "ls" } },
  { hook_event_name: "PreToolUse", tool_name: "", tool_input: { command: "ls" } },
  { hook_event_name: "PreToolUse", tool_name: ["Bash"], tool_input: { command: "ls" } },
  { hook_event_name: "PermissionRequest", tool_name: null },
  { hook_event_name: "BeforeTool", tool_name: 7 },
  { hook_event_name: 7, tool_name: {} },
  { sessionId: "s", timestamp: 0, cwd: "/p", toolArgs: "{}" },
  { sessionId: "s", timestamp: 0, cwd: "/p", toolName: { name: "bash" }, toolArgs: "{}" },
])("no adapter takes %j for a tool call", (event) => {
  for (const { decode } of adapters) expect(decode(event)).toEqual(noTool);
});

test("an event that is about no tool names none", () => {
  for (const { decode } of adapters.filter(({ name }) => name !== "generic"))
    expect(decode({ hook_event_name: "SessionStart" })).toMatchObject([{ hookEventName: "SessionStart" }]);
});

test("every reply is one JSON object or nothing, and a deny always exits 2 with its reason on stderr", () => {
  for (const { name, decode, reply } of adapters)
    for (const event of ["PreToolUse", "PermissionRequest", "BeforeTool", ""])
      for (const answer of ["allow", "ask", "deny", "defer"] as const) {
        const [call] = decode(asked(event)) as never[];
        const told = reply(answer, 'because "x"\nand y', Object.assign({}, call), "17");
        if (told.stdout !== "") expect(Object.keys(JSON.parse(told.stdout))).not.toEqual([]);
        if (answer === "deny") expect(told).toMatchObject({ exit: 2, stderr: 'because "x"\nand y\n' });
        if (name === "generic") expect(JSON.parse(told.stdout)).toMatchObject({ decision: answer });
        else if (answer === "defer") expect(told).toEqual({ stdout: "", stderr: "", exit: 0 });
      }
});

test.for([
  ["a byte order mark", "\ufeff{}", { input: {} }],
  ["line breaks", '{\r\n  "a" :\n\t1 }\n', { input: { a: 1 } }],
  ["nothing", "", { undecodable: "the agent sent nothing" }],
  ["blanks", " \n", { undecodable: "the agent sent nothing" }],
] as const)("parse %s", ([, text, want]) => expect(parseInput(text)).toEqual(want));

test("parse half an object", () => {
  expect(parseInput('{"a":')).toMatchObject({
    undecodable: expect.stringMatching(/^malformed input JSON: ./),
  });
});

test.for([
  [
    { b: 1, a: { d: [2, { z: 1, y: null }], c: '\n"' } },
    `{"a":{"c":"\\n\\"","d":[2,{"y":null,"z":1}]},"b":1}`,
  ],
  [null, "null"],
  ["text", `"text"`],
  [[], "[]"],
] as const)("canonical JSON of %j", ([value, want]) => expect(canonicalJson(value)).toBe(want));
