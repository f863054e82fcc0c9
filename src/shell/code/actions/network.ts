import { contact, effect, post, send, sendVariables } from "../../act.ts";
import { type Flow, fromNetwork, networkFlow, unknownPart } from "../../flow.ts";
import { isLocalHost } from "../../hosts.ts";
import type { Action, Call, Machine } from "../language.ts";
import { alternatives, flat, flowValue, textValue, unknownValue, type Value } from "../value.ts";
import { argument, fetchUrl, option, writeFile } from "./access.ts";

/** A request: the URL is an argument, the rest goes with it. */
export const requests =
  (at = 0): Action =>
  (call) => {
    const url = call.named.get("url") ?? option(call, "url") ?? argument(call, at);
    const target = url.fields?.get("url") ?? url.fields?.get("hostname") ?? url.fields?.get("host") ?? url;
    const text = target.flow.text;
    const host = /^\/[^/]/.test(text) ? "" : contact({ shell: call.machine.shell }, text);
    const rest = [...call.args, ...call.named.values()];
    if (host !== "") {
      carries(call.machine, host, rest);
      for (const name of bodies) carriesBody(call.machine, host, option(call, name));
    } else carriesVariables(call.machine, rest);
    remember(call.machine, host);
    const flow: Flow =
      isLocalHost(host) && host !== "" ? { text: unknownPart, from: { ...fromNetwork } } : networkFlow;
    return flowValue(flow, "Response");
  };

/** What a request carries: bodies, files, headers. A file object is the file. */
function carries(machine: Machine, host: string, values: readonly Value[]): void {
  for (const value of values) {
    for (const one of alternatives(value)) {
      const flow = flat(one);
      send({ shell: machine.shell }, flow, [host]);
    }
  }
}

/** What requests of Python and JavaScript call the data that they send. */
const bodies = ["body", "content", "data", "files", "form", "json"];

function carriesBody(machine: Machine, host: string, value: Value | undefined): void {
  if (value !== undefined) post({ shell: machine.shell }, flat(value), [host]);
}

const carriesVariables = (machine: Machine, values: readonly Value[]): void => {
  for (const value of values) sendVariables({ shell: machine.shell }, flat(value).from.variables, []);
};

const hostKey = "host of the connection";

/** Later writes to the same request or connection go to its host. */
function remember(machine: Machine, host: string): void {
  machine.variables.set(hostKey, textValue(host));
}

/** Saves what a URL sends in a file. */
export const downloads =
  (url = 0, file = 1): Action =>
  (call) => {
    const flow = fetchUrl(call.machine, argument(call, url));
    writeFile(
      call.machine,
      call.args[file] ?? textValue(argument(call, url).flow.text.replace(/^.*\//, "")),
      flowValue(flow),
    );
    return flowValue(flow);
  };

/** A connection to `host`, `(host, port)`, `port, host` or `{ host, port }`. */
export const connects: Action = (call) => {
  const host = hostOf(call);
  const { machine } = call;
  machine.state.connection = "connects";
  contact({ shell: machine.shell }, host);
  remember(machine, host);
  return { flow: { text: unknownPart, from: fromNetwork }, name: "Socket" };
};

function hostOf(call: Call): string {
  const named =
    option(call, "host") ?? option(call, "hostname") ?? option(call, "PeerAddr") ?? option(call, "PeerHost");
  const words = call.args.flatMap((value) => value.items ?? [value]).map(({ flow }) => flow.text);
  return (
    named?.flow.text ??
    words
      .find((text) => /[a-z.:]/i.test(text) && !/^\d+$|^(?:Peer|Local)[A-Z]\w+$|^Proto$/.test(text))
      ?.replace(/^(tcp|udp|ssl|tls):\/\//, "") ??
    ""
  );
}

export const listens: Action = ({ machine, self }) => {
  machine.state.connection = "listens";
  return self ?? { ...unknownValue, name: "Socket" };
};

export const sends: Action = ({ machine, args }) => {
  const host = machine.variables.get(hostKey)?.flow.text ?? "";
  if (machine.state.connection !== "none")
    for (const value of args) post({ shell: machine.shell }, flat(value), host === "" ? [] : [host]);
  return unknownValue;
};

export const receives: Action = () => flowValue({ text: unknownPart, from: fromNetwork });

export const looksUp: Action = (call) => {
  const value = argument(call, 0);
  const { from, text } = value.flow;
  const host = contact({ shell: call.machine.shell }, text);
  if (
    (from.output || from.paths.length > 0 || from.variables.length > 0 || from.encoded) &&
    text.includes(".") &&
    !isLocalHost(host)
  )
    effect(call.machine, "net:dns-exfil");
  if (from.variables.length > 0) sendVariables({ shell: call.machine.shell }, from.variables, [host]);
  return unknownValue;
};
