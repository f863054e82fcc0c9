import { fromBase64 } from "../../decode.ts";
import { own } from "../../own.ts";
import { argument, readFile, writeFile } from "../actions/access.ts";
import { connectsDatabase, opensDatabase } from "../actions/databases.ts";
import {
  appends,
  changesMode,
  copies,
  globs,
  listsFolder,
  moves,
  packs,
  reads,
  removes,
  touches,
  writes,
} from "../actions/files.ts";
import { connects, listens, receives, requests, sends } from "../actions/network.ts";
import {
  changesFolder,
  environment,
  expandsHome,
  homeFolder,
  standardInput,
  temporaryFolder,
  workFolder,
} from "../actions/places.ts";
import {
  evaluates,
  movesStreams,
  runs,
  runsFile,
  runsText,
  spawnsProgram,
  stopsProcess,
} from "../actions/processes.ts";
import { decodes, encodes, passes, passesSelf } from "../actions/texts.ts";
import type { Action, Language } from "../language.ts";
import { environmentVariable } from "../reading/environment.ts";
import { emptyValue, flowValue, joinedPath, unknownValue, type Value } from "../value.ts";

/** `File.open(path, "w")`; `open("| cmd")` is a command. */
const opens: Action = (call) => {
  const path = argument(call, 0);
  if (path.flow.text.startsWith("|"))
    return runsText()({
      ...call,
      args: [{ ...path, flow: { text: path.flow.text.slice(1), from: path.flow.from } }],
    });
  const mode = call.args[1]?.flow.text ?? "r";
  if (!/[wa+]/.test(mode)) return { flow: readFile(call.machine, path), name: "File" };
  writeFile(call.machine, path, emptyValue, mode.startsWith("a"));
  return { ...unknownValue, name: "FileToWrite", self: path };
};

const writesInto: Action = (call) => {
  if (call.self?.self !== undefined)
    for (const value of call.args) writeFile(call.machine, call.self.self, value, true);
  return call.self ?? unknownValue;
};

const getsVariable: Action = (call) => environmentVariable(call.machine, argument(call, 0).flow.text);

/** `send(:system, "ls")`, `Kernel.send("ex" + "ec", …)`. */
const dispatches: Action = (call) => {
  const [name = emptyValue, ...rest] = call.args;
  const told = name.name ?? name.flow.text;
  const action = own(calls, told) ?? own(calls, `Kernel.${told}`);
  return action === undefined ? unknownValue : action({ ...call, args: rest, self: undefined });
};

const homePath: Action = ({ args, machine }) =>
  joinedPath([flowValue({ text: machine.shell.place.home, from: emptyValue.flow.from }), ...args.slice(1)]);

const expandsPath: Action = (call) =>
  call.args.length > 1 ? joinedPath([argument(call, 1), argument(call, 0)]) : expandsHome(call);

const pathname: Action = (call) => ({ ...argument(call, 0), name: "Path" });

