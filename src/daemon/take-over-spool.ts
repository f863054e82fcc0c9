import { readLog } from "../store/read-log.ts";
import { parseRecord } from "../store/record.ts";
import { takeOver } from "../store/spool.ts";
import type { Daemon } from "./daemon.ts";

/** How often is looked for records that hooks left, in ms: a hook may give up on a daemon that lives. */
const every = 5_000;

/** Takes over what hooks have left, now and from time to time. What it returns ends that, after the last one. */
export function takeOverSpool(daemon: Daemon): () => Promise<void> {
  void lookAtSpool(daemon);
  const timer = setInterval(() => void lookAtSpool(daemon), every).unref();
  return () => {
    clearInterval(timer);
    return daemon.spool.look;
  };
}

/** Takes over what is there now. One look after the other: each file is taken over once. */
export function lookAtSpool(daemon: Daemon): Promise<void> {
  daemon.spool.look = daemon.spool.look.then(() => look(daemon));
  return daemon.spool.look;
}

async function look({ home, events, counts, messages, memory, ledger }: Daemon): Promise<void> {
  const append = (line: string) => {
    const record = parseRecord(line);
    if (record !== undefined) {
      ledger.recorded(record);
      // What a hook has remembered of a session stands in the session's file.
      memory.reread(record.agent, record.session);
    }
    return events.append(line);
  };
  try {
    const { records, unreadable } = await takeOver(home.spool, append, (id) => isRecorded(home.events, id));
    counts.spooled += records;
    if (records > 0) messages.say("spool", `took over ${records} records that hooks had left`);
    if (unreadable.length > 0)
      messages.say("spool", "files in the spool are no records", { files: unreadable });
  } catch (error) {
    messages.say("failure", `can't take over the spool: ${error instanceof Error ? error.message : error}`);
  }
}

async function isRecorded(path: string, id: string): Promise<boolean> {
  for await (const { record } of readLog(path)) if (record.id === id) return true;
  return false;
}
