import type { Adapter } from "../agents/adapter.ts";
import { Refusal } from "./refusal.ts";

/** An option's value, which has to be one of few words. */
export function oneOf<Word extends string>(option: string, value: string, words: readonly Word[]): Word {
  const found = words.find((word) => word === value);
  if (found !== undefined) return found;
  throw new Refusal(`${option} can't be ${JSON.stringify(value)}`, `use ${words.join(" or ")}`);
}

/** The agent that a name on the command line means. */
export async function agentOption(name: string): Promise<Adapter> {
  const { adapterNamed, adapters } = await import("../agents/registry.ts");
  const found = adapterNamed(name);
  if (found !== undefined) return found;
  throw new Refusal(
    `unknown agent ${JSON.stringify(name)}`,
    `use ${adapters.map((adapter) => adapter.name).join(", ")}`,
  );
}

/** A whole number from an option. */
export function wholeNumber(option: string, value: string): number {
  if (/^\d{1,15}$/.test(value)) return Number(value);
  throw new Refusal(`${option} can't be ${JSON.stringify(value)}`, "use a whole number");
}
