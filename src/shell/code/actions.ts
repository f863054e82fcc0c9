import { contact, effect, execute, read, readTree, remove, send, sendVariables, write } from "../act.ts";
import {
  type Flow,
  fromNetwork,
  fromOutput,
  isKnown,
  join,
  marked,
  networkFlow,
  nothing,
  unknownPart,
} from "../flow.ts";
import { isLocalHost } from "../hosts.ts";
import { absolutePath } from "../paths.ts";
import { encoded } from "../perform.ts";
import { type Word, wordFrom } from "../word.ts";
import type { Action, Call, Machine } from "./language.ts";
import { runCode, runProgram, shellOutput } from "./spawn.ts";
import {
  alternatives,
  distribute,
  emptyValue,
  flowValue,
  fromOf,
  hasText,
  madeOf,
  shownValue,
  textValue,
  unknownValue,
  type Value,
  wordOfValue,
} from "./value.ts";

/** What the functions of ../act.ts want. */
export const acting = ({ run, shell }: Machine) => ({ shell, io: run.io });

export const argument = ({ args }: Call, at: number): Value => args[at] ?? emptyValue;
export const option = ({ named, args }: Call, name: string): Value | undefined =>
  named.get(name) ?? args.find(({ fields }) => fields?.has(name))?.fields?.get(name);

/** A path that the code names; `file:` and `Path` objects too. */
export const pathOf = (value: Value): Word => {
  const word = wordOfValue(value);
  return word.text.startsWith("file://") ? wordFrom(word.text.slice(7), word.from, word.glob) : word;
};

/** Reading standard input by one of its names. */
const isInput = (text: string): boolean => /^(0|\/dev\/stdin|php:\/\/(stdin|input)|-)$/.test(text);

