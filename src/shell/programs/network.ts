import {
  contact,
  effect,
  has,
  operand,
  read,
  readTree,
  remove,
  runText,
  send,
  sendFile,
  value,
  values,
  write,
} from "../act.ts";
import { fromBase64 } from "../decode.ts";
import { type Flow, joinAll, literalFlow, networkFlow, nothing, outputFlow, unknownPart } from "../flow.ts";
import { hostOf, isLocalHost } from "../hosts.ts";
import { encoded } from "../run-words.ts";
import { subshell } from "../state.ts";
import { literalWord, type Word, wordFrom } from "../word.ts";
import type { Program, Run } from "./program.ts";
import { decodedFlow } from "./text.ts";

/** nc and its kin: what they are given goes out, what comes back is the network's. */
function connect(run: Run): Flow {
  const listens = has(run, "-l", "--listen");
  const [host] = run.operands;
  const target = listens || host === undefined ? "" : contact(run, host.text);
  const program = value(run, "-e", "--exec", "-c", "--sh-exec", "--lua-exec");
  if (program !== undefined) {
    effect(run, listens ? "net:bind-shell" : "net:reverse-shell");
    runText(run, program);
  }
  if (listens) return networkFlow;
  if (run.io.stdin.from.shell) effect(run, "net:reverse-shell");
  for (const word of run.operands) send(run, word, [target]);
  if (!has(run, "-z")) send(run, run.io.stdin, [target]);
  return networkFlow;
}

/** socat joins two addresses; one that runs a program turns the other into a shell. */
function joinAddresses(run: Run): Flow {
  const texts = run.operands.map(({ text }) => text);
  const listens = texts.some((text) => /^(tcp[46]?|udp[46]?|openssl|ssl)-l(isten)?:/i.test(text));
  for (const text of texts) {
    const host =
      /^(?:tcp[46]?(?:-connect)?|udp[46]?(?:-\w+)?|openssl(?:-connect)?|ssl|socks4a?|proxy):([^:,]+)/i.exec(
        text,
      )?.[1];
    if (host !== undefined && !/-listen$/i.test(text.split(":")[0] ?? "")) {
      const target = contact(run, host);
      send(run, run.io.stdin, [target]);
    }
  }
  for (const text of texts) takeAddress(run, text, listens);
  return networkFlow;
}

