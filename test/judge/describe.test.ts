import { expect, test } from "vitest";
import { adapterNamed } from "../../src/agents/registry.ts";
import { namedValues } from "../../src/fields/event.ts";
import { describe, type World } from "../../src/judge/describe.ts";

const world: World = {
  home: "/home/u",
  user: "u",
  tmpdir: "",
  os: "linux",
  pid: 4711n,
  correlationId: 42n,
  now: 0n,
  realPath: (path) => path.replace(/^\/home\/u\/app\/link(?=\/|$)/, "/home/u/.ssh"),
};

/** Every field that has a value, of the first call that the agent's input is. */
function fieldsOf(agent: string, input: object, over: Partial<World> = {}): Record<string, unknown> {
  const calls = adapterNamed(agent)?.decode(input);
  if (calls === undefined || "undecodable" in calls || calls[0] === undefined) throw new Error("no call");
  const event = describe(calls[0], { ...world, ...over });
  return Object.fromEntries(namedValues(event).filter(([, value]) => value !== undefined));
}

const claude = (tool_name: string, tool_input: unknown, more: object = {}) =>
  fieldsOf("claude-code", { permission_mode: "default", cwd: "/home/u/app", tool_name, tool_input, ...more });

test("what the session did before", () => {
  const call = { tool_name: "Bash", tool_input: { command: "ls" } };
  const marks = new Map([
    ["a", { count: 3, last: 1_000_000n, call: "cat .env" }],
    ["later", { count: 1, last: 9_000_000n, call: "" }],
  ]);
  const session = (over: Partial<World>) =>
    Object.fromEntries(
      Object.entries(fieldsOf("codex", call, over)).filter(([name]) => name.startsWith("session.")),
    );
  expect(session({})).toEqual({});
  expect(session({ marks: new Map() })).toEqual({});
  expect(session({ marks, now: 3_500_999n })).toEqual({
    "session.marks": ["a", "later"],
    "session.mark_count[a]": 3n,
    "session.mark_count[later]": 1n,
    "session.mark_age_ms[a]": 2500n,
    "session.mark_age_ms[later]": 0n,
    "session.mark_call[a]": "cat .env",
    "session.mark_call[later]": "",
  });
});

test("every one of Falco's fields of a bare call", () => {
  expect(fieldsOf("codex", { tool_name: "x" })).toMatchObject({
    "correlation.id": 42n,
    "agent.name": "codex",
    "agent.os": "linux",
    "agent.pid": 4711n,
    "agent.hook_event_name": "",
    "agent.session_id": "",
    "agent.permission_mode": "",
    "agent.transcript_path": "",
    "agent.model": "",
    "agent.turn_id": "",
    "agent.cwd": "",
    "agent.real_cwd": "",
    "agent.real_cwd_prefix": "",
    "tool.use_id": "",
    "tool.name": "x",
    "tool.input": "{}",
    "tool.input_command": "",
    "tool.file_path": "",
    "tool.file_name": "",
    "tool.real_file_path": "",
    "tool.patch_op": "",
  });
});

test.for([
  ["no input", undefined, "{}"],
  ["null", null, "null"],
  ["sorted keys", { b: 1, a: [true, { d: 1, c: "x\ny" }] }, `{"a":[true,{"c":"x\\ny","d":1}],"b":1}`],
] as const)("tool.input of %s", ([, input, want]) => expect(claude("X", input)["tool.input"]).toBe(want));

test.for([
  ["/home/u/app", "/home/u/app", "/home/u/app/"],
  ["/home/u/app/", "/home/u/app", "/home/u/app/"],
  ["/home/u/app/../b", "/home/u/b", "/home/u/b/"],
  ["/", "/", "/"],
  ["", "", ""],
] as const)("the working directory %s", ([cwd, real, prefix]) => {
  expect(claude("Read", {}, { cwd })).toMatchObject({
    "agent.cwd": cwd,
    "agent.real_cwd": real,
    "agent.real_cwd_prefix": prefix,
  });
});