const calls: Readonly<Record<string, Action>> = {
  "File.read": reads(),
  "File.readlines": reads(),
  "File.foreach": reads(),
  "File.binread": reads(),
  "IO.read": reads(),
  "IO.readlines": reads(),
  "IO.binread": reads(),
  "YAML.load_file": reads(),
  "CSV.read": reads(),
  "File.open": opens,
  "File.new": opens,
  open: opens,
  "Kernel.open": opens,
  "IO.popen": runs,
  "File.write": writes(),
  "IO.write": writes(),
  "File.binwrite": writes(),
  "FileToWrite.write": writesInto,
  "FileToWrite.puts": writesInto,
  "FileToWrite.print": writesInto,
  "File.delete": removes(),
  "File.unlink": removes(),
  "Dir.rmdir": removes(),
  "Dir.delete": removes(),
  "Dir.unlink": removes(),
  "FileUtils.rm": removes(),
  "FileUtils.rm_f": removes(),
  "FileUtils.rm_r": removes(true),
  "FileUtils.rm_rf": removes(true),
  "FileUtils.rmtree": removes(true),
  "FileUtils.remove_dir": removes(true),
  "FileUtils.remove_entry": removes(true),
  "FileUtils.remove_entry_secure": removes(true),
  "FileUtils.safe_unlink": removes(),
  "FileUtils.mv": moves,
  "FileUtils.move": moves,
  "File.rename": moves,
  "FileUtils.cp": copies(),
  "FileUtils.copy": copies(),
  "FileUtils.cp_r": copies(true),
  "FileUtils.copy_file": copies(),
  "FileUtils.ln_s": copies(),
  "File.symlink": copies(),
  "FileUtils.mkdir_p": touches(),
  "FileUtils.touch": touches(),
  "File.truncate": touches(),
  "Dir.mkdir": touches(),
  "File.chmod": changesMode,
  "FileUtils.chmod": changesMode,
  "FileUtils.chmod_R": changesMode,
  "Dir.glob": globs,
  "Dir.children": listsFolder("*"),
  "Dir.entries": listsFolder("*"),
  "Dir.each_child": listsFolder("*"),
  "Dir.chdir": changesFolder,
  "Dir.home": homeFolder,
  "Dir.pwd": workFolder,
  "Dir.getwd": workFolder,
  "Dir.tmpdir": temporaryFolder,
  "File.join": ({ args }) => joinedPath(args),
  "File.expand_path": expandsPath,
  "File.realpath": passes(),
  "Pathname.new": pathname,
  Pathname: pathname,
  "Path.read": (call) => flowValue(readFile(call.machine, call.self ?? emptyValue)),
  "Path.join": ({ self, args }) => joinedPath([self ?? emptyValue, ...args], "Path"),
  "Path.rmtree": (call) => removes(true)({ ...call, args: [call.self ?? emptyValue] }),
  "Path.delete": (call) => removes()({ ...call, args: [call.self ?? emptyValue] }),
  "Path.write": (call) => writes()({ ...call, args: [call.self ?? emptyValue, ...call.args] }),
  "ENV.fetch": getsVariable,
  "environment.fetch": getsVariable,
  "environment.to_h": passesSelf,
  "environment.to_a": passesSelf,
  "environment.each": passesSelf,
  "environment.inspect": passesSelf,
  system: spawnsProgram,
  exec: spawnsProgram,
  spawn: spawnsProgram,
  "Kernel.system": spawnsProgram,
  "Kernel.exec": spawnsProgram,
  "Kernel.spawn": spawnsProgram,
  "Process.spawn": spawnsProgram,
  "Open3.capture2": spawnsProgram,
  "Open3.capture2e": spawnsProgram,
  "Open3.capture3": spawnsProgram,
  "Open3.popen3": spawnsProgram,
  "PTY.spawn": spawnsProgram,
  "Process.kill": (call) => stopsProcess({ ...call, args: call.args.slice(1) }),
  send: dispatches,
  __send__: dispatches,
  public_send: dispatches,
  "Kernel.send": dispatches,
  "Object.send": dispatches,
  "*.public_send": dispatches,
  eval: evaluates("ruby"),
  "Kernel.eval": evaluates("ruby"),
  instance_eval: evaluates("ruby"),
  "*.instance_eval": evaluates("ruby"),
  "*.class_eval": evaluates("ruby"),
  load: runsFile("ruby"),
  "Base64.decode64": decodes(fromBase64),
  "Base64.strict_decode64": decodes(fromBase64),
  "Base64.urlsafe_decode64": decodes(fromBase64),
  "Zlib::Inflate.inflate": decodes(() => undefined),
  "Base64.encode64": encodes,
  "Base64.strict_encode64": encodes,
  "URI.open": requests(),
  "URI.parse": passes(),
  URI: passes(),
  "Net::HTTP.get": requests(),
  "Net::HTTP.get_response": requests(),
  "Net::HTTP.post": requests(),
  "Net::HTTP.post_form": requests(),
  "Net::HTTP.start": requests(),
  "HTTParty.get": requests(),
  "HTTParty.post": requests(),
  "RestClient.get": requests(),
  "RestClient.post": requests(),
  "TCPSocket.new": connects,
  "TCPSocket.open": connects,
  "Socket.tcp": connects,
  "TCPServer.new": listens,
  "TCPServer.open": listens,
  "Socket.gets": receives,
  "Socket.read": receives,
  "Socket.recv": receives,
  "Socket.puts": sends,
  "Socket.print": sends,
  "Socket.write": sends,
  "Socket.to_i": passesSelf,
  "Socket.fileno": passesSelf,
  "STDIN.read": standardInput,
  "$stdin.read": standardInput,
  "ARGF.read": standardInput,
  gets: standardInput,
  "*.reopen": movesStreams,
  "Archive.zip": packs(0, 1),
  "FileUtils.rm_rf!": removes(true),
  "IO.copy_stream": (call) => copies()(call),
  "Tempfile.create": () => unknownValue,
  "File.append": appends(),
  "Dir.home.join": homePath,
  "CSV.open": opens,
  "SQLite3::Database.new": opensDatabase,
  "SQLite3::Database.open": opensDatabase,
  "PG.connect": connectsDatabase,
  "PG::Connection.new": connectsDatabase,
  "PG::Connection.open": connectsDatabase,
  "Mysql2::Client.new": connectsDatabase,
  "Sequel.connect": connectsDatabase,
  "ActiveRecord::Base.establish_connection": connectsDatabase,
  "*.each": passesSelf,
  "*.map": passesSelf,
  "*.each_line": passesSelf,
};

const properties: Readonly<Record<string, Action>> = {
  ENV: environment,
  $stdin: standardInput,
  STDIN: standardInput,
  ARGV: ({ machine }) => ({
    ...unknownValue,
    items: machine.run.operands.map((word): Value => ({ flow: { text: word.text, from: word.from } })),
  }),
};

export const rubyLanguage: Language = {
  syntax: {
    lineComments: ["#"],
    blockComments: [],
    quotes: { "'": "raw", '"': "parts", "`": "shell" },
    insertion: "#{",
    sigils: "$",
    regex: true,
    quoteLike: "ruby",
  },
  attributes: [".", "::", "&."],
  joins: ["+"],
  bareCalls: true,
  indented: false,
  ended: {
    opens: new Set(["def", "class", "module", "begin", "case", "do"]),
    begins: new Set(["if", "unless", "while", "until", "for"]),
  },
  calls,
  properties,
};
