import type { Daemon } from "../executable.ts";
import type { Client, Manners, Place } from "./client.ts";
import type { Script } from "./models/model.ts";
import type { Terminal } from "./terminal.ts";

/** What became of a call: it ran; it did not, and the model was told why; it just did not; the client never ended. */
export type Outcome = "runs" | "told" | "blocked" | "hangs";

/** A run under way, for what a scenario does to it. */
export type Scene = {
  readonly place: Place;
  readonly daemon: Daemon | undefined;
  /** The person's own terminal, opened before the client starts; only where the scenario has a person. */
  readonly person: Terminal;
  /** The client's, only where the scenario runs it at one. */
  readonly screen: Terminal;
  /** What the model has been told so far. */
  readonly told: () => readonly string[];
};

/** A command of Prempti after the client has ended, and what it has to say. */
export type Afterwards = {
  readonly args: readonly string[];
  readonly exit: number;
  readonly says: readonly RegExp[];
};

export type Scenario = {
  readonly name: string;
  /** The model's part; undefined when the client has no such tool. */
  readonly script: (client: Client, place: Place) => Script | undefined;
  /** The file that appears when the call that all is about runs, below the project. */
  readonly subject?: string;
  /** Lines that it has at the end: one for each time that the call ran. */
  readonly lines?: number;
  /** Files of other calls, which have to run. */
  readonly alsoRun?: readonly string[];
  /** What the model is told when the call is refused: the name of the rule. */
  readonly reason?: string;
  /** What it has to be told beside that. */
  readonly alsoTold?: readonly string[];
  /** The verdict that has to be on record. */
  readonly recorded?: "allow" | "ask" | "deny";
  /** The alarm that has to be on record, by client; in others, and where there is nothing here, there may be none. */
  readonly alarm?: Readonly<Record<string, string>>;
  readonly daemon?: false;
  /** The text of config.yaml, from before the hook is registered. */
  readonly config?: (place: Place) => string;
  /** Further arguments of `prempti hook add`. */
  readonly add?: readonly string[];
  /** Before the client starts. */
  readonly arrange?: (scene: Scene) => Promise<void> | void;
  /** Before the model's turn, of the main conversation, by its number. */
  readonly during?: Readonly<Record<number, (scene: Scene) => Promise<void> | void>>;
  /** There is a person, at a terminal of their own. */
  readonly person?: true;
  /** The client runs at a terminal, too. Without it: headless. */
  readonly atTerminal?: Manners;
  /** What the person sees and does from when the client starts. */
  readonly meanwhile?: (scene: Scene) => Promise<void>;
  readonly afterwards?: Readonly<Record<string, readonly Afterwards[]>>;
  /** How often all of it has to come out the same; once without it. */
  readonly repeat?: number;
  /**
   * What Prempti has to bring about: in every client, or in those named. Of the others the outcome is only noted: it is
   * theirs, and no hook can change it.
   */
  readonly required: Outcome | Readonly<Record<string, Outcome>>;
  /** The only clients that it is about. */
  readonly only?: readonly string[];
};

export function requiredOf({ required }: Scenario, { name }: Client): Outcome | undefined {
  return typeof required === "string" ? required : required[name];
}

/** Whether it takes a terminal. */
export const needsTerminal = ({ person, atTerminal }: Scenario): boolean =>
  person === true || atTerminal !== undefined;
