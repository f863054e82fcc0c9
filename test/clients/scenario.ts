import type { Daemon } from "../executable.ts";
import type { Client, Place } from "./client.ts";
import type { Script } from "./models/model.ts";

/** What became of a call: it ran; it did not, and the model was told why; it just did not; the client never ended. */
export type Outcome = "runs" | "told" | "blocked" | "hangs";

/** A run under way, for what a scenario does to it. */
export type Scene = { readonly place: Place; readonly daemon: Daemon | undefined };

export type Scenario = {
  readonly name: string;
  /** The model's part; undefined when the client has no such tool. */
  readonly script: (client: Client, place: Place) => Script | undefined;
  /** The file that appears when the call that all is about runs, below the project. */
  readonly subject?: string;
  /** Files of other calls, which have to run. */
  readonly alsoRun?: readonly string[];
  /** What the model is told when the call is refused: the name of the rule. */
  readonly reason?: string;
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
  readonly arrange?: (scene: Scene) => void;
  /** Before the model's turn, of the main conversation, by its number. */
  readonly during?: Readonly<Record<number, (scene: Scene) => Promise<void> | void>>;
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
