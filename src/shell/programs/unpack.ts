import { write } from "../act.ts";
import { blurred, type Flow, marked } from "../flow.ts";
import { absolutePath } from "../paths.ts";
import { type Word, wordFrom } from "../word.ts";
import type { Run } from "./program.ts";

/** What is in a folder from here on came out of an archive. */
export function unpackInto(run: Run, folder: Word, archive: Flow, names: readonly Word[] = []): void {
  const flow = marked(blurred(archive), { unpacked: true });
  const path = absolutePath(run.shell, folder.text);
  // A local archive is as much the person's own as the files beside it.
  if (flow.from.network || flow.from.decoded) run.shell.files.set(`${path === "/" ? "" : path}/`, flow);
  if (names.length === 0) write(run, wordFrom(`${folder.text.replace(/(?<!\/)\/+$/, "")}/`, folder.from));
  for (const name of names)
    write(
      run,
      wordFrom(`${folder.text.replace(/(?<!\/)\/+$/, "")}/${name.text}`, name.from, name.glob),
      flow,
    );
}
