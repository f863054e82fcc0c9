import { type AskFallback, type DefaultAction, type Mode, modes, type OnDaemonDown } from "../model/mode.ts";

/** One key of config.yaml. */
export type ConfigKey<Value = unknown> = {
  /** Where it stands in the file: "log.keep" is `keep` below `log`. */
  readonly path: string;
  readonly doc: string;
  readonly byDefault: Value;
  /** What may be written, for the message that refuses anything else. */
  readonly expects: string;
  /** The value that the file's own value means; undefined when it means none. */
  readonly read: (written: unknown) => Value | undefined;
};

type Reading<Value> = Pick<ConfigKey<Value>, "expects" | "read">;

const noNames: readonly string[] = [];
const kibi = 1024;
const mebi = kibi * kibi;

/** Every key of config.yaml by its name in `Config`. */
export const configKeys = {
  mode: key<Mode>("mode", "guardrails", oneOf(modes), "guardrails enforces; monitor records only."),
  defaultAction: key<DefaultAction>(
    "default_action",
    "defer",
    oneOf(["defer", "allow"]),
    "What a call is told that no rule asks about or denies: defer leaves it to the agent's own permissions.",
  ),
  onDaemonDown: key<OnDaemonDown>(
    "on_daemon_down",
    "evaluate",
    oneOf(["evaluate", "deny", "allow"]),
    "What the hook does when no daemon answers: evaluate judges in the hook's own process.",
  ),
  askFallback: key<AskFallback>(
    "ask_fallback",
    "deny",
    oneOf(["deny", "hold"]),
    "What a call that a person should look at comes to where the agent asks nobody: deny, or hold it for their approval.",
  ),
  askHoldSeconds: key(
    "ask_hold_seconds",
    45,
    whole(5, 540),
    "How long ask_fallback: hold keeps a call waiting; prempti hook add writes the agents' timeouts to fit.",
  ),
  matching: key<"all" | "first">(
    "rule_matching",
    "all",
    oneOf(["all", "first"]),
    "Whether every matching rule gives an alert or the first alone.",
  ),
  disabled: key("rules.disable", noNames, names(), "Rules not to enforce, by name or by tag."),
  denyTags: key("rules.deny_tags", noNames, names(), "Tags that deny, beside coding_agent_deny."),
  askTags: key("rules.ask_tags", noNames, names(), "Tags that ask, beside coding_agent_ask."),
  logMaxBytes: key(
    "log.max_bytes",
    32 * mebi,
    size(64 * kibi, 16 * kibi * mebi),
    "Size at which a log file is put aside and a new one begun.",
  ),
  logKeep: key("log.keep", 5, whole(0, 1000), "How many log files put aside are kept."),
  inputMaxBytes: key(
    "input_max_bytes",
    4 * mebi,
    size(4 * kibi, 64 * mebi),
    "The largest tool call that is judged; a larger one is refused.",
  ),
  httpListen: key(
    "http.listen",
    "",
    address(),
    "Loopback address for agents that call over HTTP; off when empty.",
  ),
} as const satisfies Record<string, ConfigKey>;

type ConfigKeys = typeof configKeys;

/** What config.yaml says, every key present. */
export type Config = { readonly [Name in keyof ConfigKeys]: ConfigKeys[Name]["byDefault"] };

/** What holds without a config.yaml. */
export const defaultConfig: Config = Object.fromEntries(
  Object.entries(configKeys).map(([name, { byDefault }]) => [name, byDefault]),
) as Config;

function key<Value>(path: string, byDefault: Value, reading: Reading<Value>, doc: string): ConfigKey<Value> {
  return { path, byDefault, ...reading, doc };
}

function oneOf<Name extends string>(allowed: readonly Name[]): Reading<Name> {
  return { expects: allowed.join(" or "), read: (written) => allowed.find((name) => name === written) };
}

function names(): Reading<readonly string[]> {
  return { expects: "a list of names", read: readNames };
}

function readNames(written: unknown): readonly string[] | undefined {
  if (written === null) return [];
  const list: readonly unknown[] = Array.isArray(written) ? written : [written];
  return list.every(isName) ? list : undefined;
}

function isName(written: unknown): written is string {
  return typeof written === "string" && written !== "";
}

function whole(least: number, most: number): Reading<number> {
  return {
    expects: `a whole number from ${least} to ${most}`,
    read: (written) => (isWhole(written) && written >= least && written <= most ? written : undefined),
  };
}

function isWhole(written: unknown): written is number {
  return Number.isSafeInteger(written);
}

/** Bytes, as a number or with a unit: 10 MiB. */
function size(least: number, most: number): Reading<number> {
  return {
    expects: `a size from ${printSize(least)} to ${printSize(most)}`,
    read: (written) => {
      const bytes = isWhole(written) ? written : parseSize(String(written));
      return bytes !== undefined && bytes >= least && bytes <= most ? bytes : undefined;
    },
  };
}

const units: Readonly<Record<string, number>> = { b: 1, kib: kibi, mib: mebi, gib: kibi * mebi };

function parseSize(text: string): number | undefined {
  const [, digits, unit = ""] = /^(\d{1,9})\s?([a-z]{1,3})$/i.exec(text) ?? [];
  const factor = units[unit.toLowerCase()];
  return factor === undefined ? undefined : Number(digits) * factor;
}

function printSize(bytes: number): string {
  return bytes < mebi ? `${bytes / kibi} KiB` : `${bytes / mebi} MiB`;
}

/** Never another interface than loopback: whoever reaches the listener is judged as this user's agent. */
function address(): Reading<string> {
  return {
    expects: "a loopback address and port: 127.0.0.1:2803",
    read: (written) => {
      if (written === "" || written === null || written === false) return "";
      return typeof written === "string" && /^(?:127\.0\.0\.1|\[::1\]|localhost):\d{1,5}$/.test(written)
        ? written
        : undefined;
    },
  };
}
