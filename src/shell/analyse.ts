import type { Command } from "../model/call.ts";
import { boundedText } from "./bounds.ts";
import { walkers } from "./dialects.ts";
import { type Flow, nothing, storedSecret } from "./flow.ts";
import type { CommandReport, Place } from "./report.ts";
import type { Draft, Shell, Walker, Way } from "./state.ts";

/** How deep code may be nested in code. */
const deepestNesting = 32;

/** How many steps one command line may cost: a statement, a run of a program, a turn of a loop. */
const mostSteps = 10_000;

/** What a command line really does. Pure: symbolic links are not resolved. Never throws. */
export function analyse(command: Command, place: Place): CommandReport {
  const draft = emptyDraft();
  try {
    follow(command, place, draft);
  } catch {
    // A mistake of ours must not hide what was found before it, nor let the rest pass unseen.
    draft.exceeded ??= "following it failed";
  }
  return reportOf(draft);
}

/** The same, but a mistake of ours throws. For tests. */
export function analyseStrictly(command: Command, place: Place): CommandReport {
  const draft = emptyDraft();
  follow(command, place, draft);
  return reportOf(draft);
}

function follow(command: Command, place: Place, draft: Draft): void {
  const text = boundedText(command.text);
  if (text !== command.text) draft.exceeded = "it is too long to follow to its end";
  const walker = walkers[command.dialect];
  const io = { stdin: nothing, socket: false };
  show(draft, walker.text(newShell(place, draft, walker, "first"), text, io));
  if (draft.forked) show(draft, walker.text(newShell(place, draft, walker, "second"), text, io));
}

const printers = ["echo", "printf", "print", "printenv"];

/** What is printed in the end is what the agent gets to see. */
function show(draft: Draft, { from }: Flow): void {
  if (from.variables.includes(storedSecret)) draft.effects.add("secret:print");
  const secret = from.variables.some((name) => name !== storedSecret && name !== "*");
  // A program's output may hold what the program was given, but that alone is no sign that it does.
  const tells = !from.output || printers.some((name) => draft.names.has(name));
  if (secret && tells) draft.effects.add("env:secret-print");
}

function emptyDraft(): Draft {
  return {
    names: new Set(),
    lines: [],
    wrappers: new Set(),
    interprets: new Set(),
    inlineCode: new Set(),
    uploads: new Set(),
    uploadHosts: new Set(),
    envReads: new Set(),
    envSets: new Set(),
    reads: new Map(),
    writes: new Set(),
    deletes: new Set(),
    readTrees: new Set(),
    deleteTrees: new Set(),
    ownershipTrees: new Set(),
    loads: new Set(),
    executes: new Set(),
    hosts: new Set(),
    effects: new Set(),
    content: "",
    printed: nothing,
    forked: false,
    dynamic: false,
    parseError: false,
    exceeded: undefined,
  };
}

const newShell = (place: Place, draft: Draft, walker: Walker, way: Way): Shell => ({
  place,
  draft,
  budget: { steps: mostSteps, depth: deepestNesting, way },
  walker,
  files: new Map(),
  sinks: new Map(),
  links: new Map(),
  remote: undefined,
  variables: new Map(),
  references: new Map(),
  functions: new Map(),
  aliases: new Map(),
  descriptors: new Map(),
  calling: [],
  running: [],
  concurrent: false,
  conditional: false,
  captured: false,
  cwd: place.cwd,
  previous: place.cwd,
  stack: [],
  positional: [],
  zero: "bash",
});

const none: readonly string[] = [];
const listOf = (set: ReadonlySet<string>): readonly string[] => (set.size === 0 ? none : [...set]);

const reportOf = (draft: Draft): CommandReport => ({
  names: listOf(draft.names),
  lines: draft.lines.length < 2 ? draft.lines : [...new Set(draft.lines)],
  wrappers: listOf(draft.wrappers),
  interprets: listOf(draft.interprets),
  inlineCode: listOf(draft.inlineCode),
  uploads: listOf(draft.uploads),
  uploadHosts: listOf(draft.uploadHosts),
  envReads: listOf(draft.envReads),
  envSets: listOf(draft.envSets),
  reads: draft.reads.size === 0 ? none : [...draft.reads.keys()],
  writes: listOf(draft.writes),
  deletes: listOf(draft.deletes),
  readTrees: listOf(draft.readTrees),
  deleteTrees: listOf(draft.deleteTrees),
  ownershipTrees: listOf(draft.ownershipTrees),
  loads: listOf(draft.loads),
  executes: listOf(draft.executes),
  hosts: listOf(draft.hosts),
  effects: listOf(draft.effects),
  content: draft.content,
  dynamic: draft.dynamic,
  parseError: draft.parseError,
  exceeded: draft.exceeded,
});
