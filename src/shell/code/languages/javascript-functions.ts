import { fromBase64, fromHex } from "../../decode.ts";
import { decodedFlow } from "../../flow.ts";
import { argument, option, readFile, writeFile } from "../actions/access.ts";
import { requests, sends } from "../actions/network.ts";
import { runsText, spawnsProgram } from "../actions/processes.ts";
import { encodes, passes } from "../actions/texts.ts";
import type { Action } from "../language.ts";
import { environmentVariable } from "../reading/environment.ts";
import { moduleName } from "../reading/imports.ts";
import { runCode } from "../spawn.ts";
import { emptyValue, flowValue, joinedPath, named, unknownValue } from "../value.ts";

/** A module is its name; a file is code that lies there. */
export const requires: Action = (call) => {
  const { text } = argument(call, 0).flow;
  return /^[./]/.test(text) ? flowValue(readFile(call.machine, argument(call, 0))) : named(moduleName(text));
};

/** `Buffer.from(x, "base64")`. */
export const buffers: Action = (call) => {
  const [value = emptyValue, encoding] = call.args;
  const name = encoding?.flow.text ?? "";
  if (/^base64/.test(name)) return flowValue(decodedFlow(value.flow, fromBase64));
  if (name === "hex") return flowValue(decodedFlow(value.flow, fromHex));
  if (value.items !== undefined)
    return {
      flow:
        decodedFlow(
          {
            text: value.items.map(({ flow }) => String.fromCharCode(Number(flow.text))).join(""),
            from: value.flow.from,
          },
          (text) => text,
        ).text === ""
          ? value.flow
          : {
              text: value.items.map(({ flow }) => String.fromCharCode(Number(flow.text))).join(""),
              from: { ...value.flow.from, decoded: true },
            },
    };
  return value;
};

/** `x.toString("base64")` hides what it says. */
export const toText: Action = (call) =>
  /^(base64|hex)/.test(argument(call, 0).flow.text)
    ? encodes({ ...call, args: [call.self ?? emptyValue] })
    : (call.self ?? emptyValue);

export const getsEnvironment: Action = (call) =>
  environmentVariable(call.machine, argument(call, 0).flow.text);

/** A stream onto a file or connection: what is piped into it goes there. */
export const opensToWrite: Action = (call) => {
  writeFile(call.machine, argument(call, 0), emptyValue);
  return { ...unknownValue, name: "FileToWrite", self: argument(call, 0) };
};

export const pipes: Action = (call) => {
  const target = argument(call, 0);
  if (target.self !== undefined && target.name === "FileToWrite")
    writeFile(call.machine, target.self, call.self ?? emptyValue);
  else if (target.name?.startsWith("process.stdout") === true)
    call.machine.state.printed = call.self?.flow ?? emptyValue.flow;
  else if (call.self?.name === "Socket" || target.name === "Socket") {
    if (
      /^(Process|Socket)/.test(target.name ?? "") ||
      /stdin|stdout|stderr/.test(`${target.name} ${call.self?.name}`)
    )
      call.machine.state.streamsMoved ||= call.machine.state.shellStarted;
    if (target.name === "Socket") sends({ ...call, args: [call.self ?? emptyValue] });
  }
  return target;
};

/** `fetch(url, { method, body })`. */
export const fetches: Action = requests();

/** A request that is written to afterwards. */
export const opensRequest: Action = (call) => {
  const response = requests()(call);
  call.machine.state.connection =
    call.machine.state.connection === "none" ? "none" : call.machine.state.connection;
  return { ...response, name: "Response" };
};

export const sendsBody: Action = (call) => {
  const host = call.machine.variables.get("host of the connection");
  if (host !== undefined) requests()({ ...call, args: [host, ...call.args] });
  return unknownValue;
};

export const resolves: Action = ({ args }) => joinedPath(args);

export const resolvesHere: Action = ({ args, machine }) =>
  joinedPath([flowValue({ text: machine.shell.cwd, from: emptyValue.flow.from }), ...args]);

export const evaluatesContext: Action = (call) =>
  flowValue(runCode(call.machine, "javascript", argument(call, 0)));

/** `new Function("a", "return 1")`: the last text is code. */
export const makesFunction: Action = (call) => {
  const body = call.args.at(-1) ?? emptyValue;
  // What it will be called with can't be told; what it could do with it is run `require`.
  const names = call.args.slice(0, -1).flatMap(({ flow }) => flow.text.match(/\w+/g) ?? []);
  const head = names
    .filter((name) => name !== "require")
    .map((name) => `const ${name} = require;`)
    .join(" ");
  const flow = { text: `${head}${body.flow.text}`, from: body.flow.from };
  return flowValue(runCode(call.machine, "javascript", head === "" ? body : { ...body, flow }));
};

export const reversesItems: Action = ({ self }) =>
  self?.items === undefined ? (self ?? unknownValue) : { ...self, items: [...self.items].reverse() };

export const bunShell: Action = runsText();

/** A file object of Bun and Deno. */
export const fileObject: Action = (call) => ({
  flow: readFile(call.machine, argument(call, 0)),
  name: "File",
});

export const denoCommand: Action = (call) => {
  const args = option(call, "args");
  return spawnsProgram({
    ...call,
    args: [argument(call, 0), ...(args === undefined ? [] : [args])],
    named: new Map(),
  });
};

export const dotenvParses: Action = passes();

export const dotenvLoads: Action = (call) =>
  flowValue(
    readFile(call.machine, option(call, "path") ?? flowValue({ text: ".env", from: emptyValue.flow.from })),
  );