test.for([
  ["a.ts", "a.ts", "/home/u/app/a.ts"],
  ["/etc/passwd", "passwd", "/etc/passwd"],
  ["link/id_rsa", "id_rsa", "/home/u/.ssh/id_rsa"],
  ["~/x", "x", "/home/u/x"],
  ["link/../y", "y", "/home/u/y"],
  ["", "", ""],
] as const)("the file %s", ([path, name, real]) => {
  expect(claude("Read", { file_path: path })).toMatchObject({
    "tool.file_path": path,
    "tool.file_name": name,
    "tool.real_file_path": real,
  });
});

test("a command fills the same fields as a file tool", () => {
  const command = claude("Bash", { command: "cat ~/.ssh/id_rsa > out.txt; rm -rf src" });
  expect(command).toMatchObject({
    "tool.kind": "shell",
    "tool.reads": ["/home/u/.ssh/id_rsa"],
    "tool.writes": ["/home/u/app/out.txt"],
    "tool.delete_trees": ["/home/u/app/src"],
    "cmd.names": ["cat", "rm"],
  });
  expect(claude("Read", { file_path: "~/.ssh/id_rsa" })["tool.read_zones"]).toEqual(
    command["tool.read_zones"],
  );
});

test("what a command removes is the link, not what it leads to", () => {
  expect(claude("Bash", { command: "rm link" })["tool.deletes"]).toEqual(["/home/u/app/link"]);
});

test.for([
  ["Bash", "rm -rf node_modules package-lock.json", ["build-output"]],
  ["Bash", "rm -rf .git", ["inside"]],
  ["Bash", "rm -rf src/legacy", ["inside"]],
] as const)("%s %s deletes trees in %j", ([tool, command, zones]) =>
  expect(claude(tool, { command })["tool.delete_tree_zones"]).toEqual(zones),
);

test("hosts of a URL and the domains above them", () => {
  expect(claude("WebFetch", { url: "https://User@A.b.Example.com:8/x" })).toMatchObject({
    "tool.url": "https://User@A.b.Example.com:8/x",
    "tool.hosts": ["a.b.example.com"],
    "tool.domains": ["a.b.example.com", "b.example.com", "example.com", "com"],
  });
  expect(claude("WebFetch", { url: "http://0xA9FEA9FE/" })["tool.hosts"]).toEqual(["169.254.169.254"]);
});

test("an empty list is absent", () => {
  const fields = claude("Bash", { command: "true" });
  for (const name of ["tool.reads", "tool.writes", "tool.hosts", "cmd.uploads", "cmd.effects"])
    expect(fields).not.toHaveProperty([name]);
});

test("on Windows folders come out alike, whatever their slashes", () => {
  const windows = {
    os: "windows",
    home: "C:\\Users\\u",
    realPath: (path: string) => path.replaceAll("/", "\\"),
  };
  const read = (file_path: string) =>
    fieldsOf(
      "claude-code",
      { permission_mode: "default", cwd: "C:\\work\\app", tool_name: "Read", tool_input: { file_path } },
      windows,
    );
  expect(read("C:\\Users\\u\\.ssh\\id_rsa")["tool.read_zones"]).toContain("ssh");
  expect(read("src\\a.ts")).toMatchObject({
    "tool.read_zones": ["inside"],
    "tool.file_name": "a.ts",
    "tool.real_file_path": "C:/work/app/src/a.ts",
  });
  expect(read("~/.aws/credentials")["tool.read_zones"]).toContain("cloud-credentials");
  expect(read("C:\\Users\\other\\x.txt")["tool.read_zones"]).toContain("other-home");
});

test.for([
  ["Bash", { command: "cat a\n  rm b" }, "cat a ⏎ rm b"],
  ["Bash", { command: `echo ${"x".repeat(300)}` }, `echo ${"x".repeat(195)}…`],
  ["Write", { file_path: "a.ts", content: "x" }, "Write a.ts"],
  ["WebFetch", { url: "https://a.example/x" }, "WebFetch https://a.example/x"],
  ["TodoWrite", {}, "TodoWrite"],
] as const)("the summary of %s %j", ([tool, input, want]) =>
  expect(claude(tool, input)["tool.summary"]).toBe(want),
);
