import { contact, effect, post, sendFile, write } from "../act.ts";
import { type Flow, networkFlow, nothing, outputFlow } from "../flow.ts";
import { has, operand, value, values } from "../given.ts";
import { deeper, subshell } from "../state.ts";
import { literalWord, type Word, wordFrom } from "../word.ts";
import type { Run } from "./program.ts";

/** A connection of standard input and output with a host; a shell at this end makes it a remote shell. */
export function connect(run: Run, host: string, listening = false): Flow {
  const { stdin } = run.io;
  if (stdin.from.shell) effect(run, listening ? "net:bind-shell" : "net:reverse-shell");
  if (host !== "" || listening)
    post(
      run,
      stdin,
      [host].filter((one) => one !== ""),
    );
  return networkFlow;
}

/** `nc [-l] [-e PROGRAM] host port`. OpenBSD's `-c` means TLS and takes nothing. */
export function netcat(run: Run): Flow {
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
export function socat(run: Run): Flow {
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
    .replace(/,(pty|stderr|setsid|sigint|sane|ctty|fork|raw|echo)[^\n]*/, "");
  const io = { stdin: outputFlow, socket: listens || connects };
  deeper(run.shell, () => run.shell.walker.text(subshell(run.shell), text, io), nothing);
}

export const telnet = (run: Run): Flow => connect(run, contact(run, operand(run, 0)));

/** zsh's `ztcp [-d FD] HOST PORT`: a descriptor that is a connection, by its number in `REPLY`. `-l` and `-a` wait for one. */
export function ztcp(run: Run): Flow {
  if (has(run, "-c", "-L", "-t")) return nothing;
  const number = value(run, "-d") ?? literalWord("12");
  const host = has(run, "-l", "-a") ? "" : contact(run, operand(run, 0));
  run.shell.variables.set("REPLY", [number]);
  run.shell.descriptors.set(Number(number.text), { kind: "socket", host });
  return nothing;
}

/** websocat's addresses that run something: `sh-c:CMD`, `cmd:CMD`, `exec:PROGRAM`. */
export function noteWebSocketShell(run: Run): void {
  if (!run.operands.some(({ text }) => /^(?:sh-c|cmd|exec):/.test(text))) return;
  const waits = run.operands.some(({ text }) =>
    /^(?:ws-l|l-ws|tcp-l|listen|tcp-listen|ws-listen|ws-u):/.test(text),
  );
  effect(run, waits || has(run, "-s", "--server-mode") ? "net:bind-shell" : "net:reverse-shell");
}
