import { fromBase32, fromBase64, fromHex } from "../decode.ts";
import { join } from "../flow.ts";
import {
  appends,
  argument,
  changes,
  changesFolder,
  changesMode,
  connects,
  copies,
  decodes,
  downloads,
  encodes,
  environment,
  evaluates,
  executesProgram,
  expandsHome,
  flat,
  globs,
  homeFolder,
  listens,
  listsFolder,
  looksUp,
  moves,
  movesStreams,
  objectOf,
  option,
  packs,
  passes,
  passesSelf,
  readFile,
  reads,
  readsSelf,
  receives,
  removes,
  removesSelf,
  requests,
  runs,
  runsFile,
  runsText,
  sends,
  standardInput,
  stopsProcess,
  temporaryFolder,
  touches,
  workFolder,
  writeFile,
  writesSelf,
} from "./actions.ts";
import { environmentVariable } from "./evaluate.ts";
import type { Action, Language } from "./language.ts";
import { rot13 } from "./library.ts";
import {
  concatenated,
  distribute,
  emptyValue,
  flowValue,
  hasText,
  joinedPath,
  madeOf,
  named,
  oneOf,
  shownValue,
  unknownValue,
  type Value,
} from "./value.ts";

/** `open(path, mode)`: what is read is known at once, what is written comes later. */
const opens: Action = (call) => {
  const path = call.self?.name === "Path" ? call.self : argument(call, 0);
  const mode = (option(call, "mode") ?? call.args[call.self?.name === "Path" ? 0 : 1])?.flow.text ?? "r";
  if (!/[wax+]/.test(mode)) return { flow: readFile(call.machine, path), name: "File" };
  const flow = mode.includes("+") ? readFile(call.machine, path) : emptyValue.flow;
  if (mode.startsWith("w") || mode.startsWith("x")) writeFile(call.machine, path, emptyValue);
  return { flow, name: mode.startsWith("a") ? "FileToAppend" : "FileToWrite", self: path };
};

const writesInto =
  (at: number): Action =>
  (call) => {
    const file = at === 0 ? call.self : argument(call, at);
    const content = at === 0 ? argument(call, 0) : flowValue(shownValue(argument(call, 0)));
    if (file?.self !== undefined) writeFile(call.machine, file.self, content, file.name === "FileToAppend");
    return unknownValue;
  };

const path =
  (...extra: readonly string[]): Action =>
  (call) =>
    joinedPath(
      call.args.length === 0 ? [flowValue({ text: extra[0] ?? ".", from: emptyValue.flow.from })] : call.args,
      "Path",
    );

const joinsPath: Action = ({ args, self }) => joinedPath(self === undefined ? args : [self, ...args], "Path");

const asPath =
  (action: Action): Action =>
  (call) => ({ ...action(call), name: "Path" });

const getsVariable: Action = (call) => {
  const found = environmentVariable(call.machine, argument(call, 0).flow.text);
  const otherwise = call.args[1];
  return otherwise !== undefined && !hasText(found) && found.flow.from.variables.length === 0
    ? oneOf([found, otherwise])
    : found;
};

/** `getattr(os, "sys" + "tem")`. */
const getsAttribute: Action = (call) => {
  const [owner = unknownValue, key = emptyValue] = call.args;
  return { ...named(`${owner.name ?? "str"}.${key.flow.text}`), self: owner };
};

const imports: Action = (call) => named(argument(call, 0).flow.text);