export function readFile(machine: Machine, value: Value): Flow {
  if (isInput(value.flow.text)) return machine.run.io.stdin;
  if (/^(https?|ftp):\/\//.test(value.flow.text)) return fetchUrl(machine, value);
  if (value.flow.text === "") return nothing;
  return read(acting(machine), pathOf(value));
}

/** The new text, and, where it can't be known, the code that makes it. */
export function writeFile(machine: Machine, value: Value, content: Value | undefined, append = false): void {
  if (value.flow.text === "" || /^php:\/\//.test(value.flow.text)) return;
  const flow = content === undefined ? undefined : shownValue(content);
  write(acting(machine), pathOf(value), flow, append);
  if (flow === undefined || !isKnown(flow)) machine.run.shell.draft.content += `${machine.code}\n`;
}

/** Talks to a URL; what the code puts in it goes there. */
export function fetchUrl(machine: Machine, value: Value): Flow {
  const host = contact({ shell: machine.shell }, value.flow.text);
  send({ shell: machine.shell }, value.flow, [host]);
  return networkFlow;
}

/** What a request carries: bodies, files, headers. A file object is the file. */
function carries(machine: Machine, host: string, values: readonly Value[]): void {
  for (const value of values) {
    for (const one of alternatives(value)) {
      const flow = flat(one);
      send({ shell: machine.shell }, flow, [host]);
    }
  }
}

/** Everything that a list or table holds, as one flow. */
export function flat(value: Value): Flow {
  const parts = [...(value.items ?? []), ...(value.fields?.values() ?? []), ...(value.any ?? [])];
  return parts.map(flat).reduce(join, { text: value.flow.text, from: value.flow.from });
}

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
      flow: { text: `${folder.flow.text.replace(/\/+$/, "")}/${inside}`, from: folder.flow.from },
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

/** `os.system(text)`. */
export const runsText =
  (at = 0): Action =>
  (call) =>
    flowValue(shellOutput(call.machine, argument(call, at), inputOf(call)), "Process");

/** What is written to a child's input. */
function inputOf(call: Call): Flow {
  const input = option(call, "input");
  return input === undefined ? nothing : input.flow;
}

/** A list is a command, a text is one, or shell text. */
export const runs: Action = (call) => {
  const command = argument(call, 0);
  const { machine } = call;
  noteStreams(call);
  if (command.items !== undefined)
    return flowValue(runProgram(machine, command.items, inputOf(call)), "Process");
  const shell = option(call, "shell")?.flow.text;
  const asShell = shell !== undefined && !/^(false|0|none)$/i.test(shell);
  if (asShell || /\s/.test(command.flow.text) || call.args.length < 2)
    return flowValue(shellOutput(machine, command, inputOf(call)), "Process");
  return spawnsProgram(call);
};

/** `spawn("rm", ["-rf", x])`, `system("rm", "-rf", x)`. */
export const spawnsProgram: Action = (call) => {
  noteStreams(call);
  const [program = emptyValue, ...rest] = call.args;
  if (option(call, "shell")?.flow.text === "true" && rest[0]?.items === undefined)
    return flowValue(shellOutput(call.machine, program), "Process");
  if (program.items !== undefined)
    return flowValue(runProgram(call.machine, program.items, inputOf(call)), "Process");
  const args = rest.flatMap((value) =>
    value.items !== undefined
      ? value.items
      : value.fields !== undefined || value.name === "environment"
        ? []
        : [value],
  );
  if (args.length === 0 && /\s/.test(program.flow.text))
    return flowValue(shellOutput(call.machine, program, inputOf(call)), "Process");
  return flowValue(runProgram(call.machine, [program, ...args], inputOf(call)), "Process");
};

/** exec's like: program, then arguments of which the first is the name again. */
export const executesProgram =
  (skips: number): Action =>
  (call) => {
    const [program = emptyValue, ...rest] = call.args.flatMap((value) => value.items ?? [value]);
    return flowValue(runProgram(call.machine, [program, ...rest.slice(skips)]), "Process");
  };

/** A child whose streams are a connection. */
function noteStreams(call: Call): void {
  const streams = ["stdin", "stdout", "stderr"].map((name) => option(call, name));
  if (
    call.machine.state.connection !== "none" &&
    streams.some((value) => value?.name !== undefined && /Socket|fileno|makefile|^s(ock)?$/i.test(value.name))
  )
    call.machine.state.streamsMoved = true;
}

export const movesStreams: Action = ({ machine }) => {
  if (machine.state.connection !== "none") machine.state.streamsMoved = true;
  return unknownValue;
};

export const evaluates =
  (language: string, at = 0): Action =>
  (call) =>
    flowValue(runCode(call.machine, language, argument(call, at)));

/** The first argument's text, unchanged: wrappers that matter little. */
export const passes =
  (at = 0): Action =>
  (call) => {
    const value = call.args[at] ?? call.self ?? emptyValue;
    return value;
  };

export const passesSelf: Action = ({ self }) => self ?? emptyValue;

export const decodes =
  (decode: (text: string) => string | undefined): Action =>
  (call) => {
    const value = call.args[0] ?? call.self ?? emptyValue;
    return distribute([value], ([one = emptyValue]) => {
      const text = isKnown(one.flow) ? decode(one.flow.text) : undefined;
      return flowValue(marked({ text: text ?? unknownPart, from: one.flow.from }, { decoded: true }));
    });
  };

export const encodes: Action = (call) => {
  const value = call.args[0] ?? call.self ?? emptyValue;
  return flowValue(encoded(call.machine, flat(value)));
};

/** A change of a text that is carried out when the text is known. */
export const changes =
  (change: (text: string, args: readonly string[]) => string, decoded = false): Action =>
  ({ self, args }) => {
    const value = self ?? args[0] ?? emptyValue;
    const rest = self === undefined ? args.slice(1) : args;
    if (!hasText(value)) return { ...value, flow: { text: unknownPart, from: fromOf([value, ...rest]) } };
    const from = fromOf([value, ...rest]);
    return {
      ...(value.glob === true ? { glob: true } : {}),
      flow: {
        text: change(
          value.flow.text,
          rest.map(({ flow }) => flow.text),
        ),
        from: decoded ? { ...from, decoded: true } : from,
      },
    };
  };

export const constant =
  (text: string): Action =>
  () =>
    textValue(text);

export const nothingMuch: Action = (call) =>
  madeOf([...(call.self === undefined ? [] : [call.self]), ...call.args]);

export const objectOf =
  (name: string): Action =>
  () => ({ ...unknownValue, name });

/** A request: the URL is an argument, the rest goes with it. */
export const requests =
  (at = 0): Action =>
  (call) => {
    const url = call.named.get("url") ?? option(call, "url") ?? argument(call, at);
    const target = url.fields?.get("url") ?? url.fields?.get("hostname") ?? url.fields?.get("host") ?? url;
    const text = target.flow.text;
    const host = /^\/[^/]/.test(text) ? "" : contact({ shell: call.machine.shell }, text);
    const rest = [...call.args, ...call.named.values()];
    if (host !== "") carries(call.machine, host, rest);
    else carriesVariables(call.machine, rest);
    remember(call.machine, host);
    const flow: Flow =
      isLocalHost(host) && host !== "" ? { text: unknownPart, from: { ...fromNetwork } } : networkFlow;
    return flowValue(flow, "Response");
  };

const carriesVariables = (machine: Machine, values: readonly Value[]): void => {
  for (const value of values) sendVariables({ shell: machine.shell }, flat(value).from.variables, []);
};

const hostKey = "host of the connection";

/** Later writes to the same request or connection go to its host. */
function remember(machine: Machine, host: string): void {
  machine.variables.set(hostKey, textValue(host));
}

/** Saves what a URL sends in a file. */
export const downloads =
  (url = 0, file = 1): Action =>
  (call) => {
    const flow = fetchUrl(call.machine, argument(call, url));
    writeFile(
      call.machine,
      call.args[file] ?? textValue(argument(call, url).flow.text.replace(/^.*\//, "")),
      flowValue(flow),
    );
    return flowValue(flow);
  };

/** A connection to `host`, `(host, port)`, `port, host` or `{ host, port }`. */
export const connects: Action = (call) => {
  const host = hostOf(call);
  const { machine } = call;
  machine.state.connection = "connects";
  contact({ shell: machine.shell }, host);
  remember(machine, host);
  return { flow: { text: unknownPart, from: fromNetwork }, name: "Socket" };
};

function hostOf(call: Call): string {
  const named =
    option(call, "host") ?? option(call, "hostname") ?? option(call, "PeerAddr") ?? option(call, "PeerHost");
  const words = call.args.flatMap((value) => value.items ?? [value]).map(({ flow }) => flow.text);
  return (
    named?.flow.text ??
    words
      .find((text) => /[a-z.:]/i.test(text) && !/^\d+$/.test(text))
      ?.replace(/^(tcp|udp|ssl|tls):\/\//, "") ??
    ""
  );
}

export const listens: Action = ({ machine, self }) => {
  machine.state.connection = "listens";
  return self ?? { ...unknownValue, name: "Socket" };
};

export const sends: Action = ({ machine, args }) => {
  const host = machine.variables.get(hostKey)?.flow.text ?? "";
  if (machine.state.connection !== "none")
    for (const value of args) send({ shell: machine.shell }, flat(value), host === "" ? [] : [host]);
  return unknownValue;
};

export const receives: Action = () => flowValue({ text: unknownPart, from: fromNetwork });

export const looksUp: Action = (call) => {
  const value = argument(call, 0);
  const { from, text } = value.flow;
  const host = contact({ shell: call.machine.shell }, text);
  if (
    (from.output || from.paths.length > 0 || from.variables.length > 0 || from.encoded) &&
    text.includes(".") &&
    !isLocalHost(host)
  )
    effect(call.machine, "net:dns-exfil");
  if (from.variables.length > 0) sendVariables({ shell: call.machine.shell }, from.variables, [host]);
  return unknownValue;
};

/** The whole environment as a value: named, so that one variable can be taken out of it. */
export const environment: Action = () => ({
  name: "environment",
  flow: { text: unknownPart, from: { ...fromOutput, output: false, variables: ["*"] } },
});

export const standardInput: Action = ({ machine }) => ({ flow: machine.run.io.stdin, name: "stdin" });

/** Runs a script of its own language by its path. */
export const runsFile =
  (language: string, at = 0): Action =>
  (call) => {
    const file = argument(call, at);
    if (file.flow.text === "") return unknownValue;
    if (/^(https?|ftp):\/\//.test(file.flow.text))
      return flowValue(runCode(call.machine, language, flowValue(fetchUrl(call.machine, file))));
    execute(call.machine, pathOf(file));
    const flow = readFile(call.machine, file);
    const own =
      flow.from.paths.length === 1 &&
      flow.text === unknownPart &&
      flow.from.paths[0] === absolutePath(call.machine.shell, file.flow.text);
    return own ? unknownValue : flowValue(runCode(call.machine, language, flowValue(flow)));
  };

export const changesFolder: Action = (call) => {
  call.machine.shell.cwd = absolutePath(call.machine.shell, argument(call, 0).flow.text);
  return unknownValue;
};

export const stopsProcess: Action = (call) => {
  const text = argument(call, 0).flow.text;
  if (text === "-1" || (text === "1" && call.name.endsWith("kill")))
    effect(call.machine, "system:kill-everything");
  if (
    /prempti/i.test(text) ||
    call.args.some(({ flow }) => flow.from.paths.some((path) => /prempti/.test(path)))
  )
    effect(call.machine, "guard:tamper");
  return unknownValue;
};

export const homeFolder: Action = ({ machine }) => textValue(machine.shell.place.home);
export const workFolder: Action = ({ machine }) => textValue(machine.shell.cwd);
export const temporaryFolder: Action = ({ machine }) => textValue(machine.shell.place.tmpdir || "/tmp");

/** `~` at the beginning is the home folder. */
export const expandsHome: Action = (call) => {
  const value = call.args[0] ?? call.self ?? emptyValue;
  return distribute([value], ([one = emptyValue]) => ({
    ...one,
    flow: {
      text: one.flow.text.replace(/^~(?=\/|$)/, () => call.machine.shell.place.home),
      from: one.flow.from,
    },
  }));
};

export const printed = (values: readonly Value[]): Flow =>
  values.map((value) => withLine(shownValue(value))).reduce(join, nothing);

const withLine = (flow: Flow): Flow => ({
  text: flow.text.endsWith("\n") ? flow.text : `${flow.text}\n`,
  from: flow.from,
});
