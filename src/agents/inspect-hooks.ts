import { argsOf, commandOf, entriesOf, type Found, isOurs, readEntries } from "./hook-entries.ts";
import { type Json, objectOf } from "./json.ts";
import { isSame, leastTime, type RegisteredEvent, type Registration, wantedEntry } from "./registration.ts";
import type { ForeignHook, Hook, HookEntry, Inspection } from "./settings.ts";

type Flaws = readonly (readonly [off: boolean, flaw: string])[];

/** What the settings say about our hook; `hook` is what they should say. */
export function inspect(text: string, hook: Hook, registration: Registration): Inspection {
  const { shape, commandKey } = registration;
  const start = readEntries(text, shape);
  if ("malformed" in start) return start;
  const all = entriesOf(start.settings, shape);
  const ours = all.filter((found) => isOurs(found, commandKey, hook.command));
  const foreign = all.filter((found) => !ours.includes(found));
  const isLikeOurs = (found: Found) => /prempti|-interceptor|\/v1\/hook\//.test(commandOf(found, commandKey));
  return {
    entries: ours.map((found) => ({
      event: found.event,
      transport: found.entry["type"] === "http" ? "http" : "command",
      command: commandOf(found, commandKey),
      ...(found.entry["type"] === "http" ? { headers: textsIn(found.entry["headers"]) } : {}),
      at: found.path.filter((key) => typeof key === "number").join(":"),
      sees: sightOf(found, registration),
      flaws: flawsOf(found, ours, hook, registration),
    })),
    foreign: foreign.filter(isLikeOurs).map((found) => commandOf(found, commandKey)),
    disablers: registration.disablers(start.settings, all),
    others: foreign
      .filter((found) => !isLikeOurs(found))
      .flatMap((found) => foreignHook(found, registration)),
    env: objectOf(start.settings["env"]),
    allowedUrls: registration.allowedUrls?.(start.settings),
    pins: registration.pins?.(start.settings) ?? [],
  };
}

function textsIn(headers: unknown): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(objectOf(headers)).filter(
      (header): header is [string, string] => typeof header[1] === "string",
    ),
  );
}

/** A hook that is not waited for changes nothing. */
function foreignHook(found: Found, { commandKey, foreignCan }: Registration): readonly ForeignHook[] {
  const { event, entry } = found;
  const can = foreignCan[event];
  if (can === undefined || entry["async"] === true) return [];
  return [
    { event, runs: commandOf(found, commandKey) || `a hook of type ${JSON.stringify(entry["type"])}`, can },
  ];
}

function sightOf({ event, entry, holder }: Found, { events, everyTool }: Registration): HookEntry["sees"] {
  if (event !== events[0].event) return "nothing";
  const isSound =
    everyTool.includes(holder["matcher"]) &&
    isKnownType(entry) &&
    entry["if"] === undefined &&
    entry["async"] !== true;
  return isSound ? "everything" : "some";
}

const isKnownType = ({ type }: Json): boolean => type === "command" || type === "http";

function flawsOf(
  found: Found,
  ours: readonly Found[],
  hook: Hook,
  registration: Registration,
): readonly string[] {
  const { event, holder, entry } = found;
  const wanted = registration.events.find((known) => known.event === event);
  if (wanted === undefined) return [`it is registered for ${event}, which can't stop a tool call`];
  const checks: Flaws = [
    ...targetChecks(found, wanted, hook, registration),
    [
      !registration.everyTool.includes(holder["matcher"]),
      `its matcher ${JSON.stringify(holder["matcher"])} leaves tools out`,
    ],
    [!isKnownType(entry), `its type is ${JSON.stringify(entry["type"])}, not "command"`],
    ...(wanted.kind === "told" ? toldChecks(entry, wanted) : registration.flaws(found)),
    ...timeoutChecks(entry, leastTime(wanted, hook, registration), registration),
    ...(wanted === registration.events[0] ? missingBeside(ours, registration) : []),
  ];
  return checks.filter(([off]) => off).map(([, flaw]) => flaw);
}

/** Whether the entry asks the prempti that it should ask. */
function targetChecks(found: Found, wanted: RegisteredEvent, hook: Hook, registration: Registration): Flaws {
  const written = commandOf(found, registration.commandKey);
  if (found.entry["type"] !== "http") {
    const { [registration.commandKey]: command } = wantedEntry(
      wanted,
      { ...hook, transport: "command" },
      0,
      registration,
    );
    if (argsOf(found) === undefined && isLikeButForWait(written, command))
      return waitChecks(written, hook, wanted);
    return [[true, `it runs ${JSON.stringify(written)}, not this prempti`]];
  }
  if (wanted.kind !== "call")
    return [[true, `it asks over HTTP about ${wanted.event}, which prempti takes from a command`]];
  if (hook.http === undefined) return [[true, `it asks ${written}, and config.yaml has no http.listen`]];
  const { url, headers, allowedEnvVars } = wantedEntry(
    wanted,
    { ...hook, transport: "http" },
    0,
    registration,
  );
  return [
    ...(isLikeButForWait(written, url)
      ? waitChecks(written, hook, wanted)
      : [[true, `it asks ${written}, not ${String(url)}`] as const]),
    [
      !isSame([found.entry["headers"], found.entry["allowedEnvVars"]], [headers, allowedEnvVars]),
      "it does not show this prempti's token, or not how Claude Code was started",
    ],
  ];
}

const waiting = /(?: --wait |\?wait=)(\d+)$/;

function isLikeButForWait(written: string, wanted: unknown): boolean {
  return typeof wanted === "string" && written.replace(waiting, "") === wanted.replace(waiting, "");
}

function waitChecks(written: string, hook: Hook, { kind }: RegisteredEvent): Flaws {
  const wait = (kind === "call" ? hook.wait : undefined) ?? 0;
  const seconds = Number(waiting.exec(written)?.[1] ?? 0);
  return [[seconds !== wait, `a call may be held for ${seconds} s, and the settings say ${wait} s`]];
}

/** An entry that nobody has to wait for. */
function toldChecks(entry: Json, { holds = {} }: RegisteredEvent): Flaws {
  return Object.entries(holds).map(([key, value]) => [
    entry[key] !== value,
    `it lacks "${key}": ${JSON.stringify(value)}, so the agent waits for it`,
  ]);
}

function timeoutChecks(entry: Json, least: number, { timeout: { key, unit } }: Registration): Flaws {
  const time = entry[key];
  return [
    [
      typeof time === "number" && time < least,
      `its timeout of ${time} ${unit} is shorter than ${least} ${unit}`,
    ],
  ];
}

function missingBeside(ours: readonly Found[], { events }: Registration): Flaws {
  return events.map(({ event, without }) => [
    without !== undefined && !ours.some((found) => found.event === event),
    `${event} is not registered beside it: ${without}`,
  ]);
}
