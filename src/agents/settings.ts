/** The settings' text with the edit made; the same text when there was nothing to do. */
export type Edited = { readonly text: string } | { readonly malformed: string };

/** One entry in an agent's settings that runs our hook. */
export type HookEntry = {
  readonly event: string;
  readonly command: string;
  /** What makes this entry weaker than the one that `hook add` writes, in words. */
  readonly flaws: readonly string[];
};

/** What an agent's settings say about our hook. */
export type Inspection =
  | {
      readonly entries: readonly HookEntry[];
      /** Commands that mention prempti and are not ours to edit. */
      readonly foreign: readonly string[];
      /** Why the agent runs no hook of this file, or none at all: one sentence each. */
      readonly disabled: readonly string[];
    }
  | { readonly malformed: string };

/** How one agent's settings register our hook: text in, text out. */
export type HookSettings = {
  /** Leaves exactly one sound entry of ours that runs `command`. An empty text is an empty file. */
  readonly add: (text: string, command: string) => Edited;
  /** Takes every entry of ours away, and what held nothing else. `command` is ours whatever it looks like. */
  readonly remove: (text: string, command: string) => Edited;
  readonly inspect: (text: string, command: string) => Inspection;
};
