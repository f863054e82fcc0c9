import { isBuildOutput } from "../shell/build-outputs.ts";
import { remember } from "./remember.ts";
import { below, holdsSensitive, isOpen, type SensitiveGround, sensitiveZones } from "./sensitive.ts";
import type { Sensitive } from "./sensitive-paths.ts";

/** Where a path is, seen from the session; see the docs of `tool.read_zones`. */
export type Zone =
  | Sensitive
  | "cwd"
  | "inside"
  | "build-output"
  | "above-cwd"
  | "outside"
  | "home"
  | "in-home"
  | "other-home"
  | "root"
  | "top-level"
  | "temp"
  | "cache"
  | "agent-data"
  | "discard"
  | "device"
  | "system"
  | "system-config"
  | "holds-credentials";

/** The folders that zones are relative to: real, absolute. */
export type Surroundings = {
  readonly cwd: string;
  readonly home: string;
  readonly tmpdir: string;
  readonly os: string;
};

/** The same, compared as the file system does. */
export type Frame = Surroundings & {
  readonly fold: (path: string) => string;
  readonly lower: SensitiveGround;
  /** Every zone that an absolute real path lies in, where it is first, then what it holds. */
  readonly zones: (path: string) => readonly Zone[];
  /** Whether reading the path can tell anything: not so for open system files, devices, templates and fixtures. */
  readonly guards: (path: string) => boolean;
};

/** Sessions are few, and their calls name the same paths again and again. */
const [mostFrames, mostPaths] = [8, 1024];

/** The frames made last, the newest first: what a path is follows from its frame alone. */
let frames: readonly (readonly [Surroundings, Frame])[] = [];

export function frameOf(around: Surroundings): Frame {
  for (const [known, frame] of frames) if (isSame(known, around)) return frame;
  const frame = makeFrame(around);
  frames = [[around, frame], ...frames.slice(0, mostFrames - 1)];
  return frame;
}

function isSame(one: Surroundings, other: Surroundings): boolean {
  const { cwd, home, tmpdir, os } = other;
  return one.cwd === cwd && one.home === home && one.tmpdir === tmpdir && one.os === os;
}

function makeFrame(around: Surroundings): Frame {
  const fold =
    around.os === "macos" || around.os === "windows" ? (text: string) => text.toLowerCase() : identity;
  const tidy = (path: string) => fold(path.length > 1 ? path.replace(/(?<!\/)\/+$/, "") : path);
  const [cwd, home] = [tidy(around.cwd), tidy(around.home)];
  const lower = { cwd: cwd.toLowerCase(), home: home.toLowerCase() };
  const frame: Frame = {
    os: around.os,
    cwd,
    home,
    tmpdir: tidy(around.tmpdir),
    fold,
    lower,
    zones: remember(mostPaths, (path) => findZones(path, frame)),
    guards: remember(mostPaths, (path) => isGuarded(path, frame)),
  };
  return frame;
}

const identity = (text: string) => text;

const temporary = ["/tmp", "/var/tmp", "/dev/shm", "/var/folders"];

/** Below the home folder: what package managers and tools can make again. */
const caches = [
  ".cache",
  ".npm",
  ".pnpm-store",
  ".local/share/pnpm",
  ".yarn",
  ".bun/install",
  ".cargo/registry",
  ".cargo/git",
  ".gradle/caches",
  ".gradle/wrapper",
  ".gradle/daemon",
  ".gradle/native",
  ".m2/repository",
  ".m2/wrapper",
  ".ivy2/cache",
  ".sbt/boot",
  ".nuget/packages",
  ".composer/cache",
  ".deno",
  ".node-gyp",
  ".electron-gyp",
  ".cypress_cache",
  ".conda/pkgs",
  ".pub-cache",
  ".hex/packages",
  ".mix/archives",
  ".terraform.d/plugin-cache",
  ".rustup/downloads",
  ".rustup/tmp",
  ".local/share/uv",
  ".local/share/virtualenvs",
  "go/pkg",
  "Library/Caches",
  "Library/pnpm",
  "AppData/Local/npm-cache",
  "AppData/Local/pip",
  "AppData/Local/Yarn",
  "AppData/Local/NuGet",
  "AppData/Local/Temp",
];

