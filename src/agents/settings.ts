/** The settings' text with the edit made; the same text when there was nothing to do. */
export type Edited = { readonly text: string } | { readonly malformed: string };

export type Transport = "command" | "http";

/** What an agent's settings are to hold, so that it asks this prempti. */
export type Hook = {
  readonly command: string;
  /** How it asks about tool calls, where the agent has both; a command by default. */
  readonly transport?: Transport;
  /** What an entry that asks over HTTP has to say; undefined: nothing listens. */
  readonly http?: {
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
    /** Variables that the headers name. */
    readonly allowedEnvVars: readonly string[];
  };
  /** For how many seconds an answer may be held back for a person's say. */
  readonly wait?: number;
};

/** One entry in an agent's settings that runs our hook. */
export type HookEntry = {
  readonly event: string;
  readonly transport: Transport;
  /** The URL where the entry asks over HTTP. */
  readonly command: string;
  /** What the entry shows where it asks over HTTP, as written. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Its places in the event's lists, "0:0": by them Codex knows which hooks it may run. */
  readonly at: string;
  /** "some": other tools pass it by, or it is not waited for; "nothing": its event has no say on tool calls. */
  readonly sees: "everything" | "some" | "nothing";
  /** What makes this entry weaker than the one that `hook add` writes, in words. */
  readonly flaws: readonly string[];
};

/** Something in an agent's settings that keeps hooks from running. */
export type Disabler = {
  /** "\"disableAllHooks\": true switches every hook off" */
  readonly sentence: string;
  /**
   * Which hooks: those of this file, those of every file but managed ones, those that are not managed (said by a managed
   * file), those of every file and managed ones too.
   */
  readonly reach: "file" | "every" | "unmanaged" | "all";
  /** The setting that keeps it from having any effect when a managed file has it. */
  readonly beatenBy?: string;
};

/** Somebody else's hook on an event that asks about tool calls. */
export type ForeignHook = {
  readonly event: string;
  /** Its command or URL. */
  readonly runs: string;
  /** What it can do to a call that Prempti has judged, in words. */
  readonly can: string;
};

/** What an agent's settings say about our hook. */
export type Inspection =
  | {
      readonly entries: readonly HookEntry[];
      /** Commands that mention prempti and are not ours to edit. */
      readonly foreign: readonly string[];
      readonly disablers: readonly Disabler[];
      readonly others?: readonly ForeignHook[];
      /** Variables that the file gives to the agent and its hooks. */
      readonly env?: Readonly<Record<string, unknown>>;
      /** URLs that hooks may ask, with "*" for any text; of several files' lists all count. Undefined: any. */
      readonly allowedUrls?: readonly string[] | undefined;
      /** Settings with which a managed file beats disablers of other files. */
      readonly pins?: readonly string[];
    }
  | { readonly malformed: string };

/** How one agent's settings register our hook: text in, text out. */
export type HookSettings = {
  /** The event by which the agent asks about a tool call. */
  readonly judges: string;
  /** Leaves exactly one sound entry of ours an event. An empty text is an empty file. */
  readonly add: (text: string, hook: Hook) => Edited;
  /** Takes every entry of ours away, and what held nothing else. `hook.command` is ours whatever it looks like. */
  readonly remove: (text: string, hook: Hook) => Edited;
  readonly inspect: (text: string, hook: Hook) => Inspection;
};
