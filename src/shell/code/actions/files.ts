import { effect, readTree, remove, write } from "../../act.ts";
import { nothing, unknownPart } from "../../flow.ts";
import type { Action, Call, Machine } from "../language.ts";
import { emptyValue, flowValue, fromOf, unknownValue, type Value } from "../value.ts";
import { acting, argument, option, pathOf, readFile, writeFile } from "./access.ts";

export const reads =
  (at = 0, kind?: string): Action =>
  (call) =>
    flowValue(readFile(call.machine, argument(call, at)), kind);

export const readsSelf: Action = ({ machine, self }) =>
  flowValue(self === undefined ? nothing : readFile(machine, self));

export const listsFolder =
  (pattern: string): Action =>
  (call) => {
    const folder = call.self?.name === "Path" ? call.self : argument(call, 0);
    const inside =
      call.self?.name === "Path" ? argument(call, 0).flow.text.replaceAll("**/", "") || pattern : pattern;
    return {
      flow: { text: `${folder.flow.text.replace(/(?<!\/)\/+$/, "")}/${inside}`, from: folder.flow.from },
      glob: true,
      name: call.self?.name === "Path" ? "Path" : "str",
    };
  };

export const globs: Action = (call) => {
  const value = argument(call, 0);
  return { flow: { text: value.flow.text.replaceAll("**/", ""), from: value.flow.from }, glob: true };
};

export const writes =
  (at = 0, content = at + 1): Action =>
  (call) => {
    writeFile(call.machine, argument(call, at), call.args[content] ?? emptyValue);
    return unknownValue;
  };

export const appends =
  (at = 0, content = at + 1): Action =>
  (call) => {
    writeFile(call.machine, argument(call, at), call.args[content] ?? emptyValue, true);
    return unknownValue;
  };

/** Creates or changes something without content. */
export const touches =
  (at = 0): Action =>
  (call) => {
    writeFile(call.machine, argument(call, at), emptyValue);
    return argument(call, at);
  };

export const writesSelf: Action = ({ machine, self, args }) => {
  if (self !== undefined) writeFile(machine, self, args[0] ?? emptyValue);
  return self ?? unknownValue;
};

export const removes =
  (tree = false, at = 0): Action =>
  (call) => {
    const target = argument(call, at);
    for (const one of target.items ?? [target]) removePath(call.machine, one, tree || isRecursive(call));
    return unknownValue;
  };

export const removesSelf =
  (tree = false): Action =>
  ({ machine, self }) => {
    if (self !== undefined) removePath(machine, self, tree);
    return unknownValue;
  };

/** `{ recursive: true }`. */
const isRecursive = (call: Call): boolean =>
  option(call, "recursive")?.flow.text === "true" || option(call, "recurse")?.flow.text === "true";

/** A path that is nowhere known is not worth an alarm: most code that deletes goes through a list. */
function removePath(machine: Machine, value: Value, tree: boolean): void {
  if (value.flow.text === unknownPart && !tree) return;
  remove(acting(machine), pathOf(value), tree);
}

export const moves: Action = (call) => {
  const [source = emptyValue, target = emptyValue] =
    call.self?.name === "Path" ? [call.self, ...call.args] : call.args;
  const flow = readFile(call.machine, source);
  writeFile(call.machine, target, flowValue(flow));
  removePath(call.machine, source, false);
  return target;
};

export const copies =
  (tree = false): Action =>
  (call) => {
    const [source = emptyValue, target = emptyValue] = call.args;
    const flow = tree ? readTree(acting(call.machine), pathOf(source)) : readFile(call.machine, source);
    writeFile(call.machine, target, flowValue(flow));
    return target;
  };

export const packs =
  (source: number, target: number): Action =>
  (call) => {
    const flow = readTree(acting(call.machine), pathOf(argument(call, source)));
    writeFile(call.machine, argument(call, target), flowValue(flow));
    return unknownValue;
  };

export const changesMode: Action = (call) => {
  const mode = call.args.find(({ flow }) => /^(0o?)?[0-7]{3,4}$/.test(flow.text));
  const digits = /[0-7]{3,4}$/.exec(mode?.flow.text ?? "")?.[0] ?? "";
  if (/^[4-7][0-7]{3}$/.test(digits)) effect(call.machine, "perms:setuid");
  else if (/[2367]$/.test(digits)) effect(call.machine, "perms:world-writable");
  const target = call.args.find((value) => value !== mode);
  if (target !== undefined) writeFile(call.machine, target, emptyValue);
  return unknownValue;
};

/** How libraries call the file that they put something into. */
const targetNames = [
  "path_or_buf",
  "path",
  "file",
  "fname",
  "filename",
  "filepath",
  "excel_writer",
  "fp",
  "f",
];

/** Puts what a thing holds, a table or a picture, into a file; what else is put there is unknown. */
export const exports =
  (at = 0): Action =>
  (call) => {
    const named = targetNames.map((name) => call.named.get(name)).find((value) => value !== undefined);
    const target = named ?? argument(call, at);
    if (target.flow.text !== "" && target.flow.text !== unknownPart) {
      const sources = [...(call.self === undefined ? [] : [call.self]), ...call.args];
      write(acting(call.machine), pathOf(target), { text: unknownPart, from: fromOf(sources) });
    }
    return unknownValue;
  };
