import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { claudeCodeSettings } from "../../src/agents/claude-code/settings.ts";
import { codexSettings, codexTrustKey, inspectCodexConfig } from "../../src/agents/codex/settings.ts";
import { copilotSettings } from "../../src/agents/copilot/settings.ts";
import { geminiSettings } from "../../src/agents/gemini/settings.ts";
import type { Edited, HookSettings } from "../../src/agents/settings.ts";

type Row = {
  readonly name: string;
  readonly before: string;
  readonly add: string;
  readonly remove: string;
  readonly back?: string;
};

const agents: Readonly<Record<string, HookSettings>> = {
  "claude-code": claudeCodeSettings,
  codex: codexSettings,
  copilot: copilotSettings,
  gemini: geminiSettings,
};

const commandOf = (agent: string) => `/home/u/.prempti/bin/prempti hook ${agent}`;

function rows<T extends { readonly name: string }>(file: string): readonly (readonly [string, T])[] {
  const vectors: readonly T[] = parse(readFileSync(join(import.meta.dirname, file), "utf8"));
  return vectors.map((row) => [row.name, row] as const);
}

const textOf = (edited: Edited) => ("text" in edited ? edited.text : `malformed: ${edited.malformed}`);

describe.for(Object.entries(agents))("%s", ([agent, { add, remove, inspect }]) => {
  const [vectors, command] = [rows<Row>(`${agent}.yaml`), commandOf(agent)];
  const added = (before: string) => textOf(add(before, command));
  const expected = (wanted: string, before: string) => (wanted === "same" ? before : wanted);

  test.for(vectors)("%s: add", ([, row]) => {
    expect(added(row.before)).toBe(expected(row.add, row.before));
  });

  test.for(vectors)("%s: a second add changes nothing", ([, { before }]) => {
    expect(added(added(before))).toBe(added(before));
  });

  test.for(vectors)("%s: remove", ([, row]) => {
    expect(textOf(remove(row.before, command))).toBe(expected(row.remove, row.before));
  });

  test.for(vectors.filter(([, { back }]) => back !== undefined))("%s: add, then remove", ([, row]) => {
    expect(textOf(remove(added(row.before), command))).toBe(expected(row.back ?? "", row.before));
  });

  test.for(vectors)("%s: what add leaves has one sound entry an event", ([, { before }]) => {
    const entries = events[agent]?.map((event) => ({ event, command, flaws: [] }));
    expect(inspect(added(before), command)).toMatchObject({ entries });
  });
});

const events: Readonly<Record<string, readonly string[]>> = {
  "claude-code": ["PreToolUse", "ConfigChange"],
  codex: ["PreToolUse", "PermissionRequest"],
  copilot: ["preToolUse"],
  gemini: ["BeforeTool"],
};

test.for(rows<{ readonly name: string; readonly before: string; readonly why: string }>("malformed.yaml"))(
  "%s",
  ([, { before, why }]) => {
    for (const { add, remove, inspect } of [claudeCodeSettings, codexSettings, geminiSettings])
      for (const edit of [add, remove, inspect]) expect(edit(before, command)).toEqual({ malformed: why });
  },
);

const command = commandOf("claude-code");
const entry = { type: "command", command, timeout: 10, onFailure: "block" };
const withEntry = (changes: object, matcher: unknown = "*") => ({
  hooks: {
    ConfigChange: [{ hooks: [entry] }],
    PreToolUse: [{ matcher, hooks: [{ ...entry, ...changes }] }],
  },
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
  [{ hooks: { PreToolUse: [{ hooks: [entry] }] } }, [/ConfigChange is not registered beside it/]],
])("flaws of %j", ([settings, flaws]) => {
  const others = "ConfigChange" in (settings as { hooks: object }).hooks ? [{ flaws: [] }] : [];
  const inspection = claudeCodeSettings.inspect(JSON.stringify(settings), command);
  expect(inspection).toMatchObject({
    entries: [...others, { flaws: flaws.map((flaw) => expect.stringMatching(flaw)) }],
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

test.for<[agent: string, settings: object, flaws: RegExp[]]>([
  ["codex", { PreToolUse: [{ matcher: "exec_command" }] }, [/leaves tools out/, /PermissionRequest is not/]],
  ["gemini", { BeforeTool: [{ matcher: "shell", sequential: true }] }, [/leaves tools out/]],
  ["gemini", { BeforeTool: [{ matcher: "*" }] }, [/"sequential"/]],
  ["copilot", { preToolUse: [{ matcher: "*" }] }, [/leaves tools out/]],
  ["copilot", { preToolUse: [{ timeoutSec: 2 }] }, [/timeout of 2 s/]],
  ["copilot", { postToolUse: [{}] }, [/can't stop a tool call/]],
])("flaws of %s's %j", ([agent, hooks, flaws]) => {
  const command = commandOf(agent);
  const filled = Object.entries(hooks).map(([event, [group]]) => {
    const own = { type: "command", command, bash: command, timeout: 10_000 };
    return [event, [agent === "copilot" ? { ...own, ...group } : { ...group, hooks: [own] }]];
  });
  const text = JSON.stringify({ hooks: Object.fromEntries(filled) });
  expect(agents[agent]?.inspect(text, command)).toMatchObject({
    entries: [{ flaws: flaws.map((flaw) => expect.stringMatching(flaw)) }],
  });
});

test.for<[agent: string, settings: object, sentences: RegExp[]]>([
  ["gemini", { hooksConfig: { enabled: true, disabled: ["other"] } }, []],
  ["gemini", { hooksConfig: { enabled: false } }, [/"hooksConfig.enabled": false/]],
  ["gemini", { hooksConfig: { disabled: ["other", "prempti"] } }, [/"hooksConfig.disabled" names prempti/]],
  ["copilot", { disableAllHooks: true }, [/switches every hook off/]],
  ["copilot", { disableAllHooks: false }, []],
])("what %s's %j switches off", ([agent, settings, sentences]) => {
  const disablers = sentences.map((sentence) => ({ sentence: expect.stringMatching(sentence) }));
  expect(agents[agent]?.inspect(JSON.stringify(settings), commandOf(agent))).toMatchObject({ disablers });
});

test.for<[config: string, disabled: boolean, trusted: string[]]>([
  ["", false, []],
  ["[features]\nhooks = false\n", true, []],
  ["features.hooks = true\n", false, []],
  [
    `[hooks.state."/h/hooks.json:pre_tool_use:0:0"]\ntrusted_hash = "sha256:1"\n`,
    false,
    ["/h/hooks.json:pre_tool_use:0:0"],
  ],
  [`[hooks.state."/h/hooks.json:pre_tool_use:0:0"]\ntrusted_hash = "x"\nenabled = false\n`, false, []],
])("Codex's config.toml %j", ([config, disabled, trusted]) => {
  const disablers = disabled ? [{ reach: "every" }] : [];
  expect(inspectCodexConfig(config)).toMatchObject({ disablers, trusted });
});

test("a config.toml that is none", () => {
  expect(inspectCodexConfig("[features")).toMatchObject({ malformed: expect.stringMatching(/./) });
});

test("Codex's name for a hook is its file, event and place", () => {
  expect(codexTrustKey("/h/hooks.json", "PermissionRequest", "1:0")).toBe(
    "/h/hooks.json:permission_request:1:0",
  );
});
