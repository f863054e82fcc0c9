import type { Field } from "../fields/field.ts";
import type { KnownFields } from "./exceptions.ts";
import type { Fields } from "./type-of.ts";

/** The one source whose rules are evaluated here. */
export const ownSource = "coding_agent";

/** Classes of fields that Falco has for system calls. Which fields there are in them is not checked: such rules never run here. */
const syscallClasses: ReadonlySet<string> = new Set([
  "evt",
  "proc",
  "thread",
  "user",
  "group",
  "fd",
  "fs",
  "container",
  "k8s",
  "syslog",
  "fdlist",
  "span",
]);

function syscallField(name: string): Field | undefined {
  if (!syscallClasses.has(name.slice(0, name.indexOf(".")))) return undefined;
  return { name, type: "string", doc: "", example: "", slot: -1 };
}

const syscallFields: Fields = {
  get: syscallField,
  has: (name) => syscallField(name) !== undefined,
  keys: () => new Map<string, Field>().keys(),
};

/** Fields by source; undefined for a source that nobody knows. */
export function fieldsOf(own: Fields): (source: string) => KnownFields {
  return (source) => (source === ownSource ? own : source === "syscall" ? syscallFields : undefined);
}

/** What to type where a rule of another source names a field of ours: one that names no source is about system calls. */
export const sourceHint = `add "source: ${ownSource}" to the rule`;
