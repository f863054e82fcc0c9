import { execFile } from "node:child_process";

export type Ran = {
  /** Undefined when it could not be started or was ended by a signal. */
  readonly exit: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
};

/** Runs a program to its end; never rejects. */
export type RunProgram = (program: string, args: readonly string[]) => Promise<Ran>;

/** How long a service manager may take, in ms. */
const patience = 60_000;

export function programRunner(env: Readonly<Record<string, string | undefined>>): RunProgram {
  return (program, args) =>
    new Promise((resolve) => {
      const options = { env: { ...env }, timeout: patience, windowsHide: true };
      execFile(program, args, options, (error, stdout, stderr) => {
        const exit = error === null ? 0 : typeof error.code === "number" ? error.code : undefined;
        resolve({ exit, stdout, stderr: stderr || (error?.message ?? "") });
      });
    });
}

/** Runs a program that has to succeed. */
export async function runOrThrow(run: RunProgram, program: string, args: readonly string[]): Promise<Ran> {
  const ran = await run(program, args);
  if (ran.exit === 0) return ran;
  throw new Error(`${[program, ...args].join(" ")} failed: ${ran.stderr.trim() || `exit ${ran.exit}`}`);
}
