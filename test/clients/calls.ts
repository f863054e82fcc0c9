import { rmSync, writeFileSync } from "node:fs";
import { executable } from "../../build/paths.ts";
import type { Client } from "./client.ts";
import type { Call, Script } from "./models/model.ts";
import type { Scene } from "./scenario.ts";

export const theft = "cat ~/.ssh/id_rsa > subject.txt";
export const theftOf = ({ shell }: Client): Script => oneByOne(shell(theft));
export const theftRule = "Deny touching credentials";

/** At its end Claude Code stops the hooks that it does not wait for. */
export const pause = "sleep 2";

/** What rules ask about. Each run of it leaves a line. */
export const undoing = "git reset --hard; echo x >> subject.txt";
export const undoingRule = "Ask before losing git work";

/** One call a turn. */
export function oneByOne(...calls: readonly (Call | undefined)[]): Script {
  return { main: calls.flatMap((call) => (call === undefined ? [] : [{ calls: [call] }])) };
}

/** The script with one call if the client can make it. */
export function ifAny(call: Call | undefined): Script | undefined {
  return call && oneByOne(call);
}

/** A shell script in the place of the hook's program, which it can call as "$real". */
export function inPlaceOfProgram(text: string): (scene: Scene) => void {
  return ({ place }) => {
    rmSync(place.program);
    writeFileSync(place.program, `#!/bin/sh\nreal='${executable}'\n${text}\n`, { mode: 0o755 });
  };
}
