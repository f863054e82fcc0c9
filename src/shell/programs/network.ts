import {
  contact,
  effect,
  has,
  operand,
  read,
  runText,
  send,
  sendFile,
  value,
  values,
  write,
} from "../act.ts";
import { type Flow, networkFlow, nothing, outputFlow, unknownPart } from "../flow.ts";
import { urlsIn } from "../hosts.ts";
import { baseName } from "../paths.ts";
import { deeper, subshell } from "../state.ts";
import { literalWord, type Word, wordFrom } from "../word.ts";
import type { Program, Run } from "./program.ts";

/** A connection of standard input and output with a host; a shell at this end makes it a remote shell. */
export function connect(run: Run, host: string, listening = false): Flow {
  const { stdin } = run.io;
  if (stdin.from.shell) effect(run, listening ? "net:bind-shell" : "net:reverse-shell");
  if (host !== "" || listening)
    send(
      run,
      stdin,
      [host].filter((one) => one !== ""),
    );
  return networkFlow;
}

/** `nc [-l] [-e PROGRAM] host port`. OpenBSD's `-c` means TLS and takes nothing. */
function netcat(run: Run): Flow {
  const [command] = values(run, "-e", "-c", "--exec", "--sh-exec", "--lua-exec");
  const alone = command !== undefined && run.operands.length === 1 && /^\d+$/.test(operand(run, 0));
  const tls = alone && /[.:]|^localhost$/.test(command.text) && !command.text.includes("/");
  const host = tls ? command.text : operand(run, 0);
  const listening = has(run, "-l", "--listen", "-L");
  if (command !== undefined && !tls) effect(run, listening ? "net:bind-shell" : "net:reverse-shell");
  for (const proxy of values(run, "-x", "--proxy")) contact(run, proxy.text);
  if (listening) return connect(run, "", true);
  const contacted = host === "" ? "" : contact(run, host);
  return has(run, "-z") ? nothing : connect(run, contacted);
}

const socatNetwork = /^(tcp|udp|openssl|ssl|sctp|dccp|socks|proxy|udplite|ip|vsock)/i;
const socatListens = /^(tcp|udp|openssl|ssl|sctp|vsock|unix|dccp)[46]?-?(listen|l|recv\w*)\b/i;
const socatRuns = /^(exec|system|shell):/i;
const socatFile = /^(file|open|gopen|create|rename):/i;

/** Two addresses, each `TYPE:parameters,options`. */
function socat(run: Run): Flow {
  const addresses = run.operands;
  const listens = addresses.some(({ text }) => socatListens.test(text));
  const connects = addresses.some(({ text }) => socatNetwork.test(text) && !socatListens.test(text));
  const hosts = addresses.flatMap(({ text }) =>
    socatNetwork.test(text) && !socatListens.test(text) ? [contact(run, text.split(":")[1] ?? "")] : [],
  );
  for (const word of addresses) {
    if (socatRuns.test(word.text)) runAddress(run, word, listens, connects);
    if (!socatFile.test(word.text)) continue;
    const path = word.text.replace(/^\w+:/, "").split(",")[0] ?? "";
    const file = wordFrom(path, word.from, word.glob);
    if (addresses[0] === word && hosts.length > 0) sendFile(run, file, hosts);
    else write(run, file, networkFlow);
  }
  const terminal = addresses.some(({ text }) => /^(-|stdio|stdin|stdout|fd:[01])/i.test(text));
  return terminal ? connect(run, hosts[0] ?? "", listens) : outputFlow;
}

function runAddress(run: Run, word: Word, listens: boolean, connects: boolean): void {
  if (listens) effect(run, "net:bind-shell");
  else if (connects) effect(run, "net:reverse-shell");
  const text = word.text
    .replace(/^\w+:/, "")
    .replace(/,(pty|stderr|setsid|sigint|sane|ctty|fork|raw|echo).*$/, "");
  const io = { stdin: outputFlow, socket: listens || connects };
  deeper(run.shell, () => run.shell.walker.text(subshell(run.shell), text, io), nothing);
}

const telnet = (run: Run): Flow => connect(run, contact(run, operand(run, 0)));

/** What a name says that is looked up goes to whoever answers for it. */
function lookUp(run: Run, words: readonly Word[]): void {
  for (const word of words) {
    const { from, text } = word;
    const carries = from.output || from.paths.length > 0 || from.variables.length > 0 || from.encoded;
    if (carries && /\.[a-z0-9-]*[a-z][a-z0-9-]*\.?$/i.test(text) && text !== unknownPart)
      effect(run, "net:dns-exfil");
    if (from.variables.length > 0) send(run, word, [contact(run, text)]);
    else if (!/^[A-Z]{1,5}$|^\+|^-/.test(text)) contact(run, text.replace(/^@/, ""));
  }
}

