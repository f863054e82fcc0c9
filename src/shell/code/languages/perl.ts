import { fromBase64 } from "../../decode.ts";
import { join, networkFlow, nothing } from "../../flow.ts";
import { argument, fetchUrl, readFile, writeFile } from "../actions/access.ts";
import { connectsDatabase } from "../actions/databases.ts";
import { changesMode, copies, globs, listsFolder, moves, removes, touches } from "../actions/files.ts";
import { connects, requests } from "../actions/network.ts";
import { changesFolder, environment, standardInput, temporaryFolder, workFolder } from "../actions/places.ts";
import {
  evaluates,
  executesProgram,
  movesStreams,
  runsFile,
  runsText,
  spawnsProgram,
  stopsProcess,
} from "../actions/processes.ts";
import { decodes, encodes, passes, printed } from "../actions/texts.ts";
import type { Action, Call, Language } from "../language.ts";
import { isSign, peek } from "../reading/cursor.ts";
import { runProgram, shellOutput } from "../spawn.ts";
import { emptyValue, flowValue, mostItems, named, unknownValue, type Value } from "../value.ts";

/** `open(my $fh, "<", $file)`, `open(F, ">$file")`, `open(F, "cmd |")`. */
const opens: Action = (call) => {
  const [handle = unknownValue, mode = emptyValue, path] = call.args;
  const opened = openedFile(call, mode, path);
  const name = handle.variable ?? handle.name;
  if (name !== undefined) call.machine.variables.set(name, opened);
  return opened;
};

function openedFile(call: Call, mode: Value, path: Value | undefined): Value {
  const { machine } = call;
  const [, sign = "", rest = ""] = /^\s*(\+?[<>]{1,2}&?=?|\||-\|)?\s*([\s\S]*)$/.exec(mode.flow.text) ?? [];
  const target: Value = path ?? { ...mode, flow: { text: rest.trim(), from: mode.flow.from } };
  if (sign.includes("&")) return movesStreams(call);
  // A program with its arguments, each for itself.
  if (/^\|?-\|?$/.test(mode.flow.text.trim()) && call.args.length > 3)
    return { flow: runProgram(machine, call.args.slice(2)), name: "File" };
  if (sign === "|" || sign === "-|" || rest.endsWith("|"))
    return {
      flow: shellOutput(machine, {
        ...target,
        flow: { text: target.flow.text.replace(/\|\s*$/, ""), from: target.flow.from },
      }),
      name: "File",
    };
  if (!sign.includes(">")) return { flow: readFile(machine, target), name: "File" };
  writeFile(machine, target, emptyValue, sign.includes(">>"));
  return { ...unknownValue, name: "FileToWrite", self: target };
}

/** `print $fh text` writes, `print text` prints. */
const prints: Action = ({ machine, args }) => {
  const [first, ...rest] = args;
  if (first?.name === "FileToWrite" && first.self !== undefined)
    for (const value of rest) writeFile(machine, first.self, value, true);
  else machine.state.printed = join(machine.state.printed, printed(args));
  return unknownValue;
};

const readsLines: Action = (call) => {
  const handle = argument(call, 0);
  const given = handle.name === "ARGV" ? call.machine.variables.get("@ARGV") : undefined;
  if (given !== undefined)
    return flowValue(
      (given.items ?? [given]).map((file) => readFile(call.machine, file)).reduce(join, emptyValue.flow),
    );
  if (/^(STDIN|ARGV|\$_)$/.test(handle.name ?? ""))
    return call.machine.run.io.stdin.text === ""
      ? flowValue(call.machine.run.content.flow)
      : standardInput(call);
  return flowValue(handle.flow);
};

/** The next argument of the function, or of the program. */
const shifts: Action = ({ args, machine }) => {
  const own = machine.variables.get("@_");
  if (args[0] !== undefined || own?.items === undefined)
    return args[0] ?? { flow: machine.run.operands[0] ?? emptyValue.flow };
  machine.variables.set("@_", { ...own, items: own.items.slice(1) });
  return own.items[0] ?? unknownValue;
};

/** `shift` alone. */
const shiftsHere: Action = (call) => (isSign(peek(call.machine), "(") ? named("shift") : shifts(call));

const inputLines = ({ machine }: Call): readonly Value[] =>
  machine.run.content.flow.text
    .split(/[\n\0]/)
    .filter((line) => line !== "")
    .slice(0, mostItems)
    .map((text): Value => ({ flow: { text, from: machine.run.content.flow.from } }));

