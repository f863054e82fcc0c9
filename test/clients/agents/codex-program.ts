import { join } from "node:path";
import type { Place } from "../client.ts";
import { architecture, plainEnvironment } from "../settings-of.ts";

export function codexProgram({ installed }: Place): string {
  const target = `${architecture === "arm64" ? "aarch64" : "x86_64"}-unknown-linux-musl`;
  return join(installed, "@openai", `codex-linux-${architecture}`, "vendor", target, "bin", "codex");
}

export function codexEnvironment(place: Place): Record<string, string> {
  return {
    ...plainEnvironment(place),
    CODEX_HOME: join(place.home.home, ".codex"),
    SCRIPTED_KEY: "test-key",
  };
}
