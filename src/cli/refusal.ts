/** An error of the person's, told without a stack: what is wrong, and what to type next. */
export class Refusal extends Error {
  readonly hint: string | undefined;
  /** 1 for a finding or a refusal, 2 for what is broken or misused. */
  readonly exit: 1 | 2;

  constructor(
    message: string,
    hint?: string,
    options: { readonly exit?: 1 | 2; readonly cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.hint = hint;
    this.exit = options.exit ?? 2;
  }
}

type Sink = { readonly write: (text: string) => unknown };

/** Writes an error as `prempti: error: …` with its causes and hint, and gives the exit code for it. */
export function report(error: unknown, stderr: Sink): number {
  stderr.write(`prempti: error: ${messageOf(error)}\n`);
  if (error instanceof Refusal) {
    if (error.hint !== undefined) stderr.write(`prempti: hint: ${error.hint}\n`);
    return error.exit;
  }
  if (error instanceof Error && error.message.startsWith("internal: ")) stderr.write(`${error.stack}\n`);
  return 2;
}

/** "can't read a.yaml: ENOENT: no such file or directory, open 'a.yaml'" */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : `${error.message}: ${messageOf(error.cause)}`;
}
