import { fullName } from "../fields/field.ts";
import { fieldList } from "../fields/table.ts";
import { priorities } from "../model/priority.ts";
import { modifierReference, operatorReference, transformerReference } from "./reference.ts";
import { ownSource } from "./sources.ts";

type Schema = { readonly [key: string]: unknown };

const text = (description: string): Schema => ({ type: ["string", "number", "boolean"], description });
const texts = (description: string): Schema => ({
  type: "array",
  items: { type: ["string", "number", "boolean"] },
  description,
});

/** Everything that can stand in a condition, for an editor to show beside one. */
function conditionHelp(): string {
  return [
    "When the rule matches. Operators:",
    ...operatorReference.map(({ name, doc }) => `- ${name}: ${doc}`),
    "Between operator and list:",
    ...modifierReference.map(({ name, doc }) => `- ${name}: ${doc}`),
    "Transformers:",
    ...transformerReference.map(({ name, doc }) => `- ${name}(): ${doc}`),
    "Fields:",
    ...fieldList.map(({ name, argument, type, doc }) => `- ${fullName(name, argument)} (${type}): ${doc}`),
  ].join("\n");
}

const operations = { type: "string", enum: ["append", "replace"] } as const;
const replaceOnly = { type: "string", enum: ["replace"] } as const;

function override(both: readonly string[], replace: readonly string[]): Schema {
  return {
    type: "object",
    description: "Which keys of what was defined before are changed, and how.",
    properties: Object.fromEntries([
      ...both.map((key) => [key, operations]),
      ...replace.map((key) => [key, replaceOnly]),
    ]),
    additionalProperties: false,
  };
}

const append: Schema = {
  type: "boolean",
  description: "Deprecated: write override instead.",
  deprecated: true,
};

const exception: Schema = {
  type: "object",
  description: "Calls that the rule leaves alone.",
  required: ["name"],
  properties: {
    name: text("Name, by which values can be appended later."),
    fields: {
      description: "A field, or a list of fields compared together.",
      type: ["string", "array"],
      items: { type: "string" },
    },
    comps: {
      description: "in, pmatch or intersects for one field; an operator for each of several, = if not given.",
      type: ["string", "array"],
      items: { type: "string" },
    },
    values: { description: "Values of the field, or lists with a value for each field.", type: "array" },
  },
};

const rule: Schema = {
  type: "object",
  description: "A rule.",
  required: ["rule"],
  properties: {
    rule: text("Name. The same name again redefines the rule or, with override, changes it."),
    desc: text("What it is for."),
    condition: text(conditionHelp()),
    output: text(
      "What the agent and its person are told. %field puts a field in, %12field in 12 bytes, %toupper(field) transformed.",
    ),
    priority: {
      description: "How serious a match is.",
      type: "string",
      enum: priorities.flatMap((priority) => [priority, priority.toUpperCase()]).concat("INFO"),
    },
    source: {
      description: `Write ${ownSource}: rules of other sources are not evaluated.`,
      type: "string",
      default: "syscall",
      examples: [ownSource],
    },
    enabled: { description: "false switches the rule off.", type: "boolean" },
    tags: texts("coding_agent_deny denies, coding_agent_ask asks; other tags are yours."),
    exceptions: {
      description: "When the rule does not match after all.",
      type: ["array", "null"],
      items: exception,
    },
    "skip-if-unknown-filter": {
      description: "Leave the rule out, instead of refusing the file, when it names an unknown field.",
      type: "boolean",
    },
    warn_evttypes: { description: "For system calls only.", type: "boolean" },
    capture: { description: "For system calls only.", type: "boolean" },
    capture_duration: { description: "For system calls only.", type: "integer" },
    append,
    override: override(
      ["condition", "output", "desc", "tags", "exceptions"],
      ["priority", "enabled", "warn_evttypes", "skip-if-unknown-filter", "capture", "capture_duration"],
    ),
  },
  additionalProperties: false,
};

const macro: Schema = {
  type: "object",
  description: "A condition with a name.",
  required: ["macro", "condition"],
  properties: {
    macro: text("Name: letters, digits and _."),
    condition: text(conditionHelp()),
    append,
    override: override(["condition"], []),
  },
  additionalProperties: false,
};

const list: Schema = {
  type: "object",
  description: "Values with a name, put into conditions as text: field in (name).",
  required: ["list", "items"],
  properties: {
    list: text("Name."),
    items: texts("Values, or names of lists."),
    append,
    override: override(["items"], []),
  },
  additionalProperties: false,
};

const engineVersion: Schema = {
  type: "object",
  description: "The oldest engine that the file works with.",
  required: ["required_engine_version"],
  properties: { required_engine_version: { type: ["string", "integer"] } },
  additionalProperties: false,
};

const pluginVersions: Schema = {
  type: "object",
  description: "The oldest plugins that the file works with.",
  required: ["required_plugin_versions"],
  properties: {
    required_plugin_versions: {
      type: "array",
      items: {
        type: "object",
        required: ["name", "version"],
        properties: {
          name: { type: "string" },
          version: { type: "string" },
          alternatives: { type: "array" },
        },
      },
    },
  },
  additionalProperties: false,
};

/** A JSON Schema for rule files, with the docs of everything in it, for editors. */
export function rulesSchema(): Schema {
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "Prempti rules",
    type: ["array", "null"],
    items: {
      type: ["object", "null"],
      oneOf: [rule, macro, list, engineVersion, pluginVersions, { type: "null" }],
    },
  };
}
