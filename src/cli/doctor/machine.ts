import { existsSync, mkdtempSync, rmSync, statfsSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readLog } from "../../store/read-log.ts";
import { type Check, failed, ok, warning } from "./finding.ts";

const mebi = 1 << 20;

/** Below this the next calls may no longer be recorded, and are refused then. */
const [tooLittle, little] = [50 * mebi, 500 * mebi];

export const diskCheck: Check = async ({ home: { root } }) => {
  if (!existsSync(root)) return [];
  const { bavail, bsize } = statfsSync(root);
  const free = bavail * bsize;
  const detail = `${Math.floor(free / mebi)} MiB free`;
  if (free < tooLittle)
    return [failed("disk", `${detail}: calls that can't be recorded are refused`, `df -h ${root}`)];
  return [free < little ? warning("disk", detail, `df -h ${root}`) : ok("disk", detail)];
};

/** How far two clocks may be apart, in ms; file systems round. */
const tolerance = 3_000;

/** The clock has gone back when what is recorded lies in the future; a file server may have a clock of its own. */
export const clockCheck: Check = async ({ home: { root, events } }) => {
  const ahead = (await lastTime(events)) - Date.now();
  if (ahead > tolerance)
    return [
      warning(
        "clock",
        `the last record is ${Math.round(ahead / 1_000)} s in the future`,
        "timedatectl, or date",
      ),
    ];
  const apart = Math.abs(fileClock(root) - Date.now());
  if (apart > tolerance)
    return [warning("clock", `${root} has a clock that is ${Math.round(apart / 1_000)} s off`, `df ${root}`)];
  return [ok("clock", new Date().toISOString())];
};

async function lastTime(events: string): Promise<number> {
  let last = 0;
  for await (const { record } of readLog(events, { last: 1 })) last = Date.parse(record.time);
  return last;
}

function fileClock(root: string): number {
  if (!existsSync(root)) return Date.now();
  const folder = mkdtempSync(join(root, ".doctor-"));
  try {
    writeFileSync(join(folder, "now"), "");
    return statSync(join(folder, "now")).mtimeMs;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
