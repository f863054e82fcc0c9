/** How long the hook waits for its input and the daemon's reply together, in ms, and what may change that. */
const replyTimeout = { name: "PREMPTI_TIMEOUT_MS", initial: 5_000, least: 100, most: 30_000 };

/** The largest input that is taken, in bytes. */
const inputSize = { name: "PREMPTI_INPUT_MAX_BYTES", initial: 4 << 20, least: 4 << 10, most: 64 << 20 };

type Limit = typeof replyTimeout;

/** A whole number from the environment, kept between `least` and `most`; anything else counts as unset. */
function read(limit: Limit, env: NodeJS.ProcessEnv): number {
  const text = env[limit.name]?.trim() ?? "";
  if (!/^\d{1,15}$/.test(text)) return limit.initial;
  return Math.min(Math.max(Number(text), limit.least), limit.most);
}

export type Limits = { readonly timeout: number; readonly inputBytes: number };

export function readLimits(env: NodeJS.ProcessEnv): Limits {
  return { timeout: read(replyTimeout, env), inputBytes: read(inputSize, env) };
}
