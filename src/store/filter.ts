import { isoMicros } from "../platform/clock.ts";
import { alarmIn } from "./alarms.ts";
import { parseSummary, type StoredRecord, type Summary } from "./record.ts";

/** Which records are wanted; what is left out is not asked about. */
export type Filter = {
  /** Microseconds since the epoch, the first one wanted. */
  readonly since?: bigint;
  /** Microseconds since the epoch, the first one no longer wanted. */
  readonly until?: bigint;
  /** The start of the record's id. */
  readonly id?: string;
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
  /** Only alarms. */
  readonly alarms?: true;
  /** Text in a field's value, or in the name or output of a rule that matched; in any case. */
  readonly text?: string;
};

export type RecordTest = {
  /** Cheap, on the line's text: false only where `test` is false too. */
  readonly mightPass: (line: string) => boolean;
  readonly test: (record: StoredRecord) => boolean;
};

type Test = (record: Summary) => boolean;

export function recordTest(filter: Filter): RecordTest {
  const ofSummary = summaryTest(filter);
  const { text } = filter;
  const ofFields = text === undefined ? () => true : mentions(text.toLowerCase());
  const asksNothing = Object.keys(filter).every((key) => key === "text");
  return {
    mightPass: (line) => {
      const summary = asksNothing ? undefined : parseSummary(line);
      return summary === undefined || ofSummary(summary);
    },
    test: (record) => ofSummary(record) && ofFields(record),
  };
}

/** All of a filter but its text, which may stand in a field. */
export function summaryTest(filter: Omit<Filter, "text">): Test {
  const tests = [...testsOf(filter)];
  return (summary) => tests.every((test) => test(summary));
}

function* testsOf({
  since,
  until,
  id,
  verdict,
  rule,
  session,
  agent,
  tool,
  alarms,
}: Filter): Generator<Test> {
  if (since !== undefined) yield notBefore(isoMicros(since));
  if (until !== undefined) yield before(isoMicros(until));
  if (id !== undefined) yield (record) => record.id.startsWith(id);
  if (verdict !== undefined) yield (record) => verdict.includes(record.verdict);
  if (rule !== undefined) yield matchedBy(rule.toLowerCase());
  if (session !== undefined) yield (record) => record.session.startsWith(session);
  if (agent !== undefined) yield calledBy(agent.replaceAll("-", "_"));
  if (tool !== undefined) yield calls(tool.toLowerCase());
  if (alarms !== undefined) yield (record) => alarmIn(record) !== undefined;
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
  (part: string) =>
  ({ fields, alerts }: StoredRecord): boolean =>
    Object.values(fields).some((value) => String(value).toLowerCase().includes(part)) ||
    alerts.some(({ rule, output }) => `${rule}\n${output}`.toLowerCase().includes(part));
