import { contact, effect, post, read, send, sendFile, write } from "../act.ts";
import { type Flow, fromOutput, networkFlow, nothing, outputFlow, unknownPart } from "../flow.ts";
import { has, operand, value, values } from "../given.ts";
import { baseName, homeOf } from "../paths.ts";
import { literalWord, type Word, wordFrom } from "../word.ts";
import { fileTransfer, lftp, trivialFtp } from "./file-transfers.ts";
import { netcat, noteWebSocketShell, socat, telnet, ztcp } from "./netcat.ts";
import type { Program, Run } from "./program.ts";

/** What a name says that is looked up goes to whoever answers for it. */
function lookUp(run: Run, words: readonly Word[]): void {
  for (const word of words) {
    const { from, text } = word;
    const carries = from.output || from.paths.length > 0 || from.variables.length > 0 || from.encoded;
    if (carries && /\.(?=[0-9-]*[a-z])[a-z0-9-]+\.?$/i.test(text) && text !== unknownPart)
      effect(run, "net:dns-exfil");
    if (from.variables.length > 0) send(run, word, [contact(run, text)]);
    else if (!/^[A-Z]{1,5}$|^\+|^-/.test(text)) contact(run, text.replace(/^@/, ""));
  }
}

/** Sends what is in files and variables: an address that a program has printed is no secret. */
const sendText = (run: Run, { text, from }: Word, hosts: Iterable<string>): void =>
  send(run, { text, from: { ...from, output: false } }, hosts);

/** `finger NAME@HOST`. */
function finger(run: Run): Flow {
  for (const word of run.operands)
    if (word.text.includes("@")) sendText(run, word, [contact(run, word.text.replace(/^.*@/s, ""))]);
  return networkFlow;
}

function resolve(run: Run): Flow {
  for (const file of values(run, "-f")) read(run, file);
  for (const server of values(run, "-b")) contact(run, server.text);
  lookUp(run, run.operands);
  // What fills a packet, and what another server than the name's own is asked, goes there as it is.
  for (const filling of values(run, "-p", "--data", "--data-string")) sendText(run, filling, run.hosts);
  for (const server of values(run, "-h"))
    for (const word of run.operands) sendText(run, word, [contact(run, server.text)]);
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
  post(run, run.io.stdin, [host]);
  for (const word of values(run, "-a", "--auth")) send(run, word, [host]);
  for (const word of values(run, "--raw")) post(run, word, [host]);
  for (const item of items) {
    const file = /^[^=@:]*(?::?=)?@(.+)$/s.exec(item.text)?.[1];
    if (file === undefined) (isData(item.text) ? post : send)(run, item, [host]);
    else sendFile(run, wordFrom(file.replace(/;type=.*$/s, ""), item.from, item.glob), [host]);
  }
  const target = value(run, "-o", "--output");
  if (target === undefined) return networkFlow;
  write(run, target, networkFlow);
  return nothing;
}

/** `a=b` and `a:=b` are data; `a==b` goes into the URL, `a:b` is a header. */
const isData = (item: string): boolean => /^[^:=]+:?=(?!=)/.test(item);

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
  if (run.program === "websocat") noteWebSocketShell(run);
  for (const word of run.operands) {
    if (!/:\/\/|^[\w-]+(\.[\w-]+)+(\/|:|$)/.test(word.text)) continue;
    const host = contact(run, word.text);
    send(run, word, [host]);
    send(run, run.io.stdin, [host]);
  }
  for (const word of values(run, "--header", "-H", "-x")) sendData(run, word, send);
  for (const word of values(run, "-d", "--data")) sendData(run, word, post);
  return networkFlow;
}

function sendData(run: Run, word: Word, give: typeof send): void {
  if (word.text === "@" || word.text === "@-") give(run, run.io.stdin, run.hosts);
  else if (word.text.startsWith("@")) sendFile(run, wordFrom(word.text.slice(1), word.from), run.hosts);
  else give(run, word, run.hosts);
}

/** Letters go to strangers, whatever the address says. */
function mail(run: Run): Flow {
  for (const file of values(run, "-a", "-A", "--attach", "--attachment", "--body", "-i"))
    sendFile(run, wordFrom(file.text.replace(/^@/, ""), file.from, file.glob), []);
  for (const server of values(run, "--server", "-S", "--host"))
    if (!server.text.includes("=")) contact(run, server.text);
  for (const word of [...run.operands, ...values(run, "-s")]) send(run, word, []);
  post(run, run.io.stdin, []);
  return nothing;
}

/** `getent passwd "$USER"`: the line of one account, whose sixth field is its home folder. */
function accountLine(run: Run): Flow {
  const { user, home } = run.shell.place;
  const asked = operand(run, 1);
  if (asked === "") return outputFlow;
  const name = /^[a-z_][\w-]*$/i.test(asked) ? asked : asked === "0" ? "root" : user;
  const folder = name === user ? home : homeOf(run.shell, name);
  return folder === undefined
    ? outputFlow
    : { text: `${name}:x:1000:1000::${folder}:/bin/bash\n`, from: fromOutput };
}

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
      if (table === "passwd") return accountLine(run);
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
    options: { "-c -i -W -w -s -t -I -p -m -h -oN -oX -oG -oA -iL -q -l --data --data-string": "value" },
    does: resolve,
  },
  { names: ["finger"], does: finger },
  { names: ["ztcp"], options: { "-d": "value" }, does: ztcp },
  {
    names: ["mosquitto_pub"],
    options: {
      "-h --host -L --url": "host",
      "-f --file": "upload",
      "-m --message": "send",
      "-t -p -u -P -q -i": "value",
    },
    does: (run) => (has(run, "-s", "-l") ? post(run, run.io.stdin, run.hosts) : undefined) ?? nothing,
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
