import { canonicalJson } from "../agents/json.ts";
import { type Draft, draftEvent, type Event } from "../fields/event.ts";
import { slots } from "../fields/table.ts";
import type { ToolCall } from "../model/call.ts";
import type { SessionMarks } from "../model/session.ts";
import { analyse } from "../shell/analyse.ts";
import { hostOf } from "../shell/hosts.ts";
import type { CommandReport } from "../shell/report.ts";
import { contentDomains, domainsOf } from "./content/domains.ts";
import { contentSigns } from "./content/signs.ts";
import { forward, type Ground, resolve, resolveEntry } from "./paths.ts";
import { summaryOf, touchesOf } from "./summary.ts";
import { type Frame, frameOf, treeZonesOf } from "./zones.ts";

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
  /** Microseconds since the epoch. */
  readonly now: bigint;
  /** What earlier calls of the session have set. */
  readonly marks?: SessionMarks;
  /** Resolves symbolic links of an absolute path without `..`; what doesn't exist stays as it is written. */
  readonly realPath: (absolute: string) => string;
};

/** One tool call as the fields that rules ask. Falco's text fields are "" where nothing is said; others are absent. */
export function describe(call: ToolCall, world: World): Event {
  const ground = groundOf(call, world);
  const report = understand(call, ground, world);
  const event = draftEvent();
  putAgent(event, call, world, ground);
  putTool(event, call, ground);
  putContent(event, call, report);
  putTouched(event, call, report, { ground, frame: frameFor(ground, world) });
  if (report !== undefined) putCommand(event, report);
  if (world.marks !== undefined && world.marks.size > 0) putMarks(event, world.marks, world.now);
  return event;
}

function groundOf(call: ToolCall, { home, os, realPath }: World): Ground {
  const bare: Ground = { cwd: "", home: forward(home, os), os, realPath };
  const cwd = call.cwd === "" ? "" : (resolve(call.cwd, bare)[0] ?? "");
  return { ...bare, cwd };
}