/** Below the home folder: plans, memories and scratch files that an agent keeps for itself. */
const agentData = [
  ".claude/plans",
  ".claude/todos",
  ".claude/tasks",
  ".claude/projects",
  ".claude/memory",
  ".claude/scratch",
  ".claude/scratchpad",
  ".claude/shell-snapshots",
  ".claude/file-history",
  ".claude/session-env",
  ".claude/debug",
  ".codex/memories",
  ".codex/sessions",
  ".codex/log",
  ".codex/tmp",
  ".gemini/tmp",
  ".gemini/history",
  ".copilot/session-state",
  ".copilot/logs",
  ".cursor/plans",
  ".local/share/opencode/storage",
];

/** Whether a path relative to some folder is one of `folders` or below one. */
function belowOne(folders: readonly string[]): RegExp {
  return new RegExp(`^(?:${folders.map((folder) => folder.replace(/[.+]/g, "\\$&")).join("|")})(?:/|$)`, "i");
}

const isTemporary = belowOne(temporary);
const isCache = belowOne(caches);
const isAgentData = belowOne(agentData);

const discarded =
  /^\/dev\/(?:null|zero|full|tty|stdin|stdout|stderr|fd\/\d+|pts\/\d+|u?random)$|^\/proc\/self\/fd\/\d+$|^nul:?$/i;

