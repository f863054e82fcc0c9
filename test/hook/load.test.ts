import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type Ended, run, startDaemon, type ThrowAway, throwAwayHome, toolCall } from "../executable.ts";

const hooks = 200;

/** Every third call is one that must not run. */
const isDangerous = (number: number) => number % 3 === 0;

function callHook(home: ThrowAway, number: number): Promise<Ended> {
  const command = isDangerous(number) ? `cat ~/.ssh/id_rsa # ${number}` : `ls # ${number}`;
  const input = toolCall(home, "Bash", { command }, { tool_use_id: `call-${number}` });
  return run({ args: ["hook"], env: { ...home.env, PREMPTI_TIMEOUT_MS: "30000" }, input });
}

/** Which calls ended otherwise than their verdict says; empty when all is well. */
function wrongEnds(ends: readonly Ended[]): readonly string[] {
  return ends.flatMap(({ exit, signal, stdout, stderr }, number) => {
    const isRight = isDangerous(number)
      ? exit === 2 && stdout.includes(`"permissionDecision":"deny"`)
      : exit === 0 && stdout === "" && stderr === "";
    return isRight ? [] : [`call ${number}: exit ${exit}, signal ${signal}: ${stderr}`];
  });
}

/** How often each call is in the record. */
function recordedCalls(home: ThrowAway): ReadonlyMap<string, number> {
  const lines = readFileSync(join(home.home, ".prempti", "log", "events.jsonl"), "utf8")
    .trimEnd()
    .split("\n");
  const counts = new Map<string, number>();
  for (const line of lines) {
    const id = String(JSON.parse(line).fields["tool.use_id"]);
    counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return counts;
}

const everyCallOnce = new Map(Array.from({ length: hooks }, (_, number) => [`call-${number}`, 1]));

test("200 hooks at once: each gets its verdict, each is recorded once", { timeout: 120_000 }, async () => {
  const home = throwAwayHome();
  const daemon = await startDaemon(home);
  const ends = await Promise.all(Array.from({ length: hooks }, (_, number) => callHook(home, number)));
  expect(wrongEnds(ends)).toEqual([]);
  // On a busy machine some hooks judge by themselves, and the daemon takes their records over a little later.
  await expect.poll(() => recordedCalls(home).size, { timeout: 20_000 }).toBe(hooks);
  await daemon.stop();
  expect(recordedCalls(home)).toEqual(everyCallOnce);
  home.remove();
});

test("kill -9 of the daemon under load: every call gets its verdict, none is lost", {
  timeout: 120_000,
}, async () => {
  const home = throwAwayHome();
  const daemon = await startDaemon(home);
  let ended = 0;
  const ends = await Promise.all(
    Array.from({ length: hooks }, async (_, number) => {
      const end = await callHook(home, number);
      ended += 1;
      if (ended === hooks / 4) daemon.child.kill("SIGKILL");
      return end;
    }),
  );
  // The next daemon takes over what hooks have recorded by themselves.
  const next = await startDaemon(home);
  expect(wrongEnds(ends)).toEqual([]);
  await expect.poll(() => recordedCalls(home).size, { timeout: 20_000 }).toBe(hooks);
  await next.stop();
  // A call that the daemon had recorded but not yet answered is judged, and recorded, by its hook once more.
  expect([...recordedCalls(home).values()].every((times) => times <= 2)).toBe(true);
  home.remove();
});
