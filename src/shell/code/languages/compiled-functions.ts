import { fromNetwork, unknownPart } from "../../flow.ts";
import { argument, readFile, writeFile } from "../actions/access.ts";
import { connects } from "../actions/network.ts";
import { runsText, spawnsProgram } from "../actions/processes.ts";
import type { Action, Call } from "../language.ts";
import { runProgram } from "../spawn.ts";
import {
  concatenated,
  emptyValue,
  flowValue,
  joinedPath,
  textValue,
  unknownValue,
  type Value,
} from "../value.ts";
import { formats } from "./shared-functions.ts";

const withoutFirst = (call: Call, count = 1): Call => ({ ...call, args: call.args.slice(count) });

/** What stands behind a context, a network's name or a buffer's size. */
export const behind =
  (count: number, action: Action): Action =>
  (call) =>
    action(withoutFirst(call, count));

/** Most code has functions of its own that start or delete what they are given: only what it names itself is noted. */
export const known =
  (action: Action): Action =>
  (call) => {
    const [first] = call.args[0]?.items ?? call.args;
    const { text, from } = (first ?? emptyValue).flow;
    return text.startsWith(unknownPart) && !from.network && !from.decoded ? unknownValue : action(call);
  };

/** A new folder for temporary files. */
export const madeFolder: Action = ({ machine }) => textValue(`${machine.shell.place.tmpdir || "/tmp"}/made`);

/** `Command::new("sh")`: its arguments follow one by one. */
export const newCommand: Action = ({ args }) => ({ ...unknownValue, name: "Command", items: args });

/** `.arg("-c")`, `.args(["-c", x])`. */
export const addsArguments: Action = ({ machine, self, args }) => {
  const more = args.flatMap((value) => value.items ?? [value]);
  const value: Value = {
    ...unknownValue,
    ...self,
    name: "Command",
    items: [...(self?.items ?? []), ...more],
  };
  if (self?.variable !== undefined) machine.variables.set(self.variable, value);
  return value;
};

export const runsCommand: Action = ({ machine, self }) => {
  const items = self?.items ?? [];
  return items[0]?.flow.text.startsWith(unknownPart) === true
    ? unknownValue
    : flowValue(runProgram(machine, items), "Process");
};

const isEnd = ({ name, flow }: Value): boolean => name === "NULL" || /^(nil|null|0)$/.test(flow.text);

/** `execl(path, name, argument, …, NULL)`, `execv(path, list)`, `syscall.Exec(path, list, environment)`. */
export const executes: Action = ({ machine, args: [program = emptyValue, ...rest] }) => {
  const words = rest[0]?.items ?? rest;
  const end = words.findIndex(isEnd);
  const given = words.slice(1, end === -1 ? undefined : Math.max(end, 1));
  return flowValue(runProgram(machine, [program, ...given]), "Process");
};

/** A text is a command line that is cut at its blanks, a list is a command. */
export const runsEither: Action = (call) =>
  (argument(call, 0).items === undefined && call.args.length === 1 ? runsText() : spawnsProgram)(call);

/** The variable that a C function puts its result into. */
function into({ machine, args: [target] }: Call, value: Value): Value {
  if (target?.variable !== undefined) machine.variables.set(target.variable, value);
  return value;
}

/** `sprintf(buffer, format, …)`, and with the buffer's size. */
export const formatsInto =
  (skipped: number): Action =>
  (call) =>
    into(call, formats({ ...withoutFirst(call, skipped), self: undefined }));

export const copiesText: Action = (call) => into(call, argument(call, 1));

export const appendsText: Action = (call) => into(call, concatenated(argument(call, 0), argument(call, 1)));

/** `fopen(path, "w")`, `ofstream f(path)`. */
export const opensFile: Action = (call) => {
  const path = argument(call, 0);
  if (!/^[wa]/.test(argument(call, 1).flow.text)) return { flow: readFile(call.machine, path), name: "File" };
  return opensToWrite(call);
};

export const opensToWrite: Action = (call) => {
  const path = argument(call, 0);
  writeFile(call.machine, path, emptyValue, true);
  return { ...unknownValue, name: "FileToWrite", self: path };
};

export const writesInto: Action = ({ machine, self, args }) => {
  if (self?.self !== undefined) for (const value of args) writeFile(machine, self.self, value, true);
  return self ?? unknownValue;
};

/** `path.join(x)` and `filepath.Join(a, b)`; a list of texts is joined by what stands between. */
export const joinsPath: Action = ({ self, args }) => {
  const pieces =
    self === undefined || self.name?.match(/^(?:path|filepath|Paths?)$/) ? args : [self, ...args];
  return joinedPath(pieces, "Path");
};

/** The address of a C program: `inet_addr("192.0.2.1")`. It is connected to by whoever has a socket. */
export const address: Action = (call) => {
  const text = call.args.find(({ flow }) => /[.:]/.test(flow.text));
  return text === undefined ? unknownValue : connects({ ...call, args: [text] });
};

/** What comes over a connection. */
export const networkStream: Action = () => ({
  flow: { text: unknownPart, from: fromNetwork },
  name: "Response",
});

/** `System.getProperty("user.home")`. */
export const javaProperty: Action = (call) => {
  const { place, cwd } = call.machine.shell;
  const name = argument(call, 0).flow.text;
  if (name === "user.home") return textValue(place.home);
  return name === "user.dir" ? textValue(cwd) : unknownValue;
};
