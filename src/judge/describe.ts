import { posix } from "node:path";
import { canonicalJson } from "../agents/json.ts";
import { type Event, eventFrom } from "../fields/event.ts";
import type { FieldValue } from "../fields/field.ts";
import type { FieldName } from "../fields/table.ts";
import type { ToolCall } from "../model/call.ts";
import { analyse } from "../shell/analyse.ts";
import { hostOf } from "../shell/hosts.ts";
import type { CommandReport } from "../shell/report.ts";
import { contentDomains, domainsOf } from "./content/domains.ts";
import { contentSigns } from "./content/signs.ts";
import { forward, type Ground, resolve, resolveEntry } from "./paths.ts";
import { summaryOf, touchesOf } from "./summary.ts";
import { type Frame, frameOf, isGuarded, treeZonesOf, zonesOf } from "./zones.ts";

/** What a judgement needs to know of the machine, as values. */
export type World = {
  /** Absolute; "" when unknown. */
  readonly home: string;
  readonly user: string;
  /** Absolute; "" when unset. */
  readonly tmpdir: string;
  /** linux, macos, windows or unknown. */
  readonly os: string;
  /** The agent's process, the hook's parent; 0 when unknown. */
  readonly pid: bigint;
  readonly correlationId: bigint;
  /** Resolves symbolic links of an absolute path without `..`; what doesn't exist stays as it is written. */
  readonly realPath: (absolute: string) => string;
};

type Values = Partial<Record<FieldName, FieldValue>>;

/** One tool call as the fields that rules ask. Falco's text fields are "" where nothing is said; others are absent. */
export function describe(call: ToolCall, world: World): Event {
  const ground = groundOf(call, world);
  const report = understand(call, ground, world);
  return eventFrom({
    ...agentValues(call, world, ground),
    ...toolValues(call, ground),
    ...contentValues(call, report),
    ...touchedValues(call, report, ground, world),
    ...(report === undefined ? {} : commandValues(report)),
  });
}

function groundOf(call: ToolCall, { home, os, realPath }: World): Ground {
  const bare: Ground = { cwd: "", home: forward(home, os), os, realPath };
  const cwd = call.cwd === "" ? "" : (resolve(call.cwd, bare)[0] ?? "");
  return { ...bare, cwd };
}

function understand(call: ToolCall, ground: Ground, { user, tmpdir, os }: World): CommandReport | undefined {
  if (call.command === undefined) return undefined;
  return analyse(call.command, {
    cwd: ground.cwd === "" ? "/" : ground.cwd,
    home: ground.home,
    user,
    tmpdir: forward(tmpdir, os),
  });
}

function agentValues(call: ToolCall, world: World, { cwd }: Ground): Values {
  return {
    "correlation.id": world.correlationId,
    "agent.name": call.agent,
    "agent.os": world.os,
    "agent.pid": world.pid,
    "agent.hook_event_name": call.hookEventName,
    "agent.session_id": call.sessionId,
    "agent.permission_mode": call.permissionMode,
    "agent.transcript_path": call.transcriptPath,
    "agent.model": call.model,
    "agent.turn_id": call.turnId,
    "agent.id": call.agentId,
    "agent.type": call.agentType,
    "agent.cwd": call.cwd,
    "agent.real_cwd": cwd,
    "agent.real_cwd_prefix": cwd === "" || cwd.endsWith("/") ? cwd : `${cwd}/`,
  };
}

function toolValues(call: ToolCall, ground: Ground): Values {
  const path = call.filePath;
  return {
    "tool.use_id": call.toolUseId,
    "tool.name": call.toolName,
    "tool.kind": call.kind,
    "tool.summary": summaryOf(call),
    "tool.input": call.input === undefined ? "{}" : canonicalJson(call.input),
    "tool.input_command": call.inputCommand,
    "tool.file_path": path,
    "tool.file_name": posix.basename(ground.os === "windows" ? path.replaceAll("\\", "/") : path),
    "tool.real_file_path": path === "" ? "" : (resolve(path, ground)[0] ?? ""),
    "tool.patch_op": call.patchOp,
    "tool.mcp_server": call.mcpServer,
    "tool.mcp_tool": call.mcpTool,
    "tool.url": call.urls[0] ?? "",
  };
}

