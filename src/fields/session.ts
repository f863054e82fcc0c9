import type { FieldDoc } from "./field.ts";

/** What calls of the same session did before: rules with a tag `coding_agent_mark:<label>` mark the session. */
export const sessionFields = {
  "session.marks": {
    type: "list",
    doc: "Labels of the marks that earlier calls of the session have set.",
    example: "secret_read",
  },
  "session.mark_count": {
    type: "uint64",
    argument: "label",
    doc: "How many earlier calls of the session have set the mark.",
    example: "2",
  },
  "session.mark_age_ms": {
    type: "uint64",
    argument: "label",
    doc: "Milliseconds since a call of the session last set the mark.",
    example: "60000",
  },
  "session.mark_call": {
    type: "string",
    argument: "label",
    doc: "One line that names the call that last set the mark. For outputs.",
    example: "cat .env",
  },
} as const satisfies Record<string, FieldDoc>;
