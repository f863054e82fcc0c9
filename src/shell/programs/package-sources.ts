import { write } from "../act.ts";
import { type Flow, nothing, outputFlow } from "../flow.ts";
import { operand } from "../given.ts";
import { literalWord, wordFrom } from "../word.ts";
import { fromElsewhere, gitSource, installFrom, useRegistry } from "./install-sources.ts";
import type { Run } from "./program.ts";

export const gemInstall = (run: Run): Flow => {
  fromElsewhere(run, "-s", "--source", "--host", "--clear-sources");
  for (const word of run.operands) installFrom(run, word);
  return outputFlow;
};

export const gemSources = (run: Run): Flow => {
  fromElsewhere(run, "-a", "--add");
  return outputFlow;
};

export function bundleConfig(run: Run): Flow {
  for (const word of run.operands)
    if (/:\/\//.test(word.text) && !/^mirror\./.test(word.text)) useRegistry(run, word);
  return nothing;
}

export function composerConfig(run: Run): Flow {
  for (const word of run.operands) {
    const url = /https?:\/\/[^"'\s}]+/.exec(word.text)?.[0];
    if (url !== undefined) useRegistry(run, wordFrom(url, word.from));
  }
  if (/auth|token|http-basic/.test(operand(run, 0)) && run.operands.length > 1)
    write(run, literalWord("~/.composer/auth.json"), run.operands[1]);
  return nothing;
}

export const nugetSource = (run: Run): Flow => {
  const url = run.operands.find(({ text }) => text.includes("://"));
  if (url !== undefined) useRegistry(run, url);
  fromElsewhere(run, "-Source", "--source", "-s", "--add-source");
  return nothing;
};

export const taps = (run: Run): Flow => {
  const url = run.operands[1];
  if (url !== undefined) installFrom(run, gitSource(url));
  return outputFlow;
};
