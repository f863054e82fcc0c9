import { homedir, userInfo } from "node:os";
import { join, resolve } from "node:path";

/** Where everything of one installation lies. Absolute paths. */
export type Home = {
  readonly root: string;
  readonly config: string;
  /** The user's own rules: every *.yaml in it but *.test.yaml. */
  readonly userRules: string;
  /** Private to the user: 0700. */
  readonly run: string;
  /** What the daemon listens on: a Unix socket, on Windows a named pipe. */
  readonly socket: string;
  /** The rules and settings in force, ready for judging without YAML. */
  readonly compiled: string;
  /** Records that hooks left while no daemon answered. */
  readonly spool: string;
  /** What is remembered of sessions, a file each. */
  readonly sessions: string;
  /** What persons have been asked and have approved. */
  readonly approvals: string;
  /** What a process holds open while it passes on its person's word; its process id follows. */
  readonly word: string;
  readonly token: string;
  readonly log: string;
  readonly events: string;
  /** The daemon's own messages. */
  readonly messages: string;
  readonly bin: string;
  readonly executable: string;
};

type Env = Readonly<Record<string, string | undefined>>;

/** What a Unix socket's path may have in bytes: macOS takes 104 with the closing NUL, Linux 108. */
const longestSocketPath = 100;

/** The installation that `--home`, else `PREMPTI_HOME`, else the user's default names; empty counts as unset. */
export function locateHome(
  option?: string,
  env: Env = process.env,
  platform: string = process.platform,
): Home {
  return homeAt(resolve(option || env["PREMPTI_HOME"] || defaultRoot(env, platform)), platform);
}

function defaultRoot(env: Env, platform: string): string {
  if (platform !== "win32") return join(env["HOME"] || accountHome(), ".prempti");
  return join(env["LOCALAPPDATA"] || join(accountHome(), "AppData", "Local"), "prempti");
}

/** The account's home folder also where HOME is set to nothing: never the folder that an agent happens to be in. */
export function accountHome(): string {
  return homedir() || userInfo().homedir;
}

function homeAt(root: string, platform: string): Home {
  const [run, log, bin] = [join(root, "run"), join(root, "log"), join(root, "bin")];
  return {
    root,
    config: join(root, "config.yaml"),
    userRules: join(root, "rules", "user"),
    run,
    socket: platform === "win32" ? pipeName(root) : socketPath(run),
    compiled: join(run, "ruleset.json"),
    spool: join(run, "spool"),
    sessions: join(run, "sessions"),
    approvals: join(run, "approvals.json"),
    word: join(run, "word-"),
    token: join(run, "token"),
    log,
    events: join(log, "events.jsonl"),
    messages: join(log, "prempti.log"),
    bin,
    executable: join(bin, platform === "win32" ? "prempti.exe" : "prempti"),
  };
}

/** All pipes of a machine share one name space, and Windows compares names without case. */
function pipeName(root: string): string {
  return `\\\\.\\pipe\\prempti-${userInfo().username}-${digest(root.toLowerCase())}`;
}

function socketPath(run: string): string {
  const path = join(run, "prempti.sock");
  return Buffer.byteLength(path) <= longestSocketPath ? path : join(shortFolder(), `${digest(run)}.sock`);
}

/** A folder of the user's own for sockets whose path below the home would be too long to bind. */
// Not os.tmpdir(): agents and service managers give their children different TMPDIRs, and daemon and hook must agree.
function shortFolder(): string {
  return `/tmp/prempti-${process.getuid?.() ?? 0}`;
}

// Looked up only when needed: the hook computes these paths before every tool call.
function digest(text: string): string {
  return process.getBuiltinModule("node:crypto").hash("sha256", text).slice(0, 16);
}
