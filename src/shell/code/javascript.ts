import { fromBase64, fromHex } from "../decode.ts";
import { decodedFlow } from "../programs/text.ts";
import {
  appends,
  argument,
  changesFolder,
  changesMode,
  connects,
  copies,
  encodes,
  environment,
  evaluates,
  expandsHome,
  homeFolder,
  listens,
  listsFolder,
  looksUp,
  moves,
  objectOf,
  option,
  passes,
  passesSelf,
  readFile,
  reads,
  receives,
  removes,
  requests,
  runs,
  runsText,
  sends,
  spawnsProgram,
  standardInput,
  stopsProcess,
  temporaryFolder,
  touches,
  workFolder,
  writeFile,
  writes,
} from "./actions.ts";
import { environmentVariable, moduleName } from "./evaluate.ts";
import type { Action, Language } from "./language.ts";
import { runCode } from "./spawn.ts";
import { emptyValue, flowValue, joinedPath, named, unknownValue, type Value } from "./value.ts";

/** A module is its name; a file is code that lies there. */
const requires: Action = (call) => {
  const { text } = argument(call, 0).flow;
  return /^[./]/.test(text) ? flowValue(readFile(call.machine, argument(call, 0))) : named(moduleName(text));
};

/** `Buffer.from(x, "base64")`. */
const buffers: Action = (call) => {
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
const toText: Action = (call) =>
  /^(base64|hex)/.test(argument(call, 0).flow.text)
    ? encodes({ ...call, args: [call.self ?? emptyValue] })
    : (call.self ?? emptyValue);

const getsEnvironment: Action = (call) => environmentVariable(call.machine, argument(call, 0).flow.text);

/** A stream onto a file or connection: what is piped into it goes there. */
const opensToWrite: Action = (call) => {
  writeFile(call.machine, argument(call, 0), emptyValue);
  return { ...unknownValue, name: "FileToWrite", self: argument(call, 0) };
};

const pipes: Action = (call) => {
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
const fetches: Action = requests();

/** A request that is written to afterwards. */
const opensRequest: Action = (call) => {
  const response = requests()(call);
  call.machine.state.connection =
    call.machine.state.connection === "none" ? "none" : call.machine.state.connection;
  return { ...response, name: "Response" };
};

const sendsBody: Action = (call) => {
  const host = call.machine.variables.get("host of the connection");
  if (host !== undefined) requests()({ ...call, args: [host, ...call.args] });
  return unknownValue;
};

const resolves: Action = ({ args }) => joinedPath(args);

const resolvesHere: Action = ({ args, machine }) =>
  joinedPath([flowValue({ text: machine.shell.cwd, from: emptyValue.flow.from }), ...args]);

const evaluatesContext: Action = (call) => flowValue(runCode(call.machine, "javascript", argument(call, 0)));

/** `new Function("a", "return 1")`: the last text is code. */
const makesFunction: Action = (call) =>
  flowValue(runCode(call.machine, "javascript", call.args.at(-1) ?? emptyValue));

const reversesItems: Action = ({ self }) =>
  self?.items === undefined ? (self ?? unknownValue) : { ...self, items: [...self.items].reverse() };

const bunShell: Action = runsText();

/** A file object of Bun and Deno. */
const fileObject: Action = (call) => ({ flow: readFile(call.machine, argument(call, 0)), name: "File" });

const denoCommand: Action = (call) => {
  const args = option(call, "args");
  return spawnsProgram({
    ...call,
    args: [argument(call, 0), ...(args === undefined ? [] : [args])],
    named: new Map(),
  });
};

const dotenvParses: Action = passes();

const dotenvLoads: Action = (call) =>
  flowValue(
    readFile(call.machine, option(call, "path") ?? flowValue({ text: ".env", from: emptyValue.flow.from })),
  );

const fileCalls: Readonly<Record<string, Action>> = Object.fromEntries(
  Object.entries({
    readFile: reads(),
    readFileSync: reads(),
    createReadStream: reads(0, "File"),
    openAsBlob: reads(),
    openSync: reads(),
    open: reads(0, "File"),
    readSync: passes(),
    writeFile: writes(),
    writeFileSync: writes(),
    outputFile: writes(),
    outputFileSync: writes(),
    writeJson: writes(),
    writeJsonSync: writes(),
    outputJson: writes(),
    outputJsonSync: writes(),
    appendFile: appends(),
    appendFileSync: appends(),
    createWriteStream: opensToWrite,
    rm: removes(),
    rmSync: removes(),
    rmdir: removes(),
    rmdirSync: removes(),
    unlink: removes(),
    unlinkSync: removes(),
    remove: removes(true),
    removeSync: removes(true),
    emptyDir: removes(true),
    emptyDirSync: removes(true),
    rename: moves,
    renameSync: moves,
    move: moves,
    moveSync: moves,
    copyFile: copies(),
    copyFileSync: copies(),
    cp: copies(true),
    cpSync: copies(true),
    copy: copies(true),
    copySync: copies(true),
    symlink: copies(),
    symlinkSync: copies(),
    link: copies(),
    linkSync: copies(),
    mkdir: touches(),
    mkdirSync: touches(),
    truncate: touches(),
    truncateSync: touches(),
    chmod: changesMode,
    chmodSync: changesMode,
    chown: changesMode,
    chownSync: changesMode,
    readdir: listsFolder("*"),
    readdirSync: listsFolder("*"),
    opendirSync: listsFolder("*"),
    existsSync: () => emptyValue,
    statSync: () => unknownValue,
    realpathSync: passes(),
    readlinkSync: passes(),
  } satisfies Record<string, Action>).map(([name, action]) => [`fs.${name}`, action]),
);

const childCalls: Readonly<Record<string, Action>> = Object.fromEntries(
  Object.entries({
    exec: runsText(),
    execSync: runsText(),
    execFile: spawnsProgram,
    execFileSync: spawnsProgram,
    spawn: spawnsProgram,
    spawnSync: spawnsProgram,
    fork: spawnsProgram,
    execa: spawnsProgram,
    execaSync: spawnsProgram,
    command: runsText(),
    execaCommand: runsText(),
    $: runsText(),
    default: spawnsProgram,
    sync: spawnsProgram,
  } satisfies Record<string, Action>).map(([name, action]) => [`child_process.${name}`, action]),
);

/** Names that a pure floor may only say, not use. */
const hostCalls: Readonly<Record<string, Action>> = Object.fromEntries([
  ["Buffer", buffers],
  ["setTimeout", evaluatesContext],
  ["setInterval", evaluatesContext],
]);

const calls: Readonly<Record<string, Action>> = {
  ...hostCalls,
  ...fileCalls,
  ...childCalls,
  child_process: spawnsProgram,
  require: requires,
  import: requires,
  "module.require": requires,
  "module.createRequire": () => named("require"),
  "process.mainModule.require": requires,
  "process.getBuiltinModule": requires,
  "process.binding": requires,
  "global.process.mainModule.require": requires,
  "rimraf.sync": removes(true),
  rimraf: removes(true),
  "rimraf.rimraf": removes(true),
  "rimraf.rimrafSync": removes(true),
  "del.deleteSync": removes(true),
  "glob.sync": passes(),
  "glob.globSync": passes(),
  "path.join": resolves,
  "path.resolve": resolvesHere,
  "path.posix.join": resolves,
  "path.normalize": passes(),
  "path.dirname": (call) => ({
    ...argument(call, 0),
    flow: { text: argument(call, 0).flow.text.replace(/\/[^/]*$/, ""), from: argument(call, 0).flow.from },
  }),
  "os.homedir": homeFolder,
  "os.tmpdir": temporaryFolder,
  "os.userInfo": ({ machine }) => ({
    ...unknownValue,
    fields: new Map<string, Value>([
      ["homedir", flowValue({ text: machine.shell.place.home, from: emptyValue.flow.from })],
      ["username", flowValue({ text: machine.shell.place.user, from: emptyValue.flow.from })],
    ]),
  }),
  untildify: expandsHome,
  "process.cwd": workFolder,
  "process.chdir": changesFolder,
  "process.kill": stopsProcess,
  "url.fileURLToPath": passes(),
  "url.pathToFileURL": passes(),
  URL: passes(),
  "Buffer.from": buffers,
  "Buffer.concat": passes(),
  "*.toString": toText,
  "zlib.gunzipSync": (call) => flowValue(decodedFlow(argument(call, 0).flow, () => undefined)),
  "zlib.inflateSync": (call) => flowValue(decodedFlow(argument(call, 0).flow, () => undefined)),
  "zlib.brotliDecompressSync": (call) => flowValue(decodedFlow(argument(call, 0).flow, () => undefined)),
  eval: evaluates("javascript"),
  "global.eval": evaluates("javascript"),
  "globalThis.eval": evaluates("javascript"),
  Function: makesFunction,
  AsyncFunction: makesFunction,
  "vm.runInThisContext": evaluatesContext,
  "vm.runInNewContext": evaluatesContext,
  "vm.Script": evaluatesContext,
  "vm.runInContext": evaluatesContext,
  "module._compile": evaluatesContext,
  "*._compile": evaluatesContext,
  fetch: fetches,
  "fetch.default": fetches,
  "fetch.request": fetches,
  "fetch.fetch": fetches,
  "globalThis.fetch": fetches,
  axios: fetches,
  "axios.get": fetches,
  "axios.post": fetches,
  "axios.put": fetches,
  "axios.request": fetches,
  got: fetches,
  "got.get": fetches,
  "got.post": fetches,
  "http.get": fetches,
  "https.get": fetches,
  "http.request": opensRequest,
  "https.request": opensRequest,
  "http2.connect": fetches,
  "Response.write": sendsBody,
  "Response.end": sendsBody,
  "Response.on": passesSelf,
  WebSocket: requests(),
  ws: requests(),
  "net.connect": connects,
  "net.createConnection": connects,
  "tls.connect": connects,
  "net.Socket": objectOf("Socket"),
  "Socket.connect": connects,
  "Socket.on": receives,
  "Socket.once": receives,
  "Socket.write": sends,
  "Socket.end": sends,
  "*.pipe": pipes,
  "net.createServer": () => ({ ...unknownValue, name: "Server" }),
  "Server.listen": (call) => {
    if (call.machine.state.shellStarted) listens(call);
    return unknownValue;
  },
  "dgram.createSocket": objectOf("Socket"),
  "Socket.send": (call) =>
    connects({ ...call, args: call.args.filter(({ flow }) => /^[\w-]+(\.[\w-]+)+$/.test(flow.text)) }),
  "dns.lookup": looksUp,
  "dns.resolve": looksUp,
  "dns.resolve4": looksUp,
  "dns.resolveTxt": looksUp,
  "process.stdin.on": standardInput,
  "stdin.on": standardInput,
  "process.stdin.read": standardInput,
  "dotenv.parse": dotenvParses,
  "dotenv.config": dotenvLoads,
  "Deno.readTextFile": reads(),
  "Deno.readTextFileSync": reads(),
  "Deno.readFile": reads(),
  "Deno.readFileSync": reads(),
  "Deno.writeTextFile": writes(),
  "Deno.writeTextFileSync": writes(),
  "Deno.writeFile": writes(),
  "Deno.remove": removes(),
  "Deno.removeSync": removes(),
  "Deno.rename": moves,
  "Deno.copyFile": copies(),
  "Deno.run": (call) => runs({ ...call, args: [option(call, "cmd") ?? argument(call, 0)] }),
  "Deno.Command": denoCommand,
  "Deno.env.get": getsEnvironment,
  "Deno.connect": connects,
  "Bun.file": fileObject,
  "Bun.write": writes(),
  "Bun.spawn": spawnsProgram,
  "Bun.spawnSync": spawnsProgram,
  $: bunShell,
  "Object.entries": passes(),
  "Object.keys": passes(),
  "Object.values": passes(),
  "Object.assign": passes(),
  "Object.fromEntries": passes(),
  "Array.from": passes(),
  "Promise.all": passes(),
  "*.forEach": passesSelf,
  "*.map": passesSelf,
  "list.reverse": reversesItems,
  "util.promisify": (call) => argument(call, 0),
  "crypto.createHash": () => unknownValue,
};

const properties: Readonly<Record<string, Action>> = {
  "process.env": environment,
  "Deno.env": environment,
  "Bun.env": environment,
  "import.meta.env": environment,
  "process.stdin": standardInput,
  "fs.promises": () => named("fs"),
  "process.argv": ({ machine }) => ({
    ...unknownValue,
    items: [
      unknownValue,
      ...machine.run.operands.map((word): Value => ({ flow: { text: word.text, from: word.from } })),
    ],
  }),
  __dirname: workFolder,
  "process.mainModule": () => named("process.mainModule"),
  "path.sep": () => flowValue({ text: "/", from: emptyValue.flow.from }),
};

export const javascriptLanguage: Language = {
  syntax: {
    lineComments: ["//"],
    blockComments: [["/*", "*/"]],
    quotes: { "'": "text", '"': "text", "`": "parts" },
    insertion: "${",
    sigils: "",
    regex: true,
    quoteLike: "",
  },
  attributes: [".", "?."],
  joins: ["+"],
  bareCalls: false,
  indented: false,
  calls,
  properties,
};