/** What was read last: where a connection was made and nothing else is read, what it sends. */
const currentLine: Action = ({ machine }) =>
  machine.run.content.flow === nothing && machine.state.connection === "connects"
    ? flowValue(networkFlow)
    : flowValue(machine.run.content.flow);

const calls: Readonly<Record<string, Action>> = {
  open: opens,
  sysopen: opens,
  "IO::File.new": (call) => openedFile(call, call.args[1] ?? emptyValue, argument(call, 0)),
  print: prints,
  printf: prints,
  say: prints,
  readline: readsLines,
  system: spawnsProgram,
  exec: spawnsProgram,
  qx: runsText(),
  readpipe: runsText(),
  "IPC::Open3.open3": (call) => spawnsProgram({ ...call, args: call.args.slice(3) }),
  "IPC::Open2.open2": (call) => spawnsProgram({ ...call, args: call.args.slice(2) }),
  open3: (call) => spawnsProgram({ ...call, args: call.args.slice(3) }),
  open2: (call) => spawnsProgram({ ...call, args: call.args.slice(2) }),
  "POSIX::execvp": executesProgram(0),
  eval: evaluates("perl"),
  do: runsFile("perl"),
  unlink: (call) => {
    // Without an argument it is $_, each line in turn.
    for (const value of call.args.length > 0 ? call.args : inputLines(call))
      removes()({ ...call, args: [value] });
    return unknownValue;
  },
  rmdir: removes(),
  rmtree: removes(true),
  remove_tree: removes(true),
  "File::Path::rmtree": removes(true),
  "File::Path::remove_tree": removes(true),
  rename: moves,
  move: moves,
  copy: copies(),
  "File::Copy::copy": copies(),
  "File::Copy::move": moves,
  link: copies(),
  symlink: copies(),
  mkdir: touches(),
  truncate: touches(),
  chmod: changesMode,
  chown: changesMode,
  chdir: changesFolder,
  glob: globs,
  opendir: (call) => listsFolder("*")({ ...call, args: call.args.slice(1) }),
  "File::Slurp::read_file": (call) => flowValue(readFile(call.machine, argument(call, 0))),
  read_file: (call) => flowValue(readFile(call.machine, argument(call, 0))),
  slurp: (call) => flowValue(readFile(call.machine, argument(call, 0))),
  getcwd: workFolder,
  cwd: workFolder,
  tmpdir: temporaryFolder,
  kill: stopsProcess,
  decode_base64: decodes(fromBase64),
  "MIME::Base64::decode": decodes(fromBase64),
  "MIME::Base64::decode_base64": decodes(fromBase64),
  encode_base64: encodes,
  "IO::Socket::INET": connects,
  "IO::Socket::IP": connects,
  "IO::Socket::INET.new": connects,
  "IO::Socket::IP.new": connects,
  "IO::Socket::SSL.new": connects,
  connect: connects,
  sockaddr_in: connects,
  inet_aton: passes(),
  "LWP::Simple::get": requests(),
  get: requests(),
  getstore: (call) => {
    const flow = fetchUrl(call.machine, argument(call, 0));
    writeFile(call.machine, call.args[1] ?? emptyValue, flowValue(flow));
    return flowValue(flow);
  },
  "*.get": requests(),
  "*.post": requests(),
  "HTTP::Tiny.get": requests(),
  "HTTP::Tiny.new.get": requests(),
  "DBI.connect": connectsDatabase,
  dup2: movesStreams,
  "POSIX::dup2": movesStreams,
  "*.fdopen": movesStreams,
  shift: shifts,
};

const properties: Readonly<Record<string, Action>> = {
  "%ENV": environment,
  $ENV: environment,
  shift: shiftsHere,
  "@ARGV": ({ machine }) => ({
    ...unknownValue,
    items: machine.run.operands.map((word): Value => ({ flow: { text: word.text, from: word.from } })),
  }),
  $ARGV: ({ machine }) => ({
    ...unknownValue,
    items: machine.run.operands.map((word): Value => ({ flow: { text: word.text, from: word.from } })),
  }),
  $_: currentLine,
};

export const perlLanguage: Language = {
  syntax: {
    lineComments: ["#"],
    blockComments: [],
    quotes: { "'": "raw", '"': "parts", "`": "shell" },
    insertion: "$",
    sigils: "$@%&",
    regex: true,
    quoteLike: "perl",
  },
  attributes: ["->"],
  joins: ["."],
  bareCalls: true,
  indented: false,
  calls,
  properties,
};
