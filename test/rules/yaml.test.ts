import { expect, test } from "vitest";
import { loadRules } from "../../src/rules/load.ts";

type Parts = { readonly c?: string; readonly o?: string; readonly x?: string };

/** A rule with a condition, an output and more keys. */
const R = ({ c = "tool.name = Bash", o = "x", x = "" }: Parts) =>
  `- rule: R\n  desc: d\n  condition: ${c}\n  output: ${o}\n  priority: INFO\n  source: coding_agent\n${x}`;

// What is said of these follows from the engine's description; no recorded answer has them.
test.for<[name: string, text: string, outcome: string]>([
  ["BOM", `\ufeff${R({})}`, "ok"],
  ["CRLF", R({}).replaceAll("\n", "\r\n"), "ok"],
  [
    "flow map",
    "- {rule: R, desc: d, condition: tool.name = Bash, output: x, priority: INFO, source: coding_agent}\n",
    "ok",
  ],
  ["dup anchors", "- &a {list: l, items: [x]}\n- *a\n", "ok"],
  ["bad dq escape", '- rule: "\\q"\n', "LOAD_ERR_YAML_PARSE"],
  ["at sign", "- rule: @x\n", "LOAD_ERR_YAML_PARSE"],
  ["backtick", "- rule: `x\n", "LOAD_ERR_YAML_PARSE"],
  ["percent", "- rule: %x\n", "LOAD_ERR_YAML_PARSE"],
  ["doc end", `${R({})}...\n${R({}).replace("rule: R", "rule: S")}`, "ok"],
  ["comment", `# c\n\n${R({})}`, "ok"],
  ["tags null elem", R({ x: "  tags: [a, ~]\n" }), "LOAD_ERR_YAML_VALIDATE"],
  ["enabled y", R({ x: "  enabled: y\n" }), "ok"],
  ["enabled Y", R({ x: "  enabled: Y\n" }), "ok"],
  ["enabled yEs", R({ x: "  enabled: yEs\n" }), "LOAD_ERR_YAML_VALIDATE"],
  ["enabled quoted", R({ x: '  enabled: "false"\n' }), "ok"],
  ["cap dur hex", R({ x: "  capture_duration: 0x10\n" }), "ok"],
  ["cap dur neg", R({ x: "  capture_duration: -1\n" }), "LOAD_ERR_YAML_VALIDATE"],
  ["cap dur float", R({ x: "  capture_duration: 1.5\n" }), "LOAD_ERR_YAML_VALIDATE"],
  ["width huge", R({ o: '"%99999999999999tool.name"' }), "LOAD_ERR_COMPILE_OUTPUT"],
  ["unclosed call", R({ o: '"%tolower(tool.name"' }), "LOAD_ERR_COMPILE_OUTPUT"],
  ["val out", R({ o: '"%val(tool.name)"' }), "LOAD_ERR_COMPILE_OUTPUT"],
  ["paren text", R({ o: '"(%tool.name)(x)"' }), "ok"],
  ["call+arg", R({ o: '"%toupper(tool.name)[x]"' }), "ok"],
  ["nested call", R({ o: '"%tolower(toupper(tool.name)) %join(\\",\\", (tool.name, agent.pid))"' }), "ok"],
  ["engver 0x3f", "- required_engine_version: 0x3f\n", "LOAD_ERR_VALIDATE"],
  ["engver 063", "- required_engine_version: 063\n", "ok"],
  ["engver list", "- required_engine_version: {}\n", "LOAD_ERR_YAML_VALIDATE"],
  ["scalar item", "- rule\n", "LOAD_ERR_YAML_VALIDATE"],
  ["nested seq", "- - rule: A\n", "LOAD_ERR_YAML_VALIDATE"],
  ["top scalar", '"x"\n', "LOAD_ERR_YAML_VALIDATE"],
  ["override append name", `${R({})}- rule: R\n  override: {rule: append}\n`, "LOAD_ERR_YAML_VALIDATE"],
  ["exceptions map", R({ x: "  exceptions: {}\n" }), "LOAD_ERR_YAML_VALIDATE"],
  ["exc no name", R({ x: "  exceptions: [{fields: tool.name}]\n" }), "LOAD_ERR_YAML_VALIDATE"],
  [
    "exc unknown field",
    R({ x: "  exceptions: [{name: e, fields: tool.nam, values: [a]}]\n" }),
    "LOAD_ERR_VALIDATE",
  ],
  [
    "tab after colon",
    "- rule:\tR\n  desc: d\n  condition: tool.name = Bash\n  output: x\n  priority: INFO\n  source: coding_agent\n",
    "ok",
  ],
  ["tabs trailing", R({}).replace("tool.name = Bash", "tool.name = Bash\t"), "ok"],
  ["unclosed flow", "- {rule: A\n", "LOAD_ERR_YAML_PARSE"],
  ["colon list", `- list: l\n  items: [a:b, c]\n${R({ c: "tool.name in (l)" })}`, "ok"],
  ["folded keep", R({ c: ">+\n    tool.name = Bash\n\n" }), "ok"],
  ["literal indent", R({ c: "|2\n    tool.name = Bash\n" }), "ok"],
  ["merge", "- <<: {rule: A}\n  rule: B\n  enabled: true\n", "LOAD_ERR_VALIDATE"],
  ["num key", "- 1: 2\n", "ok"],
  ["null key", "- ~: x\n  rule: A\n", "LOAD_ERR_YAML_VALIDATE"],
  ["tagged int", `- list: l\n  items: [!!int 5]\n${R({ c: "tool.name in (l)" })}`, "ok"],
  ["yaml 1.1 dir", `%YAML 1.1\n---\n${R({})}`, "ok"],
  [
    "multi anchor redefinition",
    `- list: l\n  items: [&x a, &x b, *x]\n${R({ c: "tool.name in (l)" })}`,
    "ok",
  ],
  ["empty str name", '- list: ""\n  items: []\n', "LOAD_ERR_YAML_VALIDATE"],
  ["condition num", R({ c: "5" }), "LOAD_ERR_COMPILE_CONDITION"],
])("%s", ([, text, outcome]) => {
  const error = loadRules([{ file: "rules.yaml", text }]).problems.find(
    ({ severity }) => severity === "error",
  );
  expect(error?.falcoCode ?? "ok").toBe(outcome);
});
