import type { Home } from "../home.ts";
import type { RunProgram } from "./run-program.ts";

export type ServiceStatus = {
  /** Known to the system, so that it can be started and enabled. */
  readonly registered: boolean;
  /** Started at login. */
  readonly enabled: boolean;
  /** The process that the system runs for it; undefined when it runs none. */
  readonly pid: number | undefined;
};

/** What keeps the daemon running, as one operating system does it. Every method may be called again, to no harm. */
export type Service = {
  readonly kind: "systemd" | "launchd" | "windows" | "none";
  /** "systemd (user)", for a person. */
  readonly label: string;
  /** Where it is registered: a file, or a value in the registry; undefined where there is no such place. */
  readonly registration: string | undefined;
  /** What is left to the person, each a sentence with something to type. */
  readonly hints: readonly string[];
  /** Registers the daemon for the next login; starts nothing. Returns whether anything had to be changed. */
  readonly register: () => Promise<boolean>;
  /** Stops it and takes the registration away, or what is left of one. Returns whether there was any. */
  readonly unregister: () => Promise<boolean>;
  readonly start: () => Promise<void>;
  readonly stop: () => Promise<void>;
  readonly restart: () => Promise<void>;
  readonly enable: () => Promise<void>;
  readonly disable: () => Promise<void>;
  readonly status: () => Promise<ServiceStatus>;
};

/** What a service runs, for whom and where. */
export type ServicePlace = {
  readonly home: Home;
  /** What starts prempti: mostly the executable alone. */
  readonly program: readonly [string, ...string[]];
  /** The home is not the usual one, so the daemon has to be told. */
  readonly isMoved: boolean;
  /** "prempti"; with something of the home's path behind it when the home is not the usual one. */
  readonly name: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The user's home folder. */
  readonly userHome: string;
  readonly uid: number;
  readonly run: RunProgram;
};

/** The daemon's command line. */
export function daemonCommand({ program, home, isMoved }: ServicePlace): readonly string[] {
  return [...program, "serve", ...(isMoved ? ["--home", home.root] : [])];
}

/** A restart where the system has none of its own. */
export function stopThenStart({ stop, start }: Pick<Service, "stop" | "start">): () => Promise<void> {
  return async () => {
    await stop();
    await start();
  };
}
