import { argument, readFile, writeFile } from "../actions/access.ts";
import { moves, reads, removes } from "../actions/files.ts";
import { connects, receives, requests, sends } from "../actions/network.ts";
import { standardInput } from "../actions/places.ts";
import { evaluates, runsFile, runsText } from "../actions/processes.ts";
import type { Action, Language } from "../language.ts";
import { environmentVariable } from "../reading/environment.ts";
import { emptyValue, named, unknownValue } from "../value.ts";

const opens: Action = (call) => {
  const path = argument(call, 0);
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

const calls: Readonly<Record<string, Action>> = {
  "io.open": opens,
  "io.lines": reads(),
  "io.input": reads(),
  "io.read": standardInput,
  "io.popen": runsText(),
  "FileToWrite.write": writesInto,
  "os.execute": runsText(),
  "os.remove": removes(),
  "os.rename": moves,
  "os.getenv": (call) => environmentVariable(call.machine, argument(call, 0).flow.text),
  loadstring: evaluates("lua"),
  load: evaluates("lua"),
  dofile: runsFile("lua"),
  loadfile: runsFile("lua"),
  require: (call) => named(argument(call, 0).flow.text),
  "socket.tcp": () => ({ ...unknownValue, name: "Socket" }),
  "socket.connect": connects,
  "Socket.connect": connects,
  "Socket.receive": receives,
  "Socket.send": sends,
  "socket.http.request": requests(),
  "http.request": requests(),
  "string.gsub": (call) => argument(call, 0),
  "string.rep": (call) => argument(call, 0),
};

export const luaLanguage: Language = {
  syntax: {
    lineComments: ["--"],
    blockComments: [["--[[", "]]"]],
    quotes: { "'": "text", '"': "text", "[": "raw" },
    insertion: "",
    sigils: "",
    regex: false,
    quoteLike: "",
  },
  attributes: [".", ":"],
  joins: [".."],
  bareCalls: false,
  indented: false,
  ended: { opens: new Set(["function", "do", "if"]), begins: new Set() },
  calls,
  properties: {},
};
