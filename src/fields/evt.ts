import type { FieldDoc } from "./field.ts";

/** What Falco knows of every event of a plugin. Most are constants here, or follow from `evt.rawtime`. */
export const evtFields = {
  "evt.num": {
    type: "uint64",
    doc: "Number of the event, counted from 1 by whoever evaluates.",
    example: "1",
  },
  "evt.rawtime": {
    type: "uint64",
    doc: "When it happened: nanoseconds since 1970.",
    example: "1700000000000000000",
  },
  "evt.rawtime.s": { type: "uint64", doc: "Whole seconds of `evt.rawtime`.", example: "1700000000" },
  "evt.rawtime.ns": { type: "uint64", doc: "Nanoseconds beyond the whole second.", example: "0" },
  "evt.reltime": {
    type: "uint64",
    doc: "Nanoseconds since the first event, where the caller says so.",
    example: "0",
  },
  "evt.reltime.s": { type: "uint64", doc: "Whole seconds of `evt.reltime`.", example: "0" },
  "evt.reltime.ns": { type: "uint64", doc: "Nanoseconds beyond the whole second.", example: "0" },
  "evt.time": { type: "string", doc: "Time of day, UTC, with nanoseconds.", example: "22:13:20.000000000" },
  "evt.time.s": { type: "string", doc: "Time of day, UTC, to the second.", example: "22:13:20" },
  "evt.time.iso8601": {
    type: "string",
    doc: "Date and time, UTC.",
    example: "2023-11-14T22:13:20.000000000+0000",
  },
  "evt.datetime": { type: "string", doc: "Date and time, UTC.", example: "2023-11-14 22:13:20.000000000" },
  "evt.datetime.s": {
    type: "string",
    doc: "Date and time, UTC, to the second.",
    example: "2023-11-14 22:13:20",
  },
  "evt.source": { type: "string", doc: "Always coding_agent.", example: "coding_agent" },
  "evt.pluginname": { type: "string", doc: "Always coding_agent.", example: "coding_agent" },
  "evt.plugininfo": {
    type: "string",
    doc: "Always the text coding_agent event.",
    example: "coding_agent event",
  },
  "evt.is_async": { type: "bool", doc: "Always false.", example: "false" },
  "evt.asynctype": { type: "string", doc: "Always absent.", example: "" },
  "evt.hostname": { type: "string", doc: "The machine's name, where the caller says so.", example: "laptop" },
} as const satisfies Record<string, FieldDoc>;
