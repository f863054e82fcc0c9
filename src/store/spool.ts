import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { randomUuid } from "../platform/random.ts";
import { parseRecord, type StoredRecord } from "./record.ts";

/** Larger files are no record: a record's texts are cut to less. */
const largestRecord = 16 << 20;

/** A file that is being taken over: whether its record got into the log is known only to who took it. */
const taking = ".taking";

/** Leaves a record's line for the daemon. Hooks call this when no daemon answers. */
export function spool(folder: string, line: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  // Named by time, so that records are taken over in the order in which they were made.
  const name = `${String(Date.now()).padStart(15, "0")}-${randomUuid()}`;
  const unfinished = join(folder, `.${name}.tmp`);
  writeFileSync(unfinished, line, { mode: 0o600, flag: "wx" });
  renameSync(unfinished, join(folder, `${name}.json`));
}

/** What became of the spooled files: how many records were taken over, and which files held none. */
export type TakenOver = { readonly records: number; readonly unreadable: readonly string[] };

/**
 * Moves every spooled record into the log, each exactly once. `isRecorded` says whether the log has a record of
 * this id already; it is asked only about files that an earlier daemon was taking when it died.
 */
export async function takeOver(
  folder: string,
  append: (line: string) => Promise<void>,
  isRecorded: (id: string) => Promise<boolean>,
): Promise<TakenOver> {
  const unreadable: string[] = [];
  let records = 0;
  for (const name of spooledFiles(folder)) {
    const line = readLine(join(folder, name));
    const record = line === undefined ? undefined : parseRecord(line);
    if (line === undefined || record === undefined) {
      unreadable.push(name);
      renameSync(join(folder, name), join(folder, `${name}.unreadable`));
      continue;
    }
    const held = name.endsWith(taking) ? name : `${name}${taking}`;
    renameSync(join(folder, name), join(folder, held));
    if (held !== name || !(await isRecorded(record.id))) {
      await append(line);
      records += 1;
    }
    rmSync(join(folder, held), { force: true });
  }
  return { records, unreadable };
}

/** What hooks have left and no daemon has taken over yet, oldest first. */
export function spooledRecords(folder: string): readonly StoredRecord[] {
  return spooledFiles(folder)
    .map((name) => readLine(join(folder, name)))
    .flatMap((line) => (line === undefined ? [] : (parseRecord(line) ?? [])));
}

function spooledFiles(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((name) => /\.json(?:\.taking)?$/.test(name) && !name.startsWith("."))
      .sort();
  } catch {
    return [];
  }
}

/** The one line of a file; undefined when it has more, is too large or is no regular file. */
function readLine(path: string): string | undefined {
  const status = statSync(path, { throwIfNoEntry: false });
  if (status === undefined || !status.isFile() || status.size > largestRecord) return undefined;
  const line = readFileSync(path, "utf8").trimEnd();
  return line.includes("\n") ? undefined : `${line}\n`;
}
