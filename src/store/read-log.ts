import { setTimeout as sleep } from "node:timers/promises";
import { type Filter, type RecordTest, recordTest, summaryTest } from "./filter.ts";
import { parseRecord, parseSummary, type StoredRecord, type Summary } from "./record.ts";
import {
  closeSegments,
  inodeOf,
  linesBackward,
  linesForward,
  openSegments,
  type Segment,
} from "./segments.ts";

/** A recorded call: its line as it stands in the log, and what it says. */
export type Entry = { readonly line: string; readonly record: StoredRecord };

export type ReadOptions = {
  readonly filter?: Filter;
  /** Only so many of the matching records, the last ones. */
  readonly last?: number;
  /** Goes on with records that are yet to come, until the signal is given. */
  readonly follow?: AbortSignal;
  /** Resolves when there may be something new; by default a fifth of a second later. */
  readonly grown?: (signal: AbortSignal) => Promise<void>;
};

/** Where reading goes on: a byte of a segment. */
type Place = { readonly segment: Segment; readonly start: number };

/**
 * The log's records, oldest first, over rotated files and, when followed, over rotations to come: none is missed or
 * given twice. Lines that are no records are passed over. Memory does not grow with the log.
 */
export async function* readLog(path: string, options: ReadOptions = {}): AsyncGenerator<Entry> {
  yield* await openLog(path, options);
}

/** What the records say beside their fields, oldest first, in groups as they are read: enough to count by. */
export async function* readSummaries(
  path: string,
  filter: Omit<Filter, "text">,
): AsyncGenerator<readonly Summary[]> {
  const test = summaryTest(filter);
  const segments = await openSegments(path);
  try {
    for (const { file } of segments)
      for await (const lines of linesForward(file, 0))
        yield lines
          .map(parseSummary)
          .filter((summary) => summary !== undefined && test(summary)) as Summary[];
  } finally {
    await closeSegments(segments);
  }
}

/** `readLog`; once it is there, "the last ones" are settled, and what is recorded from then on comes after them. */
export async function openLog(path: string, options: ReadOptions): Promise<AsyncGenerator<Entry>> {
  const test = recordTest(options.filter ?? {});
  const segments = await openSegments(path);
  const first = options.last === undefined ? undefined : await placeOfLast(segments, options.last, test);
  return readSegments(path, segments, first, test, options);
}

async function* readSegments(
  path: string,
  segments: Segment[],
  first: Place | undefined,
  test: RecordTest,
  options: ReadOptions,
): AsyncGenerator<Entry> {
  try {
    let end: Place | undefined;
    for (const segment of segments.slice(first === undefined ? 0 : segments.indexOf(first.segment))) {
      const start = segment === first?.segment ? first.start : 0;
      // A file held open keeps its space on the disk when the rotation drops it.
      await end?.segment.file.close();
      end = { segment, start: yield* entriesFrom({ segment, start }, test) };
    }
    const grown = options.grown ?? (() => sleep(200));
    if (options.follow !== undefined) yield* follow(path, end, test, options.follow, grown, segments);
  } finally {
    await closeSegments(segments);
  }
}

/** Returns where the next line will begin. */
async function* entriesFrom({ segment, start }: Place, test: RecordTest): AsyncGenerator<Entry, number> {
  const groups = linesForward(segment.file, start);
  for (;;) {
    const { value, done } = await groups.next();
    if (done === true) return value;
    for (const line of value) {
      const entry = entryOf(line, test);
      if (entry !== undefined) yield entry;
    }
  }
}

function entryOf(line: string, test: RecordTest): Entry | undefined {
  if (!test.mightPass(line)) return undefined;
  const record = parseRecord(line);
  return record !== undefined && test.test(record) ? { line, record } : undefined;
}

/** Where the `count` last matching records begin; the very beginning when there are fewer. */
async function placeOfLast(
  segments: readonly Segment[],
  count: number,
  test: RecordTest,
): Promise<Place | undefined> {
  const newest = segments.at(-1);
  let place = newest === undefined ? undefined : { segment: newest, start: newest.size };
  let left = count;
  for (const segment of segments.toReversed()) {
    if (left <= 0) return place;
    for await (const { text, start } of linesBackward(segment)) {
      if (entryOf(text, test) === undefined) continue;
      place = { segment, start };
      left -= 1;
      if (left <= 0) return place;
    }
  }
  const [oldest] = segments;
  return oldest === undefined ? undefined : { segment: oldest, start: 0 };
}

/** Segments opened on the way go into `opened`, which the caller closes. */
async function* follow(
  path: string,
  from: Place | undefined,
  test: RecordTest,
  signal: AbortSignal,
  grown: (signal: AbortSignal) => Promise<void>,
  opened: Segment[],
): AsyncGenerator<Entry> {
  let place = from;
  while (!signal.aborted) {
    // Looked up before reading: whatever a rotation leaves behind in the file has then been written already.
    const inode = await inodeOf(path);
    if (place !== undefined) {
      const { size } = await place.segment.file.stat();
      const start: number = size < place.start ? 0 : place.start;
      place = { ...place, start: yield* entriesFrom({ ...place, start }, test) };
    }
    const next =
      inode === undefined || inode === place?.segment.inode
        ? undefined
        : await placeAfter(path, place, opened);
    if (next === undefined) await grown(signal);
    else place = next;
  }
}

/** The beginning of the next newer segment; of the oldest one there is when this one is no longer kept. */
async function placeAfter(
  path: string,
  place: Place | undefined,
  opened: Segment[],
): Promise<Place | undefined> {
  const segments = await openSegments(path);
  const at = segments.findIndex(({ inode }) => inode === place?.segment.inode);
  const next = segments[at + 1];
  await closeSegments(segments.filter((segment) => segment !== next));
  if (next === undefined) return undefined;
  await closeSegments(opened.splice(0));
  opened.push(next);
  return { segment: next, start: 0 };
}
