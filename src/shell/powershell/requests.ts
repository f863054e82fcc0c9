import { contact, post, send, sendFile, write } from "../act.ts";
import { type Flow, literalFlow, networkFlow, nothing } from "../flow.ts";
import { value } from "../given.ts";
import type { Run } from "../programs/program.ts";
import { socketTo } from "./methods.ts";

/** Invoke-WebRequest and Invoke-RestMethod. */
export function request(run: Run): Flow {
  const url = value(run, "-uri") ?? run.operands[0];
  const hosts = url === undefined ? [] : [contact(run, url.text)];
  for (const word of [url, value(run, "-headers"), value(run, "-credential")])
    if (word !== undefined) send(run, word, hosts);
  const body = value(run, "-body", "-form");
  if (body !== undefined) post(run, body, hosts);
  const file = value(run, "-infile");
  if (file !== undefined) sendFile(run, file, hosts);
  if (run.io.stdin !== nothing) post(run, run.io.stdin, hosts);
  const output = value(run, "-outfile");
  if (output === undefined) return networkFlow;
  write(run, output, networkFlow);
  return nothing;
}

export function transferBits(run: Run): Flow {
  const [source = run.operands[0], target = run.operands[1]] = [
    value(run, "-source"),
    value(run, "-destination"),
  ];
  if (source !== undefined) contact(run, source.text);
  if (target !== undefined) write(run, target, networkFlow);
  return nothing;
}

export function newObject(run: Run): Flow {
  const type = value(run, "-typename") ?? run.operands[0];
  const host = value(run, "-argumentlist") ?? run.operands[1];
  if (type === undefined || !/tcpclient|udpclient|sockets/i.test(type.text) || host === undefined)
    return literalFlow("");
  return socketTo(run, host);
}
