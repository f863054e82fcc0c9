import { appendFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openEventLog } from "../../src/store/event-log.ts";
import type { Filter } from "../../src/store/filter.ts";
import { openLogFile } from "../../src/store/log-file.ts";
import { type ReadOptions, readLog } from "../../src/store/read-log.ts";
import { recordLine } from "../../src/store/record.ts";
import { callRecord } from "./call-record.ts";

let folder = "";
let path = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "read-log-"));
  path = join(folder, "events.jsonl");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const numbered = (number: number, tool = "Bash") =>
  recordLine(callRecord({ id: String(number), time: BigInt(number) * 1_000_000n, tool }));

/** Files of about ten records. */
const rotation = (keep: number) => ({ maxBytes: 10 * numbered(100).length, keep });

/** Records with numbers from `first` to `last`. */
function write(first: number, last: number, keep = 100): void {
  const log = openLogFile(path, rotation(keep));
  for (const number of range(first, last)) log.append(numbered(number));
  log.close();
}

async function ids(options?: ReadOptions): Promise<readonly number[]> {
  const read: number[] = [];
  for await (const { record } of readLog(path, options)) read.push(Number(record.id));
  return read;
}

const range = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, at) => first + at);

describe("over rotated files", () => {
  test("no log at all", async () => expect(await ids()).toEqual([]));

  test("oldest first", async () => {
    write(1, 95);
    expect(await ids()).toEqual(range(1, 95));
  });

  test.for([0, 1, 3, 10, 11, 94, 95, 200])("the last %i", async (last) => {
    write(1, 95);
    expect(await ids({ last })).toEqual(range(Math.max(1, 96 - last), 95));
  });

  test("lines that are no records, and half a line at the end, are passed over", async () => {
    write(1, 3);
    appendFileSync(path, `garbage\n\n${numbered(4)}{"time":`);
    expect(await ids()).toEqual([1, 2, 3, 4]);
    expect(await ids({ last: 2 })).toEqual([3, 4]);
  });

  test("lines longer than what is read at once", async () => {
    const fields = Object.fromEntries(
      range(1, 12).map((number) => [`f${number}`, `${number}ü`.repeat(20_000)]),
    );
    const long = (id: string) => recordLine(callRecord({ id, fields }));
    appendFileSync(path, long("1") + numbered(2) + long("3"));
    expect(await ids()).toEqual([1, 2, 3]);
    expect(await ids({ last: 3 })).toEqual([1, 2, 3]);
    expect(await ids({ last: 1 })).toEqual([3]);
  });
});

describe("filters", () => {
  const alert = {
    rule: "Deny reading secrets",
    priority: "Error",
    tags: [],
    output: "",
    outputFields: {},
  } as const;
  const records = [
    callRecord({ id: "1", time: 1_000_000n }),
    callRecord({ id: "2", time: 2_000_000n, verdict: "deny", alerts: [alert] }),
    callRecord({ id: "3", time: 3_000_000n, verdict: "ask", session: "other", tool: "Write" }),
    callRecord({ id: "4", time: 4_000_000n, agent: "codex", tool: `"verdict":"deny"` }),
  ];
  test.for<readonly [Filter, readonly number[]]>([
    [{}, [1, 2, 3, 4]],
    [{ since: 2_000_000n }, [2, 3, 4]],
    [{ until: 3_000_000n }, [1, 2]],
    [{ since: 2_000_000n, until: 3_000_000n }, [2]],
    [{ verdict: ["deny"] }, [2]],
    [{ verdict: ["deny", "ask"] }, [2, 3]],
    [{ rule: "READING" }, [2]],
    [{ session: "oth" }, [3]],
    [{ agent: "claude-code" }, [1, 2, 3]],
    [{ agent: "codex" }, [4]],
    [{ tool: "write" }, [3]],
    [{ tool: "write", verdict: ["deny"] }, []],
  ])("%o", async ([filter, want]) => {
    appendFileSync(path, records.map(recordLine).join(""));
    expect(await ids({ filter })).toEqual(want);
  });

  test("the last ones of those that match", async () => {
    write(1, 95);
    appendFileSync(
      path,
      range(96, 130)
        .map((number) => numbered(number, number % 2 ? "Odd" : "Even"))
        .join(""),
    );
    expect(await ids({ last: 3, filter: { tool: "even" } })).toEqual([126, 128, 130]);
    expect(await ids({ last: 2, filter: { tool: "bash" } })).toEqual([94, 95]);
  });
});

/** Follows until `count` records were read. */
async function follow(count: number, options: ReadOptions = {}): Promise<readonly number[]> {
  const controller = new AbortController();
  const read: number[] = [];
  for await (const { record } of readLog(path, {
    ...options,
    follow: controller.signal,
    grown: () => sleep(1),
  })) {
    read.push(Number(record.id));
    if (read.length === count) break;
  }
  return read;
}

describe("following", () => {
  test("a log that is begun later", async () => {
    const reading = follow(3);
    await sleep(10);
    write(1, 3);
    expect(await reading).toEqual([1, 2, 3]);
  });

  test("over many rotations, nothing missed or given twice", async () => {
    const log = openLogFile(path, rotation(1000));
    const reading = follow(2000);
    for (const number of range(1, 2000)) {
      log.append(numbered(number));
      if (number % 7 === 0) await sleep(number % 3);
    }
    log.close();
    expect(await reading).toEqual(range(1, 2000));
  });

  test("from the last ones on, filtered", async () => {
    write(1, 30);
    const reading = follow(3, { last: 2, filter: { tool: "bash" } });
    await sleep(20);
    appendFileSync(path, numbered(0, "Read") + numbered(31));
    expect(await reading).toEqual([29, 30, 31]);
  });

  test("half a line is waited for", async () => {
    write(1, 1);
    const reading = follow(2);
    const text = numbered(2);
    appendFileSync(path, text.slice(0, 30));
    await sleep(20);
    appendFileSync(path, text.slice(30));
    expect(await reading).toEqual([1, 2]);
  });

  test("more rotations at once than files are kept: what is left is read on", async () => {
    write(1, 5);
    const waiting = Promise.withResolvers<void>();
    const written = Promise.withResolvers<void>();
    const grown = () => {
      waiting.resolve();
      return written.promise;
    };
    const controller = new AbortController();
    const read: number[] = [];
    const reading = (async () => {
      for await (const { record } of readLog(path, { follow: controller.signal, grown })) {
        read.push(Number(record.id));
        if (record.id === "60") controller.abort();
      }
    })();
    await waiting.promise;
    write(6, 60, 1);
    written.resolve();
    await reading;
    const gap = read.findIndex((id, at) => id !== at + 1);
    expect(read.slice(0, gap)).toEqual(range(1, gap));
    expect(gap).toBeGreaterThan(5);
    expect(read.slice(gap)).toEqual(range(read[gap] ?? 0, 60));
  });

  test("until the signal", async () => {
    write(1, 2);
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 20);
    expect(await ids({ follow: controller.signal, grown: () => sleep(1) })).toEqual([1, 2]);
  });
});

test("lines appended at once are written in order, and are there when the promise resolves", async () => {
  const log = openEventLog(path, { maxBytes: 1 << 20, keep: 1 });
  await Promise.all(range(1, 200).map((number) => log.append(numbered(number))));
  expect(await ids()).toEqual(range(1, 200));
  log.close();
});
