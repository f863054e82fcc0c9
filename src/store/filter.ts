import { isoMicros } from "../platform/clock.ts";
import type { StoredRecord } from "./record.ts";

/** Which records are wanted; what is left out is not asked about. */
export type Filter = {
  /** Microseconds since the epoch, the first one wanted. */
  readonly since?: bigint;
  /** Microseconds since the epoch, the first one no longer wanted. */
  readonly until?: bigint;
  /** Any of these verdicts. */
  readonly verdict?: readonly string[];
  /** Part of the name of a rule that matched, in any case. */
  readonly rule?: string;
  /** The start of the session's id. */
  readonly session?: string;
  /** claude_code or claude-code. */
  readonly agent?: string;
  /** The tool's name, in any case. */
  readonly tool?: string;
  /** Text in a field's value, or in the name or output of a rule that matched; in any case. */
  readonly text?: string;
};

export type RecordTest = {
  /** Cheap, on the line's text: false only where `test` is false too. */
  readonly mightPass: (line: string) => boolean;
  readonly test: (record: StoredRecord) => boolean;
};

type Test = (record: StoredRecord) => boolean;

export function recordTest(filter: Filter): RecordTest {
  const tests = [...testsOf(filter)];
  const { verdict } = filter;
  // Quotes inside a text are escaped, so nothing that an agent sent can look like the record's own key.
  const marks = verdict?.map((wanted) => `"verdict":${JSON.stringify(wanted)}`);
  return {
    mightPass: (line) => marks === undefined || marks.some((mark) => line.includes(mark)),
    test: (record) => tests.every((test) => test(record)),
  };
}

function* testsOf({ since, until, verdict, rule, session, agent, tool, text }: Filter): Generator<Test> {
  if (since !== undefined) yield notBefore(isoMicros(since));
  if (until !== undefined) yield before(isoMicros(until));
  if (verdict !== undefined) yield (record) => verdict.includes(record.verdict);
  if (rule !== undefined) yield matchedBy(rule.toLowerCase());
  if (session !== undefined) yield (record) => record.session.startsWith(session);
  if (agent !== undefined) yield calledBy(agent.replaceAll("-", "_"));
  if (tool !== undefined) yield calls(tool.toLowerCase());
  if (text !== undefined) yield mentions(text.toLowerCase());
}

const notBefore =
  (time: string): Test =>
  (record) =>
    record.time >= time;
const before =
  (time: string): Test =>
  (record) =>
    record.time < time;
const calledBy =
  (agent: string): Test =>
  (record) =>
    record.agent === agent;
const calls =
  (tool: string): Test =>
  (record) =>
    record.tool.toLowerCase() === tool;
const matchedBy =
  (part: string): Test =>
  (record) =>
    record.alerts.some(({ rule }) => rule.toLowerCase().includes(part));

/** In the values, not in their JSON: there a quote has a backslash before it. */
const mentions =
  (part: string): Test =>
  ({ fields, alerts }) =>
    Object.values(fields).some((value) => String(value).toLowerCase().includes(part)) ||
    alerts.some(({ rule, output }) => `${rule}\n${output}`.toLowerCase().includes(part));
