// The licences of everything that is in an executable and is not ours: the bundled packages and the runtime, with
// what the runtime itself is made of.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../paths.ts";
import { hostTarget, locked, type Target } from "../targets.ts";

export type Component = {
  readonly name: string;
  readonly version: string;
  /** As an SPDX expression. */
  readonly licence: string;
  readonly text: string;
};

function readPackage(name: string): Component {
  const folder = join(root, "node_modules", name);
  const { version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const text = readFile(folder, /^(licen[cs]e|copying)(\.(md|txt))?$/i) ?? readSection(folder);
  if (text === undefined) throw new Error(`${name} comes without the text of its licence, ${license}`);
  return { name, version, licence: license, text: text.trim() };
}

function readFile(folder: string, pattern: RegExp): string | undefined {
  const file = readdirSync(folder).find((entry) => pattern.test(entry));
  return file === undefined ? undefined : readFileSync(join(folder, file), "utf8");
}

/** The licence as part of the package's README. */
function readSection(folder: string): string | undefined {
  const [, rest] = (readFile(folder, /^readme\.md$/i) ?? "").split(/^#+ Licen[cs]e\b.*$/im);
  const [section] = (rest ?? "").split(/^#+ /m);
  return section?.includes("Copyright") ? section.replaceAll(/^> ?/gm, "").replaceAll("**", "") : undefined;
}

/** The bundled packages, in the order of their names. */
export function readComponents(bundled: readonly string[]): readonly Component[] {
  return bundled.map(readPackage);
}

/**
 * The runtime in the target's executable. Its licence text is the host's: the runtime packages for Windows come
 * without one, and it is the same for all systems.
 */
export function readRuntimeComponent(target: Target): Component {
  const file = join(root, "node_modules", hostTarget().runtime, "LICENSE");
  const { version } = locked(target.runtime);
  return { name: "Node.js", version, licence: "MIT", text: readFileSync(file, "utf8").trim() };
}

const line = "=".repeat(80);

export function thirdPartyLicences(components: readonly Component[]): string {
  const head = "Prempti contains the following, under the licences given here.\n";
  const list = components.map(({ name, version, licence }) => `- ${name} ${version} (${licence})`).join("\n");
  const texts = components.map(
    ({ name, version, text }) => `${line}\n${name} ${version}\n${line}\n\n${text}\n`,
  );
  return `${head}\n${list}\n\n${texts.join("\n")}`.replaceAll("\r\n", "\n");
}