function frameFor({ cwd, home, os }: Ground, { tmpdir }: World): Frame {
  return frameOf({ cwd, home, tmpdir: forward(tmpdir, os), os });
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

function putAgent(event: Draft, call: ToolCall, world: World, { cwd }: Ground): void {
  event[slots["correlation.id"]] = world.correlationId;
  event[slots["agent.name"]] = call.agent;
  event[slots["agent.os"]] = world.os;
  event[slots["agent.pid"]] = world.pid;
  event[slots["agent.hook_event_name"]] = call.hookEventName;
  event[slots["agent.session_id"]] = call.sessionId;
  event[slots["agent.permission_mode"]] = call.permissionMode;
  event[slots["agent.transcript_path"]] = call.transcriptPath;
  event[slots["agent.model"]] = call.model;
  event[slots["agent.turn_id"]] = call.turnId;
  event[slots["agent.id"]] = call.agentId;
  event[slots["agent.type"]] = call.agentType;
  event[slots["agent.unknown"]] = call.unknown.length === 0 ? undefined : call.unknown;
  event[slots["agent.cwd"]] = call.cwd;
  event[slots["agent.real_cwd"]] = cwd;
  event[slots["agent.real_cwd_prefix"]] = cwd === "" || cwd.endsWith("/") ? cwd : `${cwd}/`;
}

function putTool(event: Draft, call: ToolCall, ground: Ground): void {
  const path = call.filePath;
  event[slots["tool.use_id"]] = call.toolUseId;
  event[slots["tool.name"]] = call.toolName;
  event[slots["tool.kind"]] = call.kind;
  event[slots["tool.summary"]] = summaryOf(call);
  event[slots["tool.input"]] = call.input === undefined ? "{}" : canonicalJson(call.input);
  event[slots["tool.input_command"]] = call.inputCommand;
  event[slots["tool.file_path"]] = path;
  event[slots["tool.file_name"]] = path === "" ? "" : basename(forward(path, ground.os));
  event[slots["tool.real_file_path"]] = path === "" ? "" : (resolve(path, ground)[0] ?? "");
  event[slots["tool.patch_op"]] = call.patchOp;
  event[slots["tool.mcp_server"]] = call.mcpServer;
  event[slots["tool.mcp_tool"]] = call.mcpTool;
  event[slots["tool.url"]] = call.urls[0] ?? "";
}

/** Text that the call puts into files or takes out, and the hosts that it talks to. */
function putContent(event: Draft, call: ToolCall, report: CommandReport | undefined): void {
  const content = joined(call.content, report?.content ?? "");
  event[slots["tool.content"]] = content;
  event[slots["tool.removed"]] = call.removed;
  event[slots["tool.replaces"]] = call.replaces;
  if (content !== "" || call.removed !== "") {
    event[slots["tool.content_signs"]] = list(contentSigns(content, call.removed));
    event[slots["tool.content_domains"]] = list(contentDomains(content));
  }
  const hosts = both(call.urls.length === 0 ? none : call.urls.map(hostOf), report?.hosts);
  if (hosts.length === 0) return;
  event[slots["tool.hosts"]] = list(hosts);
  event[slots["tool.domains"]] = list(domainsOf(hosts));
}

/** What a call's paths are understood by. */
type Around = { readonly ground: Ground; readonly frame: Frame };

/** What the call touches, by the tool's own arguments and by the command that it runs. */
function putTouched(event: Draft, call: ToolCall, report: CommandReport | undefined, around: Around): void {
  const { ground, frame } = around;
  const reads = realPaths(both(call.reads, report?.reads), ground);
  const writes = realPaths(both(call.writes, report?.writes), ground);
  const deletes = realPaths(both(call.deletes, report?.deletes), ground, resolveEntry);
  event[slots["tool.touches"]] = touchesOf([
    ["reads", reads],
    ["writes", writes],
    ["deletes", deletes],
    ["sends", report?.uploads.map((path) => (path === "-" ? "output" : path)) ?? none],
  ]);
  event[slots["tool.reads"]] = list(reads);
  event[slots["tool.read_zones"]] = zonesOf(reads, frame);
  event[slots["tool.guarded_reads"]] = reads.length === 0 ? undefined : list(reads.filter(frame.guards));
  event[slots["tool.writes"]] = list(writes);
  event[slots["tool.write_zones"]] = zonesOf(writes, frame);
  event[slots["tool.deletes"]] = list(deletes);
  event[slots["tool.delete_zones"]] = zonesOf(deletes, frame);
  if (report !== undefined) putReport(event, report, around);
}

/** `rm -rf` on a name with an extension, as in `rm -rf node_modules package-lock.json`, takes one file. */
function isFileLike(path: string): boolean {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const end = name.search(/\.[a-z][a-z0-9]{0,7}$/i);
  return end !== -1 && /[^.]/.test(name.slice(0, end));
}

/** What only commands do to paths. */
function putReport(event: Draft, report: CommandReport, { ground, frame }: Around): void {
  const trees = realPaths(report.deleteTrees, ground, resolveEntry);
  const [loads, executes] = [realPaths(report.loads, ground), realPaths(report.executes, ground)];
  const readTrees = realPaths(report.readTrees, ground);
  const sent = report.uploads.length === 0 ? none : report.uploads.filter((path) => path !== "-");
  event[slots["tool.delete_trees"]] = list(trees);
  event[slots["tool.delete_tree_zones"]] = zonesOf(
    trees.filter((path) => !isFileLike(path)),
    frame,
  );
  event[slots["tool.read_tree_zones"]] = list(readTrees.flatMap((path) => treeZonesOf(path, frame)));
  event[slots["tool.ownership_tree_zones"]] = zonesOf(realPaths(report.ownershipTrees, ground), frame);
  event[slots["cmd.upload_zones"]] = zonesOf(realPaths(sent, ground), frame);
  event[slots["cmd.loads"]] = list(loads);
  event[slots["cmd.load_zones"]] = zonesOf(loads, frame);
  event[slots["cmd.executes"]] = list(executes);
  event[slots["cmd.execute_zones"]] = zonesOf(executes, frame);
}

function putCommand(event: Draft, report: CommandReport): void {
  event[slots["cmd.names"]] = list(report.names);
  event[slots["cmd.lines"]] = list(report.lines);
  event[slots["cmd.wrappers"]] = list(report.wrappers);
  event[slots["cmd.interprets"]] = list(report.interprets);
  event[slots["cmd.inline_code"]] = list(report.inlineCode);
  event[slots["cmd.uploads"]] = list(report.uploads);
  event[slots["cmd.upload_hosts"]] = list(report.uploadHosts);
  event[slots["cmd.env_reads"]] = list(report.envReads);
  event[slots["cmd.env_sets"]] = list(report.envSets);
  event[slots["cmd.effects"]] = list(report.effects);
  event[slots["cmd.exceeded"]] = report.exceeded !== undefined;
  event[slots["cmd.dynamic"]] = report.dynamic;
  event[slots["cmd.parse_error"]] = report.parseError;
}

function putMarks(event: Draft, marks: SessionMarks, now: bigint): void {
  const all = [...marks];
  event[slots["session.marks"]] = [...marks.keys()];
  event[slots["session.mark_count"]] = new Map(all.map(([label, { count }]) => [label, BigInt(count)]));
  event[slots["session.mark_age_ms"]] = new Map(all.map(([label, { last }]) => [label, ageOf(last, now)]));
  event[slots["session.mark_call"]] = new Map(all.map(([label, { call }]) => [label, call]));
}

/** A clock can be set back: nothing is younger than now. */
function ageOf(last: bigint, now: bigint): bigint {
  return last > now ? 0n : (now - last) / 1000n;
}

const none: readonly string[] = [];

/** Every path that the written ones can mean, real. */
function realPaths(paths: readonly string[], ground: Ground, how = resolve): readonly string[] {
  if (paths.length === 0) return none;
  if (paths.length === 1) return how(paths[0] ?? "", ground);
  return unique(paths.flatMap((path) => how(path, ground)));
}

/** The zones of all paths; absent when there are none. */
function zonesOf(paths: readonly string[], { zones }: Frame): readonly string[] | undefined {
  if (paths.length === 0) return undefined;
  return paths.length === 1 ? zones(paths[0] ?? "") : list(paths.flatMap(zones));
}

function joined(first: string, second: string): string {
  return first === "" || second === "" ? first + second : `${first}\n${second}`;
}

/** The last name of a path with forward slashes, whatever follows it. */
function basename(path: string): string {
  const end = path.endsWith("/") ? path.replace(/(?<!\/)\/+$/, "") : path;
  return end.slice(end.lastIndexOf("/") + 1);
}

/** The texts of two lists. */
function both(first: readonly string[], second: readonly string[] = none): readonly string[] {
  if (second.length === 0) return first;
  return first.length === 0 ? second : unique([...first, ...second]);
}

/** Up to so many values are compared with one another, which takes less than a set does. */
const few = 8;

function unique(values: readonly string[]): readonly string[] {
  if (values.length <= few && values.every((value, at) => values.indexOf(value) === at)) return values;
  return [...new Set(values)];
}

/** Without duplicates and empty texts; absent when there is nothing. */
function list(values: readonly string[]): readonly string[] | undefined {
  if (values.length === 0) return undefined;
  const found = unique(values.includes("") ? values.filter((value) => value !== "") : values);
  return found.length === 0 ? undefined : found;
}
