import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { opencodePlugin } from "#opencode-plugin";
import { opencodeSettings } from "../../src/agents/opencode/settings.ts";

type Before = (
  input: { readonly tool: string; readonly sessionID: string; readonly callID: string },
  output: { args: Record<string, unknown> },
) => Promise<void>;

/** The plugin, with a program in prempti's place that keeps what it was asked and then does as it is told. */
async function plugin(script: string): Promise<{ before: Before; asked: () => unknown }> {
  const folder = mkdtempSync(join(tmpdir(), "prempti-opencode-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const program = join(folder, "prempti");
  writeFileSync(
    program,
    `#!/bin/sh\n[ "$*" = "hook generic" ] || exit 9\ncat > '${folder}/asked'\n${script}\n`,
  );
  chmodSync(program, 0o755);
  process.env["PREMPTI_BIN"] = script === "missing" ? join(folder, "nowhere") : program;
  // A module of its own each time: it looks for the program when it is loaded.
  const url = new URL(`../../installers/opencode/prempti.js?${folder}`, import.meta.url).href;
  const { Prempti } = await import(/* @vite-ignore */ url);
  const hooks = await Prempti({ directory: "/p" });
  return {
    before: hooks["tool.execute.before"],
    asked: () => JSON.parse(readFileSync(join(folder, "asked"), "utf8")),
  };
}

const input = { tool: "bash", sessionID: "s", callID: "c" };
const said = (answer: object) => `printf '%s\\n' '${JSON.stringify(answer)}'`;

test.skipIf(process.platform === "win32").for<[what: string, script: string, refused: RegExp | undefined]>([
  ["defer", said({ decision: "defer", reason: "" }), undefined],
  ["allow", said({ decision: "allow", reason: "" }), undefined],
  ["deny", `${said({ decision: "deny", reason: "no" })}; echo no >&2; exit 2`, /^no$/],
  ["ask", said({ decision: "ask", reason: "sure" }), /^sure \| opencode can't ask/],
  ["a decision of a later version", said({ decision: "maybe", reason: "" }), /refused this call/],
  ["nothing", "exit 0", /could not judge/],
  ["a failure without a word", "exit 1", /ended with 1/],
  ["a signal", "kill -9 $$", /ended with null/],
  ["no program", "missing", /could not judge/],
])("opencode, %s", async ([, script, refused]) => {
  const { before } = await plugin(script);
  const output = { args: { command: "ls", more: { deep: 1 } } };
  if (refused === undefined) {
    await before(input, output);
    expect(() => Object.assign(output.args, { command: "id" })).toThrow();
    expect(() => Object.assign(output.args.more, { deep: 2 })).toThrow();
  } else await expect(before(input, output)).rejects.toThrow(refused);
});

test("the registered plugin calls the command that was registered, and no variable can change it", () => {
  const { add, inspect, remove } = opencodeSettings(opencodePlugin);
  const hook = { command: "/opt/p/prempti hook generic --home '/home/u/a b'" };
  const added = add("", hook);
  const text = "text" in added ? added.text : "";
  expect(text).toContain(`const command = ["/opt/p/prempti","hook","generic","--home","/home/u/a b"];`);
  expect(text).not.toContain("process.env");
  expect(inspect(text, hook)).toMatchObject({ entries: [{ command: hook.command, flaws: [] }] });
  expect(inspect(text, { command: "/x/prempti hook generic" })).toMatchObject({
    entries: [{ flaws: [expect.stringContaining("not the plugin")] }],
  });
  expect(remove(text, hook)).toEqual({ text: "" });
});

test("a plugin that may hold a call gives the hook that time, and waits longer itself", () => {
  const { add, inspect } = opencodeSettings(opencodePlugin);
  const hook = { command: "/p/prempti hook generic --home /h", wait: 47 };
  const added = add("", hook);
  const text = "text" in added ? added.text : "";
  expect(text).toContain(`const command = ["/p/prempti","hook","generic","--home","/h","--wait","47"];`);
  expect(text).toContain("const milliseconds = 52000;");
  expect(inspect(text, hook)).toMatchObject({ entries: [{ flaws: [] }] });
  expect(inspect(text, { command: hook.command })).toMatchObject({
    entries: [{ flaws: [expect.stringContaining("not the plugin")] }],
  });
});

test.skipIf(process.platform === "win32")("what opencode's plugin asks", async () => {
  const { before, asked } = await plugin(said({ decision: "defer", reason: "" }));
  await before(input, { args: { command: "ls" } });
  expect(asked()).toEqual({
    agent: "opencode",
    session: "s",
    cwd: "/p",
    tool: "bash",
    kind: "shell",
    input: { command: "ls" },
    event: "tool.execute.before",
  });
});
