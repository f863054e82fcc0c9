import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { claudeCodeSettings } from "../../src/agents/claude-code/settings.ts";
import { codexRequirements } from "../../src/agents/codex/requirements.ts";
import { codexSettings, codexTrustKey, trustedHooks } from "../../src/agents/codex/settings.ts";
import { withoutTrust } from "../../src/agents/codex/trust.ts";
import { copilotSettings } from "../../src/agents/copilot/settings.ts";
import { geminiSettings, geminiSystemSettings } from "../../src/agents/gemini/settings.ts";
import type { Edited, Hook, HookSettings } from "../../src/agents/settings.ts";

type Row = {
  readonly name: string;
  readonly before: string;
  readonly add: string;
  readonly remove: string;
  readonly back?: string;
};

const agents: Readonly<Record<string, HookSettings>> = {
  "claude-code": claudeCodeSettings,
  "claude-code-http": claudeCodeSettings,
  "copilot-wait": copilotSettings,
  "gemini-wait": geminiSettings,
  codex: codexSettings,
  copilot: copilotSettings,
  gemini: geminiSettings,
  "codex-managed": codexRequirements,
  "gemini-managed": geminiSystemSettings,
};

/** What else `hook add` was told. */
const more: Readonly<Record<string, Partial<Hook>>> = {
  "claude-code-http": {
    transport: "http",
    wait: 47,
    http: {
      url: "http://127.0.0.1:2803/v1/hook/claude-code",
      headers: { Authorization: "Bearer T", "X-Prempti-Entrypoint": "$CLAUDE_CODE_ENTRYPOINT" },
      allowedEnvVars: ["CLAUDE_CODE_ENTRYPOINT"],
    },
  },
  "copilot-wait": { wait: 47 },
  "gemini-wait": { wait: 47 },
};

const commandOf = (agent: string) =>
  `/home/u/.prempti/bin/prempti hook ${agent.replace(/-(?:managed|http|wait)$/, "")}`;

function rows<T extends { readonly name: string }>(file: string): readonly (readonly [string, T])[] {
  const vectors: readonly T[] = parse(readFileSync(join(import.meta.dirname, file), "utf8"));
  return vectors.map((row) => [row.name, row] as const);
}

const textOf = (edited: Edited) => ("text" in edited ? edited.text : `malformed: ${edited.malformed}`);

describe.for(Object.entries(agents))("%s", ([agent, { add, remove, inspect }]) => {
  const [vectors, command] = [rows<Row>(`${agent}.yaml`), commandOf(agent)];
  const hook = { command, ...more[agent] };
  const added = (before: string) => textOf(add(before, hook));
  const expected = (wanted: string, before: string) => (wanted === "same" ? before : wanted);

  test.for(vectors)("%s: add", ([, row]) => {
    expect(added(row.before)).toBe(expected(row.add, row.before));
  });

  const edited = vectors.filter(([name]) => !name.startsWith("refused/"));

  test.for(edited)("%s: a second add changes nothing", ([, { before }]) => {
    expect(added(added(before))).toBe(added(before));
  });

  test.for(vectors)("%s: remove", ([, row]) => {
    expect(textOf(remove(row.before, hook))).toBe(expected(row.remove, row.before));
  });

  test.for(vectors.filter(([, { back }]) => back !== undefined))("%s: add, then remove", ([, row]) => {
    expect(textOf(remove(added(row.before), hook))).toBe(expected(row.back ?? "", row.before));
  });

  test.for(edited)("%s: what add leaves has one sound entry an event", ([, { before }]) => {
    const known = events[commandOf(agent).split(" ").at(-1) ?? ""];
    const entries = known?.map((event) => ({ event, flaws: [] }));
    const inspection = inspect(added(before), hook);
    const inOrder = (first: { event: string }, second: { event: string }) =>
      (known?.indexOf(first.event) ?? 0) - (known?.indexOf(second.event) ?? 0);
    if ("entries" in inspection)
      expect({ entries: inspection.entries.toSorted(inOrder) }).toMatchObject({ entries });
    else expect(inspection).toBe("sound");
  });
});

const events: Readonly<Record<string, readonly string[]>> = {
  "claude-code": [
    "PreToolUse",
    "PermissionRequest",
    "ConfigChange",
    "PostToolUse",
    "PostToolUseFailure",
    "SessionStart",
  ],
  codex: ["PreToolUse", "PermissionRequest", "PostToolUse", "SessionStart"],
  copilot: ["preToolUse", "permissionRequest", "postToolUse", "postToolUseFailure", "sessionStart"],
  gemini: ["BeforeTool", "AfterTool", "SessionStart"],
};