/** Text that the call puts into files or takes out, and the hosts that it talks to. */
function contentValues(call: ToolCall, report: CommandReport | undefined): Values {
  const content = joined(call.content, report?.content ?? "");
  const hosts = unique([...call.urls.map(hostOf), ...(report?.hosts ?? [])]);
  return {
    "tool.content": content,
    "tool.removed": call.removed,
    "tool.replaces": call.replaces,
    "tool.content_signs": list(contentSigns(content, call.removed)),
    "tool.content_domains": list(contentDomains(content)),
    "tool.hosts": list(hosts),
    "tool.domains": list(domainsOf(hosts)),
  };
}

/** What the call touches, by the tool's own arguments and by the command that it runs. */
function touchedValues(
  call: ToolCall,
  report: CommandReport | undefined,
  ground: Ground,
  world: World,
): Values {
  const frame = frameOf({
    cwd: ground.cwd,
    home: ground.home,
    tmpdir: forward(world.tmpdir, ground.os),
    os: ground.os,
  });
  const zones = (paths: readonly string[]) => list(paths.flatMap((path) => zonesOf(path, frame)));
  const real = (paths: readonly string[], how = resolve) =>
    unique(paths.flatMap((path) => how(path, ground)));
  const reads = real([...call.reads, ...(report?.reads ?? [])]);
  const writes = real([...call.writes, ...(report?.writes ?? [])]);
  const deletes = real([...call.deletes, ...(report?.deletes ?? [])], resolveEntry);
  const trees = real(report?.deleteTrees ?? [], resolveEntry);
  return {
    "tool.touches": touchesOf([
      ["reads", reads],
      ["writes", writes],
      ["deletes", deletes],
      ["sends", report?.uploads.map((path) => (path === "-" ? "output" : path)) ?? []],
    ]),
    "tool.reads": list(reads),
    "tool.read_zones": zones(reads),
    "tool.guarded_reads": list(reads.filter((path) => isGuarded(path, frame))),
    "tool.writes": list(writes),
    "tool.write_zones": zones(writes),
    "tool.deletes": list(deletes),
    "tool.delete_zones": zones(deletes),
    "tool.delete_trees": list(trees),
    "tool.delete_tree_zones": zones(trees.filter((path) => !isFileLike(path))),
    ...(report === undefined ? {} : reportValues(report, real, frame)),
  };
}

/** `rm -rf` on a name with an extension, as in `rm -rf node_modules package-lock.json`, takes one file. */
function isFileLike(path: string): boolean {
  return /[^/.][^/]*\.[a-z][a-z0-9]{0,7}$/i.test(path);
}

/** What only commands do to paths. */
function reportValues(
  report: CommandReport,
  real: (paths: readonly string[]) => readonly string[],
  frame: Frame,
): Values {
  const zones = (paths: readonly string[]) => list(paths.flatMap((path) => zonesOf(path, frame)));
  const [loads, executes] = [real(report.loads), real(report.executes)];
  return {
    "tool.read_tree_zones": list(real(report.readTrees).flatMap((path) => treeZonesOf(path, frame))),
    "tool.ownership_tree_zones": zones(real(report.ownershipTrees)),
    "cmd.upload_zones": zones(real(report.uploads.filter((path) => path !== "-"))),
    "cmd.loads": list(loads),
    "cmd.load_zones": zones(loads),
    "cmd.executes": list(executes),
    "cmd.execute_zones": zones(executes),
  };
}

function commandValues(report: CommandReport): Values {
  return {
    "cmd.names": list(report.names),
    "cmd.lines": list(report.lines),
    "cmd.wrappers": list(report.wrappers),
    "cmd.interprets": list(report.interprets),
    "cmd.inline_code": list(report.inlineCode),
    "cmd.uploads": list(report.uploads),
    "cmd.upload_hosts": list(report.uploadHosts),
    "cmd.env_reads": list(report.envReads),
    "cmd.env_sets": list(report.envSets),
    "cmd.effects": list(report.effects),
    "cmd.exceeded": report.exceeded !== undefined,
    "cmd.dynamic": report.dynamic,
    "cmd.parse_error": report.parseError,
  };
}

function joined(first: string, second: string): string {
  return first === "" || second === "" ? first + second : `${first}\n${second}`;
}

function unique(values: readonly string[]): readonly string[] {
  return values.length < 2 ? values : [...new Set(values)];
}

/** Without duplicates and empty texts; absent when there is nothing. */
function list(values: readonly string[]): readonly string[] | undefined {
  if (values.length === 0) return undefined;
  const found = unique(values.includes("") ? values.filter((value) => value !== "") : values);
  return found.length === 0 ? undefined : found;
}
