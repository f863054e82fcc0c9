import type { Home } from "../../platform/home.ts";
import type { Surroundings } from "../hook-files.ts";
import type { Status } from "../status.ts";

/** What a check found out. */
export type Finding = {
  readonly what: string;
  readonly state: "ok" | "warning" | "failed";
  readonly detail: string;
  /** What to type. */
  readonly remedy?: string;
};

export type Patient = {
  readonly home: Home;
  readonly homeOption: string | undefined;
  readonly around: Surroundings;
  readonly status: Status;
};

/** Looks at one thing. Changes nothing but what a tool call would. */
export type Check = (patient: Patient) => Promise<readonly Finding[]>;

export const ok = (what: string, detail: string): Finding => ({ what, state: "ok", detail });

export const warning = (what: string, detail: string, remedy: string): Finding => ({
  what,
  state: "warning",
  detail,
  remedy,
});

export const failed = (what: string, detail: string, remedy: string): Finding => ({
  what,
  state: "failed",
  detail,
  remedy,
});
