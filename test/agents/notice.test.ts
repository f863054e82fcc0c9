import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import type { Look } from "../../src/agents/notice.ts";
import { adapterNamed } from "../../src/agents/registry.ts";

function vectors<Vector extends { readonly name: string }>(file: string): readonly [string, Vector][] {
  const list = parse(readFileSync(join(import.meta.dirname, file), "utf8")) as Vector[];
  return list.map((vector) => [vector.name, vector]);
}

type Event = {
  readonly name: string;
  readonly agent: string;
  readonly input: unknown;
  readonly asks: boolean;
};

const nothing: Look = { text: () => undefined, list: () => [] };

test.for(vectors<Event>("notice.yaml"))("%s", ([, { agent, input, asks }]) => {
  const notice = adapterNamed(agent)?.notice(input);
  expect(notice === undefined).toBe(asks);
  expect(notice?.objection(nothing)).toBe(undefined);
});

type Captured = {
  readonly name: string;
  readonly agent: string;
  readonly input: unknown;
  readonly subject: "session" | "ran" | "other";
  readonly call?: object;
};

test.for(vectors<Captured>("captured.yaml"))("%s", ([, { agent, input, subject, call }]) => {
  const adapter = adapterNamed(agent);
  expect(adapter?.notice(input)).toMatchObject({ subject });
  if (call !== undefined) expect(adapter?.decode(input)).toMatchObject([call]);
});

type Change = {
  readonly name: string;
  readonly file?: string;
  readonly source?: string;
  readonly files: Readonly<Record<string, unknown>>;
  readonly blocked?: string;
};

const hook = { type: "command", command: "/home/u/.prempti/bin/prempti hook claude-code" };
const stands: Readonly<Record<string, unknown>> = {
  '"entry"': { matcher: "*", hooks: [hook] },
  '"weak"': { matcher: "NotebookEdit", hooks: [hook] },
};

function lookAt(files: Readonly<Record<string, unknown>>): Look {
  const textOf = (file: unknown) =>
    typeof file === "string"
      ? file
      : JSON.stringify(file).replace(/"entry"|"weak"/g, (name) => JSON.stringify(stands[name]));
  return {
    text: (path) => (path in files ? textOf(files[path]) : undefined),
    list: (folder) => Object.keys(files).filter((path) => dirname(path) === folder),
  };
}

test.for(vectors<Change>("config-change.yaml"))("ConfigChange %s", ([, change]) => {
  const { file, source = "user_settings", files, blocked } = change;
  const notice = adapterNamed("claude-code")?.notice({
    session_id: "s",
    transcript_path: "/h/.claude/projects/-p/s.jsonl",
    cwd: "/p",
    hook_event_name: "ConfigChange",
    source,
    ...(file === undefined ? {} : { file_path: file }),
  });
  const reason = notice?.objection(lookAt(files));
  if (blocked === undefined) expect(reason).toBe(undefined);
  else expect(reason).toContain(blocked);
});

test("a change that is refused is answered as Claude Code wants it", () => {
  const notice = adapterNamed("claude-code")?.notice({ hook_event_name: "ConfigChange" });
  expect(notice?.object("no")).toEqual({
    stdout: `{"decision":"block","reason":"no"}\n`,
    stderr: "",
    exit: 0,
  });
});
