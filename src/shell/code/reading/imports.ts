import type { Machine } from "../language.ts";
import { named } from "../value.ts";
import { dotted, isName, isSign, peek, textOf } from "./cursor.ts";

/** Python's and JavaScript's imports: names stand for modules and what is in them. */
export function importing(machine: Machine): boolean {
  const { state, language } = machine;
  if (isSign(peek(machine, 1), "(", ".")) return false;
  if (!language.indented) return importingFrom(machine);
  if (isName(peek(machine), "from")) {
    state.at += 1;
    const module = dotted(machine);
    if (!isName(peek(machine), "import")) return true;
    state.at += 1;
    importNames(machine, module);
    return true;
  }
  state.at += 1;
  do {
    if (isSign(peek(machine), ",")) state.at += 1;
    const module = dotted(machine);
    if (isName(peek(machine), "as")) {
      machine.variables.set(textOf(peek(machine, 1)), named(module));
      state.at += 2;
    }
  } while (isSign(peek(machine), ","));
  return true;
}

function importNames(machine: Machine, module: string): void {
  const { state } = machine;
  for (;;) {
    const token = peek(machine);
    if (isSign(token, "(", ")", ",")) state.at += 1;
    else if (isSign(token, "*")) {
      machine.opened.push(module);
      state.at += 1;
    } else if (token?.kind === "name") {
      const alias = isName(peek(machine, 1), "as") ? textOf(peek(machine, 2)) : token.text;
      machine.variables.set(alias, named(`${module}.${token.text}`));
      state.at += alias === token.text ? 1 : 3;
    } else return;
  }
}

/** `import fs, { rm as r } from "fs"`, `import * as fs from "fs"`. */
function importingFrom(machine: Machine): boolean {
  const { state } = machine;
  const names: [string, string][] = [];
  let at = state.at + 1;
  let braces = false;
  for (; at < state.end && at < state.at + 64; at += 1) {
    const token = state.tokens[at];
    if (token?.kind === "text") break;
    if (isSign(token, "{")) braces = true;
    else if (isSign(token, "}")) braces = false;
    else if (token?.kind === "name" && token.text === "as") {
      const last = names.at(-1);
      if (last !== undefined) last[0] = textOf(state.tokens[at + 1]);
      else names.push([textOf(state.tokens[at + 1]), ""]);
      at += 1;
    } else if (token?.kind === "name" && token.text !== "from" && token.text !== "type")
      names.push([token.text, braces ? token.text : ""]);
  }
  const source = state.tokens[at];
  if (source?.kind !== "text") return false;
  const module = moduleName(typeof source.parts[0] === "string" ? source.parts[0] : "");
  for (const [name, part] of names)
    machine.variables.set(name, named(part === "" || part === "default" ? module : `${module}.${part}`));
  state.at = at + 1;
  return true;
}

/** `node:fs/promises` and `fs-extra` are fs. */
export const moduleName = (text: string): string =>
  text
    .replace(/^node:/, "")
    .replace(/\/promises$/, "")
    .replace(/^(fs-extra|graceful-fs)$/, "fs")
    .replace(/^(node-fetch|cross-fetch|undici)$/, "fetch")
    .replace(/^(cross-spawn|execa|zx|shelljs)$/, "child_process");

export function useModule(machine: Machine): boolean {
  machine.state.at += 1;
  const module = dotted(machine);
  if (module !== "") machine.opened.push(module);
  return true;
}
