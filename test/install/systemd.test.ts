import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { executable } from "../../build/paths.ts";
import { quoteForSh } from "../../src/agents/hook-command.ts";
import { toolCall } from "../executable.ts";
import { olderExecutable, olderVersion, place, tree, version } from "./place.ts";
import { startPrivateSystemd } from "./private-systemd.ts";

const oddName = `o'neill "Zoë" $HOME 100%`;

test.for<[name: string | undefined]>([[undefined], [oddName]])(
  "the daemon under a real systemd --user: %s",
  { timeout: 120_000 },
  async ([name], { skip }) => {
    const at = place(name);
    const { home, project } = at;
    const own = quoteForSh(at.installed);
    const systemd = await startPrivateSystemd(home, at.env);
    if (typeof systemd === "string") return skip(systemd);
    try {
      const old = olderExecutable(join(home, "runtime"));
      const before = names();
      expect(await systemd.inside(`${quoteForSh(old)} install`)).toMatchObject({
        exit: 0,
        output: expect.stringContaining("register the daemon with systemd (user)"),
      });
      expect(await show("Type", "ActiveState", "UnitFileState")).toEqual(["notify", "active", "enabled"]);
      expect(await daemon()).toMatchObject({ version: olderVersion, pid: await mainPid() });

      const first = await mainPid();
      expect((await systemd.inside(`${quoteForSh(executable)} install`)).exit).toBe(0);
      expect(await mainPid()).not.toBe(first);
      expect(await daemon()).toMatchObject({ version, pid: await mainPid() });
      expect((await systemd.inside(`cd ${quoteForSh(project)} && ${own} status`)).output).toContain(
        "all is well",
      );
      writeFileSync(join(home, "call.json"), toolCall(at, "Bash", { command: "cat ~/.ssh/id_rsa" }));
      expect((await systemd.inside(`${own} hook < ${quoteForSh(join(home, "call.json"))}`)).exit).toBe(2);

      const second = await mainPid();
      await systemd.inside(`kill -9 ${second}`);
      await expect.poll(() => restarted(second), { timeout: 15_000 }).toBe(true);

      // A daemon that hangs: systemd has it start anew once its beats stay away, and not before.
      const dropIn = join(home, ".config", "systemd", "user", "prempti.service.d");
      mkdirSync(dropIn);
      writeFileSync(join(dropIn, "soon.conf"), "[Service]\nWatchdogSec=2\n");
      await systemd.inside(`systemctl --user daemon-reload && ${own} restart`);
      const third = await mainPid();
      await sleep(5_000);
      expect(await mainPid()).toBe(third);
      await systemd.inside(`kill -STOP ${third}`);
      await expect.poll(() => restarted(third), { timeout: 20_000 }).toBe(true);
      await systemd.inside(`rm -r ${quoteForSh(dropIn)} && systemctl --user daemon-reload`);

      for (const [command, ...states] of [
        ["stop", "inactive", "enabled"],
        ["start", "active", "enabled"],
        ["disable", "active", "disabled"],
        ["enable", "active", "enabled"],
      ] as const) {
        expect(await systemd.inside(`${own} ${command}`)).toMatchObject({ exit: 0 });
        expect(await show("ActiveState", "UnitFileState")).toEqual(states);
      }
      expect((await systemd.inside(`${own} uninstall`)).exit).toBe(0);
      expect(await show("LoadState", "ActiveState")).toEqual(["not-found", "inactive"]);
      expect(names()).toEqual(before);
    } finally {
      await systemd.stop();
    }

    async function show(...properties: string[]): Promise<readonly string[]> {
      const asked = properties.map((property) => `systemctl --user show prempti -P ${property}`).join("; ");
      return (await (systemd as Exclude<typeof systemd, string>).inside(asked)).output.trim().split("\n");
    }
    async function mainPid(): Promise<number> {
      return Number((await show("MainPID"))[0]);
    }
    async function restarted(pid: number): Promise<boolean> {
      return ![0, pid].includes(await mainPid()) && (await show("ActiveState"))[0] === "active";
    }
    async function daemon(): Promise<unknown> {
      const { output } = await (systemd as Exclude<typeof systemd, string>).inside(`${own} status --json`);
      return JSON.parse(output).daemon;
    }
    /** What is there but for what systemd and this test keep. */
    function names(): readonly string[] {
      const ours = /^(?:runtime|systemd\.log|output|call\.json|\.config|\.local)/;
      return Object.keys(tree(home)).filter(
        (path) => !ours.test(path) || /prempti/.test(path.split("/").at(-1) ?? ""),
      );
    }
  },
);