test.for(rows<{ readonly name: string; readonly before: string; readonly why: string }>("malformed.yaml"))(
  "%s",
  ([, { before, why }]) => {
    for (const { add, remove, inspect } of [claudeCodeSettings, codexSettings, geminiSettings])
      for (const edit of [add, remove, inspect])
        expect(edit(before, { command })).toEqual({ malformed: why });
  },
);

const command = commandOf("claude-code");

type Hooks = Record<string, Record<string, unknown>[]>;

/** What `add` writes, with the entry and the holder of the first event changed; without the events in `missing`. */
function altered(agent: string, entry: object, holder: object = {}, missing: readonly string[] = []): string {
  const settings = JSON.parse(textOf(agents[agent]?.add("", { command: commandOf(agent) }) ?? { text: "" }));
  const hooks: Hooks = settings.hooks;
  for (const event of missing) delete hooks[event];
  const group = hooks[events[agent]?.[0] ?? ""]?.[0] ?? {};
  Object.assign(group, holder);
  Object.assign((group["hooks"] as object[] | undefined)?.[0] ?? group, entry);
  return JSON.stringify(settings);
}

function flawsIn(agent: string, text: string): readonly string[] {
  const inspection = agents[agent]?.inspect(text, { command: commandOf(agent) });
  return inspection !== undefined && "entries" in inspection
    ? inspection.entries.flatMap(({ flaws }) => flaws)
    : ["malformed"];
}

type Flawed = readonly [agent: string, entry: object, holder: object, missing: string[], flaws: RegExp[]];

test.for<Flawed>([
  ["claude-code", {}, {}, [], []],
  ["claude-code", {}, { matcher: undefined }, [], []],
  ["claude-code", {}, { matcher: "Bash|Edit" }, [], [/leaves tools out/]],
  ["claude-code", { onFailure: undefined }, {}, [], [/lacks "onFailure"/]],
  ["claude-code", { onFailure: "continue" }, {}, [], [/lacks "onFailure"/]],
  ["claude-code", { timeout: 2 }, {}, [], [/timeout of 2 s/]],
  ["claude-code", { async: true }, {}, [], [/async/]],
  ["claude-code", { if: "Bash(git:*)" }, {}, [], [/"if" leaves calls out/]],
  ["claude-code", { command: "/old/prempti hook" }, {}, [], [/runs "\/old\/prempti hook"/]],
  ["claude-code", {}, {}, ["ConfigChange"], [/ConfigChange is not registered beside it/]],
  ["claude-code", {}, {}, ["PostToolUse"], [/PostToolUse is not .*: a tool that ran unjudged/]],
  ["claude-code", {}, {}, ["SessionStart"], [/SessionStart is not .*: nobody is told/]],
  ["claude-code", {}, {}, ["PermissionRequest"], [/PermissionRequest is not/]],
  [
    "codex",
    {},
    { matcher: "exec_command" },
    ["PermissionRequest"],
    [/leaves tools out/, /PermissionRequest is not/],
  ],
  ["gemini", {}, { matcher: "shell" }, [], [/leaves tools out/]],
  ["gemini", {}, { sequential: undefined }, [], [/"sequential"/]],
  ["copilot", { matcher: "*" }, {}, [], [/leaves tools out/]],
  ["copilot", { timeoutSec: 2 }, {}, [], [/timeout of 2 s/]],
])("flaws of %s's entry with %j, holder %j, without %j", ([agent, entry, holder, missing, flaws]) => {
  expect(flawsIn(agent, altered(agent, entry, holder, missing))).toEqual(
    flaws.map((flaw) => expect.stringMatching(flaw)),
  );
});

