import { readFileSync } from "node:fs";
import { writeAtomic } from "./atomic-write.ts";
import { makePrivate } from "./folders.ts";
import type { Home } from "./home.ts";

/** Of 32 random bytes, in base64url. */
const tokenForm = /^[\w-]{43}$/;

/** What an agent must show to the daemon's HTTP listener; undefined when none has been made yet. */
export function readToken({ token }: Home): string | undefined {
  try {
    const text = readFileSync(token, "utf8").trim();
    return tokenForm.test(text) ? text : undefined;
  } catch {
    return undefined;
  }
}

/** The same, made when there is none. Only its owner can read the file. */
export async function ensureToken(home: Home): Promise<string> {
  const known = readToken(home);
  if (known !== undefined) return known;
  // Not at the top: most processes need no token, and loading it takes a hook 6 ms.
  const { randomBytes } = await import("node:crypto");
  const made = randomBytes(32).toString("base64url");
  makePrivate(home.run);
  writeAtomic(home.token, `${made}\n`);
  return made;
}
