import { hostname } from "node:os";
import type { Alert, OutputValue } from "../model/alert.ts";
import type { CallRecord } from "../model/record.ts";
import { isoMicros } from "../platform/clock.ts";
import { randomUuid } from "../platform/random.ts";
import { redact } from "./redact.ts";

/** A record as it is read back from its line. Integers too large for a number are bigints. */
export type StoredRecord = {
  readonly time: string;
  readonly id: string;
  readonly agent: string;
  readonly session: string;
  readonly tool: string;
  readonly verdict: string;
  readonly decision: string;
  readonly mode: string;
  readonly duration_us: number;
  /** Which person's word the decision is; only where it is one's. */
  readonly approval?: string;
  readonly alerts: readonly StoredAlert[];
  readonly fields: Readonly<Record<string, unknown>>;
};

/** Falco's JSON form of an alert. */
export type StoredAlert = {
  readonly time: string;
  readonly rule: string;
  readonly priority: string;
  readonly source: "coding_agent";
  readonly tags: readonly string[];
  readonly output: string;
  readonly output_fields: Readonly<Record<string, unknown>>;
  readonly hostname: string;
  readonly uuid: string;
};

/** Characters of one text that are kept, and texts of one list: a call may carry megabytes, and the log is bounded. */
const longestText = 64 * 1024;
const longestList = 1024;

/** Read beyond the cut, so that a secret that the cut would halve is still known by its shape. */
const redactedBeyond = 8 * 1024;

const host = hostname();

const { rawJSON } = JSON as typeof JSON & { readonly rawJSON: (text: string) => unknown };

/** The record's line in the log, ending in a line feed: secrets redacted, long texts cut. */
export function recordLine(record: CallRecord): string {
  const clean = createCleaner();
  const time = isoMicros(record.time);
  const line = {
    time,
    id: record.id,
    agent: record.agent,
    session: clean(record.session),
    tool: clean(record.tool),
    verdict: record.verdict,
    decision: record.decision,
    mode: record.mode,
    duration_us: record.durationMicros,
    ...(record.approval === undefined ? {} : { approval: record.approval }),
    alerts: record.alerts.map((alert) => storedAlert(alert, time, clean)),
    fields: storedValues(record.fields, clean),
  };
  return `${JSON.stringify(line)}\n`;
}

type Clean = (text: string) => string;

function storedAlert(alert: Alert, time: string, clean: Clean): StoredAlert {
  return {
    time,
    rule: alert.rule,
    priority: alert.priority,
    source: "coding_agent",
    tags: alert.tags,
    output: clean(alert.output),
    output_fields: storedValues(alert.outputFields, clean),
    hostname: host,
    uuid: randomUuid(),
  };
}

function storedValues(values: Readonly<Record<string, OutputValue>>, clean: Clean): Record<string, unknown> {
  const stored: Record<string, unknown> = {};
  for (const name in values) stored[name] = storedValue(values[name] ?? null, clean);
  return stored;
}

function storedValue(value: OutputValue, clean: Clean): unknown {
  if (typeof value === "string") return clean(value);
  if (typeof value === "bigint") return rawJSON(value.toString());
  if (Array.isArray(value)) return storedList(value, clean);
  return value;
}

function storedList(list: readonly string[], clean: Clean): readonly string[] {
  const kept: string[] = [];
  let length = 0;
  for (const text of list) {
    if (kept.length === longestList || length > longestText) {
      kept.push(`… [${list.length - kept.length} more left out]`);
      break;
    }
    const cleaned = clean(text);
    length += cleaned.length;
    kept.push(cleaned);
  }
  return kept;
}

/** The same texts stand in several fields and alerts of one record; each is worked on once. */
function createCleaner(): Clean {
  const cleaned = new Map<string, string>();
  return (text) => {
    const known = cleaned.get(text);
    if (known !== undefined) return known;
    const result = asRecorded(text);
    cleaned.set(text, result);
    return result;
  };
}

/** A text as it is kept: without secrets, and cut where it is long. */
export function asRecorded(text: string): string {
  return cut(redact(text.slice(0, longestText + redactedBeyond)), text.length);
}

function cut(text: string, originalLength: number): string {
  if (originalLength <= longestText) return text;
  const kept = text.slice(0, longestText).toWellFormed();
  return `${kept}… [${originalLength - longestText} characters left out]`;
}

/** What a record says beside its fields, which are the most of its line: few questions need them. */
export type Summary = Omit<StoredRecord, "fields">;

/** Reads a line of the log up to its fields, a fraction of the work; undefined when it is no record. */
export function parseSummary(line: string): Summary | undefined {
  // Quotes inside a text are escaped, so nothing that an agent sent can look like this key.
  const end = line.indexOf(`,"fields":{`);
  if (end === -1 || !line.endsWith("}}")) return parseRecord(line);
  try {
    const record: unknown = JSON.parse(`${line.slice(0, end)},"fields":{}}`);
    return isRecord(record) ? record : parseRecord(line);
  } catch {
    return undefined;
  }
}

/** Reads a line of the log; undefined when it is no record. */
export function parseRecord(line: string): StoredRecord | undefined {
  try {
    const record: unknown = JSON.parse(line);
    if (!isRecord(record)) return undefined;
    const values = [record.fields, ...record.alerts.map((alert) => alert.output_fields)];
    // The correlation id is the one number of a record that is too large to be exact. A reviver would find others
    // too, and takes several times as long.
    const isExact = values.every((some) => restoreId(some as Record<string, unknown>, record.id));
    return isExact ? record : (JSON.parse(line, exactIntegers) as StoredRecord);
  } catch {
    return undefined;
  }
}

/** Puts the id where JSON could only give it rounded; false when another number is rounded, too. */
function restoreId(values: Record<string, unknown>, id: string): boolean {
  for (const name in values) {
    const value = values[name];
    if (typeof value !== "number" || Number.isSafeInteger(value)) continue;
    if (name !== "correlation.id" || !/^\d+$/.test(id) || value !== Number(id)) return false;
    values[name] = BigInt(id);
  }
  return true;
}

function exactIntegers(
  this: unknown,
  _key: string,
  value: unknown,
  context?: { readonly source?: string },
): unknown {
  if (typeof value !== "number" || Number.isSafeInteger(value)) return value;
  const source = context?.source ?? "";
  return /^\d+$/.test(source) ? BigInt(source) : value;
}

const textKeys = ["time", "id", "agent", "session", "tool", "verdict", "decision", "mode"] as const;

function isRecord(value: unknown): value is StoredRecord {
  if (typeof value !== "object" || value === null) return false;
  const record = value as Partial<Record<keyof StoredRecord, unknown>>;
  const { alerts, fields } = record;
  const hasTexts = textKeys.every((key) => typeof record[key] === "string");
  return hasTexts && Array.isArray(alerts) && alerts.every(isAlert) && isObject(fields);
}

function isAlert(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { rule, priority, output, tags, output_fields } = value as Partial<
    Record<keyof StoredAlert, unknown>
  >;
  const hasTexts = [rule, priority, output].every((text) => typeof text === "string");
  return hasTexts && Array.isArray(tags) && isObject(output_fields);
}

const isObject = (value: unknown): boolean => typeof value === "object" && value !== null;