test.for<[agent: string, hooks: (entry: object) => object, flaw: RegExp]>([
  ["claude-code", (entry) => ({ Stop: [{ hooks: [entry] }] }), /registered for Stop, which can't stop/],
  ["copilot", (entry) => ({ agentStop: [entry] }), /registered for agentStop, which can't stop/],
  [
    "claude-code",
    (entry) => ({ PostToolUse: [{ hooks: [entry] }] }),
    /lacks "async": true, so the agent waits/,
  ],
])("flaws of %s's entry for another event", ([agent, hooks, flaw]) => {
  const command = commandOf(agent);
  const entry = { type: "command", command, bash: command };
  expect(flawsIn(agent, JSON.stringify({ hooks: hooks(entry) }))).toEqual([expect.stringMatching(flaw)]);
});

test.for<[agent: string, hooks: object, others: object[]]>([
  [
    "claude-code",
    { PreToolUse: [{ hooks: [{ type: "command", command: "./a.sh" }] }] },
    [{ runs: "./a.sh", can: /updatedInput/ }],
  ],
  ["claude-code", { PreToolUse: [{ hooks: [{ type: "command", command: "./a.sh", async: true }] }] }, []],
  ["claude-code", { PostToolUse: [{ hooks: [{ type: "command", command: "./a.sh" }] }] }, []],
  [
    "claude-code",
    { PermissionRequest: [{ hooks: [{ type: "http", url: "http://h/" }] }] },
    [{ runs: "http://h/", can: /approve/ }],
  ],
  [
    "claude-code",
    { PreToolUse: [{ hooks: [{ type: "prompt", prompt: "?" }] }] },
    [{ runs: 'a hook of type "prompt"' }],
  ],
  [
    "codex",
    { PermissionRequest: [{ hooks: [{ type: "command", command: "./a.sh" }] }] },
    [{ can: /approve/ }],
  ],
  ["gemini", { BeforeTool: [{ hooks: [{ type: "command", command: "./a.sh" }] }] }, [{ can: /tool_input/ }]],
  ["copilot", { preToolUse: [{ type: "command", bash: "./a.sh" }] }, [{ can: /modifiedArgs/ }]],
])("hooks of others in %s's %j", ([agent, hooks, others]) => {
  const wanted = others.map((other) =>
    Object.fromEntries(
      Object.entries(other).map(([key, value]) => [
        key,
        value instanceof RegExp ? expect.stringMatching(value) : value,
      ]),
    ),
  );
  const inspection = agents[agent]?.inspect(JSON.stringify({ hooks }), { command: commandOf(agent) });
  expect(inspection).toMatchObject({ others: wanted });
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
  const inspection = claudeCodeSettings.inspect(JSON.stringify(settings), { command });
  const disablers = sentences.map((sentence) => ({ sentence: expect.stringMatching(sentence) }));
  expect(inspection).toMatchObject({ disablers });
});

test.for<[agent: string, settings: object | string, sentences: RegExp[]]>([
  ["codex-managed", "allow_managed_hooks_only = true", [/managed hooks alone/]],
  ["codex-managed", "features.hooks = false", [/switches every hook off/]],
  ["gemini", { hooksConfig: { enabled: true, disabled: ["other"] } }, []],
  ["gemini", { hooksConfig: { enabled: false } }, [/"hooksConfig.enabled": false/]],
  ["gemini", { hooksConfig: { disabled: ["other", "prempti"] } }, [/"hooksConfig.disabled" names prempti/]],
  ["copilot", { disableAllHooks: true }, [/switches every hook off/]],
  ["copilot", { disableAllHooks: false }, []],
])("what %s's %j switches off", ([agent, settings, sentences]) => {
  const disablers = sentences.map((sentence) => ({ sentence: expect.stringMatching(sentence) }));
  const text = typeof settings === "string" ? settings : JSON.stringify(settings);
  expect(agents[agent]?.inspect(text, { command: commandOf(agent) })).toMatchObject({ disablers });
});

test.for<[config: string, trusted: string[]]>([
  ["", []],
  [
    `[hooks.state."/h/hooks.json:pre_tool_use:0:0"]\ntrusted_hash = "sha256:1"\n`,
    ["/h/hooks.json:pre_tool_use:0:0"],
  ],
  [`[hooks.state."/h/hooks.json:pre_tool_use:0:0"]\ntrusted_hash = "x"\nenabled = false\n`, []],
  ["[features", []],
])("hooks that Codex's config.toml %j trusts", ([config, trusted]) => {
  expect(trustedHooks(config)).toEqual(trusted);
});

const [ours, other] = ["/h/hooks.json:pre_tool_use:0:0", "/h/hooks.json:stop:0:0"];
const trust = (key: string) => `[hooks.state."${key}"]\ntrusted_hash = "sha256:1"\n`;

test.for<[config: string, left: string]>([
  ["", ""],
  [`model = "x" # y\n`, "same"],
  [trust(ours), ""],
  [`a = 1\n\n[hooks.state]\n\n${trust(ours)}`, "a = 1\n"],
  [`[hooks.state]\n\n${trust(ours)}\n${trust(other)}`, `[hooks.state]\n\n${trust(other)}`],
  [`${trust(ours).replaceAll('"/h', "'/h").replaceAll('0"', "0'")}\n[a]\nb = 1\n`, "[a]\nb = 1\n"],
  [
    `[hooks.state]\n"${ours}" = { trusted_hash = "x" }\n`,
    `malformed: "hooks.state" is written in a way that is not edited`,
  ],
  [`a = """\n${trust(ours)}"""\n`, "same"],
])("Codex's config.toml %j without trust in ours", ([config, left]) => {
  expect(textOf(withoutTrust(config, [ours]))).toBe(left === "same" ? config : left);
});

test("Codex's name for a hook is its file, event and place", () => {
  expect(codexTrustKey("/h/hooks.json", "PermissionRequest", "1:0")).toBe(
    "/h/hooks.json:permission_request:1:0",
  );
});