function resolve(run: Run): Flow {
  for (const file of values(run, "-f")) read(run, file);
  for (const server of values(run, "-b")) contact(run, server.text);
  lookUp(run, run.operands);
  // nslookup takes names from its input as well.
  if (
    run.program === "nslookup" &&
    run.operands.length === 0 &&
    (run.io.stdin.from.output || run.io.stdin.from.paths.length > 0)
  )
    effect(run, "net:dns-exfil");
  return networkFlow;
}

const isLocalService = (text: string): boolean => /^:(\d|\/|$)/.test(text);

/** `http [METHOD] URL item…`: `a=b` is text, `a@f`, `a=@f`, `a:=@f` and `@f` are files. */
function httpie(run: Run): Flow {
  const words = /^[A-Z]+$/.test(operand(run, 0)) ? run.operands.slice(1) : run.operands;
  const [url, ...items] = words;
  if (url === undefined) return nothing;
  const host = contact(run, isLocalService(url.text) ? "localhost" : url.text);
  send(run, url, [host]);
  send(run, run.io.stdin, [host]);
  for (const word of values(run, "-a", "--auth", "--raw")) send(run, word, [host]);
  for (const item of items) {
    const file = /^[^=@:]*(?::?=)?@(.+)$/s.exec(item.text)?.[1];
    if (file === undefined) send(run, item, [host]);
    else sendFile(run, wordFrom(file.replace(/;type=.*$/, ""), item.from, item.glob), [host]);
  }
  const target = value(run, "-o", "--output");
  if (target === undefined) return networkFlow;
  write(run, target, networkFlow);
  return nothing;
}