function takeAddress(run: Run, text: string, listens: boolean): void {
  const code = /^(?:exec|system|shell):(.*)$/is.exec(text)?.[1];
  if (code !== undefined) {
    effect(run, listens ? "net:bind-shell" : "net:reverse-shell");
    runText(
      { ...run, io: { stdin: nothing, socket: false } },
      literalFlow(
        code
          .replace(/(,(pty|stderr|setsid|sigint|sane|ctty|raw|echo=0|su=\w+|fdin=\d|fdout=\d))+$/i, "")
          .replace(/^["']|["']$/g, ""),
      ),
    );
  }
  const file = /^(?:open|create|file|gopen):([^,]+)/i.exec(text)?.[1];
  if (file !== undefined) {
    const flow = read(run, literalWord(file));
    send(run, flow, [...run.hosts].length === 0 ? [] : run.shell.draft.hosts);
  }
}

/** `openssl s_client`, `openssl enc -d`, `openssl rsa -in key` … */
function openssl(run: Run): Flow {
  for (const word of values(run, "-connect", "-host", "-proxy")) {
    const host = contact(run, word.text);
    if (run.io.stdin.from.shell) effect(run, "net:reverse-shell");
    send(run, run.io.stdin, [host]);
  }
  const inputs = values(run, "-in", "-inkey", "-key", "-CAkey", "-sign", "-inform-file", "-kfile");
  const files = [
    ...inputs,
    ...(/^(dgst|sha\d+|md5|base64)$/.test(operand(run, 0)) ? run.operands.slice(1) : []),
  ];
  const flow = files.length === 0 ? run.io.stdin : joinAll(files.map((word) => read(run, word)));
  const decodes =
    has(run, "-d") && /^(enc|base64|aes.*|des.*|bf.*|rc4.*|chacha.*|smime|cms)$/.test(operand(run, 0));
  const printed = decodes ? opened(run, flow) : closed(run, flow);
  for (const word of values(run, "-out", "-keyout")) write(run, word, printed);
  if (operand(run, 0) === "s_client" || values(run, "-connect").length > 0) return networkFlow;
  return has(run, "-out") ? nothing : printed;
}

function opened(run: Run, flow: Flow): Flow {
  const encoding = operand(run, 0) === "base64" || has(run, "-base64", "-a", "-A");
  return decodedFlow(flow, encoding ? fromBase64 : () => undefined);
}

const closed = (run: Run, flow: Flow): Flow =>
  /^(enc|base64|aes.*|smime|cms|rsautl|pkeyutl|dgst)$/.test(operand(run, 0))
    ? encoded(run, flow)
    : { text: unknownPart, from: flow.from };

/** `user@host:path`, `host:path`, `scp://host/path`; undefined for a path of this machine. */
export function remotePlace(text: string): string | undefined {
  if (/^(scp|sftp|rsync|ssh|s3|gs):\/\//i.test(text)) return hostOf(text);
  const found = /^(?:[^@/:\s]*@)?(\[[^\]]*\]|[^/:@\s]+)::?(?!\/\/)/.exec(text);
  // A single letter is a drive of Windows.
  return found === null || found[1] === undefined || found[1].length < 2 ? undefined : hostOf(found[1]);
}

/** scp and rsync: what comes from here and goes there is sent. */
function transfer(run: Run): Flow {
  const target = run.operands.at(-1);
  const sources = run.operands.slice(0, -1);
  if (target === undefined) return nothing;
  const host = remotePlace(target.text);
  for (const source of sources) {
    const origin = remotePlace(source.text);
    if (origin !== undefined) contact(run, origin);
    if (host === undefined) receive(run, source, target, origin);
    else if (origin === undefined) sendTree(run, source, contact(run, host));
  }
  return outputFlow;
}

function receive(run: Run, source: Word, target: Word, origin: string | undefined): void {
  if (origin === undefined && run.program === "rsync") mirror(run, source, target);
  else write(run, target, origin === undefined ? readTree(run, source) : networkFlow);
}

/** `rsync --delete` removes what the source doesn't have. */
function mirror(run: Run, source: Word, target: Word): void {
  readTree(run, source);
  write(run, target);
  if (run.options.some(({ name }) => name.startsWith("--del"))) remove(run, target, true);
  if (has(run, "--remove-source-files")) remove(run, source, true);
}

function sendTree(run: Run, source: Word, host: string): void {
  readTree(run, source);
  sendFile(run, source, [host]);
}

/** `ssh HOST CMD…`: the words are joined and a shell over there runs them. */
function secureShell(run: Run): Flow {
  const [host, ...command] = run.operands;
  if (
    has(run, "-R", "-D", "-w") ||
    values(run, "-o").some(({ text }) => /^(RemoteForward|DynamicForward|Tunnel)[ =]/i.test(text))
  )
    effect(run, "net:tunnel");
  for (const option of values(run, "-o")) runProxy(run, option.text);
  const identity = value(run, "-i");
  if (identity !== undefined) run.shell.draft.lines.add(`ssh -i ${identity.text}`);
  if (has(run, "-G", "-V", "-Q") || host === undefined) return outputFlow;
  const target = contact(run, host.text.replace(/^ssh:\/\//, ""));
  if (command.length === 0) return run.io.stdin === nothing ? networkFlow : remoteText(run, run.io.stdin);
  for (const word of command) send(run, word, [target]);
  if (run.io.stdin !== nothing) send(run, run.io.stdin, [target]);
  return remoteText(
    run,
    joinAll(command.flatMap((word, index) => (index === 0 ? [word] : [literalFlow(" "), word]))),
  );
}

/** ProxyCommand and LocalCommand run here. */
function runProxy(run: Run, option: string): void {
  const code = /^(?:ProxyCommand|LocalCommand|KnownHostsCommand|Match exec)[ =](.*)$/is.exec(option)?.[1];
  if (code !== undefined && code !== "none")
    runText({ ...run, io: { stdin: nothing, socket: false } }, literalFlow(code));
}

function remoteText(run: Run, flow: Flow): Flow {
  run.shell.draft.wrappers.add(run.program);
  const shell = subshell(run.shell, { remote: { mounts: [] }, cwd: unknownPart });
  const printed = run.shell.walker.text(shell, flow.text, { stdin: run.io.stdin, socket: false });
  return { text: printed.text, from: { ...printed.from, network: true } };
}

/** Looking up a name that holds data tells it to whoever answers for the domain. */
function lookUp(run: Run): Flow {
  for (const word of run.operands) {
    if (word.text.startsWith("@")) contact(run, word.text.slice(1));
    else if (/^(\+|A{1,4}$|TXT$|MX$|NS$|SOA$|CNAME$|ANY$|PTR$|SRV$)/.test(word.text)) continue;
    else lookUpName(run, word);
  }
  return networkFlow;
}

function lookUpName(run: Run, word: Word): void {
  const { from } = word;
  const host = contact(run, word.text);
  if (isLocalHost(host)) return;
  const holdsData = from.output || from.encoded || from.paths.length > 0 || from.variables.length > 0;
  if (holdsData && word.text.includes(".")) effect(run, "net:dns-exfil");
  send(run, word, [host]);
}

/** `ftp`, `tftp`, `sftp`: commands from standard input, or files by option. */
function fileTransfer(run: Run): Flow {
  const [host] = run.operands;
  const target = host === undefined ? "" : contact(run, host.text);
  send(run, run.io.stdin, [target]);
  for (const [, file = ""] of run.io.stdin.text.matchAll(/^\s*(?:put|mput|send)\s+(\S+)/gm))
    sendFile(run, literalWord(file), [target]);
  for (const [, code = ""] of run.io.stdin.text.matchAll(/^\s*!(.+)$/gm)) runText(run, literalFlow(code));
  return networkFlow;
}

function exposes(run: Run): Flow {
  for (const word of run.operands) if (word.text.includes("://")) contact(run, word.text);
  effect(run, "net:expose-port");
  return outputFlow;
}

/** httpie: `http POST url name=value file@path < body`. */
function httpie(run: Run): Flow {
  const words = run.operands.filter(({ text }, index) => !(index === 0 && /^[A-Z]+$/.test(text)));
  const [url, ...items] = words;
  if (url === undefined) return networkFlow;
  const host = /^:/.test(url.text) ? "localhost" : contact(run, url.text);
  for (const item of items) {
    const file = /(?:[^=]|^)(?:@|=@|:=@)(.+)$/s.exec(item.text)?.[1];
    if (file !== undefined) sendFile(run, wordFrom(file, item.from), [host]);
    else send(run, item, [host]);
  }
  send(run, run.io.stdin, [host]);
  return networkFlow;
}

function hostOnly(run: Run): Flow {
  for (const word of run.operands) {
    if (/^[\d.]+$/.test(word.text) && !word.text.includes(".")) continue;
    const host = contact(run, word.text);
    send(run, word, [host]);
    if (
      (word.from.output || word.from.paths.length > 0 || word.from.encoded) &&
      word.text.includes(".") &&
      !isLocalHost(host)
    )
      effect(run, "net:dns-exfil");
  }
  return networkFlow;
}

function mail(run: Run): Flow {
  send(run, run.io.stdin, []);
  return nothing;
}

const sshOptions = { "-b -c -E -e -F -I -i -J -L -l -m -O -o -p -P -Q -R -S -W -w -D -B": "value" } as const;

export const network: readonly Program[] = [
  {
    names: ["nc", "ncat", "netcat", "nc.traditional", "nc.openbsd", "telnet", "pwncat", "powercat"],
    options: {
      "-e --exec -c --sh-exec --lua-exec -p --source-port -s --source -w --wait -q -i --idle-timeout -X -x --proxy --proxy-type -g -G -O -I -T -m --max-conns -d --delay":
        "value",
    },
    does: connect,
  },
  { names: ["socat"], style: "dashed", does: joinAddresses },
  {
    names: ["openssl", "libressl"],
    style: "dashed",
    options: {
      "-connect -host -port -proxy -in -inkey -key -CAkey -sign -verify -signature -out -keyout -pass -passin -passout -k -kfile -K -iv -md -iter -inform -outform -days -subj -config -CAfile -CApath -cert -servername -starttls -bits -newkey -extensions -addext -name -certfile -macopt":
        "value",
    },
    does: openssl,
  },
  {
    names: ["ssh", "slogin", "autossh", "mosh", "sshpass", "rsh", "rexec", "dropbear", "dbclient"],
    style: "posix",
    options: { ...sshOptions, "-M": "value" },
    does: secureShell,
  },
  { names: ["scp", "pscp"], options: { "-c -F -i -J -l -o -P -S -D -X": "value" }, does: transfer },
  {
    names: ["rsync"],
    options: {
      "-e --rsh": "shell",
      "-f --filter --exclude --include --exclude-from --include-from --files-from -B --block-size --bwlimit --timeout --port --chmod --chown --compare-dest --copy-dest --link-dest --max-size --min-size -T --temp-dir --log-file --password-file --out-format --suffix --backup-dir --info --debug --rsync-path -M":
        "value",
    },
    does: transfer,
  },
  {
    names: ["sftp", "ftp", "tftp", "lftp", "ncftpput", "ncftp"],
    options: { "-b -i -o -P -F -c -e -u -p": "value" },
    does: fileTransfer,
  },
  {
    names: ["ssh-copy-id"],
    options: { "-i": "read", "-p -o -F": "value" },
    operands: ["host"],
    effects: ["persist:authorized-keys"],
  },
  { names: ["ssh-keyscan"], options: { "-f -p -T -t": "value" }, operands: ["host"], output: "network" },
  {
    names: ["ssh-keygen", "ssh-add"],
    options: { "-f": "edit", "-t -b -C -N -P -O -m -E -I -n -V -z -l": "value" },
    does: () => outputFlow,
  },
  {
    names: ["dig", "host", "nslookup", "drill", "kdig", "delv", "resolvectl", "dog", "doggo"],
    options: { "-t -c -p -q -x -f -b -k -y -W -R": "value" },
    does: lookUp,
  },
  {
    names: [
      "ping",
      "ping6",
      "traceroute",
      "tracepath",
      "mtr",
      "nmap",
      "whois",
      "arping",
      "fping",
      "hping3",
      "tcpping",
      "nmblookup",
      "finger",
    ],
    options: { "-c -i -s -t -W -w -I -p -n -m -q -oN -oX": "value" },
    does: hostOnly,
  },
  {
    names: ["http", "https", "xh", "xhs"],
    options: {
      "-o --output": "create",
      "-a --auth -A --auth-type -p --print --session --verify --timeout --proxy -d": "value",
    },
    attached: "-d",
    does: httpie,
  },
  {
    names: [
      "aria2c",
      "axel",
      "lynx",
      "w3m",
      "links",
      "elinks",
      "lwp-request",
      "GET",
      "POST",
      "youtube-dl",
      "yt-dlp",
      "fetch",
      "ftpget",
    ],
    options: { "-d --dir -o --out -O -x -s -j": "value" },
    operands: ["host"],
    output: "network",
  },
  {
    names: [
      "ngrok",
      "cloudflared",
      "chisel",
      "localtunnel",
      "lt",
      "bore",
      "frpc",
      "frps",
      "localhost.run",
      "serveo",
      "pagekite",
      "telebit",
      "zrok",
      "tailscale-funnel",
      "rathole",
      "gost",
      "ligolo",
      "sish",
      "tunnelto",
      "expose",
      "devtunnel",
      "dumbpipe",
      "pinggy",
      "jprq",
      "inlets",
    ],
    does: exposes,
  },
  {
    names: ["iperf", "iperf3", "tcpdump", "wireshark", "tshark"],
    options: { "-c": "host", "-w": "create", "-r": "read", "-i": "value" },
  },
  {
    names: ["mail", "mailx", "mutt", "sendmail", "msmtp", "swaks"],
    options: { "-a -A --attach": "upload", "-s -c -b -r -S": "value" },
    does: mail,
  },
];
