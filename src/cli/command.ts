import { type BaseContext, Command, Option } from "clipanion";
import type { Surroundings } from "./agent-files/places.ts";
import { type Paint, paintFor, printableJson } from "./paint.ts";
import { report } from "./refusal.ts";
import { isTerminal } from "./terminal.ts";

/** What a command may touch: streams, environment and the folder it was started in. */
export type World = BaseContext & {
  readonly cwd: string;
  readonly paint: Paint;
  /** Tests' own: another machine than this one. */
  readonly machine?: Pick<Surroundings, "systemRoot" | "program">;
};

/** The name of a command's options that every command has; its help lists them last. */
export const globalOptions = ["--home", "--no-color"];

/** A command of the CLI. It answers on stdout, says the rest on stderr, and returns its exit code. */
export abstract class PremptiCommand extends Command<World> {
  home = Option.String("--home", { description: "use this folder instead of ~/.prempti" });
  plain = Option.Boolean("--no-color", false, {
    description: "no colours; the variable NO_COLOR does the same",
  });

  abstract act(): Promise<number>;

  /** clipanion would print an error on stdout, with a stack. */
  async execute(): Promise<number> {
    try {
      return await this.act();
    } catch (error) {
      return report(error, this.context.stderr);
    }
  }

  /** What the places of agents' settings depend on. */
  get around(): Surroundings {
    const { env, cwd, machine } = this.context;
    return { env, cwd, platform: process.platform, ...machine };
  }

  get paint(): Paint {
    return this.plain ? paintFor(false) : this.context.paint;
  }

  print(text: string): void {
    this.context.stdout.write(`${text}\n`);
  }

  printJson(value: unknown): void {
    this.print(this.asJson(JSON.stringify(value)));
  }

  /** A terminal gets no control character, which JSON has a way to write; a pipe gets the text as it is. */
  asJson(text: string): string {
    return isTerminal(this.context.stdout) ? printableJson(text) : text;
  }

  note(text: string): void {
    this.context.stderr.write(`prempti: ${text}\n`);
  }
}