/** Programs that fetch URLs into files: `aria2c URL`, `axel -o f URL`. */
function fetchFiles(run: Run): Flow {
  for (const list of values(run, "-i", "--input-file")) read(run, list);
  const folder = value(run, "-d", "--dir", "-P", "--paths");
  const name = value(run, "-o", "--out", "--output", "-O");
  for (const url of run.operands) {
    if (!url.text.includes("://")) continue;
    const host = contact(run, url.text);
    send(run, url, [host]);
    const file = name?.text ?? baseName(url.text.split(/[?#]/, 1)[0] ?? "");
    write(run, literalWord(folder === undefined ? file : `${folder.text}/${file}`), networkFlow);
  }
  return nothing;
}

/** Programs that print what a URL sends. */
function printUrl(run: Run): Flow {
  for (const word of run.operands) {
    if (!/:\/\/|^[\w-]+(\.[\w-]+)+(\/|:|$)/.test(word.text)) continue;
    const host = contact(run, word.text);
    send(run, word, [host]);
    send(run, run.io.stdin, [host]);
  }
  for (const word of values(run, "-d", "--data", "--header", "-H", "-x")) sendData(run, word);
  return networkFlow;
}

function sendData(run: Run, word: Word): void {
  if (word.text === "@" || word.text === "@-") send(run, run.io.stdin, run.hosts);
  else if (word.text.startsWith("@")) sendFile(run, wordFrom(word.text.slice(1), word.from), run.hosts);
  else send(run, word, run.hosts);
}

/** Letters go to strangers, whatever the address says. */
function mail(run: Run): Flow {
  for (const file of values(run, "-a", "-A", "--attach", "--attachment", "--body", "-i"))
    sendFile(run, wordFrom(file.text.replace(/^@/, ""), file.from, file.glob), []);
  for (const server of values(run, "--server", "-S", "--host"))
    if (!server.text.includes("=")) contact(run, server.text);
  for (const word of [...run.operands, ...values(run, "-s")]) send(run, word, []);
  send(run, run.io.stdin, []);
  return nothing;
}

const transfers =
  /^\s*(mput|put|send|append|mirror\s+(?:-\S+\s+)*-\S*R\S*|mirror\s+-R|get|mget|mirror|!|lcd|source)\s*(.*)$/gm;

/** Commands of ftp, lftp and sftp: `put FILE`, `get FILE`, `!SHELL`. */
export function transferCommands(run: Run, text: string, hosts: readonly string[]): void {
  for (const [, command = "", rest = ""] of text.replaceAll(";", "\n").matchAll(transfers)) {
    const words = rest.split(/\s+/).filter((word) => word !== "" && !word.startsWith("-"));
    const [first = ""] = words;
    if (command === "!") runText(run, literalWord(rest));
    else if (/^(get|mget)$/.test(command)) write(run, literalWord(words[1] ?? baseName(first)), networkFlow);
    else if (command !== "lcd" && command !== "source" && command !== "mirror" && first !== "")
      for (const word of /^m(put|irror)/.test(command) ? words : [first])
        sendFile(run, wordFrom(word, nothing.from, word.includes("*")), hosts);
  }
}

function fileTransfer(run: Run): Flow {
  const [first, ...rest] = run.operands;
  if (first === undefined) return nothing;
  const host = contact(run, first.text);
  const scripts = [...values(run, "-e", "-c"), ...(run.program === "lftp" ? [] : [])];
  for (const script of scripts) {
    for (const url of urlsIn(script.text)) contact(run, url);
    transferCommands(run, script.text, [host]);
  }
  for (const file of values(run, "-f")) read(run, file);
  // ncftpput host folder file…; the others take their commands from their input.
  if (/put$/.test(run.program)) for (const file of rest.slice(1)) sendFile(run, file, [host]);
  transferCommands(run, run.io.stdin.text, [host]);
  if (run.io.stdin.from.paths.length > 0) send(run, run.io.stdin, [host]);
  return networkFlow;
}

function lftp(run: Run): Flow {
  const hosts = run.operands.map(({ text }) => contact(run, text));
  for (const script of values(run, "-e", "-c")) {
    const urls = urlsIn(script.text).map((url) => contact(run, url));
    transferCommands(run, script.text, [...hosts, ...urls]);
  }
  transferCommands(run, run.io.stdin.text, hosts);
  return networkFlow;
}

const trivialFtp = (run: Run): Flow => {
  const host = contact(run, operand(run, 0));
  const text =
    values(run, "-c").length > 0
      ? run.args
          .slice(run.args.findIndex((word) => word.text === "-c") + 1)
          .map((word) => word.text)
          .join(" ")
      : run.io.stdin.text;
  transferCommands(run, text, [host]);
  return networkFlow;
};

export const network: readonly Program[] = [
  {
    names: ["nc", "ncat", "netcat", "nc.traditional", "nc.openbsd"],
    options: {
      "-e --exec -c --sh-exec --lua-exec -p --source-port -w --wait -s --source -q -i --idle-timeout -x --proxy -X -T -O -I -P --proxy-auth --proxy-type -o --output -d --delay -m --max-conns -g -G":
        "value",
    },
    does: netcat,
  },
  {
    names: ["socat", "socat1"],
    style: "posix",
    options: { "-T -t -b -L -W": "value", "-lf -r -R": "create" },
    does: socat,
  },
  { names: ["telnet"], options: { "-l -n -e -b -X": "value" }, does: telnet },
  {
    names: [
      "dig",
      "nslookup",
      "host",
      "drill",
      "kdig",
      "dog",
      "doggo",
      "resolvectl",
      "systemd-resolve",
      "delv",
    ],
    options: { "-t -c -p -k -y -q -x -f -b -W -R -m": "value" },
    does: resolve,
  },
  {
    names: ["getent"],
    options: { "-s --service": "value" },
    does: (run) => {
      const table = operand(run, 0);
      return /^g?shadow$/.test(table) ? read(run, literalWord(`/etc/${table}`)) : resolve(run);
    },
  },
  {
    names: [
      "ping",
      "ping6",
      "fping",
      "hping3",
      "traceroute",
      "tracepath",
      "mtr",
      "arping",
      "whois",
      "nmap",
      "masscan",
      "nping",
      "tcping",
    ],
    options: { "-c -i -W -w -s -t -I -p -m -h -oN -oX -oG -oA -iL -q -l": "value" },
    does: resolve,
  },
  {
    names: ["http", "https", "xh", "xhs"],
    options: {
      "-a --auth -A --auth-type -o --output -s --style -p --print --session --session-read-only --timeout --proxy --cert --cert-key --verify --raw --boundary --format-options --pretty":
        "value",
    },
    does: httpie,
  },
  {
    names: [
      "aria2c",
      "axel",
      "lwp-download",
      "wcurl",
      "httrack",
      "yt-dlp",
      "youtube-dl",
      "gallery-dl",
      "fetch",
      "saldl",
      "megadl",
    ],
    options: {
      "-o --out --output -d --dir -P --paths -i --input-file -O -x -s -k -j -n -f --header -U": "value",
    },
    does: fetchFiles,
  },
  {
    names: [
      "lynx",
      "w3m",
      "links",
      "elinks",
      "links2",
      "lwp-request",
      "GET",
      "POST",
      "hurl",
      "grpcurl",
      "evans",
      "websocat",
      "wscat",
      "hey",
      "ab",
      "wrk",
      "vegeta",
      "k6",
      "oha",
      "bombardier",
      "siege",
    ],
    options: {
      "-d --data -H --header -x -c -n -z -m -q -o --output -T -cookies -width --max-time --rate": "value",
    },
    does: printUrl,
  },
  {
    names: [
      "mail",
      "mailx",
      "mutt",
      "neomutt",
      "sendmail",
      "msmtp",
      "ssmtp",
      "s-nail",
      "swaks",
      "sendemail",
      "exim",
      "postfix",
      "himalaya",
    ],
    options: {
      "-s -a -A -c -b -r -f -F -S -i --attach --attachment --to --from --server --body --header --host -t":
        "value",
    },
    does: mail,
  },
  {
    names: ["ftp", "pftp", "ncftp", "ncftpput", "ncftpget", "ftpput"],
    options: { "-u -p -P -f -e -c": "value" },
    does: fileTransfer,
  },
  { names: ["lftp"], options: { "-e -c -u -p -f": "value" }, does: lftp },
  { names: ["tftp", "atftp"], options: { "-l -r -m": "value" }, does: trivialFtp },
];
