/** The settings' text with the edit made; the same text when there was nothing to do. */
export type Edited = { readonly text: string } | { readonly malformed: string };

/** One entry in an agent's settings that runs our hook. */
export type HookEntry = {
  readonly event: string;
  readonly command: string;
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
  /** Which hooks: those of this file, those of every file but managed ones, or those that are not managed. */
  readonly reach: "file" | "every" | "unmanaged";
};

/** What an agent's settings say about our hook. */
export type Inspection =
  | {
      readonly entries: readonly HookEntry[];
      /** Commands that mention prempti and are not ours to edit. */
      readonly foreign: readonly string[];
      readonly disablers: readonly Disabler[];
    }
  | { readonly malformed: string };

/** How one agent's settings register our hook: text in, text out. */
export type HookSettings = {
  /** The event by which the agent asks about a tool call. */
  readonly judges: string;
  /** Leaves exactly one sound entry of ours that runs `command`. An empty text is an empty file. */
  readonly add: (text: string, command: string) => Edited;
  /** Takes every entry of ours away, and what held nothing else. `command` is ours whatever it looks like. */
  readonly remove: (text: string, command: string) => Edited;
  readonly inspect: (text: string, command: string) => Inspection;
};
