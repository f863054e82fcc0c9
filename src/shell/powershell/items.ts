import { effect, read, readTree, remove, write } from "../act.ts";
import { type Flow, fromOutput, join, nothing, unknownPart } from "../flow.ts";
import { has, value } from "../given.ts";
import type { Run } from "../programs/program.ts";
import { isTemplate, isVariableFile } from "../variable-files.ts";
import { literalWord, type Word, wordFrom } from "../word.ts";
import { environmentName, pathsIn } from "./item-paths.ts";
import { registryPath } from "./registry.ts";
import { windowsVariable } from "./variables.ts";

function dumpEnvironment(run: Run): Flow {
  effect(run, "env:dump");
  return { text: unknownPart, from: { ...nothing.from, variables: ["*"] } };
}

export function getContent(run: Run): Flow {
  return pathsIn(run)
    .map((word) => {
      const name = environmentName(word);
      return name === undefined || name === "" ? read(run, word) : windowsVariable(run.shell, name, true);
    })
    .reduce(join, nothing);
}

export function list(run: Run): Flow {
  const paths = pathsIn(run);
  const name = paths[0] === undefined ? undefined : environmentName(paths[0]);
  if (name !== undefined)
    return name === "" || name === "*" ? dumpEnvironment(run) : windowsVariable(run.shell, name, true);
  for (const path of paths)
    if (has(run, "-recurse")) readTree(run, path);
    else read(run, path);
  const names = value(run, "-filter", "-include");
  const roots = paths.length === 0 ? [literalWord(".")] : paths;
  const below = has(run, "-recurse") ? "/*" : "";
  return {
    text: roots.map(({ text }) => `${text}${names === undefined ? below : `/${names.text}`}\n`).join(""),
    from: { ...fromOutput },
  };
}

/** What `Get-ChildItem -Recurse` lists is all that lies below. */
const isWholeTree = ({ text, from }: Word): boolean => from.output && text.endsWith("/*");

export function removeItems(run: Run): Flow {
  // People who know cmd write `del /s`, those who know Unix `rm -rf`.
  const switches = run.operands
    .filter(({ text }) => /^\/[a-z]$/i.test(text))
    .map(({ text }) => text.toLowerCase());
  const recursive =
    has(run, "-recurse") ||
    switches.includes("/s") ||
    run.options.some(({ name }) => /^-r(f|ec?|s|fo)?$/.test(name));
  for (const path of pathsIn(
    run,
    run.operands.filter(({ text }) => !/^\/[a-z]$/i.test(text)),
  )) {
    if (/^(hk(lm|cu|cr|u)|registry):/i.test(path.text)) effect(run, "system:registry");
    else if (environmentName(path) === undefined) remove(run, path, recursive || isWholeTree(path));
  }
  return nothing;
}

/** Source and destination, by name or place. */
export function copyItems(run: Run, moves: boolean): Flow {
  const named = value(run, "-destination", "-newname");
  const places = [...pathsIn(run, run.operands)];
  const target = named ?? (places.length > 1 ? places.pop() : undefined);
  for (const source of places) {
    const flow = has(run, "-recurse") ? readTree(run, source) : read(run, source);
    if (target !== undefined) write(run, target, flow);
    if (target !== undefined && isTemplate(source.text) && isVariableFile(target.text))
      effect(run, "env:from-template");
    if (moves) remove(run, source, has(run, "-recurse"));
  }
  return nothing;
}

/** Set-Content, Add-Content, Out-File, Tee-Object. */
export function writeContent(run: Run, append: boolean): Flow {
  const named = value(run, "-path", "-literalpath", "-filepath");
  const [path = named, given] = named === undefined ? run.operands : [named, ...run.operands];
  const content = value(run, "-value", "-inputobject") ?? given ?? run.io.stdin;
  if (path !== undefined) write(run, path, content, append || has(run, "-append"));
  return run.program === "tee-object" ? run.io.stdin : nothing;
}

export function newItem(run: Run): Flow {
  const name = value(run, "-name");
  const [folder] = pathsIn(run);
  const path = name === undefined ? folder : wordFrom(`${folder?.text ?? "."}/${name.text}`, name.from);
  if (path === undefined) return nothing;
  registryPath(run, path.text);
  const target = value(run, "-target");
  write(run, path, target === undefined ? (value(run, "-value") ?? undefined) : read(run, target));
  return nothing;
}