/** `map(f, list)` of a function that is known by name only. */
const maps: Action = (call) => {
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

const parentOf: Action = ({ self }) =>
  distribute([self ?? emptyValue], ([one = emptyValue]) => ({
    ...one,
    name: "Path",
    flow: {
      text: one.flow.text.replace(/\/+[^/]*\/*$/, "") || (one.flow.text.startsWith("/") ? "/" : "."),
      from: one.flow.from,
    },
  }));

const dirname: Action = (call) => ({ ...parentOf({ ...call, self: argument(call, 0) }), name: "str" });

const opensUrl: Action = requests(0);

const copiesStream: Action = (call) => {
  const [source = emptyValue, target = emptyValue] = call.args;
  if (target.self !== undefined) writeFile(call.machine, target.self, source);
  return unknownValue;
};

const zips: Action = (call) => {
  const target = argument(call, 0);
  return {
    ...unknownValue,
    name: /[wax]/.test(call.args[1]?.flow.text ?? option(call, "mode")?.flow.text ?? "r")
      ? "ArchiveToWrite"
      : "Archive",
    self: target,
  };
};

const addsToArchive: Action = (call) => {
  if (call.self?.self === undefined) return unknownValue;
  return packs(0, 1)({ ...call, args: [argument(call, 0), call.self.self] });
};

const makesArchive: Action = (call) =>
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

const chooses: Action = ({ args }) => args[0] ?? unknownValue;

const printsFiles: Action = (call) =>
  flowValue(call.args.map((value) => readFile(call.machine, value)).reduce(join, emptyValue.flow));

const smtp: Action = (call) => {
  for (const value of call.args) sends({ ...call, args: [flowValue(flat(value))] });
  return unknownValue;
};

const fileNumber: Action = ({ self }) => ({ ...(self ?? unknownValue), name: self?.name ?? "fileno" });

const pathMethods: Readonly<Record<string, Action>> = {
  "Path.read_text": readsSelf,
  "Path.read_bytes": readsSelf,
  "Path.open": opens,
  "Path.write_text": writesSelf,
  "Path.write_bytes": writesSelf,
  "Path.touch": writesSelf,
  "Path.mkdir": writesSelf,
  "Path.unlink": removesSelf(),
  "Path.rmdir": removesSelf(),
  "Path.rename": moves,
  "Path.replace": moves,
  "Path.symlink_to": (call) => {
    if (call.self !== undefined)
      writeFile(call.machine, call.self, flowValue(readFile(call.machine, argument(call, 0))));
    return unknownValue;
  },
  "Path.chmod": (call) => changesMode({ ...call, args: [call.self ?? emptyValue, ...call.args] }),
  "Path.glob": listsFolder("*"),
  "Path.rglob": listsFolder("*"),
  "Path.iterdir": listsFolder("*"),
  "Path.joinpath": joinsPath,
  "Path.expanduser": (call) => ({ ...expandsHome(call), name: "Path" }),
  "Path.resolve": passesSelf,
  "Path.absolute": passesSelf,
  "Path.with_name": (call) => joinedPath([parentOf(call), argument(call, 0)], "Path"),
  "Path.with_suffix": (call) => ({
    ...(call.self ?? emptyValue),
    flow: {
      text: (call.self?.flow.text ?? "").replace(/\.[^./]*$/, "") + argument(call, 0).flow.text,
      from: call.self?.flow.from ?? emptyValue.flow.from,
    },
  }),
  "Path.as_posix": passesSelf,
  "Path.exists": () => emptyValue,
  "Path.home": asPath(homeFolder),
  "Path.cwd": asPath(workFolder),
  "pathlib.Path.home": asPath(homeFolder),
  "pathlib.Path.cwd": asPath(workFolder),
  Path: path(),
  "pathlib.Path": path(),
  "pathlib.PosixPath": path(),
  "pathlib.PurePath": path(),
};

const calls: Readonly<Record<string, Action>> = {
  ...pathMethods,
  open: opens,
  "io.open": opens,
  "codecs.open": opens,
  "gzip.open": opens,
  "os.open": reads(),
  "os.read": passes(),
  "os.fdopen": passes(),
  "builtins.open": opens,
  "File.write": passesSelf,
  "FileToWrite.write": writesInto(0),
  "FileToAppend.write": writesInto(0),
  "FileToWrite.writelines": writesInto(0),
  "json.dump": writesInto(1),
  "yaml.dump": writesInto(1),
  "yaml.safe_dump": writesInto(1),
  "pickle.dump": writesInto(1),
  "json.load": passes(),
  "yaml.safe_load": passes(),
  "tomllib.load": passes(),
  "linecache.getline": reads(),
  "linecache.getlines": reads(),
  "fileinput.input": reads(),
  "dotenv.dotenv_values": reads(),
  dotenv_values: reads(),
  "dotenv.load_dotenv": reads(),
  load_dotenv: reads(),
  "numpy.loadtxt": reads(),
  "pandas.read_csv": reads(),
  "configparser.ConfigParser.read": reads(),
  "netrc.netrc": (call) =>
    flowValue(
      readFile(call.machine, call.args[0] ?? flowValue({ text: "~/.netrc", from: emptyValue.flow.from })),
    ),
  "os.remove": removes(),
  "os.unlink": removes(),
  "os.rmdir": removes(),
  "os.removedirs": removes(),
  "shutil.rmtree": removes(true),
  "send2trash.send2trash": removes(true),
  "os.rename": moves,
  "os.replace": moves,
  "shutil.move": moves,
  "shutil.copy": copies(),
  "shutil.copy2": copies(),
  "shutil.copyfile": copies(),
  "shutil.copytree": copies(true),
  "shutil.copyfileobj": copiesStream,
  "shutil.make_archive": makesArchive,
  "tarfile.open": zips,
  "zipfile.ZipFile": zips,
  "ArchiveToWrite.add": addsToArchive,
  "ArchiveToWrite.write": addsToArchive,
  "os.symlink": copies(),
  "os.link": copies(),
  "os.truncate": touches(),
  "os.mkdir": touches(),
  "os.makedirs": touches(),
  "os.mkfifo": touches(),
  "os.chmod": changesMode,
  "os.chown": changesMode,
  "os.chdir": changesFolder,
  "os.listdir": listsFolder("*"),
  "os.scandir": listsFolder("*"),
  "os.walk": listsFolder("*"),
  "glob.glob": globs,
  "glob.iglob": globs,
  "os.path.join": ({ args }) => joinedPath(args),
  "os.path.expanduser": expandsHome,
  "os.path.expandvars": (call) => ({
    ...argument(call, 0),
    flow: {
      text: argument(call, 0).flow.text.replace(/\$\{?HOME\}?/g, () => call.machine.shell.place.home),
      from: argument(call, 0).flow.from,
    },
  }),
  "os.path.abspath": passes(),
  "os.path.realpath": passes(),
  "os.path.normpath": passes(),
  "os.path.dirname": dirname,
  "os.path.basename": changes((text) => text.replace(/^.*\//, "")),
  "os.path.exists": () => emptyValue,
  "os.path.isfile": () => emptyValue,
  "os.path.isdir": () => emptyValue,
  "os.fspath": passes(),
  "os.getcwd": workFolder,
  "os.getenv": getsVariable,
  "os.environ.get": getsVariable,
  "environment.get": getsVariable,
  "environment.copy": () => ({ ...unknownValue, name: "environment" }),
  "environment.items": passesSelf,
  "environment.keys": () => unknownValue,
  "os.putenv": () => unknownValue,
  "tempfile.gettempdir": temporaryFolder,
  "tempfile.mkdtemp": temporaryFolder,
  "os.system": runsText(),
  "os.popen": runsText(),
  "subprocess.run": runs,
  "subprocess.call": runs,
  "subprocess.check_call": runs,
  "subprocess.check_output": runs,
  "subprocess.Popen": runs,
  "subprocess.getoutput": runsText(),
  "subprocess.getstatusoutput": runsText(),
  "commands.getoutput": runsText(),
  "asyncio.create_subprocess_shell": runsText(),
  "asyncio.create_subprocess_exec": executesProgram(0),
  "sh.bash": runs,
  "pty.spawn": runs,
  "pexpect.spawn": runs,
  "pexpect.run": runs,
  "Process.communicate": passesSelf,
  "os.execv": executesProgram(1),
  "os.execve": executesProgram(1),
  "os.execvp": executesProgram(1),
  "os.execvpe": executesProgram(1),
  "os.execl": executesProgram(1),
  "os.execlp": executesProgram(1),
  "os.execle": executesProgram(1),
  "os.posix_spawn": executesProgram(1),
  "os.posix_spawnp": executesProgram(1),
  "os.spawnl": (call) => executesProgram(1)({ ...call, args: call.args.slice(1) }),
  "os.spawnv": (call) => executesProgram(1)({ ...call, args: call.args.slice(1) }),
  "os.spawnlp": (call) => executesProgram(1)({ ...call, args: call.args.slice(1) }),
  "os.spawnvp": (call) => executesProgram(1)({ ...call, args: call.args.slice(1) }),
  "os.dup2": movesStreams,
  "os.kill": stopsProcess,
  "os.killpg": stopsProcess,
  exec: evaluates("python"),
  eval: evaluates("python"),
  "builtins.exec": evaluates("python"),
  "builtins.eval": evaluates("python"),
  "__builtins__.exec": evaluates("python"),
  "__builtins__.eval": evaluates("python"),
  compile: passes(),
  execfile: runsFile("python"),
  "runpy.run_path": runsFile("python"),
  __import__: imports,
  "importlib.import_module": imports,
  getattr: getsAttribute,
  vars: passes(),
  globals: () => unknownValue,
  map: maps,
  zip: chooses,
  "base64.b64decode": decodes(fromBase64),
  "base64.standard_b64decode": decodes(fromBase64),
  "base64.urlsafe_b64decode": decodes(fromBase64),
  "base64.decodebytes": decodes(fromBase64),
  "base64.b32decode": decodes(fromBase32),
  "base64.b16decode": decodes(fromHex),
  "base64.b85decode": decodes(() => undefined),
  "base64.a85decode": decodes(() => undefined),
  "binascii.unhexlify": decodes(fromHex),
  "binascii.a2b_hex": decodes(fromHex),
  "binascii.a2b_base64": decodes(fromBase64),
  "bytes.fromhex": decodes(fromHex),
  "bytearray.fromhex": decodes(fromHex),
  "zlib.decompress": decodes(() => undefined),
  "gzip.decompress": decodes(() => undefined),
  "lzma.decompress": decodes(() => undefined),
  "bz2.decompress": decodes(() => undefined),
  "marshal.loads": decodes(() => undefined),
  "urllib.parse.unquote": decodes((text) =>
    text.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
  ),
  "codecs.decode": (call) =>
    /rot/.test(argument(call, 1).flow.text)
      ? decodes(rot13)(call)
      : decodes((text) => fromHex(text) ?? fromBase64(text))(call),
  "codecs.encode": (call) => (/rot/.test(argument(call, 1).flow.text) ? decodes(rot13)(call) : encodes(call)),
  "base64.b64encode": encodes,
  "base64.urlsafe_b64encode": encodes,
  "base64.b32encode": encodes,
  "base64.b16encode": encodes,
  "base64.encodebytes": encodes,
  "binascii.hexlify": encodes,
  "zlib.compress": encodes,
  "gzip.compress": encodes,
  "hashlib.md5": encodes,
  "hashlib.sha256": encodes,
  "str.hex": encodes,
  "socket.socket": objectOf("Socket"),
  "Socket.connect": connects,
  "Socket.connect_ex": connects,
  "socket.create_connection": connects,
  "asyncio.open_connection": connects,
  "telnetlib.Telnet": connects,
  "Socket.bind": listens,
  "Socket.listen": listens,
  "Socket.accept": (call) => ({
    ...unknownValue,
    items: [{ ...(call.self ?? unknownValue), name: "Socket" }, unknownValue],
  }),
  "socketserver.TCPServer": listens,
  "Socket.recv": receives,
  "Socket.makefile": () => ({ ...receives({} as never), name: "Socket" }),
  "Socket.send": sends,
  "Socket.sendall": sends,
  "Socket.sendto": sends,
  "Socket.sendfile": sends,
  "Socket.write": sends,
  "Socket.fileno": fileNumber,
  "ssl.wrap_socket": passes(),
  "*.wrap_socket": passes(),
  "socket.gethostbyname": looksUp,
  "socket.getaddrinfo": looksUp,
  "dns.resolver.resolve": looksUp,
  "urllib.request.urlopen": opensUrl,
  "urllib.urlopen": opensUrl,
  "urllib2.urlopen": opensUrl,
  urlopen: opensUrl,
  "urllib.request.Request": requests(),
  "urllib.request.urlretrieve": downloads(),
  urlretrieve: downloads(),
  "wget.download": downloads(),
  "requests.get": requests(),
  "requests.post": requests(),
  "requests.put": requests(),
  "requests.patch": requests(),
  "requests.delete": requests(),
  "requests.head": requests(),
  "requests.request": requests(1),
  "*.Session.post": requests(),
  "httpx.get": requests(),
  "httpx.post": requests(),
  "httpx.put": requests(),
  "aiohttp.request": requests(1),
  "http.client.HTTPConnection": requests(),
  "http.client.HTTPSConnection": requests(),
  "*.HTTPSConnection.request": sends,
  "ftplib.FTP": connects,
  "paramiko.SSHClient.connect": connects,
  "smtplib.SMTP": connects,
  "smtplib.SMTP_SSL": connects,
  "*.sendmail": smtp,
  "*.storbinary": smtp,
  "*.put": sends,
  "webbrowser.open": requests(),
  "sys.stdin.read": standardInput,
  "sys.stdin.readlines": standardInput,
  "sys.stdin.buffer.read": standardInput,
  input: standardInput,
  "textwrap.dedent": passes(),
  "io.StringIO": passes(),
  "io.BytesIO": passes(),
  "io.TextIOWrapper": passes(),
  "shlex.split": (call) => ({
    ...argument(call, 0),
    items: argument(call, 0)
      .flow.text.split(/\s+/)
      .map((text) => flowValue({ text, from: argument(call, 0).flow.from })),
  }),
  "shlex.quote": passes(),
  "re.sub": (call) => madeOf([...call.args]),
  "ctypes.CDLL": reads(),
  "difflib.unified_diff": printsFiles,
  "logging.FileHandler": appends(),
  "atexit.register": () => unknownValue,
};

/** What stands for itself. */
const properties: Readonly<Record<string, Action>> = {
  "os.environ": environment,
  "os.environb": environment,
  environ: environment,
  "posix.environ": environment,
  "Path.parent": parentOf,
  "Path.name": ({ self }) => ({
    flow: {
      text: (self?.flow.text ?? "").replace(/^.*\//, ""),
      from: self?.flow.from ?? emptyValue.flow.from,
    },
  }),
  "sys.stdin": standardInput,
  "sys.argv": ({ machine }) => ({
    ...unknownValue,
    items: [
      unknownValue,
      ...machine.run.operands.map((word): Value => ({ flow: { text: word.text, from: word.from } })),
    ],
  }),
  "os.sep": () => flowValue({ text: "/", from: emptyValue.flow.from }),
};

export const pythonLanguage: Language = {
  syntax: {
    lineComments: ["#"],
    blockComments: [],
    quotes: { "'": "text", '"': "text" },
    insertion: "f{",
    sigils: "",
    regex: false,
    quoteLike: "",
  },
  attributes: ["."],
  joins: ["+"],
  bareCalls: false,
  indented: true,
  calls,
  properties,
};
