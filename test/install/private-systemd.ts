import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A user manager of systemd with nothing around it: its own processes, mounts and control groups. */
export type PrivateSystemd = {
  /** Runs a line for sh in there. */
  readonly inside: (line: string) => Promise<{ readonly exit: number; readonly output: string }>;
  readonly stop: () => Promise<void>;
};

const systemd = "/lib/systemd/systemd";

/**
 * The namespaces, in three steps: what systemd wants of a booted system, on file systems of its own; a control group
 * below which it sees nothing else (it would move its neighbours); then the manager, and a shell that takes lines.
 */
const script = (group: string) => `
set -e
mount -t tmpfs none /run
mkdir -p /run/systemd/system
mount -t tmpfs none /sys/fs/cgroup
mkdir /sys/fs/cgroup/all
mount -t cgroup2 none /sys/fs/cgroup/all
mkdir /sys/fs/cgroup/all/${group}
echo 1 > /sys/fs/cgroup/all/${group}/cgroup.procs
umount /sys/fs/cgroup/all
exec unshare --cgroup sh -c '
set -e
umount /sys/fs/cgroup
umount -R /sys/fs/cgroup 2>/dev/null || true
mount -t cgroup2 none /sys/fs/cgroup
${systemd} --user --log-target=console >"$HOME/systemd.log" 2>&1 &
for i in $(seq 100); do systemctl --user is-active default.target >/dev/null 2>&1 && break; sleep 0.1; done
systemctl --user is-active default.target >/dev/null
echo ready
while read -r line; do code=0; sh -c "$line" >"$HOME/output" 2>&1 </dev/null || code=$?; echo "exit $code"; done'
`;

/** The manager, or why there can be none. Processes end with it, however it ends. */
export async function startPrivateSystemd(
  home: string,
  env: Readonly<Record<string, string>>,
): Promise<PrivateSystemd | string> {
  if (process.platform !== "linux") return "systemd is Linux's alone";
  if (!existsSync(systemd)) return "there is no systemd here";
  if (process.getuid?.() !== 0) return "only root can give systemd control groups of its own";
  const runtime = join(home, "runtime");
  mkdirSync(runtime, { mode: 0o700 });
  const group = `prempti-test-${process.pid}`;
  const args = ["--mount", "--pid", "--fork", "--mount-proc", "--kill-child", "sh", "-c", script(group)];
  const child = spawn("unshare", args, {
    env: { ...env, HOME: home, XDG_RUNTIME_DIR: runtime },
    stdio: ["pipe", "pipe", "pipe"],
  });
  const lines = linesOf(child);
  const stop = async () => {
    child.kill("SIGKILL");
    await lines.ended;
    removeGroup(group);
  };
  if ((await lines.next()) !== "ready") {
    await stop();
    return `a private one does not start here: ${lines.complaints().trim().split("\n").at(-1)}`;
  }
  const inside = async (line: string) => {
    child.stdin?.write(`${line}\n`);
    const answer = await lines.next();
    if (answer === undefined) throw new Error(`the private systemd is gone: ${lines.complaints()}`);
    return { exit: Number(answer.slice("exit ".length)), output: readFileSync(join(home, "output"), "utf8") };
  };
  return { inside, stop };
}

function linesOf(child: ChildProcess) {
  const waiting: ((line: string | undefined) => void)[] = [];
  const come: string[] = [];
  let [rest, complaints, isOver] = ["", "", false];
  child.stdout?.on("data", (chunk: Buffer) => {
    const parts = (rest + chunk).split("\n");
    rest = parts.pop() ?? "";
    for (const line of parts) {
      const first = waiting.shift();
      if (first === undefined) come.push(line);
      else first(line);
    }
  });
  child.stderr?.on("data", (chunk: Buffer) => {
    complaints += chunk;
  });
  const ended = new Promise<void>((resolve) => {
    child.on("close", () => {
      isOver = true;
      for (const wait of waiting.splice(0)) wait(undefined);
      resolve();
    });
  });
  const next = (): Promise<string | undefined> => {
    const line = come.shift();
    if (line !== undefined || isOver) return Promise.resolve(line);
    return new Promise((resolve) => waiting.push(resolve));
  };
  return { next, ended, complaints: () => complaints };
}

/** Control groups outlive their processes. */
function removeGroup(group: string): void {
  const line = `mount -t tmpfs none /run && mkdir /run/all && mount -t cgroup2 none /run/all && cd /run/all && find ${group} -depth -type d -exec rmdir {} +`;
  for (let tried = 0; tried < 20; tried += 1)
    if (spawnSync("unshare", ["--mount", "sh", "-c", line]).status === 0) return;
}
