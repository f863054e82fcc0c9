import { fromBase64, fromHex } from "../../decode.ts";
import { own } from "../../own.ts";
import { argument, readFile, writeFile } from "../actions/access.ts";
import { connectsDatabase, opensDatabase, queries } from "../actions/databases.ts";
import {
  appends,
  changesMode,
  copies,
  exports,
  globs,
  listsFolder,
  moves,
  reads,
  removes,
  touches,
  writes,
} from "../actions/files.ts";
import { connects, looksUp, receives, requests, sends } from "../actions/network.ts";
import { changesFolder, environment, temporaryFolder, workFolder } from "../actions/places.ts";
import { evaluates, executesProgram, runs, runsFile, runsText } from "../actions/processes.ts";
import { decodes, encodes, passes } from "../actions/texts.ts";
import type { Action, Language } from "../language.ts";
import { environmentVariable } from "../reading/environment.ts";
import { emptyValue, flowValue, unknownValue, type Value } from "../value.ts";
import { rot13 } from "./shared-functions.ts";

const opens: Action = (call) => {
  const path = argument(call, 0);
  const mode = call.args[1]?.flow.text ?? "r";
  if (/^(https?|ftp):/.test(path.flow.text) || !/[waxc+]/.test(mode))
    return { flow: readFile(call.machine, path), name: "File" };
  writeFile(call.machine, path, emptyValue, mode.startsWith("a"));
  return { ...unknownValue, name: "FileToWrite", self: path };
};

const writesInto: Action = (call) => {
  const file = argument(call, 0);
  if (file.self !== undefined) writeFile(call.machine, file.self, call.args[1] ?? emptyValue, true);
  else if (file.name === "Socket") sends({ ...call, args: call.args.slice(1) });
  return unknownValue;
};

/** With a context a request carries more than its URL. */
const readsUrl: Action = (call) => {
  const [url = emptyValue, , context] = call.args;
  return context !== undefined && /^https?:/.test(url.flow.text)
    ? requests()({ ...call, args: [url, context] })
    : reads()(call);
};

/** `curl_setopt($c, CURLOPT_POSTFIELDS, …)` sends to the address that was set before. */
const setsRequest: Action = (call) => {
  if (call.args.some(({ flow }) => /^https?:/.test(flow.text))) return requests(2)(call);
  const host = call.machine.variables.get("host of the connection");
  return host === undefined || host.flow.text === ""
    ? unknownValue
    : requests()({ ...call, args: [host, ...call.args.slice(2)] });
};

const readsFrom: Action = (call) => {
  const file = argument(call, 0);
  return file.name === "Socket" ? receives(call) : flowValue(file.flow);
};

const getsVariable: Action = (call) =>
  call.args.length === 0 ? environment(call) : environmentVariable(call.machine, argument(call, 0).flow.text);

/** `call_user_func("system", "ls")`, `array_map("exec", [...])`. */
const dispatches: Action = (call) => {
  const [name = emptyValue, ...rest] = call.args;
  const action = own(calls, name.flow.text);
  return action === undefined
    ? unknownValue
    : action({ ...call, args: rest.flatMap((value) => value.items ?? [value]) });
};

const calls: Readonly<Record<string, Action>> = {
  file_get_contents: readsUrl,
  stream_context_create: passes(),
  readfile: (call) => {
    const flow = readFile(call.machine, argument(call, 0));
    call.machine.state.printed = flow;
    return flowValue(flow);
  },
  file: reads(),
  parse_ini_file: reads(),
  show_source: reads(),
  highlight_file: reads(),
  simplexml_load_file: reads(),
  fopen: opens,
  SplFileObject: opens,
  fgets: readsFrom,
  fread: readsFrom,
  stream_get_contents: readsFrom,
  fwrite: writesInto,
  fputs: writesInto,
  file_put_contents: writes(),
  unlink: removes(),
  rmdir: removes(),
  rename: moves,
  copy: copies(),
  symlink: copies(),
  link: copies(),
  touch: touches(),
  mkdir: touches(),
  ftruncate: touches(),
  chmod: changesMode,
  chown: changesMode,
  chdir: changesFolder,
  glob: globs,
  scandir: listsFolder("*"),
  opendir: listsFolder("*"),
  getcwd: workFolder,
  sys_get_temp_dir: temporaryFolder,
  getenv: getsVariable,
  system: runsText(),
  exec: runsText(),
  shell_exec: runsText(),
  passthru: runsText(),
  popen: runsText(),
  proc_open: runs,
  pcntl_exec: executesProgram(0),
  eval: evaluates("php"),
  assert: evaluates("php"),
  create_function: evaluates("php", 1),
  include: runsFile("php"),
  include_once: runsFile("php"),
  require: runsFile("php"),
  require_once: runsFile("php"),
  call_user_func: dispatches,
  call_user_func_array: dispatches,
  array_map: dispatches,
  base64_decode: decodes(fromBase64),
  hex2bin: decodes(fromHex),
  str_rot13: decodes(rot13),
  gzinflate: decodes(() => undefined),
  gzuncompress: decodes(() => undefined),
  gzdecode: decodes(() => undefined),
  convert_uudecode: decodes(() => undefined),
  urldecode: decodes((text) =>
    text.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
  ),
  base64_encode: encodes,
  bin2hex: encodes,
  fsockopen: connects,
  pfsockopen: connects,
  stream_socket_client: connects,
  socket_connect: connects,
  curl_init: requests(),
  curl_setopt: setsRequest,
  curl_setopt_array: (call) =>
    setsRequest({ ...call, args: [argument(call, 0), emptyValue, argument(call, 1)] }),
  gethostbyname: looksUp,
  dns_get_record: looksUp,
  mail: sends,
  imagepng: exports(1),
  imagejpeg: exports(1),
  imagewebp: exports(1),
  imagegif: exports(1),
  PDO: (call) => (/^sqlite:/.test(argument(call, 0).flow.text) ? opensDatabase : connectsDatabase)(call),
  SQLite3: opensDatabase,
  mysqli: connectsDatabase,
  mysqli_connect: connectsDatabase,
  pg_connect: connectsDatabase,
  mysqli_query: queries,
  mysqli_multi_query: queries,
  pg_query: queries,
  "DB.statement": queries,
  "DB.unprepared": queries,
  posix_kill: () => unknownValue,
  file_append: appends(),
  realpath: passes(),
  escapeshellarg: passes(),
  escapeshellcmd: passes(),
};

const superglobal: Action = environment;

const properties: Readonly<Record<string, Action>> = {
  $_ENV: superglobal,
  $_SERVER: superglobal,
  $argv: ({ machine }) => ({
    ...unknownValue,
    items: [
      unknownValue,
      ...machine.run.operands.map((word): Value => ({ flow: { text: word.text, from: word.from } })),
    ],
  }),
  PHP_EOL: () => flowValue({ text: "\n", from: emptyValue.flow.from }),
  DIRECTORY_SEPARATOR: () => flowValue({ text: "/", from: emptyValue.flow.from }),
};

export const phpLanguage: Language = {
  syntax: {
    lineComments: ["//", "#"],
    blockComments: [["/*", "*/"]],
    quotes: { "'": "raw", '"': "parts", "`": "shell" },
    insertion: "$",
    sigils: "$",
    regex: false,
    quoteLike: "",
  },
  attributes: ["->", "::"],
  joins: ["."],
  bareCalls: true,
  indented: false,
  calls,
  properties,
};
