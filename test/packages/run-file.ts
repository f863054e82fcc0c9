import { execFileSync } from "node:child_process";

export function runtimeVersion(file: string): string {
  return execFileSync(file, ["--version"], { encoding: "utf8" }).trim();
}
