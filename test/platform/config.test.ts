import { describe, expect, test } from "vitest";
import { positionOf } from "../../src/model/problem.ts";
import { readConfig, withMode } from "../../src/platform/config.ts";
import { configKeys, defaultConfig } from "../../src/platform/config-keys.ts";

const read = (text: string) => readConfig({ file: "config.yaml", text });

const printed = (text: string) =>
  read(text).problems.map(({ severity, code, message, hint, span }) => {
    const { line, column } = positionOf(text, span.start);
    return `${line}:${column}: ${severity}: ${message} [${code}]${hint === undefined ? "" : ` (${hint})`}`;
  });

describe("what a file says", () => {
  test.for([
    ["", {}],
    ["# nothing\n", {}],
    ["~\n", {}],
    ["mode: monitor\n", { mode: "monitor" }],
    ["default_action: allow\non_daemon_down: deny\n", { defaultAction: "allow", onDaemonDown: "deny" }],
    ["rule_matching: first", { matching: "first" }],
    ["rules:\n  disable: [Deny x, a_tag]\n", { disabled: ["Deny x", "a_tag"] }],
    ["rules:\n  disable: Deny x\n", { disabled: ["Deny x"] }],
    ["rules:\n  deny_tags: [d]\n  ask_tags:\n", { denyTags: ["d"], askTags: [] }],
    ["log:\n  max_bytes: 10 MiB\n  keep: 0\n", { logMaxBytes: 10 << 20, logKeep: 0 }],
    ["log: {max_bytes: 65536}", { logMaxBytes: 65536 }],
    ["input_max_bytes: 64kib", { inputMaxBytes: 65536 }],
    ["http:\nlog:\n", {}],
  ] as const)("%j", ([text, want]) => {
    expect(read(text)).toEqual({ config: { ...defaultConfig, ...want }, problems: [] });
  });
});

describe("problems", () => {
  test.for([
    ["mode: montor\n", [`1:7: error: "mode" can't be "montor" [bad-value] (use guardrails or monitor)`]],
    ["mode:\n", [`1:6: error: "mode" can't be null [bad-value] (use guardrails or monitor)`]],
    [
      "log:\n  keep: -1\n  max_bytes: 3 TiB\n",
      [
        `2:9: error: "log.keep" can't be -1 [bad-value] (use a whole number from 0 to 1000)`,
        `3:14: error: "log.max_bytes" can't be "3 TiB" [bad-value] (use a size from 64 KiB to 16384 MiB)`,
      ],
    ],
    ["log: 3\n", [`1:6: error: "log" must hold keys of its own [not-a-map] (max_bytes: …)`]],
    ["log: {kep: 3}\n", [`1:7: warning: unknown key "log.kep" [unknown-key] (the keys are max_bytes, keep)`]],
    ["http: {listen: 127.0.0.1:2803}\n", []],
    ["- a\n", [`1:1: error: the file is not a map of keys [not-a-map] (mode: guardrails)`]],
    ["mode: monitor\nmode: monitor\n", ["2:1: error: Map keys must be unique [invalid-yaml]"]],
    [
      "http: {listen: 0.0.0.0:80}\n",
      [
        `1:16: error: "http.listen" can't be "0.0.0.0:80" [bad-value] (use a loopback address and port: 127.0.0.1:2803)`,
      ],
    ],
  ] as const)("%j", ([text, want]) => expect(printed(text)).toEqual(want));

  test("a key with an error keeps its default, the others hold", () => {
    expect(read("mode: x\nlog: {keep: 2}\n").config).toEqual({ ...defaultConfig, logKeep: 2 });
  });

  test("text that is no YAML leaves every default", () => {
    expect(read("mode: monitor\nlog: [\n").config).toEqual(defaultConfig);
  });
});

describe("another mode changes nothing else", () => {
  test.for([
    ["", "mode: monitor\n"],
    ["# mine\n", "# mine\nmode: monitor\n"],
    ["# mine", "# mine\nmode: monitor\n"],
    [
      "mode: guardrails   # why\n\n\nlog:   {keep:    3}\n",
      "mode: monitor   # why\n\n\nlog:   {keep:    3}\n",
    ],
    ["mode: 'guardrails'\r\nlog:\r\n    keep: 3\r\n", "mode: monitor\r\nlog:\r\n    keep: 3\r\n"],
    ["# top\nlog:\n  keep: 2 # two\n", "# top\nmode: monitor\nlog:\n  keep: 2 # two\n"],
    ["---\nlog: {keep: 2}\n...\n", "---\nmode: monitor\nlog: {keep: 2}\n...\n"],
    ["{mode: guardrails, log: {keep: 0}}", "{mode: monitor, log: {keep: 0}}"],
    ["mode: nonsense\n", "mode: monitor\n"],
  ])("%j", ([text = "", want]) => expect(withMode({ file: "config.yaml", text }, "monitor")).toBe(want));

  test.for(["a", "- a\n", "mode: [\n", "mode: a\nmode: b\n"])(
    "a file that can't be understood: %j",
    (text) => {
      expect(withMode({ file: "config.yaml", text }, "monitor")).toBeUndefined();
    },
  );
});

test.each(Object.values(configKeys))(
  "the default of $path may be written",
  ({ byDefault, read: readValue }) => {
    expect(readValue(byDefault)).toEqual(byDefault);
  },
);
