import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { claudeCodeSettings } from "../../src/agents/claude-code/settings.ts";
import type { Edited } from "../../src/agents/settings.ts";

const command = "/home/u/.prempti/bin/prempti hook claude-code";

type Row = {
  readonly name: string;
  readonly before: string;
  readonly add: string;
  readonly remove: string;
  readonly back?: string;
};

function rows<T extends { readonly name: string }>(file: string): readonly (readonly [string, T])[] {
  const vectors: readonly T[] = parse(readFileSync(join(import.meta.dirname, file), "utf8"));
  return vectors.map((row) => [row.name, row] as const);
}

const textOf = (edited: Edited) => ("text" in edited ? edited.text : `malformed: ${edited.malformed}`);

const vectors = rows<Row>("claude-code.yaml");

test.for(vectors)("%s: add", ([, { before, add }]) => {
  expect(textOf(claudeCodeSettings.add(before, command))).toBe(add === "same" ? before : add);
});

test.for(vectors)("%s: a second add changes nothing", ([, { before }]) => {
  const once = textOf(claudeCodeSettings.add(before, command));
  expect(textOf(claudeCodeSettings.add(once, command))).toBe(once);
});

test.for(vectors)("%s: remove", ([, { before, remove }]) => {
  expect(textOf(claudeCodeSettings.remove(before, command))).toBe(remove === "same" ? before : remove);
});

test.for(vectors.filter(([, { back }]) => back !== undefined))(
  "%s: add, then remove",
  ([, { before, back }]) => {
    const added = textOf(claudeCodeSettings.add(before, command));
    expect(textOf(claudeCodeSettings.remove(added, command))).toBe(back === "same" ? before : back);
  },
);

test.for(vectors)("%s: what add leaves has one sound entry", ([, { before }]) => {
  const inspection = claudeCodeSettings.inspect(textOf(claudeCodeSettings.add(before, command)), command);
  expect(inspection).toMatchObject({ entries: [{ event: "PreToolUse", command, flaws: [] }] });
});

test.for(rows<{ readonly name: string; readonly before: string; readonly why: string }>("malformed.yaml"))(
  "%s",
  ([, { before, why }]) => {
    for (const edit of [claudeCodeSettings.add, claudeCodeSettings.remove, claudeCodeSettings.inspect])
      expect(edit(before, command)).toEqual({ malformed: why });
  },
);

const entry = { type: "command", command, timeout: 10, onFailure: "block" };
const withEntry = (changes: object, matcher: unknown = "*") => ({
  hooks: { PreToolUse: [{ matcher, hooks: [{ ...entry, ...changes }] }] },
});

test.for<[settings: object, flaws: RegExp[]]>([
  [withEntry({}), []],
  [withEntry({}, undefined), []],
  [withEntry({}, "Bash|Edit"), [/leaves tools out/]],
  [withEntry({ onFailure: undefined }), [/lacks "onFailure"/]],
  [withEntry({ onFailure: "continue" }), [/lacks "onFailure"/]],
  [withEntry({ timeout: 2 }), [/timeout of 2 s/]],
  [withEntry({ async: true }), [/async/]],
  [withEntry({ if: "Bash(git:*)" }), [/"if" leaves calls out/]],
  [withEntry({ command: "/old/prempti hook" }), [/runs "\/old\/prempti hook"/]],
  [{ hooks: { PostToolUse: [{ hooks: [entry] }] } }, [/can't stop a tool call/]],
])("flaws of %j", ([settings, flaws]) => {
  const inspection = claudeCodeSettings.inspect(JSON.stringify(settings), command);
  expect(inspection).toMatchObject({
    entries: [{ flaws: flaws.map((flaw) => expect.stringMatching(flaw)) }],
  });
});

test.for<[settings: object, sentences: RegExp[]]>([
  [{ disableAllHooks: false }, []],
  [{ disableAllHooks: true }, [/switches every hook off/]],
  [{ allowManagedHooksOnly: true }, [/managed hooks alone/]],
  [{ model: 5 }, [/"model"/]],
  [{ permissions: { defaultMode: 5 } }, [/defaultMode/]],
  [{ hooks: { Stop: [{ hooks: [{ type: "nope" }] }] } }, [/"hooks.Stop\[0\].hooks\[0\]" is not valid/]],
  [{ hooks: { Stop: [{ hooks: [{ type: "command", command: "x", timeout: -1 }] }] } }, [/not valid/]],
])("what %j switches off", ([settings, sentences]) => {
  const inspection = claudeCodeSettings.inspect(JSON.stringify(settings), command);
  const disablers = sentences.map((sentence) => ({ sentence: expect.stringMatching(sentence) }));
  expect(inspection).toMatchObject({ disablers });
});
