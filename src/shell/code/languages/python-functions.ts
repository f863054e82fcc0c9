import { effect } from "../../act.ts";
import { join } from "../../flow.ts";
import { argument, option, readFile, writeFile } from "../actions/access.ts";
import { packs, reads } from "../actions/files.ts";
import { requests, sends } from "../actions/network.ts";
import { evaluates } from "../actions/processes.ts";
import type { Action } from "../language.ts";
import { environmentVariable } from "../reading/environment.ts";
import {
  concatenated,
  distribute,
  emptyValue,
  flat,
  flowValue,
  hasText,
  joinedPath,
  madeOf,
  named,
  oneOf,
  shownValue,
  unknownValue,
} from "../value.ts";

/** `open(path, mode)`: what is read is known at once, what is written comes later. */
export const opens: Action = (call) => {
  const path = call.self?.name === "Path" ? call.self : argument(call, 0);
  const mode = (option(call, "mode") ?? call.args[call.self?.name === "Path" ? 0 : 1])?.flow.text ?? "r";
  if (!/[wax+]/.test(mode)) return { flow: readFile(call.machine, path), name: "File" };
  const flow = mode.includes("+") ? readFile(call.machine, path) : emptyValue.flow;
  if (mode.startsWith("w") || mode.startsWith("x")) writeFile(call.machine, path, emptyValue);
  return { flow, name: mode.startsWith("a") ? "FileToAppend" : "FileToWrite", self: path };
};

export const writesInto =
  (at: number): Action =>
  (call) => {
    const file = at === 0 ? call.self : argument(call, at);
    const content = at === 0 ? argument(call, 0) : flowValue(shownValue(argument(call, 0)));
    if (file?.self !== undefined) writeFile(call.machine, file.self, content, file.name === "FileToAppend");
    return unknownValue;
  };

export const path =
  (...extra: readonly string[]): Action =>
  (call) =>
    joinedPath(
      call.args.length === 0 ? [flowValue({ text: extra[0] ?? ".", from: emptyValue.flow.from })] : call.args,
      "Path",
    );

export const joinsPath: Action = ({ args, self }) =>
  joinedPath(self === undefined ? args : [self, ...args], "Path");

export const asPath =
  (action: Action): Action =>
  (call) => ({ ...action(call), name: "Path" });

export const getsVariable: Action = (call) => {
  const found = environmentVariable(call.machine, argument(call, 0).flow.text);
  const otherwise = call.args[1];
  return otherwise !== undefined && !hasText(found) && found.flow.from.variables.length === 0
    ? oneOf([found, otherwise])
    : found;
};

/** `getattr(os, "sys" + "tem")`. */
export const getsAttribute: Action = (call) => {
  const [owner = unknownValue, key = emptyValue] = call.args;
  return { ...named(`${owner.name ?? "str"}.${key.flow.text}`), self: owner };
};

/** `__import__("a.b")` is `a`; with a fourth argument, `fromlist`, it is `a.b`. (docs.python.org/3/library/functions.html) */
export const importsTop: Action = (call) => {
  const { text } = argument(call, 0).flow;
  const whole = call.args.length > 3 || call.named.has("fromlist");
  return named(whole ? text : text.replace(/\..*$/s, ""));
};

export const imports: Action = (call) => named(argument(call, 0).flow.text);

/** `map(f, list)` of a function that is known by name only. */
export const maps: Action = (call) => {
  const [callee = unknownValue, list = emptyValue] =
    call.args.length > 1 ? call.args : [unknownValue, argument(call, 0)];
  if (callee.name !== "chr") return list;
  const items = list.items ?? [list];
  return {
    ...madeOf(items),
    items: items.map((item) =>
      /^\d+$/.test(item.flow.text)
        ? flowValue({
            text: String.fromCodePoint(Math.min(Number(item.flow.text), 0x10ffff)),
            from: { ...item.flow.from, decoded: true },
          })
        : item,
    ),
  };
};

export const parentOf: Action = ({ self }) =>
  distribute([self ?? emptyValue], ([one = emptyValue]) => ({
    ...one,
    name: "Path",
    flow: {
      text: folderOf(one.flow.text) || (one.flow.text.startsWith("/") ? "/" : "."),
      from: one.flow.from,
    },
  }));

/** A path without its last name. */
function folderOf(path: string): string {
  const plain = path.replace(/(?<!\/)\/+$/, "");
  const slash = plain.lastIndexOf("/");
  return slash === -1 ? plain : plain.slice(0, slash).replace(/(?<!\/)\/+$/, "");
}

export const dirname: Action = (call) => ({ ...parentOf({ ...call, self: argument(call, 0) }), name: "str" });

export const opensUrl: Action = requests(0);

export const copiesStream: Action = (call) => {
  const [source = emptyValue, target = emptyValue] = call.args;
  if (target.self !== undefined) writeFile(call.machine, target.self, source);
  return unknownValue;
};

export const zips: Action = (call) => {
  const target = argument(call, 0);
  return {
    ...unknownValue,
    name: /[wax]/.test(call.args[1]?.flow.text ?? option(call, "mode")?.flow.text ?? "r")
      ? "ArchiveToWrite"
      : "Archive",
    self: target,
  };
};

export const addsToArchive: Action = (call) => {
  if (call.self?.self === undefined) return unknownValue;
  return packs(0, 1)({ ...call, args: [argument(call, 0), call.self.self] });
};

export const makesArchive: Action = (call) =>
  packs(
    0,
    1,
  )({
    ...call,
    args: [
      option(call, "root_dir") ?? argument(call, 2),
      concatenated(argument(call, 0), flowValue({ text: ".zip", from: emptyValue.flow.from })),
    ],
  });

export const chooses: Action = ({ args }) => args[0] ?? unknownValue;

export const printsFiles: Action = (call) =>
  flowValue(call.args.map((value) => readFile(call.machine, value)).reduce(join, emptyValue.flow));

export const smtp: Action = (call) => {
  for (const value of call.args) sends({ ...call, args: [flowValue(flat(value))] });
  return unknownValue;
};

export const fileNumber: Action = ({ self }) => ({ ...(self ?? unknownValue), name: self?.name ?? "fileno" });

/** A library's functions are C's: `CDLL(None).system(…)`. */
export const loadsLibrary: Action = (call) => {
  const isOwn = /^(?:None)?$/.test(argument(call, 0).flow.text);
  return { ...(isOwn ? unknownValue : reads()(call)), name: "CDLL" };
};

/** An object that was packed is code to whoever unpacks it; a file of one's own is not. */
export const loadsObjects: Action = (call) => {
  const { flow } = argument(call, 0);
  return flow.from.network || flow.from.decoded ? evaluates("python")(call) : flowValue(flow);
};

/** In a list that never ends. */
export const forks: Action = ({ machine }) => {
  if (/\biter\s*\(\s*\w+\s*,|\bitertools\.(?:count|repeat|cycle)\b/.test(machine.code))
    effect(machine.run, "shell:fork-bomb");
  return unknownValue;
};