const disks =
  /^\/dev\/(?:sd[a-z*?[]|hd[a-z*?[]|vd[a-z*?[]|xvd[a-z]|nvme|mmcblk|disk|rdisk|mapper\/|md\d|loop\d|dm-\d|mem$|kmem$|port$)|^\/\/[.?]\/physicaldrive|^\/\/[.?]\/[a-z]:/i;

/** What everybody may read below the folders that are closed otherwise. */
const harmless =
  /^\/etc\/(?:(?:os-release|lsb-release|debian_version|hostname|hosts|timezone|localtime|shells|resolv\.conf|mime\.types|services|protocols|ssl\/(?:certs|cert\.pem))(?:\/|$)|[a-z]+-release$|ca-certificates(?:\/|\.conf$)|pki\/(?:tls\/certs|ca-trust)(?:\/|$))|^\/proc\/(?:cpuinfo|meminfo|loadavg|version|uptime|(?:self|thread-self|\d+)\/(?:status|fd))(?:\/|$)/;

const systemConfig = /^\/(?:etc|boot|proc|sys)(?:\/|$)/;
const system =
  /^\/(?:etc|boot|proc|sys|usr|bin|sbin|lib|lib32|lib64|libx32|System|Library)(?:\/|$)|^[a-z]:\/windows(?:\/|$)/i;

/** macOS shows some folders under other names too. Elsewhere nothing is called so. */
function plainMac(path: string): string {
  return path.startsWith("/private/") || path.startsWith("/System/Volumes/Data/")
    ? path.replace(/^\/private(?=\/(?:etc|tmp|var)(?:\/|$))|^\/System\/Volumes\/Data(?=\/)/, "")
    : path;
}

/** What an entry that only has wildcards in its last part means: everything in the folder. */
const everything = /\/(?:\.?\*|\.\[[!^]\.\]\*|\.\?\*|\{[*.,?[\]!]+\}|\*\*(?:\/\*)?|\*\.\*|\*\([A-Z]\))$/;

/** The folder for `folder/*`, the path itself for anything else. */
export function wholeFolder(path: string): string {
  let folder = path;
  for (let round = 0; round < 3 && everything.test(folder); round += 1)
    folder = folder.replace(everything, "") || "/";
  return folder.length > 1 ? folder.replace(/(?<!\/)\/+$/, "") : folder;
}

function findZones(path: string, frame: Frame): readonly Zone[] {
  const folded = frame.fold(plainMac(path));
  const whole = wholeFolder(folded);
  const place = placeOf(whole, frame);
  const sensitive = sensitiveZones(plainMac(path).toLowerCase(), frame.lower);
  return sensitive.length === 0 ? place : [...place, ...sensitive];
}

/** Where the homes of all users lie. */
const holdsHomes = /^(?:\/home|\/Users|[a-z]:\/users)\/?$/i;

/** The zones of a folder that is taken with everything below it: also whether credentials are among that. */
export function treeZonesOf(path: string, frame: Frame): readonly Zone[] {
  const inHome = below(wholeFolder(frame.fold(plainMac(path))), frame.home);
  const own = frame.zones(path);
  const zones: readonly Zone[] = holdsHomes.test(path) ? [...own, "other-home"] : own;
  return inHome !== undefined && holdsSensitive(inHome.toLowerCase())
    ? [...zones, "holds-credentials"]
    : zones;
}

function isGuarded(path: string, frame: Frame): boolean {
  const folded = frame.fold(path);
  if (discarded.test(folded) || harmless.test(folded)) return false;
  return !isOpen(path.toLowerCase(), frame.cwd.toLowerCase());
}

function placeOf(path: string, frame: Frame): readonly Zone[] {
  if (discarded.test(path)) return ["discard"];
  if (disks.test(path)) return ["device", "outside"];
  const inside = below(path, frame.cwd);
  const zones: Zone[] = [];
  if (path === frame.home) zones.push("home");
  if (inside === "") return ["cwd", ...zones];
  if (inside !== undefined) {
    // A session in the home folder itself has the person's own files inside, not only a project's.
    const own = below(frame.home, frame.cwd) !== undefined && below(path, frame.home) !== undefined;
    return [
      ...zones,
      isBuildOutput(inside) ? "build-output" : "inside",
      ...(own ? (["in-home"] as const) : []),
    ];
  }
  const free = exempt(path, frame);
  if (free !== undefined) return [free];
  return [...zones, ...outsidePlace(path, frame), "outside"];
}

const windowsTemp = /^[a-z]:\/(?:temp|tmp|windows\/temp|users\/[^/]+\/appdata\/local\/temp)(?:\/|$)/i;

/** Temporary folders, caches and the agent's own folders; a parent of the working directory is none of them. */
function exempt(path: string, frame: Frame): Zone | undefined {
  if (below(frame.cwd, path) !== undefined) return undefined;
  if (isTemporary.test(path) || below(path, frame.tmpdir) !== undefined || windowsTemp.test(path))
    return "temp";
  const inHome = below(path, frame.home);
  if (inHome === undefined) return undefined;
  if (isCache.test(inHome)) return "cache";
  return isAgentData.test(inHome) ? "agent-data" : undefined;
}

function outsidePlace(path: string, frame: Frame): readonly Zone[] {
  const zones: Zone[] = [];
  if (path === "/" || /^[a-z]:\/?$/i.test(path)) zones.push("root");
  if (/^\/[^/]+$|^[a-z]:\/[^/]+$/i.test(path)) zones.push("top-level");
  if (below(frame.cwd, path) !== undefined) zones.push("above-cwd");
  if (below(path, frame.home) !== undefined) return [...zones, "in-home"];
  if (below(frame.home, path) === undefined && isOtherHome(path)) zones.push("other-home");
  if (system.test(path)) zones.push("system");
  if (systemConfig.test(path) && !harmless.test(path)) zones.push("system-config");
  return zones;
}

function isOtherHome(path: string): boolean {
  if (/^\/(?:home|Users)\/(?:Shared|lost\+found|linuxbrew)(?:\/|$)/i.test(path)) return false;
  if (/^[a-z]:\/users\/(?:public|default|all users)(?:\/|$)/i.test(path)) return false;
  return /^\/(?:home|Users)\/[^/]+|^\/(?:var\/)?root(?:\/|$)|^[a-z]:\/users\/[^/]+/i.test(path);
}
